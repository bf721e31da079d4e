"""A session's card."""

import re
from datetime import timedelta

from dialogs.exhibition.routes import OpenSessionStands, OpenStand, OpenWebinars
from dialogs.kit.kinds import KINDS
from dialogs.kit.paging import place
from dialogs.kit.phrase import Capital, Phrase, say, say_n
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
    Text,
    paragraph,
    screen,
)
from dialogs.kit.times import DayName, clock_time
from dialogs.materials.routes import SendMaterial
from dialogs.plan.routes import UNANNOUNCED, OpenPlan
from dialogs.programme import rules
from dialogs.programme.routes import OpenDay, OpenNow, OpenRecordings, OpenSession, Subscribe, Unsubscribe
from dialogs.programme.screens import View, dated_button, leaving
from dialogs.questions.routes import AskQuestion, OpenQuestions
from storage.fair.materials import Material
from storage.fair.programme import Session, Speaker

SPOKEN = {"ru": say("in Russian"), "en": say("in English"), "de": say("in German"), "fr": say("in French")}
_CAME = re.compile(r"(now|plan|past|rec|e)([0-9]{1,15})")
MOST_INSTEAD = 3  # sessions to see instead of a cancelled one
MATERIALS_ON_PAGE = 6


def session(view: View, chosen: Session, came: str, *, at: int = 0, just_chosen: bool = False) -> Screen:
    """A session's card, at one of its materials; `just_chosen`: this press put it into the plan."""
    text: list[Paragraph | Piece] = [paragraph((Bold(chosen.title),), _kind(chosen)), _time(view, chosen)]
    if chosen.id in view.person.plan and rules.may_subscribe(chosen, view.now):
        text.append(in_plan(view, chosen, just_chosen=just_chosen))
    if chosen.summary:
        text.append(paragraph(chosen.summary, flexible=True))
    if people := _people(chosen):
        text.append(paragraph(*people, flexible=True))
    if chosen.materials:
        text.append(paragraph(Bold(say("Materials")), *(f"• {material.title}" for material in chosen.materials)))
    questions = _questions(view, chosen, came)
    actions = [row for row in _actions(view, chosen, came, just_chosen=just_chosen) if row]
    above = (*actions, questions) if len(questions) > 1 or not actions else (*actions[:-1], (*actions[-1], *questions))
    others: list[Row] = []
    if chosen.cancelled:
        alike = rules.instead(view.catalogue, chosen, view.now, MOST_INSTEAD - bool(chosen.materials))
        others = [(dated_button(view, other, came),) for other in alike]
        text += [say("You may like instead:")] if alike else []
    open_ = tuple(Entry((_material(one),)) for one in chosen.materials if one.gate == "open")
    materials = Listing(open_, at, OpenSession(chosen.id, came), MATERIALS_ON_PAGE, above)
    return screen(*text, listing=materials, buttons=[*others, *_ways_on(view, chosen, came)])


def _material(material: Material) -> AnyButton:
    if material.url is not None:
        return LinkButton(material.title, material.url)
    return Button(f"📄 {material.title}", SendMaterial(material.id))


def in_plan(view: View, chosen: Session, *, just_chosen: bool) -> Phrase:
    """What being in the plan comes to: when word of it will come, by the clock, so that it stays true."""
    notices = rules.notices(chosen, view.now, view.notice_minutes, just_chosen=just_chosen)
    if chosen.id in view.person.awaited:
        return say("⭐ In your plan, left for its recording: I will not remind you of it.")
    if chosen.starts is not None and chosen.starts <= view.now:
        return say("⭐ In your plan. It is on already.")
    if not view.person.wants_reminders:
        return say("⭐ In your plan. Reminders are off; you can turn them on in the settings.")
    if chosen.starts is None:
        return say("⭐ In your plan. I will tell you when the time is announced.")
    if not notices:
        return say("⭐ In your plan.")
    first = _reminded_at(view, chosen, notices[0])
    if len(notices) > 1:
        return say(
            "⭐ In your plan. I will remind you at {first} and at {then}.",
            first=first,
            then=_reminded_at(view, chosen, notices[-1]),
        )
    if notices == (0,):
        return (
            say("⭐ In your plan. I will send you the link at {time}, at the start.", time=first)
            if chosen.player
            else say("⭐ In your plan. I will write to you at {time}, at the start.", time=first)
        )
    if chosen.player is None:
        return say("⭐ In your plan. I will remind you at {time}.", time=first)
    return say("⭐ In your plan. I will remind you at {time} and send you the link.", time=first)


