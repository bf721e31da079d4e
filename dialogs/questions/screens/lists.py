"""What was asked, as screens: the public questions of a session, one's own questions, and one of them."""

from collections.abc import Mapping, Sequence

from dialogs.kit.phrase import Phrase, say, say_n
from dialogs.kit.screen import Bold, Button, Entry, Line, Listing, Paragraph, Piece, Row, Screen, paragraph, screen
from dialogs.menu.routes import OpenMenu
from dialogs.programme.routes import OpenProgramme, OpenSession
from dialogs.questions.routes import (
    FROM_LETTER,
    AskQuestion,
    AwaitQuestion,
    EditQuestion,
    JoinListed,
    LeaveListed,
    OpenMyQuestions,
    OpenQuestion,
    OpenQuestions,
    WithdrawQuestion,
)
from dialogs.questions.screens import words
from storage.fair.programme import Session
from storage.questions.tables import JOINABLE, Question

ON_PAGE = 5


def of_session(
    session: Session,
    questions: Sequence[Question],
    reader: int,
    awaited: frozenset[int],
    came: str,
    at: int,
    *,
    open_: bool,
) -> Screen:
    """The questions that were passed on, by their numbers; each can be joined."""
    ask: Row = (Button(say("Ask a question"), AskQuestion(session.id, came)),) if open_ else ()
    ways_on: list[Row] = [ask, (Button(say("Back"), OpenSession(session.id, came)), Button(say("Menu"), OpenMenu()))]
    head = paragraph(Bold(say("Questions")), say("“{title}”", title=session.title))
    if not questions:
        nothing = say("No question has been passed on to the session yet.")
        return screen(head, nothing, buttons=ways_on)
    entries = tuple(
        Entry(_row(question, reader, awaited, came, number), _public(question))
        for number, question in enumerate(questions)
    )
    return screen(head, listing=Listing(entries, at, OpenQuestions(session.id, came), ON_PAGE), buttons=ways_on)


def _public(question: Question) -> tuple[Paragraph, ...]:
    first: list[Piece] = [Bold(say("No. {number}", number=question.number)), " · ", words.by_whom(question)]
    if question.joined:
        first.append(f" · +{question.joined}")
    if question.state != "passed":
        first += [" · ", words.short_state(question)]
    said = [paragraph(tuple(first)), words.quoted(question.text)]
    if question.answer:
        said.append(paragraph((Bold(say("Answer:")), " ", question.answer), flexible=True))
    return tuple(said)


def _row(question: Question, reader: int, awaited: frozenset[int], came: str, at: int) -> Row:
    number = question.number
    if question.person_id == reader:
        return (Button(say("No. {number}: your question", number=number), OpenQuestion(question.id)),)
    if question.state not in JOINABLE:
        return ()
    if question.id in awaited:
        return (Button(say("✓ No. {number}: do not wait", number=number), LeaveListed(question.id, came, at)),)
    return (Button(say("No. {number}: me too", number=number), JoinListed(question.id, came, at)),)


def mine(questions: Sequence[Question], sessions: Mapping[int, Session], reader: int, at: int) -> Screen:
    """What the reader asked and joined, the newest first."""
    menu: Row = (Button(say("Menu"), OpenMenu()),)
    if not questions:
        return screen(
            Bold(say("My questions")),
            say("You have not asked anything yet. Open a session and press “Ask a question”."),
            buttons=[(Button(say("📅 Programme"), OpenProgramme()),), menu],
        )
    count = say_n("{n} question", "{n} questions", len(questions))
    entries = tuple(_entry(question, sessions, reader, number) for number, question in enumerate(questions))
    return screen(
        paragraph((Bold(say("My questions")), " · ", count)),
        listing=Listing(entries, at, OpenMyQuestions(), ON_PAGE),
        buttons=[menu],
    )


def _entry(question: Question, sessions: Mapping[int, Session], reader: int, at: int) -> Entry:
    number = say("No. {number}", number=question.number)
    first: list[Piece] = [Bold(number), " · ", words.short_state(question)]
    if question.person_id != reader:
        first += [" · ", say("you joined")]
    lines: list[Line] = [tuple(first)]
    if (session := sessions.get(question.session_id)) is not None:
        lines.append((session.title,))
    text = (paragraph(*lines), words.quoted(question.text))
    label: Phrase = say("No. {number}: {text}", number=question.number, text=question.text)
    return Entry(
        (Button(label, OpenQuestion(question.id, at), short=say("Question No. {number}", number=question.number)),),
        text,
    )


def one(
    question: Question, root: Question | None, session: Session | None, reader: int, *, awaits: bool, at: int
) -> Screen:
    """A question's own screen: what became of it, and what can still be done."""
    own = question.person_id == reader
    text: list[Paragraph | Piece] = list(receipt_text(question, root, session, own=own))
    if question.joined:
        text.insert(-1, words.joined(question.joined))
    back: Row = (Button(say("Back"), OpenMyQuestions(at)), Button(say("Menu"), OpenMenu()))
    about: Row = (Button(say("About the session"), OpenSession(question.session_id)),) if session else ()
    return screen(*text, buttons=[_choices(question, own=own, awaits=awaits, at=at, came=""), about, back])


def receipt(question: Question, root: Question | None, session: Session | None, *, own: bool, awaits: bool) -> Screen:
    """The message that stays true, drawn anew at every step."""
    about: Row = (Button(say("About the session"), OpenSession(question.session_id, FROM_LETTER)),) if session else ()
    choices = _choices(question, own=own, awaits=awaits, at=0, came=FROM_LETTER)
    if not (own or awaits):
        number = question.number
        gone = say("You no longer wait for the answer to question No. {number}.", number=number)
        return screen(gone, words.quoted(question.text), buttons=[choices, about])
    return screen(*receipt_text(question, root, session, own=own), buttons=[choices, about])


def receipt_text(question: Question, root: Question | None, session: Session | None, *, own: bool) -> list[Paragraph]:
    """Which question it is, and its steps so far."""
    number = question.number
    head = say("Your question No. {number}", number=number) if own else say("Question No. {number}", number=number)
    title: list[Line] = [(say("“{title}”", title=session.title),)] if session is not None else []
    return [paragraph((Bold(head),), *title), words.quoted(question.text), words.story(question, root, mine=own)]


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
