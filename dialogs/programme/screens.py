"""The programme as screens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dialogs.exhibition.routes import OpenSessionStands, OpenStand
from dialogs.kit.paging import Page, page
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.route import Route
from dialogs.kit.screen import (
    AnyButton,
    Bold,
    Button,
    Italic,
    Line,
    LinkButton,
    Paragraph,
    Piece,
    Row,
    Screen,
    paragraph,
    screen,
)
from dialogs.kit.times import DayName, clock_time, for_minutes, in_minutes, minutes_until, when
from dialogs.menu.routes import OpenMenu
from dialogs.plan.routes import OpenPlan
from dialogs.programme import rules
from dialogs.programme.routes import (
    OpenCluster,
    OpenDay,
    OpenNow,
    OpenProgramme,
    OpenSession,
    Subscribe,
    Unsubscribe,
)
from storage.catalogue import Catalogue
from storage.people import Person
from storage.programme import Cluster, Day, Session, Speaker

CLUSTERS_ON_PAGE = 10
SESSIONS_ON_PAGE = 7  # a cluster has at most so many in a day

KINDS = {
    "discussion": say("discussion"),
    "round_table": say("round table"),
    "master_class": say("master class"),
    "webinar": say("webinar"),
    "lecture": say("lecture"),
    "open_day": say("open day"),
    "plenary": say("plenary session"),
}
SPOKEN = {"ru": say("in Russian"), "en": say("in English"), "de": say("in German"), "fr": say("in French")}


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


def _leaving(back: Route) -> Row:
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
    return screen(*text, buttons=[*_pairs(buttons), _leaving(_programme_page(catalogue, chosen))])


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
        buttons=[*buttons, arrows, _leaving(OpenCluster(chosen.id))],
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


def session(view: View, chosen: Session, came: str, *, link_now: bool = False) -> Screen:
    """A session's card. `link_now` hands out the player's link to who subscribed too late for a reminder."""
    head: list[Line] = [(Bold(chosen.title),), _kind(chosen), (Italic(chosen.cluster.title),)]
    if chosen.demo:
        head.append((Italic(say("a made-up example")),))
    text: list[Paragraph | Piece] = [paragraph(*head), _time(view, chosen)]
    if link_now:
        text.append(_too_late_to_remind(view, chosen))
    if chosen.summary:
        text.append(paragraph(chosen.summary, flexible=True))
    if people := _people(chosen):
        text.append(paragraph(*people, flexible=True))
    if chosen.materials:
        text.append(paragraph(Bold(say("Materials")), *(f"• {material.title}" for material in chosen.materials)))
    return screen(*text, buttons=_session_buttons(view, chosen, came, link_now=link_now))


def _too_late_to_remind(view: View, chosen: Session) -> Phrase:
    if chosen.player is None:
        return say("No reminder will come any more. The link to the player is not here yet; look at this card again.")
    if rules.state(chosen, view.now) == "running":
        return say("It is on already: press “Watch”.")
    return say("It starts so soon that no reminder will come. To join, press “Watch”.")


def _kind(chosen: Session) -> Line:
    parts: list[Piece] = [KINDS[chosen.kind]]
    if chosen.language != "ru":
        parts += [" · ", SPOKEN.get(chosen.language, chosen.language)]
    if chosen.region:
        parts += [" · ", chosen.region]
    return tuple(parts)


def _time(view: View, chosen: Session) -> Paragraph:
    if chosen.starts is None:
        return paragraph((Bold(say("time to be announced")),), *([(say("cancelled"),)] if chosen.cancelled else []))
    on = chosen.starts.astimezone(view.catalogue.zone).date()
    day_name: Phrase | DayName = say("today") if on == view.today else DayName(on)
    time: Line = (Bold(say("{day}, {time}", day=day_name, time=view.when(chosen.starts))),)
    return paragraph(time, (_state(view, chosen, chosen.starts),))


def _state(view: View, chosen: Session, starts: datetime) -> Phrase:
    left = minutes_until(starts, view.now)
    match rules.state(chosen, view.now):
        case "cancelled":
            return say("cancelled")
        case "running":
            return say("on now, {minutes}", minutes=for_minutes(max(-left, 0))) if left < 0 else say("starting now")
        case "over":
            return say("over")
        case _ if left <= 60:
            return say("starts {minutes}", minutes=in_minutes(left))
        case _:
            return say("ahead")


def _people(chosen: Session) -> list[Line]:
    lines: list[Line] = []
    if chosen.moderator:
        lines.append((say("Moderator: {person}", person=_person(chosen.moderator)),))
    if chosen.speakers:
        lines.append((say("Speakers:"),))
        lines += [(f"• {_person(speaker)}",) for speaker in chosen.speakers]
    return lines


def _person(speaker: Speaker) -> str:
    return f"{speaker.name}, {speaker.post}" if speaker.post else speaker.name


def _session_buttons(view: View, chosen: Session, came: str, *, link_now: bool) -> list[Row]:
    rows: list[Row] = []
    first: list[AnyButton] = []
    if chosen.id in view.person.plan:
        first.append(Button(say("Do not remind me"), Unsubscribe(chosen.id, came)))
    elif rules.may_subscribe(chosen, view.now):
        first.append(Button(say("Remind me"), Subscribe(chosen.id, came)))
    if chosen.player and (link_now or rules.player_shown(chosen, view.now)):
        first.append(LinkButton(say("Watch"), chosen.player))
    if chosen.recording:
        first.append(LinkButton(say("Recording"), chosen.recording))
    rows.append(tuple(first))
    rows += [(LinkButton(material.title, material.url),) for material in chosen.materials if material.url]
    if any(stand in view.catalogue.stands for stand in chosen.stands):
        rows.append((Button(say("Stands on this theme"), OpenSessionStands(chosen.id)),))
    rows.append(_leaving(back(view, chosen, came)))
    return rows


def back(view: View, chosen: Session, came: str) -> Route:
    """Where «Назад» on a session's card leads."""
    if came.startswith("now") and came[3:].isdecimal():
        return OpenNow(int(came[3:]))
    if came == "plan":
        return OpenPlan()
    if came.startswith("e") and came[1:].isdecimal() and int(came[1:]) in view.catalogue.stands:
        return OpenStand(int(came[1:]))
    on = view.catalogue.day_of(chosen)
    siblings = view.catalogue.sessions_of(chosen.cluster.id, on)
    place = next((at for at, other in enumerate(siblings) if other.id == chosen.id), 0)
    return OpenDay(chosen.cluster.id, on.toordinal() if on else 0, place // SESSIONS_ON_PAGE + 1)