def _reminded_at(view: View, chosen: Session, notice: int) -> Phrase | str:
    """«11:35»; on the reader's clocks too where they differ, and with its day where the session has another."""
    assert chosen.starts is not None
    at, zone = chosen.starts - timedelta(minutes=notice), view.catalogue.zone
    time = view.when(at) if view.person.zone_offset else clock_time(at, zone)
    on = at.astimezone(zone).date()
    if on == chosen.starts.astimezone(zone).date():
        return time
    return say("{time} ({day})", time=time, day=DayName(on, short=True))


def _kind(chosen: Session) -> Line:
    """«Лекция · 45 минут · по-английски · Алтайский край · Дошкольное образование»."""
    parts: list[Text] = [Capital(KINDS[chosen.kind]), say_n("{n} minute", "{n} minutes", chosen.minutes)]
    if chosen.language != "ru":
        parts.append(SPOKEN.get(chosen.language, chosen.language))
    parts += [chosen.region] if chosen.region else []
    parts.append(chosen.cluster.title)
    parts += [say("demo data")] if chosen.demo else []
    return (parts[0], *(piece for part in parts[1:] for piece in (" · ", Italic(part))))


def _time(view: View, chosen: Session) -> Paragraph:
    if chosen.starts is None:
        return paragraph((Bold(say("time to be announced")),), *([(say("cancelled"),)] if chosen.cancelled else []))
    day_name = DayName(chosen.starts.astimezone(view.catalogue.zone).date())
    time: Line = (Bold(say("{day}, {time}", day=day_name, time=view.when(chosen.starts, chosen.ends))),)
    state = _state(view, chosen)
    return paragraph(time, (state,)) if state is not None else paragraph(time)


def _state(view: View, chosen: Session) -> Phrase | None:
    """What the time alone does not say; the card stays, so no word in it counts from now."""
    match rules.state(chosen, view.now):
        case "cancelled":
            return say("cancelled")
        case "running":
            return say("on now")
        case "over":
            return say("over")
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


def _actions(view: View, chosen: Session, came: str, *, just_chosen: bool) -> tuple[Row, Row]:
    """Watching first, where that can be done now; then the plan, as long as there is something to be reminded of."""
    soon = just_chosen and not rules.notices(chosen, view.now, view.notice_minutes, just_chosen=False)
    watch: list[AnyButton] = []
    if chosen.player and ((soon and not chosen.cancelled) or rules.player_shown(chosen, view.now)):
        watch.append(LinkButton(say("Watch"), chosen.player))
    if chosen.recording:
        watch.append(LinkButton(say("Recording"), chosen.recording))
    if not rules.may_subscribe(chosen, view.now):
        return tuple(watch), ()
    if chosen.id in view.person.plan:
        return tuple(watch), (
            Button(say("Remove from my plan"), Unsubscribe(chosen.id, came)),
            Button(say("⭐ My plan"), OpenPlan()),
        )
    running = rules.state(chosen, view.now) == "running"
    add = Button(say("Add to my plan") if running else say("Remind me"), Subscribe(chosen.id, came))
    return ((*watch, add), ()) if running else ((add, *watch), ())


def _questions(view: View, chosen: Session, came: str) -> Row:
    """Asking, until the questions close; reading them as long as the session means something."""
    if chosen.cancelled:
        return ()
    read = Button(say("Other questions"), OpenQuestions(chosen.id, came))
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
        case "plan" | "past":
            on = catalogue.day_of(chosen)
            return OpenPlan(number, on.toordinal() if on else UNANNOUNCED)
        case "rec":
            return OpenRecordings(number)
        case "e" if stand := catalogue.stands.get(number):
            alone = len(stand.webinars) < 2
            return OpenStand(stand.id) if alone else OpenWebinars(stand.id, at=place(chosen.id, stand.webinars))
        case _:
            on = catalogue.day_of(chosen)
            siblings = catalogue.sessions_of(chosen.cluster.id, on)
            return OpenDay(chosen.cluster.id, on.toordinal() if on else 0, place(chosen, siblings))
