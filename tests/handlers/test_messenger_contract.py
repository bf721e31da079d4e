"""The one port, kept by every messenger there is: a new folder of `handlers` is found and has to pass."""

from collections.abc import AsyncIterator
from importlib import import_module
from typing import assert_never

import pytest

import handlers
from dialogs.kit.event import Address, Shown
from dialogs.kit.messenger import Delivered, Gone, Later, Outcome, Parcel, Refused
from dialogs.kit.route import Nowhere
from dialogs.kit.screen import Bold, Button, Picture, Screen, screen
from storage.database import Storage
from tests.handlers.harness import PATIENCE, Harness, OpenHarness, Seen, Trouble

BUTTONS = ((Button("Программа", Nowhere()),),)
MENU = screen(Bold("Меню"), "Куда пойдём?", buttons=BUTTONS)
PLAN = screen(Bold("Мой план"), "Пока пуст.", buttons=BUTTONS)


@pytest.fixture(params=handlers.names())
async def harness(request: pytest.FixtureRequest, storage: Storage) -> AsyncIterator[Harness]:
    open_harness: OpenHarness = import_module(f"tests.handlers.{request.param}.harness").open_harness
    async with open_harness(storage) as harness:
        yield harness


@pytest.fixture
async def logo(storage: Storage) -> Picture:
    """A picture that the fair brought along."""
    async with storage.reading() as work:
        (name,) = await work.files.known()
    return Picture(file=name)


async def shows(harness: Harness, what: Screen, over: Shown | None = None, to: Address | None = None) -> Outcome:
    return await harness.messenger.show(Parcel(to or harness.person, what, "ru", over=over))


async def shown(harness: Harness, what: Screen, over: Shown | None = None) -> Shown:
    outcome = await shows(harness, what, over)
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

    async def test_of_the_longest_text_arrives(self, harness: Harness) -> None:
        await shown(harness, screen("слово " * 5_000))
        assert only(harness).text.endswith("слово…")

    async def test_of_signs_that_mean_something_elsewhere_arrives_as_it_is(self, harness: Harness) -> None:
        await shown(harness, screen("<b>&amp; *жирно* _[тут](там)_ `код` @все"))
        assert only(harness).text == "<b>&amp; *жирно* _[тут](там)_ `код` @все"


class TestAPhoto:
    async def test_goes_up_once_and_then_by_what_the_messenger_calls_it(self, harness: Harness, logo: Picture) -> None:
        for number in range(3):
            await shown(harness, screen(f"Стенд {number}", photo=logo))
        assert [message.photo for message in harness.chat()] == [True] * 3
        assert harness.uploads() == 1

    async def test_the_messenger_forgot_goes_up_again(self, harness: Harness, logo: Picture) -> None:
        await shown(harness, screen("Стенд", photo=logo))
        await harness.mistake_file(logo.file)
        for number in range(2):
            await shown(harness, screen(f"Стенд {number}", photo=logo))
        assert [message.photo for message in harness.chat()] == [True] * 3
        assert harness.uploads() == 2

    async def test_comes_and_goes_on_one_screen_after_another(self, harness: Harness, logo: Picture) -> None:
        menu = await shown(harness, MENU)
        stand = await shown(harness, screen("Стенд", buttons=BUTTONS, photo=logo), menu)
        assert (only(harness).text, only(harness).photo) == ("Стенд", True)
        other = await shown(harness, screen("Другой стенд", buttons=BUTTONS, photo=logo), stand)
        assert (only(harness).text, only(harness).photo) == ("Другой стенд", True)
        back = await shown(harness, MENU, other)
        assert (only(harness).text, only(harness).photo) == ("Меню\n\nКуда пойдём?", False)
        assert not back.photo

    async def test_at_a_wrong_address_leaves_the_words(self, harness: Harness) -> None:
        stand = screen("Стенд", buttons=BUTTONS, photo=Picture(url="ftp://example.org/logo.png"))
        there = await shown(harness, stand)
        assert only(harness) == Seen(there.message, "Стенд", ("Программа",), photo=False)
        await shown(harness, MENU, there)
        await shown(harness, stand, there)
        assert (only(harness).text, only(harness).photo) == ("Стенд", False)

    async def test_that_is_no_picture_leaves_the_words(self, harness: Harness, storage: Storage) -> None:
        broken = await keep(storage, b"this is no picture")
        await shown(harness, screen("Стенд", photo=Picture(file=broken)))
        assert (only(harness).text, only(harness).photo) == ("Стенд", False)

    async def test_that_is_not_stored_leaves_the_words(self, harness: Harness) -> None:
        await shown(harness, screen("Стенд", photo=Picture(file="0" * 64)))
        assert (only(harness).text, only(harness).photo) == ("Стенд", False)


async def keep(storage: Storage, content: bytes) -> str:
    from storage.files import StoredFile, file_hash

    file = StoredFile(file_hash(content), "logo.png", "image/png", content)
    async with storage.writing() as work:
        await work.files.keep(file)
    return file.hash


class TestAPerson:
    async def test_who_blocked_us_is_gone(self, harness: Harness) -> None:
        menu = await shown(harness, MENU)
        harness.block()
        assert await shows(harness, PLAN) == Gone()
        assert isinstance(await shows(harness, PLAN, menu), Gone | Delivered)

    async def test_who_never_opened_the_bot_is_gone(self, harness: Harness) -> None:
        assert await shows(harness, MENU, to=harness.stranger) == Gone()


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
        self, harness: Harness, logo: Picture, trouble: Trouble, flood: bool, unsure: bool, over: bool
    ) -> None:
        menu = await shown(harness, MENU) if over else None
        await harness.suffer(trouble)
        for what in (PLAN, screen("Стенд", photo=logo)):
            outcome = await shows(harness, what, menu)
            match outcome:
                case Later():
                    assert (outcome.flood, outcome.unsure) == (flood, unsure)
                    assert outcome.seconds == PATIENCE if flood else 0 < outcome.seconds <= 60
                case Delivered() | Gone() | Refused():
                    raise AssertionError(outcome)
                case _:
                    assert_never(outcome)
