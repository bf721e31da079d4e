"""The card of a question, as moderators see it, and what whoever comes second with it is told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dialogs.kit.links import clickable, unclickable
from dialogs.kit.phrase import Phrase, say, say_n
from dialogs.kit.screen import AnyButton, Bold, Button, Italic, Line, Paragraph, Piece, Row, Screen, paragraph, screen
from dialogs.kit.times import clock_time
from dialogs.kit.words import messenger_name
from dialogs.moderation.routes import (
    Air,
    AnswerQuestion,
    Choose,
    CorrectAnswer,
    EditText,
    GiveBack,
    Mute,
    OpenCardMenu,
    Pass,
    Retract,
    ShowName,
    Take,
    TakeBack,
)
from storage.fair.programme import Session
from storage.questions.amends import UNSEEN
from storage.questions.boards import Menu
from storage.questions.tables import Question

_ASKS_WHOM = ("answer", "correct", "text")  # menus that wait for words of one moderator


@dataclass(frozen=True, slots=True)
class Card:
    """What a card is drawn from.

    `named`: it says whose session it is, for no topic does. `messenger` is where the asker is, and `icon` its sign.
    `holder` is how the one who took it is called, `into` what it was merged into; `alike` are the questions that an
    open menu offers. `awaited`: who has pressed something that a reply is waited for of.
    """

    question: Question
    session: Session
    zone: ZoneInfo
    named: bool
    messenger: str | None = None
    icon: str = ""
    holder: str | None = None
    into: int | None = None
    menu: Menu | None = None
    awaited: str | None = None
    alike: tuple[Question, ...] = ()


def card(of: Card) -> Screen:
    """The question, who asks, what has become of it, and what can be done now."""
    question = of.question
    head: list[Line] = [(Bold(f"№{question.number}"), " · ", _state(of))]
    if of.named:
        head.append((Italic(session_name(of.session)),))
    ends: list[Paragraph | Piece] = []
    if question.answer is not None and question.state == "answered":
        ends.append(paragraph(say("Answer:"), question.answer))
    if of.menu is not None and of.menu.name in _ASKS_WHOM:
        ends.append(Bold(say("✍️ {name} writes.", name=of.awaited or say("A moderator"))))
    if of.menu is not None:
        ends.append(Italic(_asks(of.menu)))
    said = paragraph(unclickable(question.text))
    asks = paragraph(_asker(of))
    return screen(paragraph(*head), said, *_careful(question), asks, *ends, buttons=_buttons(of) or ())


def _careful(question: Question) -> list[Paragraph]:
    """What of its words could be pressed, as long as nobody has decided about it."""
    if question.state not in UNSEEN:
        return []
    lines: list[Line] = []
    for kind in clickable(question.text):
        match kind:
            case "link":
                lines.append((Bold(say("⚠️ Careful: there is a link in the question.")),))
            case "mention":
                lines.append((Bold(say("⚠️ Careful: the question names somebody's account.")),))
            case "phone":
                lines.append((Bold(say("⚠️ Careful: there is a phone number in the question.")),))
    return [paragraph(*lines)] if lines else []


def lost_the_race(question: Question, holder: str | None, zone: ZoneInfo) -> Phrase:
    """Somebody was first: what has become of the question, in as few words as pass over a chat."""
    number = question.number
    match question.state:
        case "new":
            return say("№{number} waits for a moderator again.", number=number)
        case "taken":
            until: datetime | None = question.lease_until
            time = clock_time(until, zone) if until else ""
            name = holder or say("a moderator")
            return say("№{number} is taken already: {name}, until {time}.", number=number, name=name, time=time)
        case "passed":
            return say("№{number} is in the chat already.", number=number)
        case "aired":
            return say("№{number} was read out already.", number=number)
        case "answered":
            return say("№{number} was answered already.", number=number)
        case "declined":
            return say("№{number} was declined already.", number=number)
        case "merged":
            return say("№{number} was merged already.", number=number)
        case _:
            return say("№{number} was withdrawn by the asker.", number=number)


def undone(number: int, fresh: Question) -> Phrase:
    """What a question is again whose last step was undone."""
    match fresh.state:
        case "passed":
            return say("№{number} is in the chat again, not read out yet.", number=number)
        case "aired":
            return say("The answer to №{number} is taken back: it was read out.", number=number)
        case _:
            return say("№{number} waits for a moderator again.", number=number)


def session_name(session: Session) -> str:
    """What a session is called where there is little room."""
    return session.short or session.title


def _state(of: Card) -> Phrase:
    question = of.question
    match question.state:
        case "new":
            return say("🆕 new")
        case "taken":
            until = clock_time(question.lease_until, of.zone) if question.lease_until else ""
            return say("✋ {name}, until {time}", name=of.holder or say("a moderator"), time=until)
        case "passed":
            return say("📣 in the chat")
        case "aired":
            return say("🎙 read out")
        case "answered":
            return say("✅ answered")
        case "declined":
            return say("🚫 declined: {reason}", reason=question.reason or "")
        case "merged":
            return say("🔗 merged with №{number}", number=of.into or 0)
        case _:
            return say("↩️ withdrawn by the asker")


def _asker(of: Card) -> Line:
    question = of.question
    parts: list[Piece] = [unclickable(question.asker_name) if question.asker_name else say("no name")]
    if of.messenger is not None:
        parts += [" · ", f"{of.icon} {messenger_name(of.messenger)}".strip()]
    if question.anonymous:
        parts += [" · ", Bold(say("asks to stay nameless"))]
    if question.joined:
        parts += [" · ", say_n("{n} more waits for the answer", "{n} more wait for the answer", question.joined)]
    return tuple(parts)


def _asks(menu: Menu) -> Phrase:
    match menu.name:
        case "decline":
            return say(
                "Why is it declined? Choose, or reply to this message in your own words: the asker will read it."
            )
        case "duplicate" if menu.choices:
            return say("Which question says the same? Choose, or reply to this message with its number, such as №9.")
        case "duplicate":
            return say("I found none like it. Reply to this message with the number of the same question, such as №9.")
        case "answer":
            return say("Reply to this card: the text goes to everybody who waits.")
        case "correct":
            return say("Reply to this card: the text takes the place of the answer.")
        case "pass":
            return say("Show it in the chat all the same? Nothing of it can be pressed there, and phones are hidden.")
        case "text":
            return say("Reply to this card with the question as it should be shown. What stood there is kept nowhere.")
        case _:
            return say("Change the question before it is shown, or take no more from this person?")


def _buttons(of: Card) -> list[Row]:
    number = of.question.id
    if of.menu is not None and of.menu.name != "answer":
        return [*_choices(of, of.menu), (Button(say("‹ Back"), OpenCardMenu(number)),)]
    duplicate = Button(say("Duplicate"), OpenCardMenu(number, "duplicate"))
    decline = Button(say("Decline"), OpenCardMenu(number, "decline"))
    more = Button(say("More…"), OpenCardMenu(number, "more"))
    answer = Button(say("Answer"), AnswerQuestion(number))
    pass_on = Button(say("To the chat"), Pass(number))
    match of.question.state:
        case "new":
            return [(Button(say("Take"), Take(number)), pass_on), (answer, duplicate), (decline, more)]
        case "taken":
            back = Button(say("Give back"), GiveBack(number))
            return [(pass_on, answer), (duplicate, decline), (back, more)]
        case "passed":
            return [
                (Button(say("Read out"), Air(number)), answer),
                (Button(say("Take off"), Retract(number)), more),
            ]
        case "aired":
            return [(answer, Button(say("Not read out"), TakeBack(number)))]
        case "answered":
            return [(Button(say("Correct the answer"), CorrectAnswer(number)), _take_back(number))]
        case "declined":
            return [(_take_back(number),)]
        case "merged":
            return [(Button(say("Separate"), TakeBack(number)),)]
        case _:
            return []


def _take_back(number: int) -> Button:
    return Button(say("Put back"), TakeBack(number))


def _choices(of: Card, menu: Menu) -> list[Row]:
    number = of.question.id
    match menu.name:
        case "decline":
            reasons = [Button(str(said), Choose(number, menu.name, at)) for at, said in enumerate(menu.choices)]
            return _rows(reasons, 1 if len(reasons) <= 5 else 2)
        case "pass":
            return [(Button(say("Show it all the same"), Choose(number, menu.name, 0)),)]
        case "duplicate":
            at = {question: place for place, question in enumerate(menu.choices)}
            offered = [(at[one.id], one) for one in of.alike if one.id in at]
            return [(Button(f"№{one.number} {one.text}", Choose(number, menu.name, place)),) for place, one in offered]
        case "more":
            muted, hidden = (*menu.choices, False)[:2]
            if muted:
                return [
                    *_before_it_is_shown(of, hidden),
                    (Button(say("Take questions again"), Mute(number, again=True)),),
                ]
            return [
                *_before_it_is_shown(of, hidden),
                (Button(say("Not in this session"), Mute(number)),),
                (Button(say("Not at this fair"), Mute(number, fair=True)),),
            ]
        case _:
            return []


def _before_it_is_shown(of: Card, hidden: bool) -> list[Row]:
    question = of.question
    if question.state not in UNSEEN:
        return []
    text = Button(say("Correct the text"), EditText(question.id))
    if hidden:
        return [(text, Button(say("Show the name"), ShowName(question.id, True)))]
    return [(text,) if question.anonymous else (text, Button(say("Show no name"), ShowName(question.id, False)))]


def _rows(buttons: Iterable[AnyButton], width: int) -> list[Row]:
    left = list(buttons)
    return [tuple(left[at : at + width]) for at in range(0, len(left), width)]
