"""Lists of questions: the public ones of a session, and one's own."""

from collections.abc import Mapping, Sequence

from dialogs.kit.phrase import say, say_n
from dialogs.kit.screen import Bold, Button, Entry, Line, Listing, Paragraph, Piece, Row, Screen, paragraph, screen
from dialogs.menu.routes import OpenMenu
from dialogs.programme.routes import OpenProgramme, OpenSession
from dialogs.questions.routes import (
    AskQuestion,
    JoinListed,
    LeaveListed,
    OpenMyQuestions,
    OpenQuestion,
    OpenQuestions,
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
    fair: str,
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
        Entry(_row(question, reader, awaited, came, number), _public(question, fair))
        for number, question in enumerate(questions)
    )
    return screen(head, listing=Listing(entries, at, OpenQuestions(session.id, came), ON_PAGE), buttons=ways_on)


def _public(question: Question, fair: str) -> tuple[Paragraph, ...]:
    first: list[Piece] = [Bold(say("No. {number}", number=question.number)), " · ", words.by_whom(question, fair)]
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


def mine(
    questions: Sequence[Question],
    sessions: Mapping[int, Session],
    reader: int,
    at: int,
    unseen: frozenset[int] = frozenset(),
) -> Screen:
    """What the reader asked and joined, the newest first; `unseen`: those that no moderator can see yet."""
    menu: Row = (Button(say("Menu"), OpenMenu()),)
    if not questions:
        return screen(
            Bold(say("My questions")),
            say("You have not asked anything yet. Open a session and press “Ask a question”."),
            buttons=[(Button(say("📅 Programme"), OpenProgramme()),), menu],
        )
    count = say_n("{n} question", "{n} questions", len(questions))
    entries = tuple(
        _entry(question, sessions, reader, number, seen=question.id not in unseen)
        for number, question in enumerate(questions)
    )
    return screen(
        paragraph((Bold(say("My questions")), " · ", count)),
        listing=Listing(entries, at, OpenMyQuestions(), ON_PAGE, numbered=True),
        buttons=[menu],
    )


def _entry(question: Question, sessions: Mapping[int, Session], reader: int, at: int, *, seen: bool) -> Entry:
    number = say("No. {number}", number=question.number)
    lines: list[Line] = [(number,), (words.short_state(question, seen=seen),)]
    if question.person_id != reader:
        lines.append((say("you joined"),))
    if (session := sessions.get(question.session_id)) is not None:
        lines.insert(0, (Bold(session.title),))  # every session counts its questions from one
    return Entry((Button(number, OpenQuestion(question.id, at)),), (paragraph(*lines), words.quoted(question.text)))
