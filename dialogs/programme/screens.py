"""The programme's lists as screens: clusters, days, sessions, what is on now. A session's card is in `card.py`."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from dialogs.kit.kept import kept
from dialogs.kit.paging import place
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.policy import QuestionPolicy
from dialogs.kit.route import Route
from dialogs.kit.screen import (
    AnyButton,
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
from dialogs.kit.times import DayName, mine_alone, mine_dated, when
from dialogs.menu.routes import OpenMenu
from dialogs.programme import rules
from dialogs.programme.routes import (
    OpenCluster,
    OpenDay,
    OpenNow,
    OpenPastDays,
    OpenProgramme,
    OpenRecordings,
    OpenSession,
    Star,
)
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Cluster, Session
from storage.people.people import Person

CLUSTERS_ON_PAGE = 10
DAYS_ON_PAGE = 10
FAIR_LANGUAGE = "ru"
MANY_DAYS = 6  # from so many on, short labels stand in twos
SESSIONS_ON_PAGE = 7  # a cluster has at most so many in a day


@dataclass(frozen=True, slots=True)
class View:
    """For whom and when a screen is drawn."""

    catalogue: Catalogue
    person: Person
    now: datetime
    questions: QuestionPolicy = field(default_factory=QuestionPolicy)
    notice_minutes: Sequence[int] = ()
    link: str = ""  # to the card of a session, for who passes it on

    def when(self, starts: datetime, until: datetime | None = None) -> Phrase:
        return when(starts, self.catalogue.zone, self.person.zone, until)

    @property
    def guesses(self) -> bool:
        """Whether the reader's clocks may be those of the fair; who reads another language than its may be anywhere."""
        return self.person.language == FAIR_LANGUAGE

    @property
    def today(self) -> date:
        return self.now.astimezone(self.catalogue.zone).date()


def leaving(back: Route) -> Row:
    """The last row: back, and to the menu."""
    return (Button(say("Back"), back), Button(say("Menu"), OpenMenu()))


def programme(catalogue: Catalogue, at: int) -> Screen:
    """All clusters, then the special projects."""
    return kept(catalogue, ("programme", at), partial(_programme, catalogue, at))


def _programme(catalogue: Catalogue, at: int) -> Screen:
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
    key = ("cluster", chosen.id, at, view.today)
    return kept(view.catalogue, key, partial(_cluster, view, chosen, at))


def _cluster(view: View, chosen: Cluster, at: int) -> Screen:
    catalogue = view.catalogue
    past, days = _past_and_other_days(view, chosen)
    text: list[Paragraph | Piece] = [Bold(chosen.title), *_themes(view, chosen, days)]
    rows = [_day_row(view, chosen, some) for some in _in_rows(days)]
    text.append(say("Choose a day:") if rows else say("There are no sessions here yet."))
    behind: Row = (Button(say("Past days"), OpenPastDays(chosen.id)),) if past else ()
    return screen(
        *text,
        listing=Listing(tuple(map(Entry, rows)), at, OpenCluster(chosen.id), DAYS_ON_PAGE),
        buttons=[behind, leaving(OpenProgramme(place(chosen, _clusters(catalogue))))],
    )


def past_days(view: View, chosen: Cluster, at: int) -> Screen:
    """The days of one cluster that are over."""
    past, days = _past_and_other_days(view, chosen)
    shown = past or days
    rows = [_day_row(view, chosen, some) for some in _in_rows(shown)]
    return screen(
        paragraph((Bold(chosen.title),), (say("Past days"),)),
        *_themes(view, chosen, shown),
        listing=Listing(tuple(map(Entry, rows)), at, OpenPastDays(chosen.id), DAYS_ON_PAGE),
        buttons=[leaving(OpenCluster(chosen.id))],
    )


def _themes(view: View, chosen: Cluster, days: Collection[date | None]) -> list[Paragraph]:
    """What the days are about that have buttons here."""
    known = (day for day in view.catalogue.days_of(chosen.id) if day.theme and day.date in days)
    lines: list[Line] = [(Bold(DayName(day.date)), f" — {day.theme}") for day in known]
    return [paragraph(*lines)] if lines else []


def _past_and_other_days(view: View, chosen: Cluster) -> tuple[list[date | None], list[date | None]]:
    """A cluster's days before today, and the others from today on; the last may be the time that is to be announced.

    Where nothing is ahead any more, nothing is behind either: all its days are there.
    """
    days = [day.date for day in view.catalogue.days_of(chosen.id)]
    past: list[date | None] = [day for day in days if day < view.today]
    others: list[date | None] = [day for day in days if day >= view.today]
    if view.catalogue.sessions_of(chosen.id, None):
        others.append(None)
    return (past, others) if others else ([], past)


def _in_rows(days: Sequence[date | None]) -> list[tuple[date | None, ...]]:
    together = 2 if len(days) >= MANY_DAYS else 1
    return [tuple(days[first : first + together]) for first in range(0, len(days), together)]


def _day_row(view: View, chosen: Cluster, days: Sequence[date | None]) -> Row:
    return tuple(Button(_day_label(day, view.today), OpenDay(chosen.id, day.toordinal() if day else 0)) for day in days)


def _day_label(day: date | None, today: date) -> Phrase | DayName:
    if day is None:
        return say("Time to be announced")
    name = DayName(day, short=True)
    return say("Today, {day}", day=name) if day == today else name


