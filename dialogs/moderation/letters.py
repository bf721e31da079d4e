"""What moderators' groups, their members and the session's public chat are told: drawn at the second it leaves."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Literal

from dialogs.kit.letter import Letter, Reading
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.screen import Notice, Screen, Topic, screen
from dialogs.kit.visit import Reply, Visit
from dialogs.moderation import rules
from dialogs.moderation.feature import feature
from dialogs.moderation.screens import desk, public, replies
from dialogs.moderation.screens.card import Card, card, lost_the_race
from dialogs.news.terms import A_QUESTION, A_WORD, soon
from storage.fair.programme import Session
from storage.post.outbox import Lane, Posting
from storage.questions.replies import DeskReply
from storage.questions.tables import AIR, BOARD, CARD, HELD, PACK, PASSED, TOPIC, Question, board_key
from storage.staff.places import Place

_WEB = "://"  # in the address of a machine, which takes notices

Word = Literal["late", "over", "long", "empty", "no number", "same", "nothing to read", "no card", "not yours"]


@dataclass(frozen=True, slots=True)
class QuestionCard(Letter):
    """A question, where its session's moderators work."""

    question: int
    kind: ClassVar[str] = CARD


@dataclass(frozen=True, slots=True)
class SessionTopic(Letter):
    """The topic in which a session's cards stand; `closes` are minutes after its end, `answers` hours.

    `named`: its title may be another than it was told to be.
    """

    session: int
    closes: int
    answers: int
    named: bool = True
    kind: ClassVar[str] = TOPIC
    takes_at_most: ClassVar[int] = 2


@dataclass(frozen=True, slots=True)
class Board(Letter):
    """The counts of a session, above its cards."""

    session: int
    kind: ClassVar[str] = BOARD
    pinned: ClassVar[bool] = True
    takes_at_most: ClassVar[int] = 2


@dataclass(frozen=True, slots=True)
class Pack(Letter):
    """What was asked before the start and has no card."""

    session: int
    kind: ClassVar[str] = PACK


@dataclass(frozen=True, slots=True)
class AirList(Letter):
    """What the presenter reads out."""

    session: int
    kind: ClassVar[str] = AIR


@dataclass(frozen=True, slots=True)
class Passed(Letter):
    """A question in the session's public chat."""

    question: int
    kind: ClassVar[str] = PASSED


@dataclass(frozen=True, slots=True)
class Summary(Letter):
    """How a session ended; written answers go out for so many `hours`."""

    session: int
    hours: int
    kind: ClassVar[str] = "question-summary"


@dataclass(frozen=True, slots=True)
class Alarm(Letter):
    """To a moderator on shift: nobody takes these questions, for more than so many `minutes`."""

    session: int
    minutes: int
    kind: ClassVar[str] = "question-alarm"


@dataclass(frozen=True, slots=True)
class Held(Letter):
    """What becomes of a moderator's reply."""

    reply: int
    kind: ClassVar[str] = HELD


@dataclass(frozen=True, slots=True)
class Said(Letter):
    """A short answer to a group, where no word can pass over the chat."""

    word: Word
    question: int = 0
    number: int = 0
    kind: ClassVar[str] = "question-said"
    again_if_unsure: ClassVar[bool] = False


def posting(
    letter: Letter, now: datetime, key: str | None = None, once: str | None = None, *, lane: Lane = Lane.REMINDER
) -> Posting:
    """A letter to a place. A group takes so few that reminders need not come before them."""
    worth = A_WORD if isinstance(letter, Said | Held) else A_QUESTION
    return soon(letter.kind, letter.about(), now, worth, lane=lane, once=once, key=key)


async def tell_group(visit: Visit, word: Said) -> Reply:
    """Answer in the group that somebody wrote in."""
    await visit.work.outbox.put(posting(word, visit.now), visit.event.place)
    return Reply()


async def _desks(reading: Reading, session: Session | None) -> list[Place]:
    """What the group is to the session's cluster: nothing any more, where either has changed hands."""
    places = await reading.work.staff.places.at(reading.address)
    return [place for place in places if session is not None and place.cluster_id == session.cluster.id]


