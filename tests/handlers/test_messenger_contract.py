"""The one port, kept by paper and by every messenger that shows screens: a new folder is found and has to pass."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from importlib import import_module
from typing import assert_never

import pytest

from dialogs.kit.event import Address, Shown
from dialogs.kit.messenger import ChatMoved, Delivered, Gone, Later, Lost, Outcome, Parcel, Refused
from dialogs.kit.phrase import say
from dialogs.kit.route import Nowhere
from dialogs.kit.screen import (
    Bold,
    Button,
    Document,
    Mail,
    Notice,
    Package,
    Picture,
    Removal,
    Screen,
    Topic,
    What,
    paragraph,
    screen,
)
from storage.database import Storage
from tests.handlers.harness import PATIENCE, Forums, Harness, OpenHarness, Seen, Trouble, Wired
from tests.measuring import SHOWING

FORUMS = [name for name in SHOWING if import_module(f"handlers.{name}.limits").LIMITS.topics]
BUTTONS = ((Button("Программа", Nowhere()),),)
MENU = screen(Bold("Меню"), "Куда пойдём?", buttons=BUTTONS)
AWAY = Removal("Посетитель забрал это сообщение.")
PLAN = screen(Bold("Мой план"), "Пока пуст.", buttons=BUTTONS)


@pytest.fixture(params=[*SHOWING, "paper"])
async def harness(request: pytest.FixtureRequest, storage: Storage) -> AsyncIterator[Harness]:
    async with opener(request.param)(storage) as harness:
        yield harness


@pytest.fixture(params=[*FORUMS, "paper"])
async def forums(request: pytest.FixtureRequest, storage: Storage) -> AsyncIterator[Forums]:
    async with opener(request.param)(storage) as harness:
        yield harness


@pytest.fixture(params=SHOWING)
async def wired(request: pytest.FixtureRequest, storage: Storage) -> AsyncIterator[Wired]:
    async with opener(request.param)(storage) as harness:
        yield harness


def opener(messenger: str) -> OpenHarness:
    open_harness: OpenHarness = import_module(f"tests.handlers.{messenger}.harness").open_harness
    return open_harness


@pytest.fixture
async def logo(storage: Storage) -> Picture:
    """A picture that the fair brought along."""
    async with storage.reading() as work:
        (name,) = await work.files.known()
    return Picture(file=name)


async def shows(harness: Harness, what: What, over: Shown | None = None, to: Address | None = None) -> Outcome:
    return await harness.messenger.show(Parcel(to or harness.person, what, "ru", over=over))


async def shown(harness: Harness, what: What, over: Shown | None = None, to: Address | None = None) -> Shown:
    outcome = await shows(harness, what, over, to)
    assert isinstance(outcome, Delivered), outcome
    return outcome.shown


def only(harness: Harness) -> Seen:
    (message,) = harness.chat()
    return message


class TestAScreen:
    async def test_is_shown_anew(self, harness: Harness) -> None:
        there = await shown(harness, MENU)
        assert only(harness) == Seen(there.message, "Меню\n\nКуда пойдём?", ("Программа",), photo=False)

    async def test_is_shown_in_place_of_another(self, harness: Harness) -> None:
        menu = await shown(harness, MENU)
        assert await shown(harness, PLAN, menu) == menu
        assert only(harness).text.startswith("Мой план")

    async def test_that_stands_there_already_is_shown(self, harness: Harness) -> None:
        menu = await shown(harness, MENU)
        assert await shown(harness, MENU, menu) == menu
        assert only(harness).id == menu.message

    async def test_without_buttons_takes_them_away(self, harness: Harness) -> None:
        menu = await shown(harness, MENU)
        await shown(harness, screen("Всё."), menu)
        assert only(harness).buttons == ()

    async def test_whose_message_was_deleted_comes_anew(self, harness: Harness) -> None:
        menu = await shown(harness, MENU)
        harness.delete(menu)
        again = await shown(harness, PLAN, menu)
        assert only(harness).id == again.message != menu.message

    async def test_of_the_longest_text_arrives(self, wired: Wired) -> None:
        await shown(wired, screen("слово " * 5_000))
        assert only(wired).text.endswith("слово…")

    async def test_of_signs_that_mean_something_elsewhere_arrives_as_it_is(self, harness: Harness) -> None:
        await shown(harness, screen("<b>&amp; *жирно* _[тут](там)_ `код` @все"))
        assert only(harness).text == "<b>&amp; *жирно* _[тут](там)_ `код` @все"


class TestARemoval:
    """What was written by somebody who is forgotten goes out of the chat."""

    async def test_takes_the_message_out(self, harness: Harness) -> None:
        kept = await shown(harness, PLAN)
        there = await shown(harness, MENU)
        assert await shown(harness, AWAY, there) == Shown("")
        assert [message.id for message in harness.chat()] == [kept.message]

    async def test_takes_a_picture_and_a_file_out(self, wired: Wired, logo: Picture) -> None:
        file = Document("Анна.pdf", content=b"%PDF-1.4 Anna")
        for what in (screen("Стенд", photo=logo), Package((file,), screen("Файл").text)):
            await shown(wired, AWAY, await shown(wired, what))
        assert (wired.chat(), wired.documents()) == ([], [])

    async def test_of_a_message_that_is_not_there_is_done(self, harness: Harness) -> None:
        there = await shown(harness, MENU)
        harness.delete(there)
        assert await shown(harness, AWAY, there) == Shown("")
        assert await shown(harness, AWAY) == Shown("")
        assert harness.chat() == []


class TestAPhoto:
    async def test_goes_up_once_and_then_by_what_the_messenger_calls_it(self, wired: Wired, logo: Picture) -> None:
        for number in range(3):
            await shown(wired, screen(f"Стенд {number}", photo=logo))
        assert [message.photo for message in wired.chat()] == [True] * 3
        assert wired.uploads() == 1

    async def test_the_messenger_forgot_goes_up_again(self, wired: Wired, logo: Picture) -> None:
        await shown(wired, screen("Стенд", photo=logo))
        await wired.mistake_file(logo.file)
        for number in range(2):
            await shown(wired, screen(f"Стенд {number}", photo=logo))
        assert [message.photo for message in wired.chat()] == [True] * 3
        assert wired.uploads() == 2

    async def test_comes_and_goes_on_one_screen_after_another(self, wired: Wired, logo: Picture) -> None:
        menu = await shown(wired, MENU)
        stand = await shown(wired, screen("Стенд", buttons=BUTTONS, photo=logo), menu)
        assert (only(wired).text, only(wired).photo) == ("Стенд", True)
        other = await shown(wired, screen("Другой стенд", buttons=BUTTONS, photo=logo), stand)
        assert (only(wired).text, only(wired).photo) == ("Другой стенд", True)
        back = await shown(wired, MENU, other)
        assert (only(wired).text, only(wired).photo) == ("Меню\n\nКуда пойдём?", False)
        assert not back.photo

    async def test_at_a_wrong_address_leaves_the_words(self, wired: Wired) -> None:
        stand = screen("Стенд", buttons=BUTTONS, photo=Picture(url="ftp://example.org/logo.png"))
        there = await shown(wired, stand)
        assert only(wired) == Seen(there.message, "Стенд", ("Программа",), photo=False)
        await shown(wired, MENU, there)
        await shown(wired, stand, there)
        assert (only(wired).text, only(wired).photo) == ("Стенд", False)

    async def test_that_is_no_picture_leaves_the_words(self, wired: Wired, storage: Storage) -> None:
        broken = await keep(storage, b"this is no picture")
        await shown(wired, screen("Стенд", photo=Picture(file=broken)))
        assert (only(wired).text, only(wired).photo) == ("Стенд", False)

    async def test_that_is_not_stored_leaves_the_words(self, wired: Wired) -> None:
        await shown(wired, screen("Стенд", photo=Picture(file="0" * 64)))
        assert (only(wired).text, only(wired).photo) == ("Стенд", False)


async def keep(storage: Storage, content: bytes) -> str:
    from storage.fair.files import StoredFile, file_hash

    file = StoredFile(file_hash(content), "logo.png", "image/png", content)
    async with storage.writing() as work:
        await work.files.keep(file)
    return file.hash


class TestAPerson:
    async def test_who_blocked_us_is_gone(self, harness: Harness) -> None:
        menu = await shown(harness, MENU)
        harness.forbid()
        assert await shows(harness, PLAN) == Gone()
        assert isinstance(await shows(harness, PLAN, menu), Gone | Delivered)

    async def test_who_never_opened_the_bot_is_gone(self, harness: Harness) -> None:
        assert await shows(harness, MENU, to=harness.stranger) == Gone()


class TestATopic:
    async def test_is_made_renamed_closed_and_opened_again(self, forums: Forums) -> None:
        group, there = forums.group(forum=True), None
        for title, is_open in (("Вопросы", True), ("10:00 · Вопросы", True), ("Всё", False), ("Всё", True)):
            for _ in range(2):  # what is so already is no trouble
                there = await shown(forums, Topic(title, open=is_open), there, group)
                assert forums.topics(group) == {title: is_open}

    async def test_keeps_its_title_where_that_is_not_to_be_told(self, forums: Forums) -> None:
        group = forums.group(forum=True)
        there = await shown(forums, Topic("Вопросы"), to=group)
        await shown(forums, Topic("Всё", open=False, named=False), there, group)
        assert forums.topics(group) == {"Вопросы": False}

    async def test_may_be_closed_from_the_beginning(self, forums: Forums) -> None:
        group = forums.group(forum=True)
        await shown(forums, Topic("Вопросы", open=False), to=group)
        assert forums.topics(group) == {"Вопросы": False}

    async def test_may_have_a_title_of_any_length(self, forums: Forums) -> None:
        group = forums.group(forum=True)
        await shown(forums, Topic("слово " * 200), to=group)
        (title,) = forums.topics(group)
        assert title.startswith("слово слово")

    async def test_has_screens_of_its_own(self, forums: Forums) -> None:
        group = forums.group(forum=True)
        there = replace(group, thread=(await shown(forums, Topic("Вопросы"), to=group)).message)
        card = await shown(forums, MENU, to=there)
        await shown(forums, PLAN, to=group)
        assert await shown(forums, PLAN, card, there) == card
        assert [seen.text.split("\n")[0] for seen in forums.chat(there)] == ["Мой план"]
        assert [seen.text.split("\n")[0] for seen in forums.chat(group)] == ["Мой план"]

    async def test_closed_by_hand_is_opened_for_a_screen(self, forums: Forums) -> None:
        group = forums.group(forum=True)
        there = replace(group, thread=(await shown(forums, Topic("Вопросы"), to=group)).message)
        forums.close_topic(there)
        await shown(forums, MENU, to=there)
        assert len(forums.chat(there)) == 1

    async def test_deleted_by_hand_is_lost(self, forums: Forums) -> None:
        group = forums.group(forum=True)
        thread = await shown(forums, Topic("Вопросы"), to=group)
        there = replace(group, thread=thread.message)
        card = await shown(forums, MENU, to=there)
        forums.delete_topic(there)
        assert await shows(forums, MENU, to=there) == Lost()
        assert await shows(forums, PLAN, card, there) == Lost()
        assert await shows(forums, Topic("Всё", open=False), thread, group) == Lost()
        await shown(forums, Topic("Вопросы"), to=group)
        assert forums.topics(group) == {"Вопросы": True}

    async def test_is_refused_where_there_are_none(self, forums: Forums) -> None:
        group = forums.group()
        assert isinstance(await shows(forums, Topic("Вопросы"), to=group), Refused)
        await shown(forums, MENU, to=group)

    async def test_is_refused_in_private(self, harness: Harness) -> None:
        assert isinstance(await shows(harness, Topic("Вопросы")), Refused)
        assert harness.chat() == []


async def test_a_notice_is_for_machines(harness: Harness) -> None:
    notice = Notice("question.passed", (("question", 14),))
    assert isinstance(await shows(harness, notice), Refused)
    (outcome,) = await harness.messenger.carry([Parcel(harness.person, notice, "ru", mark=7)])
    assert isinstance(outcome, Refused)
    assert harness.chat() == []


async def test_mail_is_for_mailboxes(harness: Harness) -> None:
    mail = Mail("anna@example.org", "Материалы", (paragraph("Вот они."),))
    assert isinstance(await shows(harness, mail), Refused)
    (outcome,) = await harness.messenger.carry([Parcel(harness.person, mail, "ru", mark=7)])
    assert isinstance(outcome, Refused)
    assert harness.chat() == []


async def carried(harness: Harness, parcels: Sequence[Parcel]) -> list[Outcome]:
    """What came of letters, each call of them as full as the limits allow."""
    limits, outcomes, waiting = harness.messenger.limits, list[Outcome](), list(parcels)
    while waiting:
        call, kinds = list[Parcel](), list[object]()
        while waiting and len(call) < limits.together:
            kind = kind_of(waiting[0])
            if kind not in kinds and len(kinds) == limits.different:
                break
            kinds += [] if kind in kinds else [kind]
            call.append(waiting.pop(0))
        came = await harness.messenger.carry(call)
        assert len(came) == len(call)
        outcomes += came
    return outcomes


def kind_of(parcel: Parcel) -> object:
    """Letters of one kind are equal; one that takes the place of a message is like no other."""
    return parcel.over or (parcel.what, parcel.language, parcel.client, parcel.mark)


def letters(people: Sequence[Address], *what: Screen, mark: int) -> list[Parcel]:
    """One for each; different screens go under different marks."""
    return [
        Parcel(person, what[n % len(what)], "ru", mark=mark and mark + n % len(what)) for n, person in enumerate(people)
    ]


class TestLetters:
    @pytest.fixture
    def people(self, harness: Harness) -> list[Address]:
        return [harness.person, *(harness.newcomer() for _ in range(6))]

    async def test_that_are_equal_arrive_at_everybody_s(self, harness: Harness, people: list[Address]) -> None:
        for outcome, person in zip(await carried(harness, letters(people, MENU, mark=70)), people, strict=True):
            (seen,) = harness.chat(person)
            assert outcome == Delivered(Shown(seen.id))
            assert seen == Seen(seen.id, "Меню\n\nКуда пойдём?", ("Программа",), photo=False)

    async def test_that_differ_arrive_each_at_whose_it_is(self, harness: Harness, people: list[Address]) -> None:
        different = [screen(Bold(f"Письмо {number}"), buttons=BUTTONS) for number in range(len(people))]
        outcomes = await carried(harness, letters(people, *different, mark=70))
        for number, (outcome, person) in enumerate(zip(outcomes, people, strict=True)):
            (seen,) = harness.chat(person)
            assert outcome == Delivered(Shown(seen.id))
            assert seen.text == f"Письмо {number}"

    async def test_some_equal_and_some_not_arrive(self, harness: Harness, people: list[Address]) -> None:
        outcomes = await carried(harness, letters(people, MENU, PLAN, mark=70))
        assert all(isinstance(outcome, Delivered) for outcome in outcomes)
        heads = [harness.chat(person)[-1].text.split("\n")[0] for person in people]
        assert heads == ["Меню", "Мой план", "Меню", "Мой план", "Меню", "Мой план", "Меню"]

    async def test_speak_everybody_s_own_language(self, harness: Harness, people: list[Address]) -> None:
        done = screen(say("Menu"))
        parcels = [Parcel(people[0], done, "ru", mark=70), Parcel(people[1], done, "en", mark=71)]
        await carried(harness, parcels)
        assert [harness.chat(person)[-1].text for person in people[:2]] == ["Меню", "Menu"]

    @pytest.mark.parametrize("what", [(MENU,), (MENU, PLAN)], ids=["equal", "different"])
    async def test_among_them_one_to_who_is_gone_hurt_nobody_else(
        self, harness: Harness, people: list[Address], what: tuple[Screen, ...]
    ) -> None:
        harness.forbid(people[2])
        outcomes = await carried(harness, letters([*people, harness.stranger], *what, mark=70))
        assert [number for number, outcome in enumerate(outcomes) if outcome == Gone()] == [2, len(people)]
        for outcome, person in zip(outcomes, people, strict=False):
            if person != people[2]:
                assert outcome == Delivered(Shown(harness.chat(person)[-1].id))

    async def test_take_the_place_of_what_stands_there(self, harness: Harness, people: list[Address]) -> None:
        first = await carried(harness, letters(people[:3], MENU, mark=70))
        over = [outcome.shown for outcome in first if isinstance(outcome, Delivered)]
        parcels = [Parcel(to, PLAN, "ru", over=old, mark=80) for to, old in zip(people, over, strict=False)]
        parcels += letters(people[3:], PLAN, mark=90)
        outcomes = await carried(harness, parcels)
        assert outcomes[:3] == first
        assert [len(harness.chat(person)) for person in people] == [1] * len(people)
        assert {harness.chat(person)[0].text.split("\n")[0] for person in people} == {"Мой план"}

    @pytest.mark.parametrize("what", [(MENU,), (MENU, PLAN)], ids=["equal", "different"])
    async def test_sent_again_under_their_mark_are_recognised_where_the_messenger_can(
        self, harness: Harness, people: list[Address], what: tuple[Screen, ...]
    ) -> None:
        some, all_ = letters(people[:4], *what, mark=70), letters(people, *what, mark=70)
        first = await carried(harness, some)
        again = await carried(harness, all_)
        assert all(isinstance(outcome, Delivered) for outcome in again)
        times = 1 if harness.messenger.limits.recognises else 2
        assert [len(harness.chat(person)) for person in people] == [times] * 4 + [1] * 3
        assert (again[:4] == first) is harness.messenger.limits.recognises

    async def test_alike_under_another_mark_or_none_are_another_message(self, harness: Harness) -> None:
        for mark in (70, 71, 0, 0):
            await carried(harness, [Parcel(harness.person, MENU, "ru", mark=mark)])
        assert len(harness.chat()) == 4


@pytest.mark.parametrize("over", [False, True], ids=["anew", "in place"])
class TestTrouble:
    @pytest.mark.parametrize(
        ("trouble", "flood", "unsure"),
        [
            ("flood", True, False),
            ("server error", False, True),
            ("no JSON", False, True),
            ("lost answer", False, True),
            ("refused connection", False, False),
        ],
    )
    async def test_that_may_pass_is_told_with_what_is_known(
        self, wired: Wired, logo: Picture, trouble: Trouble, flood: bool, unsure: bool, over: bool
    ) -> None:
        menu = await shown(wired, MENU) if over else None
        await wired.suffer(trouble)
        stand = screen("Стенд", photo=logo)
        outcomes = [await shows(wired, what, menu) for what in (PLAN, stand)]
        outcomes += await carried(wired, [Parcel(wired.person, stand, "ru", over=menu, mark=7)])
        for outcome in outcomes:
            match outcome:
                case Later():
                    assert (outcome.flood, outcome.unsure) == (flood, unsure)
                    assert outcome.seconds >= PATIENCE if flood else 0 < outcome.seconds <= 60
                case Delivered() | Gone() | Refused() | Lost() | ChatMoved():
                    raise AssertionError(outcome)
                case _:
                    assert_never(outcome)
