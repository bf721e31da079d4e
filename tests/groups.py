"""Groups made of paper: members who say, reply and press there, topics, and what becomes of groups.

moderators = world.group("Модераторы", forum=True)
maria = moderators.member(world.person("7", name="Мария"))
await maria.says("/bind 7KX2-94QM")
await maria.taps("Взять")
await maria.replies("В записи будет всё.", to=moderators.finds("№14"))
"""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dialogs.kit.event import Act, Address, Commanded, Edited, Event, Left, Moved, Pressed, Returned, Sent, Shown, Typed
from dialogs.kit.messenger import Delivered, Lost, Outcome, Refused
from dialogs.kit.phrase import speak
from dialogs.kit.screen import Button, Topic
from tests.sheet import Message

if TYPE_CHECKING:
    from tests.paper import Person
    from tests.world import World


@dataclass(slots=True)
class PaperTopic:
    """A topic as it stands in a group now."""

    title: str
    open: bool = True


@dataclass(slots=True)
class PaperGroup:
    """A group as it stands now; `manages`: the bot may make topics; `moved`: it is that chat since.

    `bans`: the bot may put people out, who are in `out` then; `lets_go`: it may leave.
    """

    title: str
    forum: bool
    topics: dict[str, PaperTopic] = field(default_factory=dict)
    moved: str | None = None
    manages: bool = True
    bans: bool = True
    lets_go: bool = True
    out: list[str] = field(default_factory=list)

    def remove(self, user: str) -> Outcome:
        """Put somebody out."""
        if not self.bans:
            return Refused("not enough rights to restrict/unrestrict chat member")
        self.out.append(user)
        return Delivered(Shown(""))

    def thread(self, title: str) -> str:
        """The thread of the topic of that title."""
        (thread,) = (thread for thread, topic in self.topics.items() if topic.title == title)
        return thread

    def keep(self, topic: Topic, language: str, over: Shown | None, new: str) -> Outcome:
        """Make a topic, or let it be as it should be."""
        if not self.forum:
            return Refused("the chat is not a forum")
        if over is None and not self.manages:
            return Refused("not enough rights to create a topic")
        if over is not None and over.message not in self.topics:
            return Lost()
        shown = over or Shown(new)
        named = topic.named or over is None
        title = speak(topic.title, language) if named else self.topics[shown.message].title
        self.topics[shown.message] = PaperTopic(title, topic.open)
        return Delivered(shown)


@dataclass
class Group:
    """A group that our bot was let into."""

    world: "World"
    chat: str

    def member(self, person: "Person", *, anonymous: bool = False) -> "Member":
        """The person in this group, perhaps as one of its nameless administrators."""
        return Member(self, person, anonymous)

    @property
    def here(self) -> PaperGroup:
        """How it stands now."""
        return self.world.messenger.groups[self.chat]

    def address(self, topic: str = "") -> Address:
        """Where the group is, or its topic of that title."""
        return Address(self.world.messenger.name, self.chat, self.here.thread(topic) if topic else "")

    @property
    def messages(self) -> list[Message]:
        """What the bot wrote here, the newest last, in all topics."""
        return self.world.messenger.chats.get(self.chat, [])

    def under(self, topic: str) -> list[Message]:
        """What the bot wrote in the topic of that title; "": outside all topics."""
        thread = self.here.thread(topic) if topic else ""
        return [message for message in self.messages if message.thread == thread]

    @property
    def topics(self) -> dict[str, bool]:
        """The topics by title: whether they are open."""
        return {topic.title: topic.open for topic in self.here.topics.values()}

    @property
    def pinned(self) -> list[str]:
        """The words of what stands above the chat."""
        return [message.text for message in self.messages if message.pinned]

    def finds(self, words: str) -> Message:
        """The newest message that says this."""
        found = [message for message in self.messages if words in message.text]
        assert found, f"{words!r} is nowhere in {[message.text for message in self.messages]}"
        return found[-1]

    def deletes_topic(self, title: str) -> None:
        """An administrator deletes a topic by hand; the bot is not told."""
        thread = self.here.thread(title)
        del self.here.topics[thread]
        self.messages[:] = [message for message in self.messages if message.thread != thread]

    async def shows_us_out(self) -> None:
        """The bot is removed from the group."""
        self.world.messenger.closed.add(self.chat)
        await self._tells(Left())

    async def lets_us_in(self) -> None:
        """The bot is let in again."""
        self.world.messenger.closed.discard(self.chat)
        await self._tells(Returned())

    async def allows_topics(self, allowed: bool, *, told: bool = True) -> None:
        """The bot becomes an administrator who may manage topics, or is none any more."""
        self.here.manages = allowed
        if told:
            await self._tells(Returned())

    async def moves(self, *, told: bool = True) -> None:
        """The group becomes another chat; without being `told` the bot learns of it when it writes."""
        old, self.chat = self.chat, self.world.messenger.move(self.chat)
        if told:
            await self.world.person("0").acts(self._event(Moved(self.chat), old))

    async def _tells(self, act: Act) -> None:
        await self.world.person("0").acts(self._event(act, self.chat))

    def _event(self, act: Act, chat: str) -> Event:
        event = self.world.person("0").event(act)
        here, place = self.here, Address(self.world.messenger.name, chat)
        return replace(event, place=place, private=False, forum=here.forum, title=here.title)


