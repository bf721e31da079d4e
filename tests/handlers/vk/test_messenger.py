"""What VK's messenger does beyond the contract: many letters in one call, old clients, pictures by address, errors."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import ClassVar, Literal

import pytest
from aiohttp import web

from dialogs.kit.event import Address, Event, Opened, Pressed, Shown
from dialogs.kit.messenger import Delivered, Gone, Later, Outcome, Parcel, Refused
from dialogs.kit.phrase import say
from dialogs.kit.route import Nowhere, Route
from dialogs.kit.screen import Bold, Button, Picture, Removal, Screen, screen
from dialogs.kit.visit import Reply
from handlers.vk.clients import BELOW, TEXT
from handlers.vk.messenger import _drawn, _operation
from handlers.vk.outcomes import outcome_of
from handlers.vk.packing import NoAnswer, VkError
from handlers.vk.updates import read_update
from simulator.desk import NewPerson
from storage.database import Storage
from tests.conftest import FAIRS
from tests.handlers.vk.harness import VkHarness, open_harness
from tests.handlers.vk.people import People

BUTTONS = ((Button("Программа", Nowhere()),),)
AWAY = Removal("Посетитель забрал это сообщение.")
REMINDER = screen(Bold("Скоро начнётся"), "Через 10 минут", buttons=BUTTONS)


@pytest.fixture
async def vk(storage: Storage) -> AsyncIterator[VkHarness]:
    async with open_harness(storage) as harness:
        harness.desk.calls.clear()
        yield harness


def crowd(vk: VkHarness, count: int) -> list[Address]:
    """So many more people who have opened the bot."""
    return [vk.newcomer() for _ in range(count)]


def whole(vk: VkHarness) -> list[str]:
    """The methods of the calls that left, without the operations inside them."""
    return [call.method for call in vk.desk.calls.of() if call.within is None]


def shown(outcome: Outcome) -> Shown:
    assert isinstance(outcome, Delivered), outcome
    return outcome.shown


# --- letters ---------------------------------------------------------------------------------------------------------


async def test_equal_letters_to_a_hundred_people_leave_as_one_call(vk: VkHarness) -> None:
    people = crowd(vk, 100)
    outcomes = await vk.messenger.carry([Parcel(to, REMINDER, "ru", mark=7) for to in people])
    assert whole(vk) == ["messages.send"]
    for to, outcome in zip(people, outcomes, strict=True):
        (seen,) = vk.chat(to)
        assert (seen.id, seen.text) == (shown(outcome).message, "Скоро начнётся\n\nЧерез 10 минут")


async def test_different_letters_leave_as_one_call_and_each_reaches_its_own(vk: VkHarness) -> None:
    people = crowd(vk, 30)
    letters = [Parcel(to, screen(f"Письмо {at % 25}"), "ru", mark=at % 25 + 1) for at, to in enumerate(people)]
    outcomes = await vk.messenger.carry(letters)
    assert whole(vk) == ["execute"]
    assert len(vk.desk.calls.of("messages.send")) == 25
    for at, to in enumerate(people):
        assert [seen.text for seen in vk.chat(to)] == [f"Письмо {at % 25}"]
        assert shown(outcomes[at]).message == vk.chat(to)[0].id


async def test_one_who_cannot_be_reached_keeps_nobody_else_s_letter(vk: VkHarness) -> None:
    people = crowd(vk, 5)
    vk.forbid(people[1])
    vk.vk.refuse(vk.desk.world.chats[str(people[3])], 902, allowed=None)
    outcomes = await vk.messenger.carry([Parcel(to, REMINDER, "ru", mark=7) for to in people])
    assert [type(outcome) for outcome in outcomes] == [Delivered, Gone, Delivered, Gone, Delivered]


async def test_one_who_has_had_too_much_keeps_nobody_else_waiting(vk: VkHarness) -> None:
    """VK takes so many messages an hour to one person: who presses too often must not stop the others' letters."""
    limits = vk.vk.community.limits
    limits.enforce, limits._one_person = True, (2, 3600.0)
    greedy, other = crowd(vk, 2)
    for mark in (1, 2):
        shown(await vk.messenger.show(Parcel(greedy, REMINDER, "ru", mark=mark)))
    assert await vk.messenger.carry([Parcel(greedy, REMINDER, "ru", mark=3)]) == [Later(60.0, flood=True)]
    late, delivered = await vk.messenger.carry([Parcel(to, REMINDER, "ru", mark=4) for to in (greedy, other)])
    assert late == Later(60.0, flood=True), "it is this person's alone: the messenger as a whole goes on"
    shown(delivered)


