"""A messenger made of paper and the people who hold it: an adapter of the one port, no mock.

It edits in place like a chat; what a person does goes through the real `Dispatch` as an event.

    anna = world.person("1")
    await anna.opens()
    await anna.taps("Программа")
    assert "Дошкольное образование" in anna.buttons
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dialogs.kit.event import (
    Act,
    Address,
    Asked,
    Commanded,
    Edited,
    Event,
    Left,
    Opened,
    Pressed,
    Returned,
    Sent,
    SentFile,
    SharedPhone,
    Shown,
    Spot,
    Typed,
)
from dialogs.kit.messenger import NO_SCREEN, ChatMoved, Delivered, Gone, Limits, Lost, Outcome, Parcel, Refused
from dialogs.kit.paging import paged
from dialogs.kit.phrase import speak
from dialogs.kit.screen import (
    AnyButton,
    Button,
    Fetching,
    Leaving,
    LinkButton,
    Offer,
    Package,
    Removal,
    Removing,
    Screen,
    Topic,
    What,
    screen,
)
from dialogs.kit.visit import Reply
from tests.files import PaperFiles
from tests.groups import PaperGroup
from tests.sheet import Message as Message
from tests.sheet import draw as draw
from tests.sheet import pack, write
from tests.sheet import read as read

if TYPE_CHECKING:
    from tests.world import World

PAPER = "paper"
LIMITS = Limits(
    text=100_000,
    caption=100_000,
    label=1_000,
    buttons=1_000,
    row=100,
    rows=1_000,
    per_second=10_000,
    chat_seconds=0.0,
    group_per_minute=10_000,
    together=10,
    different=3,
    topics=True,
    silent=True,
    vouches=True,
    icon="📜",
    door=lambda group, message: f"https://paper.example.org/{group.chat}/{message}",
)


def _nothing(_screen: Screen) -> str:
    return ""


def no_links(shown: Screen) -> str:
    """As a messenger that takes no link buttons."""
    linked = any(isinstance(button, LinkButton) for row in shown.buttons for button in row)
    return "inline keyboard button URL 'http://localhost:8080/room' is invalid: Wrong HTTP URL" if linked else ""


class PaperClock:
    """The fair's time; it stands still until a test moves it."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    def move(self, by: timedelta) -> None:
        self._at += by

    def move_to(self, at: datetime) -> None:
        self._at = at


