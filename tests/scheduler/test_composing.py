"""Which letters leave by one call, and under which marks: in every order, nobody is forgotten."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from dialogs.kit.event import Shown
from dialogs.kit.phrase import say
from dialogs.kit.screen import Screen, screen
from scheduler.composing import DrawnLetter, Pending, compose
from storage.address import Address
from storage.people.people import Person
from storage.post.claims import Claimed
from tests.scheduler.script import LIMITS
from tests.storage.making import NOW, PAPER

MANY = replace(LIMITS, together=10, different=4)


def words(number: int) -> Screen:
    return screen(say("It starts {soon}", soon=say("in {n} minutes", n=number)))


def drawn(
    number: int,
    *,
    says: int = 0,
    chat: int | None = None,
    language: str = "ru",
    client: str = "",
    batch: int | None = None,
    attempt: int = 1,
    over: bool = False,
) -> DrawnLetter:
    user = str(number if chat is None else chat)
    letter = Claimed(number, Address(PAPER, user), 1, "word", {}, None, attempt, 0, NOW, batch)
    person = Person(int(user), PAPER, user, language, NOW, client=client)
    return DrawnLetter(Pending(letter, 60.0), person, words(says), Shown("m") if over else None, False, 0.0)


def numbers(letters: tuple[DrawnLetter, ...] | list[DrawnLetter]) -> list[int]:
    return [one.letter.id for one in letters]


def test_what_says_the_same_is_one_list_under_the_number_of_its_first() -> None:
    call, left = compose([drawn(number) for number in range(1, 8)], MANY)
    assert not left
    assert {first: [letter.id for letter in letters] for first, letters in call.lists.items()} == {
        1: [1, 2, 3, 4, 5, 6, 7]
    }
    noted = call.gathered({1, 2, 3, 4, 5, 6, 7})
    assert {one.parcel.mark for one in noted.letters} == {1}


def test_a_letter_alone_leaves_under_its_own_number() -> None:
    call, _ = compose([drawn(1, says=1), drawn(2, says=2)], MANY)
    assert call.lists == {}
    assert [one.parcel.mark for one in call.letters] == [1, 2]


def test_languages_and_clients_are_not_mixed() -> None:
    call, _ = compose([drawn(1), drawn(2, language="en"), drawn(3, client="old"), drawn(4)], MANY)
    assert numbers(call.letters) == [1, 4, 2, 3]
    assert call.lists.keys() == {1}


def test_what_edits_a_message_counts_as_different() -> None:
    call, left = compose([drawn(number, over=True) for number in range(1, 7)], MANY)
    assert call.lists == {}
    assert numbers(call.letters) == [1, 2, 3, 4]
    assert numbers(left) == [5, 6]


def test_equal_letters_still_fit_when_no_different_one_does() -> None:
    call, left = compose([drawn(number, says=number % 6) for number in range(1, 13)], MANY)
    assert sorted(numbers(call.letters)) == [1, 2, 3, 4, 7, 8, 9, 10]
    assert numbers(left) == [5, 6, 11, 12]


def test_what_may_have_left_alone_never_joins_a_list() -> None:
    call, _ = compose([drawn(1), drawn(2, attempt=2), drawn(3)], MANY)
    assert {one.letter.id: one.parcel.mark for one in call.gathered({1, 3}).letters} == {1: 1, 3: 1, 2: 2}


def test_a_list_that_goes_again_goes_under_its_number_and_takes_nobody_in() -> None:
    again = [drawn(number, attempt=2, batch=1) for number in (2, 3)]
    call, _ = compose([drawn(9), *again, drawn(10), drawn(4, attempt=2, batch=8)], MANY)
    assert call.lists.keys() == {9}
    marks = {one.letter.id: one.parcel.mark for one in call.gathered({9, 10}).letters}
    assert marks == {9: 9, 10: 9, 2: 1, 3: 1, 4: 8}


def test_who_is_another_senders_by_now_does_not_leave() -> None:
    call, _ = compose([drawn(1), drawn(2), drawn(3), drawn(4, says=1)], MANY)
    assert numbers(call.gathered({2, 3}).letters) == [2, 3, 4]
    assert {one.parcel.mark for one in call.gathered({2, 3}).letters} == {1, 4}


SOME = st.lists(
    st.builds(
        lambda says, chat, language, attempt, over: (says, chat, language, attempt, over),
        st.integers(0, 8),
        st.integers(1, 15),
        st.sampled_from(["ru", "en"]),
        st.integers(1, 2),
        st.booleans(),
    ),
    min_size=1,
    max_size=40,
)


@given(letters=SOME, together=st.integers(1, 12), different=st.integers(1, 5))
def test_calls_hold_what_they_may_and_serve_everybody_in_turn(
    letters: list[tuple[int, int, str, int, bool]], together: int, different: int
) -> None:
    limits = replace(LIMITS, together=together, different=min(different, together))
    left = [
        drawn(number, says=says, chat=chat, language=language, attempt=attempt, over=over)
        for number, (says, chat, language, attempt, over) in enumerate(letters, 1)
    ]
    waiting, served = set(numbers(left)), []
    while left:
        first = left[0]
        call, left = compose(left, limits)
        assert call.letters[0] is first
        kinds = {(one.over and one.letter.id, one.what, one.parcel.language, one.parcel.mark) for one in call.letters}
        listed = sum(len(members) - 1 for members in call.lists.values())
        assert len(kinds) - listed <= limits.different
        assert len(call.letters) <= limits.together
        assert len({one.letter.address.chat for one in call.letters}) == len(call.letters)
        served += numbers(call.letters)
    assert sorted(served) == sorted(waiting)
