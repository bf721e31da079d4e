"""The program among people: the same stories of groups in every messenger that has `updates`, on its simulator."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import handlers
from dialogs.engine import strangers
from dialogs.engine.adapter import Toolbox
from dialogs.engine.bookmark import Bookmark
from dialogs.engine.library import Library
from dialogs.kit.event import Address
from dialogs.kit.messenger import Delivered, Gone, Outcome, Parcel, Refused
from dialogs.kit.phrase import LANGUAGES, say, speak
from dialogs.kit.screen import Leaving, Removing, Topic, screen
from simulator.messenger import Hand, Messenger, NewGroup, Rights
from simulator.world import Chat, Message
from storage.importers.fair_file import FairFile
from storage.staff.places import Place
from tests.conftest import FAIRS, MORNING
from tests.dialogs.engine.staff_room import Card, StaffRoom, posting
from tests.handlers.running import until
from tests.world import World


@dataclass(frozen=True, slots=True)
class Gathering:
    """A group with our bot in it: somebody who has opened the bot, and somebody who has not."""

    world: World
    harness: Any  # of the messenger, with its simulator
    room: StaffRoom
    chat: Chat

    @property
    def here(self) -> Messenger:
        messenger: Messenger = self.harness.desk.messengers[self.harness.messenger.name]
        return messenger

    @property
    def address(self) -> Address:
        messenger, _, chat = self.chat.id.partition(":")
        return Address(messenger, chat)

    @property
    def ours(self) -> list[Message]:
        return [message for message in self.chat.messages.values() if not message.out]

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.ours]

    def says(self, text: str, to: Message | None = None, *, by: Address | None = None) -> None:
        self.here.text(self.chat, text, None if to is None else to.id, self._hand(by))

    def taps(self, label: str, *, by: Address | None = None) -> None:
        """Tap the button of the newest message that has it."""
        for message in reversed(self.ours):
            for row, buttons in enumerate(message.buttons or ()):
                for column, button in enumerate(buttons):
                    if button.text == label:
                        self.here.press(self.chat, message.id, row, column, self._hand(by))
                        return
        raise AssertionError(f"no button {label!r} in {self.texts}")

    async def lays(self, *cards: int) -> None:
        """Cards come to the group, one after another."""
        async with self.world.storage.writing() as work:
            for card in cards:
                letter = posting(Card(card), self.world.clock.now(), key=f"card-{card}")
                await work.outbox.put(letter, self.address)
        await self.reads(*(f"№{card}: свободен" for card in cards))

    async def places(self) -> tuple[Place, ...]:
        async with self.world.storage.reading() as work:
            return await work.staff.places.of_cluster(1)

    async def has_places(self, count: int) -> None:
        """Wait until the cluster has so many places where we can do something."""
        async with asyncio.timeout(60):
            while len(await self.places()) != count:  # noqa: ASYNC110 (the database has no event of its own)
                await asyncio.sleep(0.01)

    async def toasts(self, *words: str) -> None:
        """Wait until these words have passed by."""
        try:
            await until(lambda: self.harness.toasts() == list(words))
        except TimeoutError:
            raise AssertionError(f"{words} did not pass by, but {self.harness.toasts()}") from None

    async def reads(self, *texts: str) -> None:
        """Wait until all that we say to the group is this."""
        try:
            async with asyncio.timeout(60):
                while self.texts != list(texts):
                    self.world.clock.move(timedelta(seconds=1))
                    await self.world.deliver()
                    await asyncio.sleep(0.01)
        except TimeoutError:
            raise AssertionError(f"{texts} is not what stands there: {self.texts}") from None

    async def sent(self, what: Any) -> Outcome:
        outcome: Outcome = await self.harness.messenger.show(Parcel(self.address, what, "ru"))
        return outcome

    def _hand(self, by: Address | None) -> Hand:
        return Hand(int((by or self.harness.person).chat))


def found(harness: Any, members: Iterable[Address]) -> Chat:
    groups = harness.desk.messengers[harness.messenger.name].groups
    chat: Chat = groups.lay(NewGroup("Модераторы", tuple(int(member.chat) for member in members)))
    return chat


@pytest.fixture(params=[name for name in handlers.names() if find_spec(f"handlers.{name}.updates")])
async def gathering(
    request: pytest.FixtureRequest, database_file: Path, small_fair: FairFile
) -> AsyncIterator[Gathering]:
    open_harness = import_module(f"tests.handlers.{request.param}.harness").open_harness
    room = StaffRoom()
    world = World(f"sqlite:///{database_file}", small_fair, FAIRS, MORNING)
    await world.restart(room.feature)
    async with open_harness(world.storage) as harness:
        name = harness.messenger.name
        toolbox = Toolbox(world.dispatch, Library(world.storage, name), Bookmark(world.storage, name), None)
        adapter = harness.connect(toolbox)
        world.letters_by = adapter.messenger
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(adapter.run())
                try:
                    await until(lambda: adapter.ready)
                    harness.open()
                    await until(lambda: bool(harness.chat()))
                    yield Gathering(world, harness, room, found(harness, (harness.person, harness.stranger)))
                finally:
                    adapter.stop()
        finally:
            await adapter.close()
    await world.storage.close()


async def test_a_card_is_pressed_answered_over_the_chat_and_changes_where_it_stands(gathering: Gathering) -> None:
    await gathering.lays(14, 15)
    gathering.taps("Взять")
    await gathering.toasts("Меню")
    await gathering.reads("№14: свободен", f"№15: {gathering.harness.person.chat}")
    gathering.taps("Взять")  # what was edited still has its button
    await gathering.toasts("Меню", "Меню")


async def test_who_was_never_met_is_told_so_and_changes_nothing(gathering: Gathering) -> None:
    await gathering.lays(14)
    gathering.taps("Взять", by=gathering.harness.stranger)
    await until(lambda: bool(gathering.harness.toasts()))
    word = strangers.word(anonymous=False)
    assert gathering.harness.toasts()[0] in {speak(word, language) for language in LANGUAGES}
    await gathering.world.deliver()
    assert gathering.texts == ["№14: свободен"]
    assert gathering.room.taken == {}


async def test_a_command_is_understood_and_answered_by_a_letter(gathering: Gathering) -> None:
    gathering.says("/seat 7KX2 94QM")
    await until(lambda: gathering.room.commands == [("seat", "7KX2 94QM")])
    await gathering.reads("№0: свободен")


async def test_a_reply_to_a_card_belongs_to_it(gathering: Gathering) -> None:
    await gathering.lays(14, 15)
    card = gathering.ours[0]
    gathering.says("В записи будет всё.", card)
    await until(lambda: gathering.room.replies == [(14, "В записи будет всё.")])


async def test_what_people_say_to_each_other_is_not_heard(gathering: Gathering) -> None:
    await gathering.lays(14)
    gathering.says("кто возьмёт четырнадцатый?")
    gathering.says("меню")
    gathering.says("/menu")
    gathering.says("/start")
    own = next(message for message in gathering.chat.messages.values() if message.text == "меню")
    gathering.says("это я не тебе", own)
    gathering.says("/agenda")
    await until(lambda: bool(gathering.room.commands))
    await gathering.world.deliver()
    assert gathering.texts == ["№14: свободен"]
    assert (gathering.room.commands, gathering.room.replies) == ([("agenda", "")], [])


async def test_where_we_are_shown_out_we_say_nothing_until_let_in_again(gathering: Gathering) -> None:
    async with gathering.world.storage.writing() as work:
        now = gathering.world.clock.now()
        await work.staff.places.bind(gathering.address, "moderators", 1, None, topics=False, source="bind", now=now)
    assert len(await gathering.places()) == 1
    gathering.here.groups.kick(gathering.chat)
    await gathering.has_places(0)
    assert await gathering.sent(screen("Кто-нибудь?")) == Gone()
    gathering.here.groups.invite(gathering.chat, admin=True)
    await gathering.has_places(1)
    await gathering.lays(14)


async def test_a_group_that_is_no_forum_has_no_topics(gathering: Gathering) -> None:
    assert isinstance(await gathering.sent(Topic("10:00 · Дошкольное")), Refused)
    assert gathering.texts == []


async def test_we_go_out_of_a_group_with_a_last_word(gathering: Gathering) -> None:
    await gathering.lays(14)
    assert isinstance(await gathering.sent(Leaving(say("Menu"))), Delivered)
    assert gathering.texts[-1] in {speak(say("Menu"), language) for language in LANGUAGES}
    assert await gathering.sent(screen("Кто-нибудь?")) == Gone()
    assert not gathering.chat.started


async def test_somebody_is_put_out_of_a_group_and_whoever_is_not_there_is_no_trouble(gathering: Gathering) -> None:
    out = int(gathering.harness.stranger.chat)
    assert out in members(gathering)
    for _ in range(2):
        assert isinstance(await gathering.sent(Removing(str(out))), Delivered)
        assert out not in members(gathering)
    gathering.here.groups.join(gathering.chat, out, admin=False)
    assert out in members(gathering), "they may come back"


async def test_where_we_may_put_nobody_out_that_is_said(gathering: Gathering) -> None:
    out = int(gathering.harness.stranger.chat)
    gathering.here.groups.limit(gathering.chat, Rights(admin=False))
    assert isinstance(await gathering.sent(Removing(str(out))), Refused)
    assert out in members(gathering)
    await gathering.lays(14)


def members(gathering: Gathering) -> tuple[int, ...]:
    assert gathering.chat.group is not None
    return gathering.chat.group.members