class PaperMessenger:
    """Keeps every chat; `answer(user, Gone(), …)` makes its next sends to that user fail so.

    `room` is how many entries of a list it shows at once, where that is fewer than the list asks for. Chats that are
    groups are in `groups`, and the buttons that share a number in `phone_keyboards`, by chat.
    """

    name = PAPER

    def __init__(self, limits: Limits = LIMITS) -> None:
        self.limits = limits
        self.chats: dict[str, list[Message]] = {}
        self.groups: dict[str, PaperGroup] = {}
        self.toasts: dict[str, list[str]] = {}
        self.closed: set[str] = set()  # chats in which nobody may be written to
        self._answers: dict[str, list[Outcome]] = {}
        self.refuses: Callable[[Screen], str] = _nothing  # why a screen is refused; "": it is not
        self.room: int | None = None
        self.old = False  # what stands in the chats can be edited only
        self.files = PaperFiles()
        self.phone_keyboards: dict[str, str] = {}
        self.offers: dict[str, list[Offer]] = {}
        self._marks: dict[tuple[str, int], Shown] = {}
        self._numbers = iter(range(1, 1_000_000))

    def answer(self, user: str, *outcomes: Outcome) -> None:
        """What the next sends to a person come to, instead of arriving."""
        self._answers.setdefault(user, []).extend(outcomes)

    def found(self, title: str, *, forum: bool) -> str:
        """A new group, which we are in; its chat."""
        chat = f"-{next(self._numbers)}"
        self.groups[chat] = PaperGroup(title, forum)
        return chat

    def move(self, chat: str) -> str:
        """The group becomes another chat; its id. What stands in the old one stays there."""
        group = self.groups[chat]
        group.moved = self.found(group.title, forum=group.forum)
        return group.moved

    async def show(self, parcel: Parcel) -> Outcome:
        """Edit in place; text and photo cannot become each other and are replaced."""
        return await self._show(parcel, letter=False)

    async def carry(self, parcels: Sequence[Parcel]) -> Sequence[Outcome]:
        """As many as the limits say."""
        new = [parcel for parcel in parcels if parcel.over is None]
        kinds: list[tuple[What, str, str, int]] = []
        for parcel in new:
            kind = (parcel.what, parcel.language, parcel.client, parcel.mark)
            kinds += [] if kind in kinds else [kind]
        assert len(parcels) <= self.limits.together
        assert len(kinds) + len(parcels) - len(new) <= self.limits.different
        return [await self._show(parcel, letter=True) for parcel in parcels]

    async def toast(self, event: Event, text: str) -> None:
        """A word passes by over the chat."""
        self.toasts.setdefault(event.user, []).extend([text] if text else [])

    async def offer(self, event: Event, reply: Reply) -> None:
        """What may be put into another chat lies before who asked."""
        self.offers[event.user] = list(reply.offers or ())

    async def prepare(self, event: Event, reply: Reply) -> Reply:
        """Paper promises nothing that it does not keep."""
        if reply.phone_done:
            self.phone_keyboards.pop(event.place.chat, None)
        return reply

    async def _show(self, parcel: Parcel, *, letter: bool) -> Outcome:
        if waiting := self._answers.get(parcel.to.chat):
            return waiting.pop(0)
        if parcel.to.chat in self.closed:
            return Gone()
        group = self.groups.get(parcel.to.chat)
        if group is not None and group.moved is not None:
            return ChatMoved(group.moved)
        if group is not None and isinstance(parcel.what, Topic | Leaving | Removing):
            return self._change(parcel, parcel.what, group)
        match parcel.what:
            case Screen() if parcel.to.thread and (group is None or parcel.to.thread not in group.topics):
                return Lost()
            case Screen() if (reason := self.refuses(parcel.what)) != "":
                return Refused(reason)
            case Screen():
                return Delivered(self._write(parcel, parcel.what, letter=letter))
            case Package():
                return await self._bring(parcel, parcel.what)
            case Fetching():
                return await self.files.fetch(parcel.what)
        return Delivered(self._remove(parcel)) if isinstance(parcel.what, Removal) else NO_SCREEN

    def _change(self, parcel: Parcel, what: Topic | Leaving | Removing, group: PaperGroup) -> Outcome:
        if isinstance(what, Topic):
            return group.keep(what, parcel.language, parcel.over, str(next(self._numbers)))
        if isinstance(what, Removing):
            return group.remove(what.user)
        if what.word is not None:
            self._write(parcel, screen(what.word), letter=True)
        if not group.lets_go:
            return Refused("a bot may not leave")
        self.closed.add(parcel.to.chat)
        return Delivered(Shown(""))

    async def _bring(self, parcel: Parcel, package: Package) -> Outcome:
        documents = await self.files.gather(package.documents)
        if documents is None:
            return Refused("a file is not stored")
        if (shown := self._marks.get((parcel.to.chat, parcel.mark))) is not None:
            return Delivered(shown)
        new = pack(package.text, parcel.language, documents)
        return Delivered(self._add(parcel, new))

    def _write(self, parcel: Parcel, what: Screen, *, letter: bool) -> Shown:
        chat = self.chats.setdefault(parcel.to.chat, [])
        what = paged(what, self.room)
        for button in (button for row in what.buttons for button in row if isinstance(button, Button)):
            button.to.pack()  # what cannot be packed must not be shown
        new = write(what, parcel.language, letter=letter)
        over = parcel.over
        if what.asks_phone is not None and parcel.to.chat not in self.groups:
            self.phone_keyboards[parcel.to.chat] = speak(what.asks_phone, parcel.language)
        old = next((message for message in chat if over is not None and message.id == over.message), None)
        if old is not None and old.photo == new.photo:
            old.text, old.rows, old.drawn, old.edits = new.text, new.rows, new.drawn, old.edits + 1
            old.letter = old.letter or letter
            return Shown(old.id, old.photo)
        if old is not None:
            chat.remove(old)
        elif (shown := self._marks.get((parcel.to.chat, parcel.mark))) is not None:
            return shown
        new.silent = parcel.silent
        return self._add(parcel, new)

    def _remove(self, parcel: Parcel) -> Shown:
        """Paper forgets, unless it is too `old` for that."""
        chat = self.chats.get(parcel.to.chat, [])
        for message in [one for one in chat if parcel.over is not None and one.id == parcel.over.message]:
            if self.old and isinstance(parcel.what, Removal):
                message.text, message.rows, message.documents = speak(parcel.what.instead, parcel.language), (), ()
            else:
                chat.remove(message)
        return Shown("")

    def _add(self, parcel: Parcel, new: Message) -> Shown:
        new.id, new.thread, new.pinned = str(next(self._numbers)), parcel.to.thread, parcel.pin
        self.chats.setdefault(parcel.to.chat, []).append(new)
        shown = Shown(new.id, new.photo)
        if parcel.mark and self.limits.recognises:
            self._marks[parcel.to.chat, parcel.mark] = shown
        return shown