async def _moderates(reading: Reading, session: Session) -> bool:
    """Whether the address is the private chat of one who moderates: cards come there on their wish."""
    reader, at = reading.reader, reading.address
    reader = reader or await reading.work.people.find(at.messenger, at.chat)
    return reader is not None and await reading.work.staff.may_moderate(reader.id, session.cluster.id)


@feature.draws(QuestionCard)
async def draw_card(letter: QuestionCard, reading: Reading) -> Screen | None:
    work = reading.work
    question = await work.questions.load(letter.question)
    session = None if question is None else reading.catalogue.sessions.get(question.session_id)
    if question is None or session is None:
        return None
    places = await _desks(reading, session)
    erased = question.person_id is None  # then it is drawn nameless
    if not (places or erased or await _moderates(reading, session)):
        return None
    return await _card(question, session, reading, named=not any(place.topics for place in places))


async def _card(question: Question, session: Session, reading: Reading, *, named: bool) -> Screen:
    work = reading.work
    menu = await work.questions.boards.menu(question.id, question.revision)
    offered = menu.choices if menu is not None and menu.name == "duplicate" else ()
    alike = [other for number in offered if (other := await work.questions.load(number)) is not None]
    asker = None if question.person_id is None else await work.people.load(question.person_id)
    into = None if question.merged_into is None else await work.questions.load(question.merged_into)
    by = None if menu is None else menu.by
    names = await work.questions.boards.names([one for one in (question.taken_by, by) if one is not None])
    return card(
        Card(
            question,
            session,
            reading.catalogue.zone,
            named=named,
            messenger=None if asker is None else asker.messenger,
            icon="" if asker is None else reading.icons.get(asker.messenger, ""),
            holder=None if question.taken_by is None else names.get(question.taken_by),
            into=None if into is None else into.number,
            menu=menu,
            awaited=None if by is None else names.get(by),
            alike=tuple(alike),
        )
    )


@feature.draws(SessionTopic)
async def draw_topic(letter: SessionTopic, reading: Reading) -> Topic | None:
    session = reading.catalogue.sessions.get(letter.session)
    if session is None:
        return None
    counts = await reading.work.questions.counts(session.id)
    closes, answers = timedelta(minutes=letter.closes), timedelta(hours=letter.answers)
    waiting = sum(counts.get(state, 0) for state in rules.WAITS)
    is_open = rules.topic_open(session, reading.now, closes, answers, waiting)
    return Topic(desk.topic_title(session, reading.catalogue.zone), is_open, letter.named)


@feature.draws(Board)
async def draw_board(letter: Board, reading: Reading) -> Screen | None:
    session, work = reading.catalogue.sessions.get(letter.session), reading.work
    if session is None or not await _desks(reading, session):
        return None
    count = desk.Count(
        by_state=await work.questions.counts(session.id),
        unreleased=await work.questions.queue.count_unreleased(session.id),
        shift=len(await work.staff.shift_of(session.cluster.id)),
        closed=await work.questions.closed(session.id),
    )
    return desk.board(session, reading.catalogue.zone, count)


@feature.draws(Pack)
async def draw_pack(letter: Pack, reading: Reading) -> Screen | None:
    session = reading.catalogue.sessions.get(letter.session)
    places = await _desks(reading, session)
    if session is None:
        return None
    questions = rules.packed(session, await reading.work.questions.unreleased(session.id))
    one = rules.alone(session, await reading.work.questions.of_session(session.id)) if len(questions) == 1 else None
    if not places and any(question.person_id is not None for question in questions):  # erased: drawn nameless
        return None
    if one is not None:
        return await _card(one, session, reading, named=not any(place.topics for place in places))
    if questions:
        return desk.pack(session, questions, await reading.work.questions.packs.page(session.id))
    return desk.no_pack_left(session) if reading.again else None


@feature.draws(AirList)
async def draw_air_list(letter: AirList, reading: Reading) -> Screen | None:
    session, work = reading.catalogue.sessions.get(letter.session), reading.work
    if session is None:
        return None
    questions = {question.id: question for question in await work.questions.of_session(session.id)}
    order = [questions[number] for number in await work.questions.boards.air_order(session.id) if number in questions]
    came_since = [question for question in rules.air_order(questions.values()) if question not in order]
    return desk.air_list(session, [*order, *came_since], reading.catalogue.title)


