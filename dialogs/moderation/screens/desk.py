"""What stands on a session's desk beside the cards: the topic's title, the counts, and every list of questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from dialogs.kit.links import unclickable
from dialogs.kit.phrase import Phrase, say, say_n
from dialogs.kit.screen import Bold, Button, Italic, Line, LinkButton, Piece, Row, Screen, paragraph, screen
from dialogs.kit.times import clock_time
from dialogs.kit.words import fit
from dialogs.moderation.routes import Air, CloseQuestions, ListForAir, ShowCard, SwitchShift, TakeBack, TurnPack
from dialogs.moderation.rules import NOT_ASKED, TOP, WAITS
from dialogs.moderation.screens.card import session_name
from dialogs.moderation.screens.public import signature
from storage.fair.programme import Session
from storage.questions.tables import LONGEST, Question, State

ON_LINE = 160  # signs of a question where many are listed
LISTED = 20
BROUGHT = 8  # of these, by buttons of an alarm
LONGEST_TITLE = 128  # of a topic


def topic_title(session: Session, zone: ZoneInfo) -> str:
    """«10:00 · Дошкольное · Первые шаги к чтению»."""
    time = [clock_time(session.starts, zone)] if session.starts else []
    cluster = session.cluster.short or session.cluster.title
    return fit(" · ".join([*time, cluster, session_name(session)]), LONGEST_TITLE)


def crowded(sessions: int) -> Phrase:
    """What an operator is told of a group that has so many sessions at once."""
    return say("up to {n} sessions at once in this group: cards will come late", n=sessions)


@dataclass(frozen=True, slots=True)
class Count:
    """A session's questions, counted. `unreleased`: new ones without a card; `shift`: moderators on shift."""

    by_state: Mapping[State, int]
    unreleased: int
    shift: int
    closed: bool


def board(session: Session, zone: ZoneInfo, count: Count) -> Screen:
    """The counts above a session's cards: they come first, for a pinned message shows its first line."""
    get = count.by_state.get
    new, taken, passed = get("new", 0), get("taken", 0), get("passed", 0)
    counts = say("new {new} · taken {taken} · in the chat {passed}", new=new, taken=taken, passed=passed)
    lines: list[Line] = [(Bold(counts),)]
    lines.append(
        (say("read out {aired} · with an answer {answered}", aired=get("aired", 0), answered=get("answered", 0)),)
    )
    if count.unreleased:
        lines.append((say("still without a card: {n}", n=count.unreleased),))
    lines.append((say("on shift: {n}", n=count.shift) if count.shift else say("nobody is on shift"),))
    if count.closed:
        lines.append((Bold(say("Questions are closed.")),))
    close = say("Open questions again") if count.closed else say("Close questions")
    shift = Button(say("I am on shift"), SwitchShift(session.id))
    buttons: list[Row] = [
        (shift, Button(say("What to read out"), ListForAir(session.id))),
        (Button(close, CloseQuestions(session.id, not count.closed)),),
    ]
    return screen(paragraph(*lines), Italic(topic_title(session, zone)), buttons=buttons)


