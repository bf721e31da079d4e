"""A session's card."""

import re

from dialogs.exhibition.routes import OpenSessionStands, OpenStand, OpenWebinars
from dialogs.kit.instead import instead
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
    ShareButton,
    Text,
    paragraph,
    screen,
)
from dialogs.kit.times import dated
from dialogs.kit.watching import player_shown
from dialogs.matching.routes import OpenMatched
from dialogs.materials.routes import SendMaterial
from dialogs.menu.routes import OpenMenu
from dialogs.plan.routes import UNANNOUNCED, OpenPlan
from dialogs.programme import planned, rules
from dialogs.programme.recordings import back as recordings_of
from dialogs.programme.routes import (
    ON_CARD,
    ForgoRecording,
    GoOn,
    OpenDay,
    OpenNow,
    OpenRecordings,
    OpenSession,
    Subscribe,
    Unsubscribe,
    WantRecording,
)
from dialogs.programme.screens import View, dated_button, leaving
from dialogs.questions.routes import AskQuestion, OpenQuestions
from dialogs.search.routes import results
from dialogs.speakers.routes import OpenSessionSpeakers, OpenSpeaker
from storage.fair.materials import Material
from storage.fair.programme import Session, Speaker

SPOKEN = {"ru": say("in Russian"), "en": say("in English"), "de": say("in German"), "fr": say("in French")}
LEVELS = {
    "preschool": say("nursery school"),
    "school": say("school"),
    "college": say("college"),
    "university": say("university"),
    "beginner": say("for beginners"),
    "advanced": say("for the experienced"),
}
_CAME = re.compile(r"(now|plan|past|rec|recof|who|e|menu|match|find)([0-9]{1,15})([0-9a-f.]*)")
ABREAST = 2  # buttons whose labels are read whole
NAMED_SPEAKERS = 2  # whose names are buttons of the card
MOST_INSTEAD = 3  # sessions to see instead of a cancelled one
MATERIALS_ON_PAGE = 6


def session(
    view: View, chosen: Session, came: str, *, at: int = 0, just_chosen: bool = False, asks_time: bool = False
) -> Screen:
    """A session's card, at one of its materials; `just_chosen`: this press put it into the plan.

    `asks_time`: whether the reader's clocks show what the fair's do.
    """
    head: list[Line] = [(Bold(chosen.title),), _kind(chosen)]
    if ways := _ways_to_follow(chosen):
        head.append(ways)
    text: list[Paragraph | Piece] = [paragraph(*head), _time(view, chosen)]
    if chosen.id in view.person.plan and rules.may_subscribe(chosen, view.now):
        text += planned.planned(view, chosen, just_chosen=just_chosen)
    if rules.recording_comes(chosen) and chosen.id in view.person.awaited:
        text.append(_recording_promised(view))
    if chosen.summary:
        text.append(paragraph(chosen.summary, flexible=True))
    if people := _people(chosen):
        text.append(paragraph(*people, flexible=True))
    if chosen.materials:
        text.append(paragraph(Bold(say("Materials")), *(f"• {material.title}" for material in chosen.materials)))
    if asks_time:
        text.append(Bold(planned.clocks(view)))
    questions = _questions(view, chosen, came)
    actions = [row for row in _actions(view, chosen, came, just_chosen=just_chosen) if row]
    together = bool(actions) and len(actions[-1]) + len(questions) <= ABREAST
    above = (*actions[:-1], (*actions[-1], *questions)) if together else (*actions, questions)
    others: list[Row] = []
    if chosen.cancelled:
        alike = instead(view.catalogue, chosen, view.person.plan, view.now, MOST_INSTEAD - bool(chosen.materials))
        others = [(dated_button(view, other, came),) for other in alike]
        text += [say("You may like instead:")] if alike else []
    open_ = tuple(Entry((_material(one),)) for one in chosen.materials if one.gate == "open")
    if asks_time:
        first = rules.state(chosen, view.now) == "running"  # what is on is watched first
        above = (*above[:first], planned.clocks_are(view, chosen, f"{ON_CARD}{came}"), *above[first:])
    materials = Listing(open_, at, OpenSession(chosen.id, came), MATERIALS_ON_PAGE, above)
    return screen(*text, listing=materials, buttons=[*others, *_ways_on(view, chosen, came)])


def _material(material: Material) -> AnyButton:
    if material.url is not None:
        return LinkButton(material.title, material.url)
    return Button(f"📄 {material.title}", SendMaterial(material.id))


def ask_time(view: View, chosen: Session, came: str) -> Screen:
    """The same question by itself, after a press in a list."""
    return screen(
        paragraph((Bold(chosen.title),)),
        _time(view, chosen),
        *planned.planned(view, chosen, just_chosen=True),
        Bold(planned.clocks(view)),
        buttons=[planned.clocks_are(view, chosen, came), leaving(GoOn(chosen.id, came))],
    )


def _kind(chosen: Session) -> Line:
    """«Лекция · 45 минут · по-английски · Алтайский край · Дошкольное образование»."""
    parts: list[Text] = [Capital(KINDS[chosen.kind]), say_n("{n} minute", "{n} minutes", chosen.minutes)]
    parts += [chosen.region] if chosen.region else []
    parts.append(chosen.cluster.title)
    parts += [say("demo data")] if chosen.demo else []
    return (parts[0], *(piece for part in parts[1:] for piece in (" · ", Italic(part))))


