"""A session's card."""

import re
from datetime import datetime

from dialogs.exhibition.routes import OpenSessionStands, OpenStand
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
from dialogs.kit.times import DayName, for_minutes, in_minutes, minutes_until
from dialogs.plan.routes import OpenPlan
from dialogs.programme import rules
from dialogs.programme.routes import OpenDay, OpenNow, Subscribe, Unsubscribe
from dialogs.programme.screens import SESSIONS_ON_PAGE, View, leaving
from storage.programme import Session, Speaker

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
_NOW = re.compile(r"now([0-9]{1,6})")  # opened from that page of what is on now


def session(view: View, chosen: Session, came: str, *, link_now: bool = False) -> Screen:
    """A session's card. `link_now` hands out the player's link to who subscribed too late for a reminder."""
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
    rows += [(LinkButton(open_.title, open_.url),) for open_ in chosen.materials if open_.url and open_.gate == "open"]
    if any(stand in view.catalogue.stands for stand in chosen.stands):
        rows.append((Button(say("Stands on this theme"), OpenSessionStands(chosen.id)),))
    rows.append(leaving(back(view, chosen, came)))
    return rows


def back(view: View, chosen: Session, came: str) -> Route:
    """Where «Назад» on a session's card leads."""
    if page := _NOW.fullmatch(came):
        return OpenNow(int(page[1]))
    if came == "plan":
        return OpenPlan()
    if came.startswith("e") and came[1:].isdecimal() and int(came[1:]) in view.catalogue.stands:
        return OpenStand(int(came[1:]))
    on = view.catalogue.day_of(chosen)
    siblings = view.catalogue.sessions_of(chosen.cluster.id, on)
    place = next((at for at, other in enumerate(siblings) if other.id == chosen.id), 0)
    return OpenDay(chosen.cluster.id, on.toordinal() if on else 0, place // SESSIONS_ON_PAGE + 1)
