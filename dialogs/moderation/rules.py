"""The table of steps that a question takes, and when a session's desk opens, fills and closes; pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from storage.fair.programme import Session
from storage.questions.tables import CORRECT, CORRECT_REASON, Question, State

NOBODY = 0  # no row has this number: whom a question belongs to when only time may take it back

OPENS = timedelta(minutes=15)  # before the start
TOP = 8  # questions of a list that have buttons
PER_MINUTE = timedelta(minutes=1)
CROWD = 6  # letters that wait for a group; as many leave no room for new cards
LONGEST_ANSWER, LONGEST_REASON = 2000, 200
AT_ONCE = 12  # cards that one reply brings
HELD = timedelta(seconds=15)  # an answer, before it goes out
ALIKE = 45.0  # from here on a question is offered as the one that says the same
OFFERED = 3

_NUMBER = re.compile(r"(?:№|#)\s*(\d{1,6})\.?")
_BARE = re.compile(r"(\d{1,6})\.?")
_NUMBERS = r"(?:(?:[№#]\s*)?\d{1,6}(?!\d)[\s,;]*)+"  # in one way only, or it takes for ever
_DECLINES = re.compile(rf"({_NUMBERS})[—–:-]+\s*(?=[^\W\d])(.+)", re.DOTALL)
_MERGES = re.compile(rf"({_NUMBERS})=\s*(?:№|#)?\s*(\d{{1,6}})\.?")
_CARDS = re.compile(rf"({_NUMBERS})\.?")
_LONGEST_LIST = 1_000  # signs: the numbers of a long pack, and a reason
MORNING = time(8)  # of the fair's zone: who reads the questions of the day has the day before them


@dataclass(frozen=True, slots=True)
class Step:
    """One step: from which states, to which. `held`: of a question that is taken only its holder takes it."""

    name: str
    frm: tuple[State, ...]
    to: State
    held: bool = False


TAKE = Step("take", ("new",), "taken")
GIVE_BACK = Step("give back", ("taken",), "new", held=True)
EXPIRE = Step("expire", ("taken",), "new", held=True)
PASS = Step("pass", ("new", "taken"), "passed", held=True)
AIR = Step("air", ("passed",), "aired")
RETRACT = Step("retract", ("passed",), "new")
ANSWER = Step("answer", ("new", "taken", "passed", "aired"), "answered", held=True)
DECLINE = Step("decline", ("new", "taken"), "declined", held=True)
MERGE = Step("merge", ("new", "taken"), "merged", held=True)
CORRECTED = Step(CORRECT, ("answered",), "answered")
OTHER_REASON = Step(CORRECT_REASON, ("declined",), "declined")
STEPS = (TAKE, GIVE_BACK, EXPIRE, PASS, AIR, RETRACT, ANSWER, DECLINE, MERGE, CORRECTED, OTHER_REASON)

WAITS: tuple[State, ...] = ("new", "taken", "passed")
NOT_ASKED: tuple[State, ...] = ("withdrawn",)


@dataclass(frozen=True, slots=True)
class Many:
    """What a reply to a pack asks for: so many questions, by their numbers, are declined for a reason, are merged
    into another one, or come as cards.
    """

    what: Literal["decline", "merge", "cards"]
    numbers: tuple[int, ...]
    reason: str = ""
    into: int = 0


def many_in(text: str) -> Many | None:
    """What a reply to a pack asks for: «3 5 9 — не по теме», «12 = 13», «3 5»; a whole text asks for nothing."""
    text = text.strip()
    if len(text) > _LONGEST_LIST:
        return None
    if found := _MERGES.fullmatch(text):
        into = int(found[2])
        numbers = tuple(number for number in _numbers(found[1]) if number != into)
        return Many("merge", numbers, into=into) if numbers else None
    if found := _DECLINES.fullmatch(text):
        return Many("decline", _numbers(found[1]), reason=found[2].strip())
    if found := _CARDS.fullmatch(text):
        return Many("cards", _numbers(found[1]))
    return None


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(map(int, re.findall(r"\d+", text))))


def morning_of(session: Session, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The morning of the session's day, from then until its desk opens; None before and after."""
    opens = opening(session)
    if opens is None or session.cancelled:
        return None
    morning = datetime.combine(opens.astimezone(zone).date(), MORNING, zone)
    return morning if morning <= now < opens else None


