"""The programme's lists as screens: clusters, days, sessions, what is on now. A session's card is in `card.py`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dialogs.kit.paging import Page, page
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.route import Route
from dialogs.kit.screen import (
    Bold,
    Button,
    Italic,
    Line,
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
from storage.catalogue import Catalogue
from storage.people import Person
from storage.programme import Cluster, Day, Session

CLUSTERS_ON_PAGE = 10
SESSIONS_ON_PAGE = 7  # a cluster has at most so many in a day


@dataclass(frozen=True, slots=True)
class View:
    """For whom and when a screen is drawn."""

    catalogue: Catalogue
    person: Person
    now: datetime

    def when(self, starts: datetime) -> Phrase:
        return when(starts, self.catalogue.zone, self.person.zone_offset)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.catalogue.zone).date()


def leaving(back: Route) -> Row:
    """The last row: back, and to the menu."""
    return (Button(say("Back"), back), Button(say("Menu"), OpenMenu()))


def programme(catalogue: Catalogue, number: int) -> Screen:
    """All clusters, then the special projects."""
    kinds = ("cluster", "special_project")
    ordered = [cluster for kind in kinds for cluster in catalogue.clusters.values() if cluster.kind == kind]
    shown = page(ordered, number, CLUSTERS_ON_PAGE)
    buttons: list[Row] = [(Button(c.title, OpenCluster(c.id), short=c.short),) for c in shown.items]
    return screen(
        Bold(say("Programme")),
        say("Choose a cluster or a special project:"),
        buttons=[*buttons, shown.arrows(OpenProgramme), (Button(say("Menu"), OpenMenu()),)],
    )


def cluster(catalogue: Catalogue, chosen: Cluster, days: Sequence[Day], *, unannounced: bool, today: date) -> Screen:
    """The days of one cluster."""
    themes = [(Bold(DayName(day.date)), f" — {day.theme}") for day in days if day.theme]
    buttons: list[Row] = [
        (Button(_day_label(day.date, today), OpenDay(chosen.id, day.date.toordinal())),) for day in days
    ]
    if unannounced:
        buttons.append((Button(say("Time to be announced"), OpenDay(chosen.id, 0)),))
    text: list[Paragraph | Piece] = [Bold(chosen.title)]
    if themes:
        text.append(paragraph(*themes))
    text.append(say("Choose a day:") if buttons else say("There are no sessions here yet."))
    return screen(*text, buttons=[*_pairs(buttons), leaving(_programme_page(catalogue, chosen))])


def _day_label(day: date, today: date) -> Phrase | DayName:
    name = DayName(day, short=True)
    return say("Today, {day}", day=name) if day == today else name


def _pairs(rows: Sequence[Row]) -> list[Row]:
    """Short labels stand in twos once there are many."""
    if len(rows) <= 5:
        return list(rows)
    buttons = [button for row in rows for button in row]
    return [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]


def _programme_page(catalogue: Catalogue, chosen: Cluster) -> OpenProgramme:
    kinds = ("cluster", "special_project")
    order = [c.id for kind in kinds for c in catalogue.clusters.values() if c.kind == kind]
    return OpenProgramme(order.index(chosen.id) // CLUSTERS_ON_PAGE + 1 if chosen.id in order else 1)


def day(view: View, chosen: Cluster, on: date | None, sessions: Sequence[Session], number: int) -> Screen:
    """One cluster's sessions of one day."""
    shown = page(sessions, number, SESSIONS_ON_PAGE)
    theme = view.catalogue.themes.get(on) if on else None
    head: list[Line] = [(Bold(chosen.title),), (DayName(on) if on else say("Time to be announced"),)]
    if theme:
        head.append((Italic(theme),))
    buttons: list[Row] = [(session_button(view, session, ""),) for session in shown.items]
    arrows = shown.arrows(lambda to: OpenDay(chosen.id, on.toordinal() if on else 0, to))
    return screen(
        paragraph(*head),
        *(session_line(view, session) for session in shown.items),
        buttons=[*buttons, arrows, leaving(OpenCluster(chosen.id))],
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


def now_and_soon(view: View, running: Sequence[Session], soon: Sequence[Session], number: int) -> Screen:
    """What is on and what starts within the hour, over all clusters."""
    shown: Page[Session] = page([*running, *soon], number, SESSIONS_ON_PAGE)
    on_now = [session for session in shown.items if session in running]
    later = [session for session in shown.items if session not in on_now]
    text: list[Paragraph | Piece] = []
    for title, sessions in ((say("On now"), on_now), (say("Starting within the hour"), later)):
        if sessions:
            text.append(Bold(title))
            text += [session_line(view, session, of_cluster=True) for session in sessions]
    if not text:
        text = [Bold(say("Now and soon")), _quiet(view)]
    buttons: list[Row] = [(session_button(view, session, f"now{shown.number}"),) for session in shown.items]
    return screen(*text, buttons=[*buttons, shown.arrows(OpenNow), (Button(say("Menu"), OpenMenu()),)])


def _quiet(view: View) -> Phrase:
    next_slot = view.catalogue.next_slot(view.now)
    if next_slot is None:
        return say("All sessions of the fair are over. Their recordings are in the programme.")
    on = DayName(next_slot.astimezone(view.catalogue.zone).date())
    return say(
        "Nothing is on at this hour. The next sessions start on {day} at {time}.", day=on, time=view.when(next_slot)
    )
