"""Which sessions make a day for somebody: they suit, are ahead, and overlap neither each other nor what is watched."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from zlib import crc32

from dialogs.kit.choice import suits
from dialogs.kit.clashes import overlap, watched
from dialogs.kit.times import own_time
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session
from storage.people.people import Person

MOST, FEWEST = 5, 3  # sessions of a day; fewer where the fair has no more
MOST_DAYS = 30  # that are offered one after another
LONGEST_NAME = 35  # signs: a button that carries a day carries more beside it
_FROM = {"day": 7, "after_school": 14, "evening": 17}  # o'clock, by the reader's clocks
_UNTIL = 23  # from then on it is night


@dataclass(frozen=True, slots=True)
class MatchedDay:
    """Sessions of one day in order of time; `turn` is its number among those that are offered."""

    turn: int
    sessions: tuple[Session, ...]

    @property
    def name(self) -> str:
        """How routes call it."""
        return ".".join([str(self.turn), *(f"{session.id:x}" for session in self.sessions)])


def named(catalogue: Catalogue, name: str) -> MatchedDay | None:
    """The day that a button means; None: it is still to be chosen, or nothing is left of it."""
    turn, *told = name.split(".")
    try:
        numbers = [int(one, 16) for one in told]
    except ValueError:
        return None
    shown = tuple(catalogue.sessions[number] for number in numbers[:MOST] if number in catalogue.sessions)
    return MatchedDay(turn_of(turn), shown) if shown else None


def turn_of(name: str) -> int:
    """The turn of a day by its name; whatever else is typed there is the first one."""
    told = name.partition(".")[0]
    return int(told) if told.isascii() and told.isdecimal() and len(told) < LONGEST_NAME else 0


def match(catalogue: Catalogue, person: Person, now: datetime, turn: int) -> MatchedDay | None:
    """A day for the person by what they have told: after the last one that there is comes the first again.

    A full day of which something suits comes before a short one, and this before what only does not forbid itself.
    """
    days: tuple[list[tuple[Session, ...]], ...] = ([], [], [], [])
    all_suits = not (person.choice.role or person.choice.topics)
    for candidates in _by_day(catalogue, person, now):
        for sessions in _dealt(candidates, person):
            suiting = all_suits or any(suits(session, person.choice) > 0 for session in sessions)
            days[2 * (not suiting) + (len(sessions) < FEWEST)].append(sessions)
        if len(days[0]) > turn or len(days[0]) >= MOST_DAYS:
            break
    offered = list(chain.from_iterable(days))[:MOST_DAYS]
    if not offered:
        return None
    shown = turn % len(offered)
    return _carried(MatchedDay(shown, offered[shown]))


def _carried(day: MatchedDay) -> MatchedDay:
    """As much of the day as a button can carry: all, where the numbers of sessions are as small as they are."""
    while len(day.name) > LONGEST_NAME:
        day = MatchedDay(day.turn, day.sessions[:-1])
    return day


def _by_day(catalogue: Catalogue, person: Person, now: datetime) -> Iterator[list[Session]]:
    """What may be chosen of each day that is still to come."""
    planned = [session for session in watched(catalogue, person) if not session.cancelled]
    day: list[Session] = []
    for slot in catalogue.slots(now + timedelta(microseconds=1), datetime.max.replace(tzinfo=now.tzinfo)):
        fitting = [s for s in catalogue.slot(slot) if _may_be_chosen(s, catalogue, person, planned)]
        if day and fitting and catalogue.day_of(fitting[0]) != catalogue.day_of(day[0]):
            yield day
            day = []
        day += fitting
    if day:
        yield day


def _may_be_chosen(session: Session, catalogue: Catalogue, person: Person, planned: Sequence[Session]) -> bool:
    if session.cancelled or session.id in person.plan or session.starts is None or suits(session, person.choice) < 0:
        return False
    begins = own_time(session.starts, catalogue.zone, person.zone)
    if not _FROM.get(person.choice.times, 0) <= begins.hour < _UNTIL:
        return False
    return not any(overlap(session, other) for other in planned)


def _dealt(candidates: Sequence[Session], person: Person) -> Iterator[tuple[Session, ...]]:
    """The day's best sessions that go together, by time; then the best of the others, until nothing is left."""

    def best(session: Session) -> tuple[int, int]:
        # What suits alike is in an order of each person's own: nobody's cluster is always the first.
        return -suits(session, person.choice), crc32(f"{person.user}/{session.ref}".encode())

    left = sorted(candidates, key=best)
    while left:
        chosen: list[Session] = []
        for session in left:
            if len(chosen) < MOST and not any(overlap(session, other) for other in chosen):
                chosen.append(session)
        left = [session for session in left if session not in chosen]
        yield tuple(session for session in candidates if session in chosen)


def topics(catalogue: Catalogue) -> list[str]:
    """The fair's tags, those of most sessions first."""
    counted = Counter(tag for session in catalogue.sessions.values() if not session.cancelled for tag in session.tags)
    return sorted(counted, key=lambda tag: (-counted[tag], tag))


def has_audiences(catalogue: Catalogue) -> bool:
    """Whether the fair says of any session for whom it is."""
    return any(session.audience for session in catalogue.sessions.values())


def number_of(topic: str) -> int:
    """The number by which buttons call a tag."""
    return crc32(topic.encode())
