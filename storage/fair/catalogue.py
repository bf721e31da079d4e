"""The programme and the exhibition in memory: one immutable snapshot, from which all browsing reads.

It is small (hundreds of rows) and is replaced whole when `fairs.version` moves; a browsing press makes no query for it.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from operator import itemgetter
from typing import TypeVar
from zoneinfo import ZoneInfo

from storage.fair.exhibition import Floor, Stand
from storage.fair.programme import DAYS, FAIRS, Cluster, Day, Session, Stage
from storage.fair.rewording import Reworded
from storage.fair.speakers import SpeakerCard, gather, number_of
from storage.fair.wording import LANGUAGES, Wording

LONGEST_SESSION = timedelta(minutes=60)

_Item = TypeVar("_Item")
_Key = TypeVar("_Key")


def groups(items: Iterable[_Item], key: Callable[[_Item], _Key]) -> dict[_Key, tuple[_Item, ...]]:
    """The items by their keys, in their order."""
    groups: defaultdict[_Key, list[_Item]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return {name: tuple(group) for name, group in groups.items()}


def _by_start(session: Session) -> tuple[datetime, int]:
    return session.starts or datetime.max.replace(tzinfo=UTC), session.id


@dataclass(frozen=True)
class Catalogue:
    """One state of the fair; lists are in the organiser's order, sessions of a day in the order of time."""

    version: int
    ref: str
    title: str
    zone: ZoneInfo
    site: str | None
    stages: tuple[Stage, ...] = ()
    themes: Mapping[date, str] = field(default_factory=dict)
    clusters: Mapping[int, Cluster] = field(default_factory=dict)
    sessions: Mapping[int, Session] = field(default_factory=dict)
    floors: Mapping[int, Floor] = field(default_factory=dict)
    stands: Mapping[int, Stand] = field(default_factory=dict)
    wording: Mapping[str, Wording] = field(default_factory=dict, repr=False)  # by language, other than the first
    withdrawn_stands: Mapping[int, Stand] = field(default_factory=dict)  # not shown, but their staff know of visitors

    def __post_init__(self) -> None:
        ordered = sorted(self.sessions.values(), key=_by_start)
        speakers, speakers_of = gather(ordered)
        on_air = {number for session in ordered if not session.cancelled for number in speakers_of[session.id]}
        index = {
            "speakers": speakers,
            "speakers_by_letter": groups((s for s in speakers.values() if s.id in on_air), lambda one: one.letter),
            "_speakers_of": speakers_of,
            "_tagged": groups(((tag, s) for s in ordered for tag in s.tags), itemgetter(0)),
            "_for": groups(((who, s) for s in ordered for who in s.audience), itemgetter(0)),
            "_spoken": {LANGUAGES[0]: self},
            "recorded": tuple(s for s in reversed(ordered) if s.recording and not s.cancelled),
            "_sessions_by_ref": {session.ref: session for session in ordered},
            "_stands_by_ref": {stand.ref: stand for stand in self.stands.values()},
            "_by_cluster_day": groups(ordered, lambda session: (session.cluster.id, self.day_of(session))),
            "_slots": groups((s for s in ordered if s.starts), lambda session: session.starts),
            "_starts": tuple(dict.fromkeys(s.starts for s in ordered if s.starts)),
            "_by_floor": groups(self.stands.values(), lambda stand: stand.floor.id),
            "hours": _hours(self.sessions.values(), self.zone),
            "made": {},
        }
        for name, value in index.items():
            object.__setattr__(self, name, value)

    speakers: Mapping[int, SpeakerCard] = field(init=False, repr=False)  # by surname
    speakers_by_letter: Mapping[str, tuple[SpeakerCard, ...]] = field(init=False, repr=False)  # of what takes place
    recorded: tuple[Session, ...] = field(init=False, repr=False)  # what can be seen again, the newest first
    hours: tuple[time, time] | None = field(init=False, repr=False)  # the fair's own: of its sessions, on any day
    _sessions_by_ref: Mapping[str, Session] = field(init=False, repr=False)
    _stands_by_ref: Mapping[str, Stand] = field(init=False, repr=False)
    _by_cluster_day: Mapping[tuple[int, date | None], tuple[Session, ...]] = field(init=False, repr=False)
    _slots: Mapping[datetime, tuple[Session, ...]] = field(init=False, repr=False)
    _starts: tuple[datetime, ...] = field(init=False, repr=False)  # the slots alone, in order
    _by_floor: Mapping[int, tuple[Stand, ...]] = field(init=False, repr=False)
    _speakers_of: Mapping[int, tuple[int, ...]] = field(init=False, repr=False)
    _tagged: Mapping[str, tuple[tuple[str, Session], ...]] = field(init=False, repr=False)
    _for: Mapping[str, tuple[tuple[str, Session], ...]] = field(init=False, repr=False)
    _spoken: dict[str, "Catalogue"] = field(init=False, repr=False, compare=False)
    made: dict[Hashable, object] = field(init=False, repr=False, compare=False)  # of it, for whoever needs it again

    def spoken(self, language: str) -> "Catalogue":
        """The same fair with its texts in that language, where it has them; made once, when it is first asked for."""
        first = self._spoken[LANGUAGES[0]]
        if language not in self._spoken:
            self._spoken[language] = _reworded(first, language)
        return self._spoken[language]

    def prepare(self) -> None:
        """Make all that would otherwise be made when it is first asked for, perhaps by a press."""
        for language in LANGUAGES:
            self.spoken(language)

    def day_of(self, session: Session) -> date | None:
        """The session's day of the fair; None while its time is to be announced."""
        return session.starts.astimezone(self.zone).date() if session.starts else None

    def days_of(self, cluster: int) -> tuple[Day, ...]:
        """The days on which the cluster has sessions, in order."""
        days = sorted(day for owner, day in self._by_cluster_day if owner == cluster and day is not None)
        return tuple(Day(day, self.themes.get(day)) for day in days)

    def sessions_of(self, cluster: int, day: date | None) -> tuple[Session, ...]:
        """The cluster's sessions of that day by time; `None` asks for those whose time is to be announced."""
        return self._by_cluster_day.get((cluster, day), ())

    def slot(self, starts: datetime) -> tuple[Session, ...]:
        """All sessions that start at that minute."""
        return self._slots.get(starts, ())

    def _starting(self, since: datetime, until: datetime) -> tuple[datetime, ...]:
        """The starting moments within `since ≤ slot ≤ until`, in order."""
        return self._starts[bisect_left(self._starts, since) : bisect_right(self._starts, until)]

    def slots(self, since: datetime, until: datetime) -> tuple[datetime, ...]:
        """The starting moments within `since ≤ slot ≤ until` of sessions that take place, in order."""
        within = self._starting(since, until)
        return tuple(starts for starts in within if any(not session.cancelled for session in self._slots[starts]))

    def running(self, now: datetime) -> tuple[Session, ...]:
        """What runs at this moment, the latest started first: there is most of it left to see."""
        return tuple(
            session
            for starts in reversed(self._starting(now - LONGEST_SESSION, now))
            for session in self._slots[starts]
            if not session.cancelled and now < starts + timedelta(minutes=session.minutes)
        )

    def soon(self, now: datetime, within: timedelta) -> tuple[Session, ...]:
        """What starts after this moment and not later than `within` from it, by time."""
        slots = self._starts[bisect_right(self._starts, now) : bisect_right(self._starts, now + within)]
        return tuple(session for starts in slots for session in self._slots[starts] if not session.cancelled)

    def next_slot(self, now: datetime) -> datetime | None:
        """The first starting moment after this one at which something takes place."""
        later = self._starts[bisect_right(self._starts, now) :]
        return next((s for s in later if any(not session.cancelled for session in self._slots[s])), None)

    def speakers_of(self, session: Session) -> tuple[SpeakerCard, ...]:
        """Who is on the air there, the moderator first."""
        return tuple(self.speakers[number] for number in self._speakers_of.get(session.id, ()))

    def speaker_named(self, ref: str) -> SpeakerCard | None:
        """The speaker of the organiser's id, or of ours where they have none."""
        return self.speakers.get(number_of(ref))

    @property
    def tags(self) -> tuple[str, ...]:
        """The fair's own words for needs and themes, the most used first."""
        return tuple(sorted(self._tagged, key=lambda tag: (-len(self._tagged[tag]), tag)))

    def tagged(self, tag: str) -> tuple[Session, ...]:
        """The sessions of that tag, in the order of time."""
        return tuple(session for _, session in self._tagged.get(tag, ()))

    def made_for(self, who: str) -> tuple[Session, ...]:
        """The sessions that name that audience, in the order of time."""
        return tuple(session for _, session in self._for.get(who, ()))

    def stands_of(self, floor: int) -> tuple[Stand, ...]:
        """The floor's stands in the organiser's order."""
        return self._by_floor.get(floor, ())

    def hours_of(self, stand: Stand) -> tuple[time, time] | None:
        """When the stand answers: at its own hours, else at the fair's; None where neither are known."""
        return (stand.opens, stand.closes) if stand.opens and stand.closes else self.hours

    def stand_ever(self, number: int) -> Stand | None:
        """The stand of that row, shown or withdrawn: what its staff learned of visitors can be taken back still."""
        return self.stands.get(number) or self.withdrawn_stands.get(number)

    def session_named(self, ref: str) -> Session | None:
        """The session of the organiser's id."""
        return self._sessions_by_ref.get(ref)

    def stand_named(self, ref: str) -> Stand | None:
        """The stand of the organiser's id."""
        return self._stands_by_ref.get(ref)