@dataclass
class Member:
    """Somebody in a group."""

    group: Group
    person: "Person"
    anonymous: bool = False

    async def says(self, text: str, topic: str = "") -> None:
        """Write something to all, perhaps in a topic; what begins with a slash is a command."""
        name, _, argument = text.removeprefix("/").partition(" ")
        await self._does(Commanded(name, argument) if text.startswith("/") else Typed(text), self.group.address(topic))

    async def replies(self, text: str, to: Message) -> None:
        """Write something in reply to a message of the bot's."""
        await self._does(Typed(text, Shown(to.id, to.photo)), self._where(to))

    async def edits(self, text: str) -> None:
        """Put other words in the place of what the person wrote last."""
        await self._does(Edited(text), self.group.address(), message=self.person.wrote)

    async def sends(self, kind: str, to: Message, caption: str = "", album: str = "") -> None:
        """Reply by a sticker, a voice message."""
        await self._does(Sent(kind, caption, Shown(to.id, to.photo), album), self._where(to))

    async def sends_file(
        self, name: str, to: Message, caption: str = "", *, content: bytes = b"\x89PNG", album: str = ""
    ) -> None:
        """Reply by a file."""
        sent = self.person.file(name, content=content, caption=caption, to=to, album=album)
        await self._does(sent, self._where(to))

    async def taps(self, *labels: str, on: Message | None = None) -> None:
        """Tap buttons one after another, each on the newest message that has it, or on that one."""
        for label in labels:
            message = on or next((one for one in reversed(self.group.messages) if one.find(label)), None)
            button = message and message.find(label)
            assert message, f"no button {label!r} in {[one.buttons for one in self.group.messages]}"
            assert isinstance(button, Button), f"{label!r} is not on {message.buttons}, or leaves the messenger"
            await self.presses(button.to.pack(), message)

    async def presses(self, data: str, on: Message | None = None) -> None:
        """Press a button that carries this, whatever it is."""
        place = self.group.address() if on is None else self._where(on)
        await self._does(Pressed(data, None if on is None else Shown(on.id, on.photo)), place)

    async def again(self) -> None:
        """The messenger hands over what the person did last once more."""
        await self.person.again()

    @property
    def toast(self) -> str:
        """The last word that passed by over the chat."""
        return self.person.toast

    def _where(self, message: Message) -> Address:
        return Address(self.group.world.messenger.name, self.group.chat, message.thread)

    async def _does(self, act: Act, place: Address, message: str = "") -> None:
        here, told = self.group.here, self.person.event(act)
        event = replace(told, place=place, private=False, anonymous=self.anonymous, forum=here.forum, title=here.title)
        await self.person.acts(replace(event, message=message or event.message))