def pack(session: Session, questions: Sequence[Question], page: int = 0) -> Screen:
    """What was asked before the start, as one message: page by page, each to be brought as a card."""
    count = len(questions)
    head = say_n("{n} question was asked before the start", "{n} questions were asked before the start", count)
    pages = -(-count // TOP)
    page = max(0, min(page, pages - 1))
    shown = questions[page * TOP : (page + 1) * TOP]
    lines = [paragraph(_listed(question, LONGEST), flexible=True) for question in shown]
    title = paragraph((Bold(head),), (Italic(session_name(session)),))
    number = questions[0].number
    how = say(
        "A number brings its card. In reply to this message “{number} — off topic” declines, "
        "“{number} = {other}” merges, as many numbers as you like.",
        number=number,
        other=number + 1,
    )
    arrows: Row = ()
    if pages > 1:
        turn = ((page - 1) % pages, (page + 1) % pages)
        arrows = (Button("‹", TurnPack(session.id, turn[0])), Button("›", TurnPack(session.id, turn[1])))
        title = paragraph(*title.lines, say("Page {page} of {pages}", page=page + 1, pages=pages))
    return screen(title, *lines, Italic(how), buttons=[*_bring_rows(shown), arrows])


def no_pack_left(session: Session) -> Screen:
    """The opening pack when all of it has cards."""
    return screen(say("All questions that were asked before the start have cards now."), Italic(session_name(session)))


def air_list(session: Session, questions: Sequence[Question], fair: str) -> Screen:
    """What to read out, in an order that stays; what was read out is ticked, and the last of it can be put back."""
    if not questions:
        return screen(Bold(say("To be read out")), Italic(session_name(session)), say("Nothing is in the chat yet."))
    shown = questions[:LISTED]
    lines = [_to_read(at, question, fair) for at, question in enumerate(shown, 1)]
    left = [question for question in shown if question.state == "passed"][:TOP]
    buttons = [Button(say("Read out: №{number}", number=question.number), Air(question.id)) for question in left]
    rows: list[Row] = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    aired = [(question.aired_at, question) for question in shown if question.state == "aired" and question.aired_at]
    if aired:
        _, last = max(aired, key=lambda one: one[0])
        rows.append((Button(say("Put back №{number}", number=last.number), TakeBack(last.id)),))
    head = paragraph((Bold(say("To be read out")),), (Italic(session_name(session)),))
    return screen(head, *(paragraph(line, flexible=True) for line in lines), buttons=rows)


def _to_read(at: int, question: Question, fair: str) -> Line:
    tick = {"passed": "", "aired": "✅ ", "answered": "✅ "}.get(question.state, "✖️ ")
    name: tuple[Piece, ...] = ()
    if signed := signature(question, fair):
        name = (" — ", Italic(signed))
    return (f"{at}. {tick}№{question.number}{_plus(question)} ", fit(unclickable(question.text), 2 * ON_LINE), *name)


def summary(session: Session, questions: Sequence[Question], hours: int) -> Screen:
    """What became of a session's questions, and which still wait."""
    asked = [question for question in questions if question.state not in NOT_ASKED]
    aired = sum(question.aired_at is not None for question in asked)
    answered = sum(question.state == "answered" for question in asked)
    waiting = [question for question in asked if question.state in WAITS]
    counts = say("asked {asked}, read out {aired}, left {left}", asked=len(asked), aired=aired, left=len(waiting))
    lines: list[Line] = [(Bold(counts),), *([(say("answers in writing: {n}", n=answered),)] if answered else [])]
    head = paragraph((Italic(session_name(session)),), *lines)
    if not waiting:
        return screen(head)
    listed = [paragraph(_listed(question), flexible=True) for question in waiting[:LISTED]]
    rest = [say("And {n} more.", n=len(waiting) - LISTED)] if len(waiting) > LISTED else []
    promise = say_n(
        "{n} hour of answers: press “Answer” and reply to the card, and everybody who waits gets it. "
        "After that nobody knows who asked.",
        "{n} hours of answers: press “Answer” and reply to the card, and everybody who waits gets it. "
        "After that nobody knows who asked.",
        hours,
    )
    bare = [question for question in waiting if question.state == "new" and question.released_at is None][:TOP]
    how = [Italic(say("Press a number, and the question comes as a card."))] if bare else []
    return screen(head, *listed, *rest, promise, *how, buttons=_bring_rows(bare))


def alarm(session: Session, questions: Sequence[Question], minutes: int, door: str | None = None) -> Screen:
    """Nobody takes these; `door` opens the group in which they wait."""
    head = say_n(
        "{n} question has waited for a moderator for more than {minutes} min",
        "{n} questions have waited for a moderator for more than {minutes} min",
        len(questions),
        minutes=minutes,
    )
    listed = [paragraph(_listed(question), flexible=True) for question in questions[:LISTED]]
    how = say("Press a number, and its card comes here.")
    rows = _bring_rows(questions[:BROUGHT])
    if door is not None:
        rows.append((LinkButton(say("To the group"), door),))
    return screen(Bold(head), say("“{title}”", title=session.title), *listed, how, buttons=rows)


def _listed(question: Question, room: int = ON_LINE) -> Line:
    return (Bold(f"№{question.number}{_plus(question)}"), " ", fit(unclickable(question.text), room))


def _plus(question: Question) -> str:
    return f" (+{question.joined})" if question.joined else ""


def _bring(question: Question) -> Button:
    return Button(f"№{question.number}", ShowCard(question.id))


def _bring_rows(questions: Sequence[Question]) -> list[Row]:
    return [tuple(map(_bring, questions[at : at + 4])) for at in range(0, len(questions), 4)]