def _reworded(fair: Catalogue, language: str) -> Catalogue:
    """The fair with the texts that it has in that language."""
    if language not in fair.wording:
        return fair
    words = Reworded(fair.wording[language])
    reworded = replace(
        fair,
        title=words.of(FAIRS.name, fair.ref).get("title", fair.title),
        stages=tuple(map(words.stage, fair.stages)),
        themes={day: words.of(DAYS.name, day).get("theme", theme) for day, theme in fair.themes.items()},
        clusters={number: words.cluster(cluster) for number, cluster in fair.clusters.items()},
        sessions={number: words.session(session) for number, session in fair.sessions.items()},
        floors={number: words.floor(floor) for number, floor in fair.floors.items()},
        stands={number: words.stand(stand) for number, stand in fair.stands.items()},
    )
    object.__setattr__(reworded, "_spoken", {LANGUAGES[0]: fair, language: reworded})
    return reworded


def _hours(sessions: Iterable[Session], zone: ZoneInfo) -> tuple[time, time] | None:
    """From the whole hour in which the first session of a day begins to the one in which the last one is over."""
    timed = [
        (one.starts.astimezone(zone), one.ends.astimezone(zone))
        for one in sessions
        if one.starts and one.ends and not one.cancelled
    ]
    within = [(starts, ends) for starts, ends in timed if starts.date() == ends.date()]
    if not within:
        return None
    return time(min(starts.hour for starts, _ in within)), max(ends.time().replace(second=0) for _, ends in within)


NO_FAIR = Catalogue(version=0, ref="", title="Fairway", zone=ZoneInfo("Europe/Moscow"), site=None)
