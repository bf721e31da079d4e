"""The people who get letters: rows of subscribers in the bot's own database, for slots of the fair that lie ahead.

Half of the slots are for letters of which no two are equal, because people chose other sessions, live in other zones
or read another language; the others for letters that are all equal.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations, product
from pathlib import Path

from sqlalchemy import Engine, create_engine, func, select

from storage.fair.programme import SESSIONS
from storage.people.tables import PEOPLE, SUBSCRIPTIONS
from storage.post.outbox import OUTBOX

APART = timedelta(minutes=75)  # between two slots: the next is not planned while one is measured
_FIRST = 1_000_000  # number of the first reader, in VK and in the table
_SINCE = datetime(2020, 4, 20, tzinfo=UTC)
_AFTER = datetime(2020, 4, 28, tzinfo=UTC)
_MANNERS = list(product(("ru", "en"), (f"Etc/GMT{hours:+}" for hours in range(-12, 12))))  # languages and zones
_SESSIONS = 10  # of a slot, for enough different plans of one to three of them


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot whose reminders are measured, and its sessions."""

    at: datetime
    sessions: list[int]
    different: bool


class Readers:
    """The readers of one bot, in its database with the sample fair."""

    def __init__(self, database: Path, different: int, equal: int) -> None:
        self._engine: Engine = create_engine(f"sqlite:///{database}")
        self._different = range(_FIRST, _FIRST + different)
        self._equal = range(_FIRST + different, _FIRST + different + equal)

    def subscribe(self, rounds: int) -> list[Slot]:
        """Write them with what they subscribed to; the slots in their order, two for every round."""
        with self._engine.begin() as connection:
            slots = _slots(connection.execute(select(SESSIONS.c.starts, SESSIONS.c.id)).tuples(), rounds)
            manners = [_MANNERS[number % len(_MANNERS)] for number in self._different]
            people = [_person(*one) for one in zip(self._different, manners, strict=True)]
            people += [_person(number, ("ru", None)) for number in self._equal]
            connection.execute(PEOPLE.insert(), people)
            connection.execute(SUBSCRIPTIONS.insert(), [row for slot in slots for row in self._subscriptions(slot)])
        return slots

    def count(self, slot: Slot) -> int:
        """How many are reminded of a slot."""
        return len(self._different if slot.different else self._equal)

    def letters(self) -> dict[str, int]:
        """How many letters are in which state."""
        with self._engine.connect() as connection:
            query = select(OUTBOX.c.state, func.count()).group_by(OUTBOX.c.state)
            return dict(connection.execute(query).tuples().all())

    def leave(self) -> None:
        self._engine.dispose()

    def _subscriptions(self, slot: Slot) -> list[dict[str, object]]:
        if not slot.different:
            return [_subscription(number, slot.sessions[0]) for number in self._equal]
        plans = [plan for size in (1, 2, 3) for plan in combinations(slot.sessions, size)]
        return [
            _subscription(number, session)
            for place, number in enumerate(self._different)
            for session in plans[place // len(_MANNERS)]
        ]


def _slots(sessions: Iterable[tuple[datetime | None, int]], rounds: int) -> list[Slot]:
    there: dict[datetime, list[int]] = {}
    for starts, number in sessions:
        if starts is not None and starts > _AFTER:
            there.setdefault(starts, []).append(number)
    chosen: list[Slot] = []
    for at in sorted(there):
        different = len(there[at]) >= _SESSIONS and sum(slot.different for slot in chosen) < rounds
        wanted = different or sum(not slot.different for slot in chosen) < rounds
        if wanted and (not chosen or at - chosen[-1].at >= APART):
            chosen.append(Slot(at, there[at], different))
    return chosen


def _person(number: int, manner: tuple[str, str | None]) -> dict[str, object]:
    own = {"id": number, "messenger": "vk", "user": str(number), "since": _SINCE, "language": manner[0]}
    awake = {"reminders": True, "quiet": False, "muted": False, "reachable": True}  # wherever it is night
    return {**own, "zone": manner[1], **awake}


def _subscription(person: int, session: int) -> dict[str, object]:
    return {"person_id": person, "session_id": session, "since": _SINCE}
