"""One question: its own screen, the receipt that stays true, and the news that must be noticed."""

from collections.abc import Sequence

from dialogs.kit.phrase import Phrase, say
from dialogs.kit.screen import Bold, Button, Line, Paragraph, Piece, Row, Screen, paragraph, screen
from dialogs.menu.routes import OpenMenu
from dialogs.programme.routes import OpenSession
from dialogs.questions.routes import (
    FROM_LETTER,
    AwaitQuestion,
    EditQuestion,
    OpenMyQuestions,
    OpenQuestion,
    WithdrawQuestion,
)
from dialogs.questions.screens import words
from storage.fair.programme import Session
from storage.questions.tables import JOINABLE, Question


def one(
    question: Question,
    root: Question | None,
    session: Session | None,
    reader: int,
    *,
    awaits: bool,
    at: int,
    seen: bool = True,
) -> Screen:
    """A question's own screen: what became of it, and what can still be done."""
    own = question.person_id == reader
    text: list[Paragraph | Piece] = list(_story(question, root, session, own=own, seen=seen))
    if question.joined:
        text.insert(-1, words.joined(question.joined))
    back: Row = (Button(say("Back"), OpenMyQuestions(at)), Button(say("Menu"), OpenMenu()))
    about: Row = (Button(say("About the session"), OpenSession(question.session_id)),) if session else ()
    return screen(*text, buttons=[_choices(question, own=own, awaits=awaits, at=at, came=""), about, back])


def receipt(
    question: Question, root: Question | None, session: Session | None, *, own: bool, awaits: bool, seen: bool = True
) -> Screen:
    """The message that stays true, drawn anew at every step."""
    about: Row = (Button(say("About the session"), OpenSession(question.session_id, FROM_LETTER)),) if session else ()
    choices = _choices(question, own=own, awaits=awaits, at=0, came=FROM_LETTER)
    if not (own or awaits):
        number = question.number
        gone = say("You no longer wait for the answer to question No. {number}.", number=number)
        return screen(gone, words.quoted(question.text), buttons=[choices, about])
    return screen(*_story(question, root, session, own=own, seen=seen), buttons=[choices, about])


def _story(
    question: Question, root: Question | None, session: Session | None, *, own: bool, seen: bool
) -> list[Paragraph]:
    """Which question it is, and its steps so far."""
    number = question.number
    head = say("Your question No. {number}", number=number) if own else say("Question No. {number}", number=number)
    title: list[Line] = [(say("“{title}”", title=session.title),)] if session is not None else []
    return [
        paragraph((Bold(head),), *title),
        words.quoted(question.text),
        words.story(question, root, mine=own, seen=seen),
    ]


def _choices(question: Question, *, own: bool, awaits: bool, at: int, came: str) -> Row:
    if own and question.state == "new":
        return (
            Button(say("Change"), EditQuestion(question.id)),
            Button(say("Take it back"), WithdrawQuestion(question.id, at, came)),
        )
    if own or question.state not in JOINABLE:
        return ()
    if awaits:
        return (Button(say("Do not wait any more"), AwaitQuestion(question.id, False, at, came)),)
    return (Button(say("Wait for the answer"), AwaitQuestion(question.id, True, at, came)),)


def answered(question: Question, session: Session | None, *, own: bool) -> Screen:
    """News: there is an answer in writing."""
    number = question.number
    head = say("An answer to your question No. {number}", number=number)
    return _news(
        question,
        session,
        head if own else say("An answer to question No. {number}", number=number),
        [
            paragraph((Bold(say("Answer:")), " ", question.answer or "")),
        ],
    )


def declined(question: Question, session: Session | None, *, own: bool) -> Screen:
    """News: it will not be asked."""
    number = question.number
    head = say("Your question No. {number} was not passed on", number=number)
    reason = say("The reason: {reason}", reason=question.reason or "")
    return _news(
        question,
        session,
        head if own else say("Question No. {number} was not passed on", number=number),
        [
            paragraph(reason),
        ],
    )


def _news(question: Question, session: Session | None, head: Phrase, said: Sequence[Paragraph]) -> Screen:
    title: list[Line] = [(say("“{title}”", title=session.title),)] if session is not None else []
    ways: Row = (Button(say("About the session"), OpenSession(question.session_id, FROM_LETTER)),) if session else ()
    mine: Row = (
        Button(say("Question No. {number}", number=question.number), OpenQuestion(question.id, came=FROM_LETTER)),
    )
    return screen(paragraph((Bold(head),), *title), words.quoted(question.text), *said, buttons=[mine, ways])


def muted(session: Session | None) -> Screen:
    """News: no more questions of this person are taken."""
    if session is not None:
        said = say("The moderators take no more questions from you for “{title}”.", title=session.title)
    else:
        said = say("The moderators take no more questions from you at this fair.")
    rest = say("Everything else works as before: the programme, reminders, and the answers to what you asked.")
    return screen(
        Bold(said), rest, buttons=[(Button(say("My questions"), OpenMyQuestions()), Button(say("Menu"), OpenMenu()))]
    )