async def test_edits_and_new_letters_share_a_call(vk: VkHarness) -> None:
    first, second = crowd(vk, 2)
    card = shown(await vk.messenger.show(Parcel(first, screen("Было"), "ru")))
    vk.desk.calls.clear()
    outcomes = await vk.messenger.carry(
        [Parcel(first, screen("Стало"), "ru", over=card, mark=1), Parcel(second, REMINDER, "ru", mark=2)]
    )
    assert whole(vk) == ["execute"]
    assert outcomes[0] == Delivered(card)
    assert [seen.text for seen in vk.chat(first)] == ["Стало"]


async def test_a_letter_sent_again_under_its_mark_stands_there_once(vk: VkHarness) -> None:
    to = vk.person
    letter = Parcel(to, REMINDER, "ru", mark=2**31 - 1)
    first = await vk.messenger.carry([letter])
    again = await vk.messenger.carry([letter])
    other = await vk.messenger.carry([replace(letter, mark=5)])
    assert first == again != other
    assert len(vk.chat()) == 2


async def test_readers_languages_and_clients_are_kept_apart(vk: VkHarness) -> None:
    people = crowd(vk, 3)
    menu = screen(say("Menu"), buttons=BUTTONS)
    await vk.messenger.carry(
        [Parcel(people[0], menu, "ru"), Parcel(people[1], menu, "en"), Parcel(people[2], menu, "ru", TEXT)]
    )
    assert [vk.chat(to)[0].text for to in people] == ["Меню", "Menu", "Меню"]
    assert len(vk.desk.calls.of("messages.send")) == 3


async def test_a_photo_for_many_goes_up_once(vk: VkHarness, storage: Storage) -> None:
    people = crowd(vk, 10)
    async with storage.reading() as work:
        (name,) = await work.files.known()
    await vk.messenger.carry([Parcel(to, screen("Стенд", photo=Picture(file=name)), "ru", mark=3) for to in people])
    assert vk.uploads() == 1
    assert all(vk.chat(to)[0].photo for to in people)
    assert len(vk.desk.calls.of("messages.send")) == 1


# --- before an answer ------------------------------------------------------------------------------------------------


def event(vk: VkHarness, act: Opened | Pressed, ticket: str = "") -> Event:
    return Event("e" * 40, "2020", vk.person, vk.person.chat, act, ticket=ticket)


async def test_the_menu_is_laid_below_for_who_is_new_and_only_once_for_one_event(vk: VkHarness) -> None:
    opened = event(vk, Opened())
    for _ in range(2):  # VK repeats what it is not sure of
        await vk.messenger.prepare(opened, Reply(REMINDER, first=True))
    (seen,) = vk.chat()
    assert seen.text == "Кнопка «Меню» внизу всегда вернёт вас сюда."
    assert People(vk.desk).keys() == ["Меню"]


@pytest.mark.parametrize(
    ("act", "reply", "laid"),
    [
        (Opened(), Reply(REMINDER), False),  # we greet once, however often somebody comes back
        (Opened(), Reply(REMINDER, first=True), True),
        (Pressed("plan"), Reply(REMINDER, first=True), True),
        (Pressed("plan"), Reply(REMINDER), False),
        (Opened(), Reply(REMINDER, first=True, client=TEXT), True),
        (Opened(), Reply(REMINDER, first=True, client=BELOW), False),
        (Opened(), Reply(REMINDER, first=True, client="none"), False),
    ],
)
async def test_who_has_the_menu_already_or_cannot_see_it_gets_none(
    vk: VkHarness, act: Opened | Pressed, reply: Reply, laid: bool
) -> None:
    assert await vk.messenger.prepare(event(vk, act), reply) == reply
    assert (vk.chat() != []) is laid


async def test_a_promise_that_vk_would_break_is_told_with_what_to_switch_on(vk: VkHarness) -> None:
    vk.vk.refuse(vk.desk.world.chats[str(vk.person)], None, allowed=False)
    promise = Reply(screen("Напомню"), toast=say("Menu"), promises=True)
    told = await vk.messenger.prepare(event(vk, Pressed("x"), "t"), promise)
    assert told.screen is not None
    assert told.toast is not None
    await vk.messenger.show(Parcel(vk.person, told.screen, "ru"))
    mend = "Чтобы напоминания дошли, откройте наше сообщество и нажмите «Разрешить сообщения»"
    assert vk.chat()[-1].text == f"Напомню\n\n{mend}"
    assert told.toast.speak("ru") == mend
    assert all(len(told.toast.speak(language)) <= 90 for language in ("ru", "en"))


