"""Letters that a messenger refuses: nobody misses a reminder for its link, and one bad link is tried once."""

from collections.abc import Sequence

from dialogs.kit.event import Address
from dialogs.kit.messenger import Delivered, Later, Messenger, Outcome, Parcel, Refused
from dialogs.kit.screen import LinkButton, Screen, screen
from scheduler.simplifying import Simplifying
from storage.database import DatabaseTrouble
from tests.paper import PAPER, PaperMessenger, no_links

REMINDER = screen("Через 10 минут", buttons=[(LinkButton("Смотреть", "http://localhost:8080/room"),)])
OTHER = screen("Завтра", buttons=[(LinkButton("Смотреть", "https://example.org"),)])


def parcel(number: int, what: Screen = REMINDER) -> Parcel:
    return Parcel(Address(PAPER, str(number)), what, "ru", mark=number)


class Counting(PaperMessenger):
    """Paper that refuses links and counts what it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.refuses = no_links
        self.given = 0

    async def carry(self, parcels: Sequence[Parcel]) -> Sequence[Outcome]:
        self.given += len(parcels)
        return await super().carry(parcels)


async def test_a_refused_letter_goes_without_its_links_and_the_next_ones_at_once() -> None:
    paper = Counting()
    simplifying = Simplifying(paper)
    for number in range(1, 4):
        [outcome] = await simplifying.carry([parcel(number)])
        assert isinstance(outcome, Delivered)
        assert paper.chats[str(number)][0].text == "Через 10 минут\n\nСмотреть: http://localhost:8080/room"
    assert paper.given == 4, "only the first was refused"
    await simplifying.carry([parcel(4, OTHER)])
    assert paper.given == 6, "another link is another matter"


async def test_of_a_call_only_the_refused_go_again() -> None:
    paper = Counting()
    outcomes = await Simplifying(paper).carry([parcel(1, screen("Слово")), parcel(2)])
    assert all(isinstance(outcome, Delivered) for outcome in outcomes)
    assert [len(paper.chats[str(number)]) for number in (1, 2)] == [1, 1]
    assert paper.given == 3


async def test_what_no_form_helps_is_refused_and_what_left_with_it_is_not_lost() -> None:
    paper = PaperMessenger()
    paper.refuses = lambda _screen: "Forbidden words"
    assert await Simplifying(paper).carry([parcel(1)]) == [Refused("Forbidden words")]

    class Breaking(Counting):
        trouble: Exception = DatabaseTrouble("away")

        async def carry(self, parcels: Sequence[Parcel]) -> Sequence[Outcome]:
            if self.given:
                raise self.trouble
            return await super().carry(parcels)

    breaking = Breaking()
    [first, second] = await Simplifying(breaking).carry([parcel(1, screen("Слово")), parcel(2)])
    assert isinstance(first, Delivered)
    assert second == Later(2.0)
    breaking = Breaking()
    breaking.trouble = ValueError("a bug")
    messenger: Messenger = breaking
    [first, second] = await Simplifying(messenger).carry([parcel(1, screen("Слово")), parcel(2)])
    assert isinstance(first, Delivered)
    assert isinstance(second, Refused)
