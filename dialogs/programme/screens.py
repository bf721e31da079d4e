"""The programme's lists as screens: clusters, days, sessions, what is on now. A session's card is in `card.py`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from dialogs.kit.paging import place
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.policy import QuestionPolicy
from dialogs.kit.route import Route
from dialogs.kit.screen import (
    Bold,
    Button,
    Entry,
    Italic,
    Line,
    Listing,
    Paragraph,
    Piece,
    Row,
    Screen,
    paragraph,
    screen,
)
from dialogs.kit.times import DayName, clock_time, when
from dialogs.menu.routes import OpenMenu
from dialogs.programme import rules
from dialogs.programme.routes import (
    OpenCluster,
    OpenDay,
    OpenNow,
    OpenProgramme,
    OpenSession,
)
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Cluster, Session
from storage.people.people import Person

CLUSTERS_ON_PAGE = 10
DAYS_ON_PAGE = 10
MANY_DAYS = 6  # from so many on, short labels stand in twos
SESSIONS_ON_PAGE = 7  # a cluster has at most so many in a day


@dataclass(frozen=True, slots=True)
class View:
    """For whom and when a screen is drawn."""

    catalogue: Catalogue
    person: Person
    now: datetime
    questions: QuestionPolicy = field(default_factory=QuestionPolicy)

    def when(self, starts: datetime) -> Phrase:
        return when(starts, self.catalogue.zone, self.person.zone_offset)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.catalogue.zone).date()


def leaving(back: Route) -> Row:
    """The last row: back, and to the menu."""
    return (Button(say("Back"), back), Button(say("Menu"), OpenMenu()))


def programme(catalogue: Catalogue, at: int) -> Screen:
    """All clusters, then the special projects."""
    entries = (Entry((Button(c.title, OpenCluster(c.id), short=c.short),)) for c in _clusters(catalogue))
    return screen(
        Bold(say("Programme")),
        say("Choose a cluster or a special project:"),
        listing=Listing(tuple(entries), at, OpenProgramme(), CLUSTERS_ON_PAGE),
        buttons=[(Button(say("Menu"), OpenMenu()),)],
    )


def _clusters(catalogue: Catalogue) -> list[Cluster]:
    kinds = ("cluster", "special_project")
    return [cluster for kind in kinds for cluster in catalogue.clusters.values() if cluster.kind == kind]


def cluster(view: View, chosen: Cluster, at: int) -> Screen:
    """The days of one cluster."""
    catalogue = view.catalogue
    themes = [(Bold(DayName(day.date)), f" — {day.theme}") for day in catalogue.days_of(chosen.id) if day.theme]
    text: list[Paragraph | Piece] = [Bold(chosen.title)]
    if themes:
        text.append(paragraph(*themes))
    rows = [
        tuple(Button(_day_label(day, view.today), OpenDay(chosen.id, day.toordinal() if day else 0)) for day in days)
        for days in _day_rows(catalogue, chosen)
    ]
    text.append(say("Choose a day:") if rows else say("There are no sessions here yet."))
    return screen(
        *text,
        listing=Listing(tuple(map(Entry, rows)), at, OpenCluster(chosen.id), DAYS_ON_PAGE),
        buttons=[leaving(OpenProgramme(place(chosen, _clusters(catalogue))))],
    )


def _day_rows(catalogue: Catalogue, chosen: Cluster) -> list[tuple[date | None, ...]]:
    """A cluster's days by rows of buttons; the last may be the time that is to be announced."""
    days: list[date | None] = [day.date for day in catalogue.days_of(chosen.id)]
    if catalogue.sessions_of(chosen.id, None):
        days.append(None)
    together = 2 if len(days) >= MANY_DAYS else 1
    return [tuple(days[first : first + together]) for first in range(0, len(days), together)]


def _day_label(day: date | None, today: date) -> Phrase | DayName:
    if day is None:
        return say("Time to be announced")
    name = DayName(day, short=True)
    return say("Today, {day}", day=name) if day == today else name


def day(view: View, chosen: Cluster, on: date | None, sessions: Sequence[Session], at: int) -> Screen:
    """One cluster's sessions of one day."""
    theme = view.catalogue.themes.get(on) if on else None
    head: list[Line] = [(Bold(chosen.title),), (DayName(on) if on else say("Time to be announced"),)]
    if theme:
        head.append((Italic(theme),))
    entries = (Entry((session_button(view, session, ""),), (session_line(view, session),)) for session in sessions)
    to = OpenDay(chosen.id, on.toordinal() if on else 0)
    row = next((number for number, days in enumerate(_day_rows(view.catalogue, chosen)) if on in days), 0)
    return screen(
        paragraph(*head),
        listing=Listing(tuple(entries), at, to, SESSIONS_ON_PAGE),
        buttons=[leaving(OpenCluster(chosen.id, row))],
    )


def session_line(view: View, session: Session, *, of_cluster: bool = False) -> Paragraph:
    """A session in a list: its time, its title, and what is to be known at once."""
    time = view.when(session.starts) if session.starts else say("time to be announced")
    first: list[Piece] = [Bold(time)]
    mark = None if of_cluster else _mark(view, session)  # there, the headings say it
    if mark is not None:
        first += [" · ", Italic(mark)]
    if session.id in view.person.plan:
        first.append(" ⭐")
    lines: list[Line] = [tuple(first), (session.title,)]
    if of_cluster:
        lines.append((Italic(session.cluster.title),))
    return paragraph(*lines)


def _mark(view: View, session: Session) -> Phrase | None:
    match rules.state(session, view.now):
        case "running":
            return say("on now")
        case "over":
            return say("recording available") if session.recording else say("over")
        case "cancelled":
            return say("cancelled")
        case _:
            return None


def session_button(view: View, session: Session, came: str) -> Button:
    """The button that opens a session's card from a list."""
    time = clock_time(session.starts, view.catalogue.zone) if session.starts else ""
    label, short = (f"{time} · {name}" if time else name for name in (session.title, session.short or session.title))
    return Button(label, OpenSession(session.id, came), short=short)


def now_and_soon(view: View, running: Sequence[Session], soon: Sequence[Session], at: int) -> Screen:
    """What is on and what starts within the hour, over all clusters."""
    menu: Row = (Button(say("Menu"), OpenMenu()),)
    if not (running or soon):
        return screen(Bold(say("Now and soon")), _quiet(view), buttons=[menu])
    on_now, later = say("On now"), say("Starting within the hour")
    grouped = [*((session, on_now) for session in running), *((session, later) for session in soon)]
    entries = (
        Entry((session_button(view, session, f"now{number}"),), (session_line(view, session, of_cluster=True),), group)
        for number, (session, group) in enumerate(grouped)
    )
    return screen(listing=Listing(tuple(entries), at, OpenNow(), SESSIONS_ON_PAGE), buttons=[menu])


def _quiet(view: View) -> Phrase:
    next_slot = view.catalogue.next_slot(view.now)
    if next_slot is None:
        return say("All sessions of the fair are over. Their recordings are in the programme.")
    on = DayName(next_slot.astimezone(view.catalogue.zone).date())
    return say(
        "Nothing is on at this hour. The next sessions start on {day} at {time}.", day=on, time=view.when(next_slot)
    )