@dataclass
class Person:
    """Somebody with a paper messenger in the hand."""

    world: "World"
    user: str
    language: str = "ru"
    name: str = ""
    client: str | None = None
    _last: Event | None = None
    wrote: str = ""

    async def opens(self, payload: str = "") -> None:
        """Press «Start», perhaps on a deep link."""
        await self.does(Opened(payload))

    async def replies(self, text: str, to: Message) -> None:
        """Write something in reply to a message of the bot's."""
        await self.does(Typed(text, Shown(to.id, to.photo)))

    async def asks(self, query: str) -> list[Offer]:
        """Ask the bot for something from within another chat; what it offers."""
        await self.does(Asked(query, "1"))
        return self.world.messenger.offers.pop(self.user, [])

    async def edits(self, text: str) -> None:
        """Put other words in the place of what was written last."""
        await self.acts(replace(self.event(Edited(text)), message=self.wrote))

    async def types(self, text: str) -> None:
        """Write something; what begins with a slash is a command."""
        if text == "/start":
            await self.opens()
        elif text.startswith("/"):
            name, _, argument = text[1:].partition(" ")
            await self.does(Commanded(name, argument))
        else:
            await self.does(Typed(text))

    async def sends(self, kind: str, caption: str = "", *, to: Message | None = None, album: str = "") -> None:
        """Send a sticker, a voice message, a place, perhaps in reply to a message of the bot's."""
        await self.does(Sent(kind, caption, of(to), album))

    async def is_at(self, latitude: float, longitude: float) -> None:
        """Share where one is."""
        await self.does(Sent("location", spot=Spot(latitude, longitude)))

    async def shares(self, phone: str, *, own: bool = True) -> None:
        """Share a contact: one's own number by the button, or somebody else's, or a forwarded one."""
        await self.does(SharedPhone(phone, own))

    async def sends_file(
        self,
        name: str,
        size: int | None = None,
        *,
        content: bytes = b"",
        media_type: str = "application/pdf",
        caption: str = "",
        to: Message | None = None,
        album: str = "",
    ) -> str:
        """Send a file, of that content or at least of that size; its handle."""
        sent = self.file(name, size, content=content, media_type=media_type, caption=caption, to=to, album=album)
        await self.does(sent)
        return sent.handle

    def file(
        self,
        name: str,
        size: int | None = None,
        *,
        content: bytes = b"",
        media_type: str = "application/pdf",
        caption: str = "",
        to: Message | None = None,
        album: str = "",
    ) -> SentFile:
        """A file as the messenger tells of it; a picture is one that is called so."""
        told = len(content) if size is None else size
        handle = self.world.messenger.files.send(content, told)
        photo = name.startswith("photo")
        return SentFile(handle, name, "image/jpeg" if photo else media_type, told, caption, of(to), album, photo)

    async def taps(self, *labels: str) -> None:
        """Tap buttons one after another, each on the newest message that has it."""
        for label in labels:
            message, button = self._find(label)
            assert isinstance(button, Button), f"{label!r} leaves the messenger"
            await self.presses(button.to.pack(), on=message)

    async def presses(self, data: str, on: Message | None = None) -> None:
        """Press a button that carries this, whatever it is."""
        message = on or (self.messages[-1] if self.messages else None)
        await self.does(Pressed(data, Shown(message.id, message.photo) if message else None))

    async def blocks(self) -> None:
        """Block the bot."""
        await self.does(Left())

    async def unblocks(self) -> None:
        """Let the bot in again without a word."""
        await self.does(Returned())

    async def again(self) -> None:
        """The messenger hands over the last event once more."""
        assert self._last is not None
        await self.acts(self._last)

    async def does(self, act: Act, *, private: bool = True) -> None:
        """Any act."""
        await self.acts(self.event(act, private=private))

    def event(self, act: Act, *, private: bool = True) -> Event:
        """An act as the messenger tells it."""
        number, chat = self.world.event_id(), self.user if private else "-100"
        return Event(
            id=number,
            bot="bot",
            place=Address(PAPER, chat),
            user=self.user,
            act=act,
            private=private,
            language=self.language,
            ticket=number if isinstance(act, Pressed) else "",
            message=number if isinstance(act, Typed | Sent | SentFile) else "",
            client=self.client,
            name=self.name,
        )

    async def acts(self, event: Event) -> None:
        """An event of this person's is handled and answered."""
        self._last = event
        self.wrote = event.message or self.wrote
        answers = self.world.answers
        async with self.world.dispatch.handling(event) as reply:
            mine = answers.add(event, reply)
        if mine:
            await answers.give(event.user)

    @property
    def messages(self) -> list[Message]:
        """The chat, the newest last."""
        return self.world.messenger.chats.get(self.user, [])

    @property
    def letters(self) -> list[Message]:
        """What came by itself, not in answer to this person's own act."""
        return [message for message in self.messages if message.letter]

    @property
    def message(self) -> Message:
        """The newest message."""
        assert self.messages, "nothing was written"
        return self.messages[-1]

    @property
    def reads(self) -> str:
        """The words of the newest message."""
        return self.message.text

    @property
    def asked_phone(self) -> str:
        """The button below the field that shares the own number, while it stands there; else ""."""
        return self.world.messenger.phone_keyboards.get(self.user, "")

    @property
    def files(self) -> dict[str, bytes]:
        """The documents that came, by name, from all messages."""
        return {document.name: document.content for message in self.messages for document in message.documents}

    @property
    def buttons(self) -> list[str]:
        """The labels under the newest message."""
        return self.message.buttons

    @property
    def toasts(self) -> list[str]:
        """The words that passed by over the chat."""
        return self.world.messenger.toasts.get(self.user, [])

    @property
    def toast(self) -> str:
        """The last word that passed by over the chat."""
        return self.toasts[-1] if self.toasts else ""

    @property
    def sees(self) -> str:
        """The newest message whole, as readable text with its buttons."""
        return self.message.drawn

    def has(self, label: str) -> bool:
        """Whether the newest message has a button of that label."""
        return self.message.find(label) is not None

    def _find(self, label: str) -> tuple[Message, AnyButton]:
        for message in reversed(self.messages):
            if button := message.find(label):
                return message, button
        raise AssertionError(f"no button {label!r}; the newest message has {self.buttons}")


def of(message: Message | None) -> Shown | None:
    """That message, as what is replied to."""
    return None if message is None else Shown(message.id, message.photo)
