"""Telegram's groups on the simulator: topics, what is pinned, rights that go, a group that becomes a supergroup."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from dialogs.kit.event import Address, Commanded, Event, Left, Moved, Pressed, Returned, Typed
from dialogs.kit.messenger import ChatMoved, Delivered, Gone, Outcome, Parcel, Refused
from dialogs.kit.route import Nowhere
from dialogs.kit.screen import Button, Topic, What, screen
from handlers.telegram.limits import LIMITS
from handlers.telegram.messenger import TelegramMessenger
from handlers.telegram.updates import read_update
from simulator.messenger import Hand, NewGroup, Rights
from simulator.telegram.people import Telegram
from simulator.world import Chat, Message
from storage.database import Storage
from tests.dialogs.engine.staff_room import StaffRoom
from tests.handlers.running import until
from tests.handlers.telegram.harness import TelegramHarness, open_harness
from tests.handlers.telegram.running import listening
from tests.simulator.control import ANNA, VIKTOR

CARD = screen("№14", buttons=[(Button("Взять", Nowhere()),)])


@dataclass(frozen=True, slots=True)
class Room:
    """A group of Anna's and Viktor's, with the bot."""

    harness: TelegramHarness
    chat: Chat

    @property
    def messenger(self) -> TelegramMessenger:
        return self.harness.messenger

    @property
    def telegram(self) -> Telegram:
        return self.harness.telegram

    @property
    def address(self) -> Address:
        return Address("telegram", self.chat.id.removeprefix("telegram:"))

    @property
    def messages(self) -> list[Message]:
        """Ours."""
        return [message for message in self.chat.messages.values() if not message.out and not message.notice]

    async def sends(self, what: What, thread: str = "", *, pin: bool = False) -> Outcome:
        to = Address("telegram", self.address.chat, thread)
        return await self.messenger.show(Parcel(to, what, "ru", pin=pin))

    async def makes_topic(self) -> str:
        outcome = await self.sends(Topic("Вопросы"))
        assert isinstance(outcome, Delivered)
        return outcome.shown.message

    def told(self) -> list[Event]:
        """What the bot was told since, as events."""
        account = self.telegram.account
        waiting = [update.whole() for update in account.updates.waiting()]
        events = [read_update(update, str(account.id), account.face.username) for update in waiting]
        account.updates.forget_all()
        return [event for event in events if event is not None]


@pytest.fixture
async def harness(storage: Storage) -> AsyncIterator[TelegramHarness]:
    async with open_harness(storage) as harness:
        yield harness


def lay(harness: TelegramHarness, *, forum: bool) -> Room:
    room = Room(harness, harness.telegram.groups.lay(NewGroup("Модераторы", (ANNA, VIKTOR), forum=forum)))
    room.told()
    return room


@pytest.fixture
def forum(harness: TelegramHarness) -> Room:
    return lay(harness, forum=True)


@pytest.fixture
def group(harness: TelegramHarness) -> Room:
    return lay(harness, forum=False)


async def test_what_is_pinned_is_pinned_once(forum: Room) -> None:
    thread = await forum.makes_topic()
    outcome = await forum.sends(CARD, thread, pin=True)
    assert isinstance(outcome, Delivered)
    edit = Parcel(Address("telegram", forum.address.chat, thread), screen("№15"), "ru", over=outcome.shown, pin=True)
    assert await forum.messenger.show(edit) == outcome
    assert [message.pinned for message in forum.messages] == [True]
    (call,) = forum.harness.desk.calls.of("pinChatMessage")
    assert call.params["disable_notification"] == "true"


async def test_what_may_not_be_pinned_stands_there_all_the_same(forum: Room) -> None:
    forum.telegram.groups.limit(forum.chat, Rights(admin=True, pin=False))
    assert isinstance(await forum.sends(CARD, pin=True), Delivered)
    assert [message.pinned for message in forum.messages] == [False]


async def test_a_group_that_was_upgraded_is_told_by_both_sides(group: Room) -> None:
    new = group.telegram.forums.migrate(group.chat).id.removeprefix("telegram:")
    assert await group.sends(CARD) == ChatMoved(new)
    assert await group.sends(Topic("Вопросы")) == ChatMoved(new)
    moved = [event for event in group.told() if isinstance(event.act, Moved)]
    assert [(event.place, event.act, event.private) for event in moved] == [(group.address, Moved(new), False)]


async def test_where_we_may_not_write_nobody_reads(forum: Room) -> None:
    thread = await forum.makes_topic()
    forum.telegram.groups.limit(forum.chat, Rights(admin=False, write=False))
    assert await forum.sends(CARD) == await forum.sends(CARD, thread) == Gone()
    assert [event.act for event in forum.told()] == [Left()]
    forum.telegram.groups.limit(forum.chat, Rights(admin=True))
    assert [event.act for event in forum.told()] == [Returned()]
    assert isinstance(await forum.sends(CARD, thread), Delivered)


async def test_without_the_right_to_topics_none_is_made(forum: Room) -> None:
    forum.telegram.groups.limit(forum.chat, Rights(admin=True, topics=False))
    assert await forum.sends(Topic("Вопросы")) == Refused("Bad Request: not enough rights to create a topic")
    assert isinstance(await forum.sends(CARD), Delivered)


async def test_whoever_promotes_the_bot_later_is_heard_with_what_the_group_is(forum: Room) -> None:
    forum.telegram.groups.limit(forum.chat, Rights(admin=False))
    forum.told()
    forum.telegram.groups.limit(forum.chat, Rights(admin=True))
    [event] = forum.told()
    assert (event.act, event.forum, event.title) == (Returned(), True, "Модераторы")


async def test_in_a_topic_words_replies_and_presses_know_where_they_are(forum: Room) -> None:
    thread = await forum.makes_topic()
    card = await forum.sends(CARD, thread)
    assert isinstance(card, Delivered)
    forum.told()
    hand = Hand(ANNA, int(thread))
    forum.telegram.text(forum.chat, "всем привет", None, hand)
    forum.telegram.text(forum.chat, "Читали", int(card.shown.message), hand)
    forum.telegram.text(forum.chat, f"/seat@{forum.telegram.account.face.username} КОД", None, hand)
    forum.telegram.text(forum.chat, "/seat@some_other_bot КОД", None, hand)
    forum.telegram.press(forum.chat, int(card.shown.message), 0, 0, hand)
    events = forum.told()
    place = Address("telegram", forum.address.chat, thread)
    assert {(event.place, event.private, event.forum) for event in events} == {(place, False, True)}
    assert [event.act for event in events] == [
        Typed("всем привет"),
        Typed("Читали", card.shown),
        Commanded("seat", "КОД"),
        Pressed("stay", card.shown),
    ]


async def test_an_administrator_without_a_name_speaks_for_all_and_presses_for_one(forum: Room) -> None:
    await forum.sends(CARD)
    forum.told()
    forum.telegram.forums.hide(forum.chat, ANNA, anonymous=True)
    forum.telegram.text(forum.chat, "/seat КОД", None, Hand(ANNA))
    forum.telegram.press(forum.chat, forum.messages[0].id, 0, 0, Hand(ANNA))
    words, press = forum.told()
    assert (words.act, words.anonymous) == (Commanded("seat", "КОД"), True)
    assert (press.user, press.anonymous) == (str(ANNA), False)


async def test_groups_have_a_list_of_commands_of_their_own(storage: Storage, harness: TelegramHarness) -> None:
    async with listening(storage, harness.desk.url, StaffRoom().feature) as bot:
        await until(lambda: bot.adapter.ready)
    lists = harness.telegram.account.commands
    for language in ("", "ru", "en"):
        names = [command.command for command in lists.get((("all_group_chats",), language))]
        assert {"seat", "agenda"} <= set(names)
        assert not {"start", "menu", "settings"} & set(names)
        private = [command.command for command in lists.get((("all_private_chats",), language))]
        assert "agenda" in private
        assert "seat" not in private


def test_a_message_of_a_group_has_an_address_where_the_group_is_a_supergroup() -> None:
    assert LIMITS.door(Address("telegram", "-1001234", "7"), "45") == "https://t.me/c/1234/7/45"
    assert LIMITS.door(Address("telegram", "-1001234"), "45") == "https://t.me/c/1234/45"
    assert LIMITS.door(Address("telegram", "-1234"), "45") is None