@feature.draws(Passed)
async def draw_passed(letter: Passed, reading: Reading) -> Screen | Notice | None:
    question = await reading.work.questions.load(letter.question)
    session = None if question is None else reading.catalogue.sessions.get(question.session_id)
    if question is None or session is None:
        return None
    if _WEB in reading.address.chat:  # it may have been told of the passing by a call that nobody answered
        return public.notice(question, session, reading.catalogue.title)
    if question.passed_at is None and not reading.again:
        return None
    if question.passed_at is None:
        return public.taken_off(question, session)
    return public.passed(question, session, reading.catalogue.title)


@feature.draws(Summary)
async def draw_summary(letter: Summary, reading: Reading) -> Screen | None:
    session = reading.catalogue.sessions.get(letter.session)
    if session is None or not await _desks(reading, session):
        return None
    return desk.summary(session, await reading.work.questions.of_session(session.id), letter.hours)


@feature.draws(Alarm)
async def draw_alarm(letter: Alarm, reading: Reading) -> Screen | None:
    session = reading.catalogue.sessions.get(letter.session)
    if session is None or not await reading.work.staff.may_moderate(reading.person.id, session.cluster.id):
        return None
    new = await reading.work.questions.of_session(session.id, ["new"])
    still = [question for question in new if question.alarmed_at is not None]
    return desk.alarm(session, still, letter.minutes, await _door(session, reading)) if still else None


async def _door(session: Session, reading: Reading) -> str | None:
    """What opens the session's counts in a group of the messenger that the letter goes by."""
    work, key = reading.work, board_key(session.id)
    for place in await work.staff.places.of_cluster(session.cluster.id):
        at = await work.staff.places.desk(place, session.id)
        if at is None or at.messenger != reading.address.messenger:
            continue
        board = (await work.questions.boards.standing([at], (key,))).get((at, key))
        if board is not None and (door := reading.door(at, board)) is not None:
            return door
    return None


@feature.draws(Held)
async def draw_reply(letter: Held, reading: Reading) -> Screen | None:
    said = await reading.work.questions.replies.load(letter.reply)
    session = None if said is None else reading.catalogue.sessions.get(said.session_id)
    if said is None or not await _desks(reading, session):
        return None
    if said.goal in ("decline", "merge"):
        return await _draw_many(said, reading)
    question = await reading.work.questions.load(said.questions[0])
    return None if question is None else replies.reply(said, question, rules.HELD.seconds)


async def _draw_many(said: DeskReply, reading: Reading) -> Screen | None:
    asked = rules.many_in(said.text)
    if asked is None:
        return None
    questions = reading.work.questions
    done = [one for number in said.questions if (one := await questions.load(number)) is not None]
    into = await questions.numbered(said.session_id, asked.into) if asked.into else None
    return replies.many(said, asked, done, into)


@feature.draws(Said)
async def draw_word(letter: Said, reading: Reading) -> Screen | None:
    question = await reading.work.questions.load(letter.question) if letter.question else None
    return screen(await _word(letter, question, reading))


async def _word(letter: Said, question: Question | None, reading: Reading) -> Phrase:
    match letter.word:
        case "late" if question is not None:
            names = await reading.work.questions.boards.names(
                [question.taken_by] if question.taken_by is not None else []
            )
            holder = names.get(question.taken_by or rules.NOBODY)
            return lost_the_race(question, holder, reading.catalogue.zone)
        case "long":
            return say("That is too long: {n} characters at most. Nothing was sent.", n=letter.number)
        case "empty":
            return say("There are no words in that, so I sent nothing.")
        case "no number":
            return say("There is no question №{number} that it could be merged with.", number=letter.number)
        case "same":
            return say("A question cannot be merged with itself.")
        case "no card":
            return say(
                "Nothing was sent: that message is about all questions that were asked before the start. "
                "Press the number of one, and reply to its card, or write “3 5 9 — off topic” or “12 = 13”."
            )
        case "not yours":
            return say("/air is for the moderators of a session: here is none that is yours.")
        case "nothing to read":
            return say("Nothing is in the chat yet, so there is nothing to read out.")
        case _:
            return say("The time for answers is over: nobody knows any more who asked.")