def may(step: Step, question: Question, by: int, now: datetime) -> bool:
    """Whether the table allows the step; who was first is decided by the database."""
    return question.state in step.frm and not (step.held and held_by_other(question, by, now))


def held_by_other(question: Question, by: int, now: datetime) -> bool:
    """Whether somebody else has the question now."""
    lease = question.lease_until
    return question.state == "taken" and question.taken_by != by and lease is not None and now < lease


def taken_back_to(question: Question) -> State | None:
    """What a question is again when its last step is undone; None where there is nothing to undo."""
    match question.state:
        case "declined" | "merged":
            return "new"
        case "aired":
            return "passed"
        case "answered" if question.aired_at is not None:
            return "aired"
        case "answered":
            return "new" if question.passed_at is None else "passed"
        case _:
            return None


def editable(question: Question, by: int, now: datetime) -> bool:
    """Whether its words and its name may still be changed: nobody has seen them, and nobody else has it."""
    return question.state in ("new", "taken") and not held_by_other(question, by, now)


def opening(session: Session) -> datetime | None:
    """When the session's desk opens at the latest; None while its time is to be announced."""
    return session.starts and session.starts - OPENS


def attended(session: Session, now: datetime, closes: timedelta) -> bool:
    """Whether the desk stands even if nobody has asked anything."""
    opens = opening(session)
    if opens is None or session.ends is None or session.cancelled:
        return False
    return opens <= now < session.ends + closes


def answers_over(session: Session, now: datetime, answers: timedelta) -> bool:
    """Whether nobody is told of an answer any more."""
    return session.ends is not None and now >= session.ends + answers


def topic_open(session: Session, now: datetime, closes: timedelta, answers: timedelta, waiting: int) -> bool:
    """Whether the session's topic is open: until its questions close, and longer while some of them wait."""
    if session.ends is None or now < session.ends + closes:
        return True
    return waiting > 0 and now < session.ends + answers


def summed_up_at(session: Session, closes: timedelta, *, closed: bool) -> datetime | None:
    """When nothing can be asked any more: questions close some time after the end, or were closed before it."""
    if session.ends is None:
        return None
    return session.ends if closed else session.ends + closes


def early(session: Session, question: Question) -> bool:
    """Whether it was asked before the start; while nobody knows when that is, everything is."""
    return session.starts is None or question.asked_at < session.starts


def packed(session: Session, unreleased: Iterable[Question]) -> list[Question]:
    """Of the questions without a card those that the opening pack shows, in their order."""
    return [question for question in unreleased if early(session, question)]


def alone(session: Session, asked: Iterable[Question]) -> Question | None:
    """What was asked before the start if there never was another: its message is as good as a card."""
    before = [question for question in asked if early(session, question)]
    return before[0] if len(before) == 1 else None


def to_release(session: Session, unreleased: Iterable[Question], room: int) -> list[Question]:
    """Which questions get their cards now; those of the pack only when a moderator asks for them."""
    return [question for question in unreleased if not early(session, question)][: max(room, 0)]


def air_order(questions: Iterable[Question]) -> list[Question]:
    """What is to be read out, most joined first."""
    return sorted((q for q in questions if q.state == "passed"), key=lambda q: (-q.joined, q.number))


def number_in(text: str, *, bare: bool) -> int | None:
    """The number that a reply consists of: «№9»; `bare`: «9» will do."""
    found = _NUMBER.fullmatch(text.strip()) or (_BARE.fullmatch(text.strip()) if bare else None)
    return int(found[1]) if found else None
