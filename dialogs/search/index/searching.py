"""A search of the fair: what a query finds, as its moment, the choices of who asks, and the hour let through."""

from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from operator import itemgetter
from zoneinfo import ZoneInfo

from dialogs.kit.vocabulary import Vocabulary
from dialogs.search.index.asking import Query, Word, read_query
from dialogs.search.index.documents import Document, documents
from dialogs.search.index.finding import Finder, Found, Hit, Sought
from dialogs.search.index.index import Index
from dialogs.search.index.moments import Moment
from dialogs.search.index.reader import Clocks
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session

_OVER, _CANCELLED = 0.85, 0.3  # what counts a session that can no longer be seen
_AROUND = timedelta(hours=40)  # on either side of a day's noon: more than the day has by any clocks
_NEXT = 3  # of what comes after a time at which nothing is, and of stands of numbers like one that is not there
_SPEAKS, _OFTEN = 0.02, 5
_WHOLE = 0.99  # has every word of a query


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What somebody chose to see of what was found: only sessions, of a day, of a cluster, of a region, …"""

    day: date | None = None
    cluster: int = 0
    region: str = ""
    recorded: bool = False
    english: bool = False

    def lets(self, session: Session, catalogue: Catalogue) -> bool:
        """Whether it is among what was chosen."""
        return (
            (self.day is None or catalogue.day_of(session) == self.day)
            and self.cluster in (0, session.cluster.id)
            and self.region in ("", session.region)
            and (not self.recorded or session.recording is not None)
            and (not self.english or session.language == "en")
        )


@dataclass(frozen=True, slots=True)
class Results:
    """What came of a query; `elsewhen`: nothing is at its moment, and this is what there is at other times."""

    query: Query
    hits: tuple[Hit, ...] = ()
    near: bool = False
    elsewhen: bool = False


class Search:
    """Everything that a query is answered from, for one state of the catalogue."""

    def __init__(self, catalogue: Catalogue, told: Vocabulary) -> None:
        self.catalogue = catalogue
        self._told = told
        self.finder = Finder(Index(documents(catalogue, told), told.fillers), told.meanings, told.beginnings)
        self._days = frozenset(day for one in catalogue.sessions.values() if (day := catalogue.day_of(one)))
        self._by_time = self._sessions_by_time()
        self._starts = frozenset(one.starts for one in catalogue.sessions.values() if one.starts)
        self._hours_by: dict[str, frozenset[int]] = {}

    def find(self, text: str, now: datetime, narrowed: Narrowed, clocks: ZoneInfo | None = None) -> Results:
        """What there is of what was written.

        :param clocks: by which who writes lives; the fair's, where nothing else is known.
        """
        clocks = clocks or self.catalogue.zone
        query = read_query(text, self._told, Clocks(now.astimezone(clocks), self._days, self._hours(clocks)))
        if query.empty:
            return Results(query)
        at = query.moment
        if not query.words:
            hits = self._at(at, narrowed, now, clocks) if at is not None else ()
            near = self._after(at, narrowed, now, clocks) if at is not None and not hits else ()
            return Results(query, hits or near, near=not hits)
        known: dict[Word, Sought] = {}
        found = self._found(query, narrowed, now, clocks, known)
        if at is not None and (found.near or not found.hits):
            plain = read_query(text, self._told, None)
            whole = self._found(plain, narrowed, now, clocks, known)
            if not whole.near and whole.hits and whole.hits[0].share >= _WHOLE:
                return Results(plain, whole.hits)  # «Суббота с папой» was no time
            other = self._found(replace(query, moment=None), narrowed, now, clocks, known)
            return Results(query, other.hits, other.near, elsewhen=not other.near)
        return Results(query, found.hits or self._stands_near(query), found.near or not found.hits)

    def _stands_near(self, query: Query) -> tuple[Hit, ...]:
        """Of a number that no stand has, those whose numbers begin so or are next to it."""
        if len(query.words) != 1 or not (wanted := query.words[0].said).isdecimal():
            return ()
        stands = self.catalogue.stands
        known = [
            (not str(number).startswith(wanted), abs(number - int(wanted)), document)
            for document in self.finder.index.documents
            if document.kind == "stand" and (number := stands[document.number].number) is not None
        ]
        nearest = sorted(known, key=itemgetter(0, 1))[:_NEXT]
        return tuple(Hit(document, 0.0, 0.0, frozenset()) for *_, document in nearest)

    def _hours(self, clocks: ZoneInfo) -> frozenset[int]:
        """At which hours something begins, by those clocks."""
        if clocks.key not in self._hours_by:
            self._hours_by[clocks.key] = frozenset(starts.astimezone(clocks).hour for starts in self._starts)
        return self._hours_by[clocks.key]

    def _found(
        self, query: Query, narrowed: Narrowed, now: datetime, clocks: ZoneInfo, known: dict[Word, Sought]
    ) -> Found:
        sessions, bound = self.catalogue.sessions, query.moment is not None or narrowed != Narrowed()

        def prefer(document: Document) -> float:
            if document.kind != "session":
                return 0.0 if bound else self._worth_of(document)
            session = sessions[document.number]
            if not (narrowed.lets(session, self.catalogue) and self._is_at(session, query.moment, now, clocks)):
                return 0.0
            return _worth(session, now)

        return self.finder.find(query, prefer, known)

    def _worth_of(self, document: Document) -> float:
        """Of two speakers of one name that one is rather meant who speaks more often."""
        if document.kind != "speaker":
            return 1.0
        return 1 + _SPEAKS * min(len(self.catalogue.speakers[document.number].sessions), _OFTEN)

    def _at(self, moment: Moment, narrowed: Narrowed, now: datetime, clocks: ZoneInfo) -> tuple[Hit, ...]:
        """All that is at a moment, by time."""
        middle = now if moment.day is None else datetime.combine(moment.day, time(12), clocks)
        first, last = (bisect_left(self._by_time, at, key=itemgetter(0)) for at in (middle - _AROUND, middle + _AROUND))
        return tuple(
            Hit(document, 0.0, 1.0, frozenset())
            for _, document in self._by_time[first:last]
            if narrowed.lets(session := self.catalogue.sessions[document.number], self.catalogue)
            and not session.cancelled
            and self._is_at(session, moment, now, clocks)
        )

    def _after(self, moment: Moment, narrowed: Narrowed, now: datetime, clocks: ZoneInfo) -> tuple[Hit, ...]:
        """What comes next after a moment at which nothing is."""
        begins = now if moment.day is None else datetime.combine(moment.day, moment.since or time(0), clocks)
        first = bisect_left(self._by_time, begins, key=itemgetter(0))
        coming = (
            Hit(document, 0.0, 1.0, frozenset())
            for _, document in self._by_time[first:]
            if narrowed.lets(session := self.catalogue.sessions[document.number], self.catalogue)
            and not session.cancelled
        )
        return tuple(islice(coming, _NEXT))

    def _sessions_by_time(self) -> list[tuple[datetime, Document]]:
        sessions = self.catalogue.sessions
        found = (one for one in self.finder.index.documents if one.kind == "session")
        timed = ((starts, one) for one in found if (starts := sessions[one.number].starts) is not None)
        return sorted(timed, key=itemgetter(0))

    def _is_at(self, session: Session, moment: Moment | None, now: datetime, clocks: ZoneInfo) -> bool:
        if moment is None:
            return True
        if session.starts is None or session.ends is None:
            return False
        if moment.now:
            return session.starts <= now < session.ends
        timed = moment.since is not None or moment.until is not None
        starts = session.starts.astimezone(clocks if timed else self.catalogue.zone)
        return (
            moment.day in (None, starts.date())
            and (moment.since is None or moment.since <= starts.time())
            and (moment.until is None or starts.time() < moment.until)
        )


def _worth(session: Session, now: datetime) -> float:
    if session.cancelled:
        return _CANCELLED
    begun = session.starts is not None and session.starts < now and session.recording is None
    over = begun and session.ends is not None and session.ends <= now
    return _OVER if over else 1.0
