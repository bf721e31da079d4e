"""A feature that works in groups, for the kit's own stories: cards that are taken and replied to, topics, a board."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar

from dialogs.kit.errors import Denied
from dialogs.kit.event import Address
from dialogs.kit.feature import Feature
from dialogs.kit.letter import Letter, Reading
from dialogs.kit.phrase import say
from dialogs.kit.route import Route
from dialogs.kit.screen import Button, Notice, Screen, Topic, screen
from dialogs.kit.visit import Reply, Visit
from storage.post.outbox import Lane, Posting
from storage.staff.places import topic_key

SESSION = 7


@dataclass(frozen=True, slots=True)
class Take(Route):
    card: int
    path: ClassVar[str] = "take"


@dataclass(frozen=True, slots=True)
class Look(Route):
    path: ClassVar[str] = "look"


@dataclass(frozen=True, slots=True)
class Knock(Route):
    path: ClassVar[str] = "knock"


@dataclass(frozen=True, slots=True)
class Stumble(Route):
    path: ClassVar[str] = "stumble"


@dataclass(frozen=True, slots=True)
class Card(Letter):
    """A card in the group; `taken` as the room says, or nobody."""

    card: int
    kind: ClassVar[str] = "room-card"


@dataclass(frozen=True, slots=True)
class Board(Letter):
    kind: ClassVar[str] = "room-board"
    pinned: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Room(Letter):
    """The topic of a session."""

    session: int
    kind: ClassVar[str] = "room-topic"


@dataclass(frozen=True, slots=True)
class Fact(Letter):
    """What only machines understand."""

    card: int
    kind: ClassVar[str] = "room-fact"


class StaffRoom:
    """What the stories look at: who took which card, what was replied, how topics should be."""

    def __init__(self) -> None:
        self.taken: dict[int, str] = {}
        self.replies: list[tuple[int, str]] = []
        self.commands: list[tuple[str, str]] = []
        self.topic = Topic("Вопросы")

    @property
    def feature(self) -> Feature:
        feature = Feature("staff-room")
        self._answers(feature)
        self._letters(feature)
        return feature

    def _answers(self, feature: Feature) -> None:
        @feature.on(Take, changes=True)
        async def take(visit: Visit, route: Take) -> Reply:
            self.taken[route.card] = visit.person.user
            visit.person = replace(visit.person, muted=True)
            await post(visit, Card(route.card), visit.event.place, key=f"card-{route.card}")
            return Reply(screen("Этого никто не увидит"), toast=say("Menu"))

        @feature.on(Look)
        async def look(_visit: Visit, _route: Look) -> Screen:
            return screen("Этого никто не увидит")

        @feature.on(Knock, changes=True)
        async def knock(_visit: Visit, _route: Knock) -> Screen:
            raise Denied

        @feature.on(Stumble, changes=True)
        async def stumble(_visit: Visit, _route: Stumble) -> Screen:
            raise ValueError("+7 900 000-00-00 is a secret")

        @feature.command("seat", say("take a seat here"), changes=True, where="group")
        async def seat(visit: Visit, code: str) -> Reply:
            self.commands.append(("seat", code))
            await post(visit, Card(0), visit.event.place)
            return Reply(screen("Этого никто не увидит"), toast=say("Menu"))

        @feature.command("agenda", say("what to read out"), where="both")
        async def agenda(_visit: Visit, argument: str) -> Screen:
            self.commands.append(("agenda", argument))
            return screen("Список")

        @feature.reply("card", changes=True)
        async def answer(visit: Visit, number: int, text: str) -> Reply:
            self.replies.append((number, text))
            return Reply(screen(f"Ответ на №{number} принят"))

    def _letters(self, feature: Feature) -> None:
        @feature.draws(Card)
        async def card(letter: Card, reading: Reading) -> Screen:
            who = "" if reading.reader is None else " лично"
            return screen(
                f"№{letter.card}{who}: {self.taken.get(letter.card, 'свободен')}",
                buttons=[(Button("Взять", Take(letter.card)),)],
            )

        @feature.draws(Board)
        async def board(_letter: Board, _reading: Reading) -> Screen:
            return screen(f"взято {len(self.taken)}")

        @feature.draws(Room)
        async def room(_letter: Room, _reading: Reading) -> Topic:
            return self.topic

        @feature.draws(Fact)
        async def fact(letter: Fact, _reading: Reading) -> Notice:
            return Notice("card.made", (("card", letter.card),))


def posting(letter: Letter, now: datetime, key: str | None = None) -> Posting:
    about: Mapping[str, int] = letter.about()
    return Posting(letter.kind, about, Lane.SERVICE, now, now + timedelta(minutes=1), now + timedelta(hours=1), key=key)


async def post(visit: Visit, letter: Letter, to: Address, key: str | None = None) -> None:
    await visit.work.outbox.put(posting(letter, visit.now, key), to)


TOPIC_KEY = topic_key(SESSION)
