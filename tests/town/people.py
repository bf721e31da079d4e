"""Phones of people, the chats that they are in, and what they do there; what they see is waited for."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from simulator.desk import Desk
from simulator.messenger import Forums, Hand, Messenger, SentFile
from simulator.world import Chat, Document, Message, Topic
from tests.handlers.vk.harness import JOINER
from tests.town.waiting import until

BOOK = "С какого возраста учить ребёнка читать?"


@dataclass
class Phone:
    """Somebody with a messenger; `heard` are the words that passed over their chats."""

    desk: Desk
    messenger: str
    id: int
    heard: list[str] = field(default_factory=list)

    @property
    def chat(self) -> Chat:
        return self.desk.world.chats[f"{self.messenger}:{self.id}"]

    @property
    def messages(self) -> list[Message]:
        """What the bot wrote to them."""
        return _ours(self.chat)

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.messages]

    def opens(self, payload: str | None = None) -> None:
        """Press «Start», perhaps by a link."""
        self._messenger.start(self.chat, payload)

    def types(self, words: str) -> None:
        self._messenger.text(self.chat, words, None)

    async def taps(self, *labels: str) -> None:
        """Tap buttons one after another, each on the newest message that has it."""
        for label in labels:
            message, row, column = await _button(self.chat, label, "")
            self._messenger.press(self.chat, message.id, row, column)

    async def picks(self, label: str) -> None:
        """Tap a button of the list in the newest message, leafing through its pages to find it."""
        while not any(one == label or one.endswith(f" {label}") for one in self.labels):
            await self._leafs()
        await self.taps(label)

    async def _leafs(self) -> None:
        before = self.labels
        await self.taps("›")
        await until(lambda: self.labels != before, lambda: f"{before} are the last")

    @property
    def labels(self) -> list[str]:
        """What can be tapped on the newest message."""
        rows = self.messages[-1].buttons if self.messages else None
        return [button.text for row in rows or () for button in row]

    def replies(self, words: str, to: Message) -> None:
        """Write in reply to a message of the bot."""
        self._messenger.text(self.chat, words, to.id)

    async def shares_phone(self) -> None:
        """Press the key that shares the person's own phone."""

        def look() -> tuple[int, int] | None:
            rows = enumerate(self.chat.keyboard.rows if self.chat.keyboard else ())
            return next(((row, column) for row, keys in rows for column, key in enumerate(keys) if key.contact), None)

        row, column = await until(look, lambda: f"no key shares a phone: {self.texts}")
        self._messenger.keyboard(self.chat, row, column)

    def sends_file(self, name: str, content: bytes, mime: str = "application/pdf") -> None:
        self._messenger.send_file(self.chat, SentFile(name, mime, content), "")

    def sends_photo(self, words: str) -> None:
        """Send a picture with words below it."""
        self._messenger.send(self.chat, "photo", words)

    def edits(self, old: str, new: str) -> None:
        """Correct the newest message of their own that says so."""
        self._messenger.edit(self.chat, _own(self.chat, self.id, old).id, new)

    async def receives(self, *names: str) -> list[Document]:
        """Files of these names, once all of them lie in the chat."""

        def look() -> list[Document] | None:
            here = {
                one.name: one for message in self.messages for one in (message.document, *message.more_documents) if one
            }
            return [here[name] for name in names] if here.keys() >= set(names) else None

        return await until(look, lambda: f"not all of {names} came: {self.texts}")

    async def asks(self, words: str = BOOK, session: str = "reading", *, nameless: bool = False) -> None:
        """Ask for a session, from its card to the receipt; what is offered as similar is not taken."""
        before = len(self.receipts)
        self.opens(f"session-{session}")
        await self.taps("Задать вопрос")
        self.types(words)
        if "Похож" in (await self.last("Ваш вопрос к мероприятию", "Похож")).text:
            await self.taps("Задать свой")
        await self.sees("Ваш вопрос к мероприятию", f"«{words}»")
        if nameless:
            await self.taps("Без имени")
            await self.last("Без имени: только модераторы")
        await self.taps("Отправить")
        await until(lambda: len(self.receipts) > before, lambda: self.texts)

    async def last(self, *either: str) -> Message:
        """The newest message of all, once it says any of this."""

        def look() -> Message | None:
            newest = self.messages[-1] if self.messages else None
            return newest if newest is not None and any(words in newest.text for words in either) else None

        return await until(look, lambda: f"{either} is not the last of {self.texts}")

    @property
    def receipts(self) -> list[str]:
        """What the receipts of the person's own questions say now."""
        return [words for words in self.texts if words.startswith("Ваш вопрос №")]

    async def sees(self, *words: str) -> Message:
        """The newest message that says all this, once there is one."""
        return await until(lambda: _newest(self.messages, words), lambda: f"{words} is nowhere in {self.texts}")

    async def hears(self, words: str) -> None:
        """A word passes over the chat."""
        await until(lambda: any(words in told for told in self.heard), lambda: f"{words!r}? No: {self.heard}")
        self.heard.clear()

    @property
    def _messenger(self) -> Messenger:
        return self.desk.messengers[self.messenger]