def day(view: View, chosen: Cluster, on: date | None, sessions: Sequence[Session], at: int) -> Screen:
    """One cluster's sessions of one day; without a star they are the same for all whose clocks go alike."""
    make = partial(_day, view, chosen, on, sessions, at)
    if any(session.id in view.person.plan for session in sessions):
        return make()
    states = tuple([rules.state(session, view.now) for session in sessions])
    return kept(view.catalogue, ("day", chosen.id, on, at, view.today, view.person.zone, states), make)


def _day(view: View, chosen: Cluster, on: date | None, sessions: Sequence[Session], at: int) -> Screen:
    theme = view.catalogue.themes.get(on) if on else None
    head: list[Line] = [(Bold(chosen.title),), (DayName(on) if on else say("Time to be announced"),)]
    if theme:
        head.append((Italic(theme),))
    entries = (Entry((session_button(view, session, ""),), (session_line(view, session),)) for session in sessions)
    to = OpenDay(chosen.id, on.toordinal() if on else 0)
    return screen(
        paragraph(*head),
        listing=Listing(tuple(entries), at, to, SESSIONS_ON_PAGE, numbered=True),
        buttons=[leaving(_days_with(view, chosen, on))],
    )


def _days_with(view: View, chosen: Cluster, on: date | None) -> Route:
    """The list of a cluster's days in which one is, at its page."""
    past, others = _past_and_other_days(view, chosen)
    days = past if on in past else others
    row = next((number for number, some in enumerate(_in_rows(days)) if on in some), 0)
    return OpenPastDays(chosen.id, row) if on in past else OpenCluster(chosen.id, row)


def session_line(view: View, session: Session, *, of_cluster: bool = False, dated: bool = False) -> Paragraph:
    """A session in a list: its time, its title, and what is to be known at once; `dated`: nothing else says the day."""
    time = view.when(session.starts, session.ends) if session.starts else say("time to be announced")
    on = view.catalogue.day_of(session) if dated else None
    first: list[Piece] = [Bold(time)]
    if on is not None:
        first[:0] = [DayName(on, short=True), ", "]
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
    time = mine_alone(session.starts, view.catalogue.zone, view.person.zone) if session.starts else ""
    label, short = (f"{time} · {name}" if time else name for name in (session.title, session.short or session.title))
    return Button(label, OpenSession(session.id, came), short=short)


def now_and_soon(view: View, running: Sequence[Session], soon: Sequence[Session], at: int) -> Screen:
    """What starts within the hour, then what is on already, over all clusters."""
    later, on_now = say("Starting within the hour: {n}", n=len(soon)), say("On now: {n}", n=len(running))
    grouped = [*((session, later) for session in soon), *((session, on_now) for session in running)]
    entries = (_numbered(view, session, number, group) for number, (session, group) in enumerate(grouped))
    return screen(listing=_of_now(entries, at), buttons=[(Button(say("Menu"), OpenMenu()),)])


def _numbered(view: View, session: Session, number: int, group: Phrase | None = None) -> Entry:
    """«10:00–10:45 МСК · title · cluster»; the button of its number opens the card, the other one stars it."""
    came, planned = f"now{number}", session.id in view.person.plan
    time = view.when(session.starts, session.ends) if session.starts else say("time to be announced")
    first: list[Piece] = [Bold(time), *([" ⭐"] if planned else [])]
    mark = "✓" if planned else "⭐"
    return Entry(
        (session_button(view, session, came),),
        (paragraph(tuple(first), session.title, (Italic(session.cluster.short or session.cluster.title),)),),
        group,
        spare=(Button(f"{mark}{number + 1}", Star(session.id, came)),),
    )


def _of_now(entries: Iterable[Entry], at: int) -> Listing:
    return Listing(tuple(entries), at, OpenNow(), SESSIONS_ON_PAGE, numbered=True)


def dated_button(view: View, session: Session, came: str) -> Button:
    """The same where the text says no day: «28.04 10:00 · Глина»."""
    starts = session.starts
    name = f"{mine_dated(starts, view.catalogue.zone, view.person.zone)} · " if starts else ""
    to = OpenSession(session.id, came)
    return Button(name + session.title, to, short=name + (session.short or session.title))


def pause(view: View, slot: datetime, coming: Sequence[Session], at: int, *, recorded: bool) -> Screen:
    """Nothing is on at this hour: what comes next, with a way to what was."""
    day = DayName(slot.astimezone(view.catalogue.zone).date())
    entries = (_numbered(view, session, number) for number, session in enumerate(coming))
    menu: list[AnyButton] = [Button(say("Recordings"), OpenRecordings())] if recorded else []
    return screen(
        Bold(say("Now and soon")),
        _between_stages(view, slot) or say("It is a pause now. Next come, on {day}:", day=day),
        listing=_of_now(entries, at),
        buttons=[(*menu, Button(say("Menu"), OpenMenu()))],
    )


def _between_stages(view: View, slot: datetime) -> Phrase | None:
    """Where one stage is over and what comes next is of another."""
    day = slot.astimezone(view.catalogue.zone).date()
    over = any(stage.last_day < view.today for stage in view.catalogue.stages)
    if not over or any(stage.first_day <= view.today <= stage.last_day for stage in view.catalogue.stages):
        return None
    return say("This stage of the fair is over. The next one begins on {day}:", day=DayName(day))