def _ways_to_follow(chosen: Session) -> Line:
    """«🗣 по-английски · 🎓 школа · 💬 субтитры · 🤟 жестовый язык»: what helps to follow it, or not to."""
    parts: list[Text] = []
    if chosen.heard_in != ("ru",):
        first, *others = (SPOKEN.get(language, language) for language in chosen.heard_in)
        heard: Text = first
        for other in others:
            heard = say("{language}, {other}", language=heard, other=other)
        parts.append(say("🗣 {languages}", languages=heard))
    if chosen.level is not None:
        parts.append(say("🎓 {level}", level=LEVELS.get(chosen.level, chosen.level)))
    parts += [say("💬 captions")] if chosen.captions else []
    parts += [say("🤟 sign language")] if chosen.sign_language else []
    return tuple(piece for part in parts for piece in (" · ", part))[1:]


def _recording_promised(view: View) -> Phrase:
    if view.person.recordings_at_once:
        return say("🎞 I will send you the recording as soon as it is there.")
    return say("🎞 I will send you the recording in the evening, once it is there.")


def _time(view: View, chosen: Session) -> Paragraph:
    if chosen.starts is None:
        return paragraph((Bold(say("time to be announced")),), *([(say("cancelled"),)] if chosen.cancelled else []))
    time: Line = (Bold(dated(chosen.starts, view.catalogue.zone, view.person.zone, chosen.ends)),)
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
    if chosen.player and ((soon and not chosen.cancelled) or player_shown(chosen, view.now)):
        watch.append(LinkButton(say("Watch"), chosen.player))
    if chosen.recording:
        watch.append(LinkButton(say("Recording"), chosen.recording))
    if chosen.transcript and rules.state(chosen, view.now) == "over":
        watch.append(LinkButton(say("📄 Transcript"), chosen.transcript))
    if rules.recording_comes(chosen) and rules.state(chosen, view.now) == "over":
        return tuple(watch), (_awaiting(view, chosen, came),)
    if not rules.may_subscribe(chosen, view.now):
        return tuple(watch), ()
    running = rules.state(chosen, view.now) == "running"
    if chosen.id in view.person.plan:
        other: Row = (_awaiting(view, chosen, came),) if planned.is_for_owls(view, chosen) else ()
        if chosen.id in view.person.awaited and not running:
            other = (Button(say("Remind me"), Subscribe(chosen.id, came)),)
        return (*watch, *other), (
            Button(say("Remove from my plan"), Unsubscribe(chosen.id, came)),
            Button(say("⭐ My plan"), OpenPlan()),
        )
    add = Button(say("Add to my plan") if running else say("Remind me"), Subscribe(chosen.id, came))
    return ((*watch, add), ()) if running else ((add, *watch), ())


def _awaiting(view: View, chosen: Session, came: str) -> Button:
    if chosen.id in view.person.awaited:
        return Button(say("No recording, thanks"), ForgoRecording(chosen.id, came))
    return Button(say("Send me the recording when it is there"), WantRecording(chosen.id, came))


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
    stands: Row = (Button(say("Stands on this theme"), OpenSessionStands(chosen.id)),) if themed else ()
    speakers = _speakers(view, chosen)
    share: Row = (ShareButton(say("Share"), view.link, chosen.title),) if view.link and not chosen.cancelled else ()
    beside: list[Row] = [speakers, (*stands, *share)] if len(speakers) > 1 else [(*speakers, *stands, *share)]
    return [*(row for row in beside if row), leaving(back(view, chosen, came))]


def _speakers(view: View, chosen: Session) -> Row:
    """Their names where they are one or two, else one button for all of them."""
    there = view.catalogue.speakers_of(chosen)
    if len(there) > NAMED_SPEAKERS:
        return (Button(say("Speakers"), OpenSessionSpeakers(chosen.id)),)
    return tuple(Button(say("🎤 {name}", name=one.name), OpenSpeaker(one.id, f"s{chosen.id}")) for one in there)


def back(view: View, chosen: Session, came: str) -> Route:
    """Where «Назад» on a session's card leads: the list that it was opened from, at this session."""
    catalogue = view.catalogue
    kind, number = (found[1], int(found[2])) if (found := _CAME.fullmatch(came)) else ("", 0)
    match kind:
        case "menu":
            return OpenMenu()
        case "match":
            return OpenMatched(came.removeprefix(kind))
        case "now":
            return OpenNow(number)
        case "plan" | "past":
            on = catalogue.day_of(chosen)
            return OpenPlan(number, on.toordinal() if on else UNANNOUNCED)
        case "rec":
            return OpenRecordings(number)
        case "recof" if number in catalogue.clusters:
            return recordings_of(view, chosen, number)
        case "who" if number in catalogue.speakers:
            return OpenSpeaker(number)
        case "find":
            return results(number)
        case "e" if stand := catalogue.stands.get(number):
            alone = len(stand.webinars) < 2
            return OpenStand(stand.id) if alone else OpenWebinars(stand.id, at=place(chosen.id, stand.webinars))
        case _:
            on = catalogue.day_of(chosen)
            siblings = catalogue.sessions_of(chosen.cluster.id, on)
            return OpenDay(chosen.cluster.id, on.toordinal() if on else 0, place(chosen, siblings))
