"""One question: its own screen, the receipt that stays true, and the news that must be noticed."""

from collections.abc import Sequence

from dialogs.kit.phrase import Phrase, say
from dialogs.kit.screen import Bold, Button, Line, LinkButton, Paragraph, Piece, Row, Screen, paragraph, screen
from dialogs.menu.routes import OpenMenu
from dialogs.programme.routes import OpenSession
from dialogs.questions.routes import (
    FROM_LETTER,
    AskQuestion,
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
    question: Question,
    root: Question | None,
    session: Session | None,
    *,
    own: bool,
    awaits: bool,
    seen: bool = True,
    touched: tuple[bool, bool] = (False, False),
) -> Screen:
    """The message that stays true, drawn anew at every step.

    `seen`: whether any moderator can see it; `touched`: whether one has corrected its words, and taken the name off.
    """
    about: Row = (Button(say("About the session"), OpenSession(question.session_id, FROM_LETTER)),) if session else ()
    choices = _choices(question, own=own, awaits=awaits, at=0, came=FROM_LETTER)
    if not (own or awaits):
        number = question.number
        gone = say("You no longer wait for the answer to question No. {number}.", number=number)
        return screen(gone, words.quoted(question.text), buttons=[choices, about])
    said = [*_story(question, root, session, own=own, seen=seen), *_touched(*touched)]
    return screen(*said, buttons=[choices, about])


def _touched(reworded: bool, nameless: bool) -> list[Paragraph]:
    said: list[Paragraph] = []
    if reworded:
        said.append(paragraph(say("A moderator has corrected the words of the question.")))
    if nameless:
        said.append(paragraph(say("A moderator shows it without a name.")))
    return said


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


def answered(question: Question, session: Session | None, *, own: bool, corrected: bool = False) -> Screen:
    """News: there is an answer in writing; a `corrected` one stands where the first one stood."""
    number = question.number
    if corrected:
        yours, other = (
            say("The corrected answer to your question No. {number}", number=number),
            say("The corrected answer to question No. {number}", number=number),
        )
    else:
        yours, other = (
            say("An answer to your question No. {number}", number=number),
            say("An answer to question No. {number}", number=number),
        )
    answer = paragraph((Bold(say("Answer:")), " ", question.answer or ""))
    return _news(question, session, yours if own else other, [answer])


def declined(question: Question, session: Session | None, *, own: bool, takes: bool = False) -> Screen:
    """News: it will not be asked; it may be asked in other words while the session `takes` questions."""
    number = question.number
    head = say("Your question No. {number} was not passed on", number=number)
    reason = paragraph(say("The reason: {reason}", reason=question.reason or ""))
    other = say("Question No. {number} was not passed on", number=number)
    again: Row = ()
    if own and takes:
        again = (Button(say("Ask in other words"), AskQuestion(question.session_id, FROM_LETTER)),)
    return _news(question, session, head if own else other, [reason], again)


def aired(question: Question, session: Session, time: Phrase, *, own: bool) -> Screen:
    """News: it is being read out, and where to watch; the time keeps it true afterwards."""
    number = question.number
    yours = say("Your question No. {number} is being read out now", number=number)
    other = say("Question No. {number}, which you joined, is being read out now", number=number)
    watch: Row = (LinkButton(say("Watch"), session.player),) if session.player else ()
    about: Row = (Button(say("About the session"), OpenSession(session.id, FROM_LETTER)),)
    title = say("“{title}”", title=session.title)
    return screen(paragraph((Bold(yours if own else other), " · ", time), title), buttons=[watch, about])


def answer_withdrawn(question: Question, *, own: bool, theirs: bool) -> Screen:
    """What stands in place of an answer that a moderator took back, or that was to another question than `theirs`."""
    if not theirs:
        return _not_theirs(question)
    head = say("The answer to your question No. {number} was taken back", number=question.number)
    other = say("The answer to question No. {number} was taken back", number=question.number)
    return _withdrawn(question, head if own else other)


def refusal_withdrawn(question: Question, *, own: bool, theirs: bool) -> Screen:
    """What stands in place of a refusal that a moderator took back."""
    if not theirs:
        return _not_theirs(question)
    head = say("Your question No. {number} is with the moderators again", number=question.number)
    other = say("Question No. {number} is with the moderators again", number=question.number)
    return _withdrawn(question, head if own else other)


def not_aired(question: Question, *, own: bool) -> Screen:
    """What stands in place of the news that it is being read out, when that was a slip."""
    head = say("Your question No. {number} was not read out yet: that was a slip", number=question.number)
    other = say("Question No. {number} was not read out yet: that was a slip", number=question.number)
    return _withdrawn(question, head if own else other)


def _withdrawn(question: Question, head: Phrase) -> Screen:
    further = say("I will write when it goes on.")
    return screen(Bold(head), words.quoted(question.text), further, buttons=[_to_question(question)])


def _not_theirs(question: Question) -> Screen:
    number = question.number
    apart = say("This was about question No. {number}, which is not the same as yours after all.", number=number)
    return screen(Bold(apart), buttons=[(Button(say("My questions"), OpenMyQuestions()),)])


def _to_question(question: Question) -> Row:
    number = question.number
    return (Button(say("Question No. {number}", number=number), OpenQuestion(question.id, came=FROM_LETTER)),)


def _news(
    question: Question, session: Session | None, head: Phrase, said: Sequence[Paragraph], first: Row = ()
) -> Screen:
    title: list[Line] = [(say("“{title}”", title=session.title),)] if session is not None else []
    ways: Row = (Button(say("About the session"), OpenSession(question.session_id, FROM_LETTER)),) if session else ()
    buttons = [first, _to_question(question), ways]
    return screen(paragraph((Bold(head),), *title), words.quoted(question.text), *said, buttons=buttons)


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