async def test_a_promise_that_vk_keeps_or_does_not_speak_of_stays_as_it_is(vk: VkHarness) -> None:
    promise = Reply(screen("Напомню"), toast=say("Menu"), promises=True)
    assert await vk.messenger.prepare(event(vk, Pressed("x"), "t"), promise) == promise
    await vk.suffer("server error")
    assert await vk.messenger.prepare(event(vk, Pressed("x"), "t"), promise) == promise


async def test_a_toast_is_cut_between_words_and_one_too_late_harms_nobody(vk: VkHarness) -> None:
    await vk.messenger.toast(event(vk, Pressed("x"), "long-gone"), "слово " * 40)
    (call,) = vk.desk.calls.of("messages.sendMessageEventAnswer")
    assert "invalid event_id" in str(call.answer)
    assert "слово…" in str(call.params["event_data"])


# --- pictures by address ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Gallery:
    """A web server with pictures."""

    url: str
    asked: list[str]


@asynccontextmanager
async def gallery() -> AsyncIterator[Gallery]:
    asked: list[str] = []
    logo = (FAIRS / "logo.png").read_bytes()

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        match request.path:
            case "/logo.png":
                return web.Response(body=logo, content_type="image/png")
            case "/endless.png":
                return web.Response(body=b"x" * 6_000_000, content_type="image/png")
            case "/page":
                return web.Response(text="<html>", content_type="text/html")
            case "/broken.png":
                return web.Response(body=b"no picture", content_type="image/png")
            case "/away":
                raise web.HTTPFound("/away")
        raise web.HTTPNotFound

    app = web.Application()
    app.router.add_get("/{name:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        await web.SockSite(runner, door).start()
        try:
            yield Gallery(f"http://127.0.0.1:{door.getsockname()[1]}", asked)
        finally:
            await runner.cleanup()


def stand(url: str) -> Screen:
    return screen("Стенд", buttons=BUTTONS, photo=Picture(url=url))


async def test_a_picture_by_its_address_is_fetched_and_goes_up_once(vk: VkHarness) -> None:
    async with gallery() as pictures:
        for _ in range(3):
            there = shown(await vk.messenger.show(Parcel(vk.person, stand(f"{pictures.url}/logo.png"), "ru")))
            assert there.photo
    assert [seen.photo for seen in vk.chat()] == [True] * 3
    assert (vk.uploads(), pictures.asked) == (1, ["/logo.png"])


@pytest.mark.parametrize("path", ["endless.png", "page", "broken.png", "away", "nothing"])
async def test_a_picture_that_cannot_be_had_leaves_the_words(vk: VkHarness, path: str) -> None:
    async with gallery() as pictures:
        for _ in range(2):
            shown(await vk.messenger.show(Parcel(vk.person, stand(f"{pictures.url}/{path}"), "ru")))
    assert [(seen.text, seen.photo) for seen in vk.chat()] == [("Стенд", False)] * 2
    assert len(pictures.asked) <= 4, "an address with nothing usable is not asked again and again"


@pytest.mark.parametrize("url", ["ftp://example.org/logo.png", "file:///etc/passwd", "javascript:1", "http://", "//x"])
async def test_only_web_addresses_are_fetched(vk: VkHarness, url: str) -> None:
    shown(await vk.messenger.show(Parcel(vk.person, stand(url), "ru")))
    assert not vk.chat()[0].photo


# --- old clients -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Plan(Route):
    """Somewhere."""

    path: ClassVar[str] = "plan"


@pytest.mark.parametrize(("client", "kind"), [("no callback", TEXT), ("no inline", BELOW)])
async def test_an_old_client_s_press_comes_as_a_message_that_means_the_same(
    vk: VkHarness, client: Literal["no callback", "no inline"], kind: str
) -> None:
    people = People(vk.desk)
    chat = vk.desk.world.chats[str(vk.person)]
    vk.vk.use_client(chat, client)
    await vk.messenger.show(Parcel(vk.person, screen("План", buttons=[(Button("Мой план", Plan()),)]), "ru", kind))
    listened = vk.vk.community.long_poll.newest
    if client == "no callback":
        people.press("Мой план")
    else:
        assert people.keys() == ["Мой план", "Меню"]
        people.key("Мой план")
    key = vk.vk.community.long_poll.new_key()
    (update,) = (await vk.vk.community.long_poll.check(key, str(listened), 0))["updates"]
    event = read_update(update, "2020")
    assert event is not None
    assert (event.act, event.client) == (Pressed("plan"), kind)


async def test_an_edit_never_touches_the_keyboard_below(vk: VkHarness) -> None:
    vk.vk.use_client(vk.desk.world.chats[str(vk.person)], "no inline")
    card = shown(await vk.messenger.show(Parcel(vk.person, screen("Было", buttons=BUTTONS), "ru", BELOW)))
    again = shown(await vk.messenger.show(Parcel(vk.person, screen("Стало"), "ru", BELOW, over=card)))
    assert again == card
    assert vk.chat()[0].text == "Стало"
    assert People(vk.desk).keys() == ["Программа", "Меню"]


# --- outcomes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [900, 901, 902, 936, 917, 922, 925, 927, 945, 1012])
def test_who_may_not_be_written_to_is_gone(code: int) -> None:
    assert outcome_of(VkError(code, "no")) == Gone()


@pytest.mark.parametrize(
    ("code", "flood", "unsure"),
    [
        (1, False, True),
        (10, False, True),
        (36, False, True),
        (995, False, True),
        (6, True, False),
        (9, True, False),
        (14, True, False),
        (29, True, False),
        (5, False, False),
        (27, False, False),
        (15, False, False),
        (912, False, False),
    ],
)
def test_what_may_pass_comes_later(code: int, flood: bool, unsure: bool) -> None:
    outcome = outcome_of(VkError(code, "no"))
    assert isinstance(outcome, Later)
    assert (outcome.flood, outcome.unsure) == (flood, unsure)
    assert 0 < outcome.seconds <= 600
    assert outcome.whole == (code not in (9, 14, 15, 29, 912)), "these are of one peer, unless several say so"
    of_one = outcome_of(VkError(code, "no", of_one=True))
    assert isinstance(of_one, Later)
    assert not of_one.whole


@pytest.mark.parametrize("code", [100, 911, 914, 950, 0, 4242])
def test_what_will_never_pass_is_refused_with_its_reason(code: int) -> None:
    assert outcome_of(VkError(code, "Keyboard format is invalid")) == Refused(f"[{code}] Keyboard format is invalid")


def test_no_answer_is_unsure_unless_it_never_left() -> None:
    assert outcome_of(NoAnswer(unsure=True)) == Later(2.0, unsure=True, whole=True)
    assert outcome_of(NoAnswer(unsure=False)) == Later(2.0, whole=True)


async def test_many_answers_at_once_all_arrive(vk: VkHarness) -> None:
    people = [vk.desk.meet(NewPerson(f"Гость {at}", messenger="vk")).id for at in range(120)]
    addresses = [Address("vk", str(number)) for number in people]
    for to in addresses:
        vk.vk.start(vk.desk.world.chats[str(to)], None)
    vk.vk.community.limits.enforce = True
    outcomes = await asyncio.gather(*(vk.messenger.show(Parcel(to, REMINDER, "ru")) for to in addresses))
    assert all(isinstance(outcome, Delivered) for outcome in outcomes)
    assert len(whole(vk)) <= 20


async def test_words_that_have_to_go_are_deleted_for_everybody_within_a_day(vk: VkHarness) -> None:
    there = shown(await vk.messenger.show(Parcel(vk.person, REMINDER, "ru")))
    vk.desk.clock.advance(timedelta(hours=23))
    assert await vk.messenger.show(Parcel(vk.person, AWAY, "ru", over=there)) == Delivered(Shown(""))
    assert vk.chat() == []


async def test_a_day_later_vk_is_asked_for_an_edit_and_what_it_refuses_is_no_new_message(vk: VkHarness) -> None:
    there = shown(await vk.messenger.show(Parcel(vk.person, REMINDER, "ru")))
    vk.desk.clock.advance(timedelta(hours=25))
    outcome = await vk.messenger.show(Parcel(vk.person, AWAY, "ru", over=there))
    assert isinstance(outcome, Refused)
    assert [call.method for call in vk.desk.calls.of("messages.edit")] == ["messages.edit"]
    assert len(vk.chat()) == 1


async def test_what_may_be_edited_but_not_deleted_is_blanked(vk: VkHarness) -> None:
    there = shown(await vk.messenger.show(Parcel(vk.person, REMINDER, "ru")))
    sending = _drawn([Parcel(vk.person, AWAY, "ru", over=there)])
    assert _operation(sending).method == "messages.delete"
    await vk.messenger._note(sending[0], VkError(924, "Can't delete this message for everybody"))
    edit = _operation(sending)
    assert (edit.method, edit.params["message"], sending[0].outcome) == ("messages.edit", AWAY.instead, None)