@dataclass
class Room:
    """A chat of many people and the bot; `settles` waits until it is noted which message shows what."""

    desk: Desk
    chat: Chat
    settles: Callable[[], Awaitable[None]] | None = None

    @property
    def address(self) -> str:
        return self.chat.id

    @property
    def messages(self) -> list[Message]:
        """What the bot wrote."""
        return _ours(self.chat)

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.messages]

    @property
    def topics(self) -> dict[str, Topic]:
        """The topics by title."""
        known = self.chat.group
        return {topic.title: topic for topic in known.topics.values()} if known else {}

    def under(self, title: str) -> list[str]:
        """What the bot wrote in the topic of that title."""
        return [message.text for message in self.messages if message.thread == self.topics[title].id]

    def cards(self, number: int) -> list[Message]:
        """The cards of a question that stand here."""
        return [message for message in self.messages if message.text.startswith(f"№{number} · ")]

    async def shows(self, *words: str) -> Message:
        """The newest message that says all this, once there is one."""
        return await until(lambda: _newest(self.messages, words), lambda: f"{words} is nowhere in {self.texts}")

    async def has_topic(self, title: str, *, closed: bool = False) -> Topic:
        def look() -> Topic | None:
            topic = self.topics.get(title)
            return topic if topic is not None and topic.closed == closed else None

        return await until(look, lambda: f"no such topic {title!r}: {self.topics}")

    @property
    def here(self) -> Messenger:
        return self.desk.messengers[self.chat.messenger]

    @property
    def forums(self) -> Forums:
        forums = self.here.forums
        assert forums is not None
        return forums


@dataclass
class Member:
    """Somebody in a chat of many people."""

    phone: Phone
    room: Room

    async def taps(self, label: str, at: str) -> None:
        """Tap a button under the newest message that begins so."""
        message, row, column = await _button(self.room.chat, label, at)
        self.room.here.press(self.room.chat, message.id, row, column, Hand(self.phone.id))

    async def replies(self, words: str, to: str) -> None:
        """Write in reply to the newest message of the bot that begins so."""
        message = await self._finds(to)
        self.room.here.text(self.room.chat, words, message.id, Hand(self.phone.id, message.thread))

    async def replies_with_photo(self, words: str, to: str) -> None:
        """The same by a picture with words below it."""
        message = await self._finds(to)
        hand = Hand(self.phone.id, message.thread, message.id)
        self.room.here.send(self.room.chat, "photo", words, hand)

    async def replies_with_file(self, name: str, content: bytes, words: str, to: str) -> None:
        """The same by a document."""
        message = await self._finds(to)
        hand = Hand(self.phone.id, message.thread, message.id)
        self.room.here.send_file(self.room.chat, SentFile(name, "application/pdf", content), words, hand)

    def edits(self, old: str, new: str) -> None:
        """Correct the newest message of their own that says so."""
        message = _own(self.room.chat, self.phone.id, old)
        self.room.here.edit(self.room.chat, message.id, new, Hand(self.phone.id, message.thread))

    async def _finds(self, to: str) -> Message:
        message = await until(
            lambda: next((one for one in reversed(self.room.messages) if one.text.startswith(to)), None),
            lambda: f"{to!r} is nowhere in {self.room.texts}",
        )
        if self.room.settles is not None:  # nobody replies within the moment in which it is noted what was delivered
            await self.room.settles()
        return message

    async def answers(self, words: str, to: str) -> None:
        """Press «Ответить» on a card, write in reply to it, and let the time pass for which the answer is held."""
        await self.taps("Ответить", at=to)
        await self.room.shows(f"{to} ·", "Ждём слов")
        await self.replies(words, to=f"{to} ·")
        await self.lets_go(to)

    async def lets_go(self, to: str) -> None:
        """Let the time pass for which an answer is held."""
        await self.room.shows(f"{to}: уйдёт автору")
        self.room.desk.clock.advance(timedelta(seconds=16))

    def says(self, words: str, thread: int | None = None) -> None:
        self.room.here.text(self.room.chat, words, None, Hand(self.phone.id, thread))

    async def hears(self, words: str) -> None:
        await self.phone.hears(words)


def _ours(chat: Chat) -> list[Message]:
    messages = [message for message in chat.messages.values() if not message.out and not message.notice]
    return [replace(message, text=message.text.replace(JOINER, "")) for message in messages]


def _own(chat: Chat, person: int, words: str) -> Message:
    theirs = (one for one in reversed(chat.messages.values()) if one.out and one.author in (None, person))
    return next(one for one in theirs if words in one.text)


def _newest(messages: list[Message], words: tuple[str, ...]) -> Message | None:
    return next((one for one in reversed(messages) if all(word in one.text for word in words)), None)


async def _button(chat: Chat, label: str, at: str) -> tuple[Message, int, int]:
    """The newest message that begins so and has the button; an emoji may stand before its label."""

    def look() -> tuple[Message, int, int] | None:
        for message in reversed(_ours(chat)):
            for row, buttons in enumerate(message.buttons or ()):
                for column, button in enumerate(buttons):
                    if message.text.startswith(at) and (button.text == label or button.text.endswith(f" {label}")):
                        return message, row, column
        return None

    def complaint() -> object:
        return f"no button {label!r} at {at!r}", [(one.text, one.buttons) for one in _ours(chat)]

    return await until(look, complaint)
