"""A session's card."""

import re
from datetime import datetime

from dialogs.exhibition.routes import OpenSessionStands, OpenStand, OpenWebinars
from dialogs.kit.paging import place
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.route import Route
from dialogs.kit.screen import (
    AnyButton,
    Bold,
    Button,
    Entry,
    Italic,
    Line,
    LinkButton,
    Listing,
    Paragraph,
    Piece,
    Row,
    Screen,
    paragraph,
    screen,
)
from dialogs.kit.times import DayName, for_minutes, in_minutes, minutes_until
from dialogs.materials.routes import SendMaterial
from dialogs.plan.routes import OpenPlan
from dialogs.programme import rules
from dialogs.programme.routes import OpenDay, OpenNow, OpenSession, Subscribe, Unsubscribe
from dialogs.programme.screens import View, leaving
from dialogs.questions.routes import AskQuestion, OpenQuestions
from storage.fair.materials import Material
from storage.fair.programme import Session, Speaker

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
_CAME = re.compile(r"(now|plan|e)([0-9]{1,15})")
MATERIALS_ON_PAGE = 6


def session(view: View, chosen: Session, came: str, *, at: int = 0, link_now: bool = False) -> Screen:
    """A session's card, at one of its materials.

    `link_now` hands out the player's link to who subscribed too late for a reminder.
    """
    head: list[Line] = [(Bold(chosen.title),), _kind(chosen), (Italic(chosen.cluster.title),)]
    if chosen.demo:
        head.append((Italic(say("demo: a made-up session")),))
    text: list[Paragraph | Piece] = [paragraph(*head), _time(view, chosen)]
    if link_now:
        text.append(_too_late_to_remind(view, chosen))
    if chosen.summary:
        text.append(paragraph(chosen.summary, flexible=True))
    if people := _people(chosen):
        text.append(paragraph(*people, flexible=True))
    if chosen.materials:
        text.append(paragraph(Bold(say("Materials")), *(f"• {material.title}" for material in chosen.materials)))
    actions, questions = _actions(view, chosen, came, link_now=link_now), _questions(view, chosen, came)
    above = (actions, questions) if len(questions) > 1 else ((*actions, *questions),)
    open_ = tuple(Entry((_material(one),)) for one in chosen.materials if one.gate == "open")
    materials = Listing(open_, at, OpenSession(chosen.id, came), MATERIALS_ON_PAGE, above)
    return screen(*text, listing=materials, buttons=_ways_on(view, chosen, came))


def _material(material: Material) -> AnyButton:
    if material.url is not None:
        return LinkButton(material.title, material.url)
    return Button(f"📄 {material.title}", SendMaterial(material.id))


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
    state = _state(view, chosen, chosen.starts)
    return paragraph(time, (state,)) if state is not None else paragraph(time)


def _state(view: View, chosen: Session, starts: datetime) -> Phrase | None:
    """What the time alone does not say."""
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
            return None


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


def _actions(view: View, chosen: Session, came: str, *, link_now: bool) -> Row:
    row: list[AnyButton] = []
    if chosen.id in view.person.plan:
        row.append(Button(say("Do not remind me"), Unsubscribe(chosen.id, came)))
    elif rules.may_subscribe(chosen, view.now):
        row.append(Button(say("Remind me"), Subscribe(chosen.id, came)))
    if chosen.player and (link_now or rules.player_shown(chosen, view.now)):
        row.append(LinkButton(say("Watch"), chosen.player))
    if chosen.recording:
        row.append(LinkButton(say("Recording"), chosen.recording))
    return tuple(row)


def _questions(view: View, chosen: Session, came: str) -> Row:
    """Asking, until the questions close; reading them as long as the session means something."""
    if chosen.cancelled:
        return ()
    read = Button(say("Questions"), OpenQuestions(chosen.id, came))
    if not view.questions.takes(chosen, view.now):
        return (read,)
    return (Button(say("Ask a question"), AskQuestion(chosen.id, came)), read)


def _ways_on(view: View, chosen: Session, came: str) -> list[Row]:
    themed = any(stand in view.catalogue.stands for stand in chosen.stands)
    stands: list[Row] = [(Button(say("Stands on this theme"), OpenSessionStands(chosen.id)),)] if themed else []
    return [*stands, leaving(back(view, chosen, came))]


def back(view: View, chosen: Session, came: str) -> Route:
    """Where «Назад» on a session's card leads: the list that it was opened from, at this session."""
    catalogue = view.catalogue
    kind, number = (found[1], int(found[2])) if (found := _CAME.fullmatch(came)) else ("", 0)
    match kind:
        case "now":
            return OpenNow(number)
        case "plan":
            return OpenPlan(number)
        case "e" if stand := catalogue.stands.get(number):
            alone = len(stand.webinars) < 2
            return OpenStand(stand.id) if alone else OpenWebinars(stand.id, at=place(chosen.id, stand.webinars))
        case _:
            on = catalogue.day_of(chosen)
            siblings = catalogue.sessions_of(chosen.cluster.id, on)
            return OpenDay(chosen.cluster.id, on.toordinal() if on else 0, place(chosen, siblings))
