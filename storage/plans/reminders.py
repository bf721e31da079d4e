"""Planning letters for many people in few statements: reminders of a slot, news of a session that changed.

Reminders are unique by person, slot and notice, so planning may be repeated as often as one likes, by any process.
What each has chosen to be told of is a column of theirs, and asked in the same statements.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, exists, false, literal, or_, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.schema import Moment
from storage.fair.programme import SESSIONS
from storage.people.mailing import letters, post
from storage.people.tables import PEOPLE, SUBSCRIPTIONS
from storage.post.outbox import OPEN, OUTBOX, Posting, on_its_way
from storage.post.standing import CARDS

REMINDER = "reminder"
START = 0  # the notice of a start: who chose a session too late for any other hears of it then, too
CHANGE = "change"
SEVERAL = -1  # instead of the one session that made a reminder untrue


_WHO = PEOPLE.alias("who")
_SHOWS_TO = and_(CARDS.c.messenger == PEOPLE.c.messenger, CARDS.c.chat == PEOPLE.c.user)


def slot_number(slot: datetime) -> int:
    """A slot as the number that letters and keys carry: whole minutes since 1970."""
    return int(slot.timestamp()) // 60


def reminder_key(slot: datetime, notice: int) -> str:
    """The key of the reminder's message: one for a person, a slot and a notice."""
    return f"{REMINDER}:{slot_number(slot)}:{notice}"


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom one letter of a slot is for: those who chose a session of it in time, and that notice.

    `usual` are the notices of who has chosen none, `known` all that anybody may have, each the longest first. Of a
    start: those who hear of the slot for the first time then, or with `second` those who were reminded before.
    """

    slot: datetime
    notice: int
    usual: tuple[int, ...]
    known: tuple[int, ...]
    second: bool = False

    def choosers(self) -> Select[Any]:
        """The people, as numbers."""
        chosen = (
            select(SUBSCRIPTIONS.c.person_id)
            .join(SESSIONS, SESSIONS.c.id == SUBSCRIPTIONS.c.session_id)
            .where(SESSIONS.c.starts == self.slot, SESSIONS.c.status == "scheduled", ~SESSIONS.c.withdrawn)
            .where(
                SUBSCRIPTIONS.c.since <= self.slot - timedelta(minutes=self.notice), ~SUBSCRIPTIONS.c.wants_recording
            )
        )
        if self.notice != START:
            return chosen
        return chosen.join(_WHO, _WHO.c.id == SUBSCRIPTIONS.c.person_id).where(self._at_the_start())

    def wanted(self) -> ColumnElement[bool]:
        """Of these, who wants this letter."""
        return PEOPLE.c.reminders if self.notice == START else self._has(PEOPLE, self.notice)

    def _at_the_start(self) -> ColumnElement[bool]:
        """By when they chose, beside the last moment at which an earlier reminder could be made for them."""
        nearest = [notice for notice in sorted(self.known) if notice != START]
        moments = ((self._is_nearest(notice), self.slot - timedelta(minutes=notice)) for notice in nearest)
        in_time = case(*((true, literal(at, Moment)) for true, at in moments), else_=literal(None, Moment))
        if self.second:
            return and_(self._has(_WHO, START), SUBSCRIPTIONS.c.since <= in_time)
        only_the_start = and_(in_time.is_(None), self._has(_WHO, START))
        return or_(only_the_start, SUBSCRIPTIONS.c.since > in_time)

    def _has(self, people: Any, notice: int) -> ColumnElement[bool]:
        as_usual = people.c.notices.is_(None) if notice in self.usual else false()
        return or_(as_usual, literal(",", String).concat(_said(people)).concat(",").like(f"%,{notice},%"))

    def _is_nearest(self, notice: int) -> ColumnElement[bool]:
        """Whether it is the last that they hear before the start; notices are kept the longest first."""
        usual = min((other for other in self.usual if other != START), default=None)
        as_usual = _WHO.c.notices.is_(None) if notice == usual else false()
        ends = (f"{notice}", f"{notice},{START}")
        return or_(as_usual, _said(_WHO).in_(ends), *(_said(_WHO).like(f"%,{end}") for end in ends))


class Reminders:
    """The set-wise planning, as one transaction sees it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def unplanned(self, audience: Audience) -> dict[str, list[int]]:
        """The people whose reminder of a slot is not posted yet, by messenger; a question for a survey."""
        query = select(PEOPLE.c.messenger, PEOPLE.c.id).where(*_unplanned(audience, audience.choosers()))
        return await self._by_messenger(query)

    async def plan(self, audience: Audience, people: Collection[int], posting: Posting) -> int:
        """Post the reminder of a slot to those of these people who still want one and have none; how many were."""
        theirs = audience.choosers().where(SUBSCRIPTIONS.c.person_id.in_(people))
        return await post(self._connection, letters(posting).where(*_unplanned(audience, theirs)))

    async def shown(self, posting: Posting) -> dict[str, list[int]]:
        """The people for whom a message of the letter's key stands that it has not renewed; a question for a survey."""
        query = select(PEOPLE.c.messenger, PEOPLE.c.id).join(CARDS, _SHOWS_TO)
        return await self._by_messenger(query.where(*_stale(posting)))

    async def renew(self, people: Collection[int], posting: Posting) -> int:
        """Renew the message of the letter's key for those of these people who see one; how many do."""
        theirs = select(PEOPLE.c.id).join(CARDS, _SHOWS_TO).where(PEOPLE.c.id.in_(people), *_stale(posting))
        return await post(self._connection, letters(posting).where(PEOPLE.c.id.in_(theirs)))

    async def _by_messenger(self, query: Select[Any]) -> dict[str, list[int]]:
        people: defaultdict[str, list[int]] = defaultdict(list)
        for messenger, number in await self._connection.execute(query):
            people[messenger].append(number)
        return dict(people)

    async def announce(self, session_id: int, posting: Posting) -> int:
        """Tell a session's subscribers that it changed; how many will be told.

        Who still waits to be told of an earlier change of it gets that one letter, drawn from the newest truth.
        """
        waiting = (
            OPEN,
            OUTBOX.c.state == "waiting",
            OUTBOX.c.kind == posting.kind,
            OUTBOX.c.about["session"].as_integer() == session_id,
        )
        await self._hold(*waiting)
        waits = exists().where(*waiting, OUTBOX.c.person_id == PEOPLE.c.id)
        theirs = and_(SUBSCRIPTIONS.c.person_id == PEOPLE.c.id, SUBSCRIPTIONS.c.session_id == session_id)
        mail = letters(posting).join(SUBSCRIPTIONS, theirs)
        return await post(self._connection, mail.where(PEOPLE.c.reachable, ~PEOPLE.c.muted, ~waits))

    async def plan_again(self, session_id: int, slot: datetime, notice: int) -> None:
        """Let the slot's reminder of the session's subscribers be planned once more, where it was dropped."""
        theirs = (OUTBOX.c.key == reminder_key(slot, notice), OUTBOX.c.person_id.in_(_subscribed(session_id)))
        dropped = OUTBOX.update().where(*theirs, OUTBOX.c.state == "dropped")
        await self._connection.execute(dropped.values(once=None))

    async def correct(self, session_id: int, posting: Posting, several: Mapping[str, Any]) -> int:
        """Redraw a reminder for the session's subscribers, where they see it or soon will; how many.

        :param several: what a letter that waits to tell of another session is about from now on.
        """
        key, subscribed = posting.key, _subscribed(session_id)
        waiting = (
            on_its_way(),
            OUTBOX.c.key == key,
            OUTBOX.c.person_id.in_(subscribed),
            OUTBOX.c.state == "waiting",
        )
        await self._hold(*waiting)
        others = OUTBOX.update().where(*waiting, OUTBOX.c.about["moved"].as_integer() != session_id)
        await self._connection.execute(others.values(about=dict(several)))
        of_person = (
            on_its_way(),
            OUTBOX.c.key == key,
            OUTBOX.c.messenger == PEOPLE.c.messenger,
            OUTBOX.c.chat == PEOPLE.c.user,
            OUTBOX.c.person_id == PEOPLE.c.id,
        )
        shown = exists().where(
            CARDS.c.messenger == PEOPLE.c.messenger,
            CARDS.c.chat == PEOPLE.c.user,
            CARDS.c.thread == "",
            CARDS.c.key == key,
        )
        in_flight = exists().where(*of_person, OUTBOX.c.state == "sending")
        waits = exists().where(*of_person, OUTBOX.c.state == "waiting")
        concerned = (PEOPLE.c.id.in_(subscribed), PEOPLE.c.reachable, or_(shown, in_flight), ~waits)
        return await post(self._connection, letters(posting).where(*concerned))

    async def _hold(self, *letters: Any) -> None:
        """Keep these waiting letters from being drawn until we commit: they will tell our truth too."""
        if self._connection.dialect.name != "sqlite":  # there, nobody claims while we write
            query = select(OUTBOX.c.id).where(*letters).with_for_update(read=True)
            await self._connection.execute(query)


def _unplanned(audience: Audience, choosers: Select[Any]) -> tuple[ColumnElement[bool], ...]:
    """Of these people, those who want to be reminded and have not been."""
    posted = exists().where(OUTBOX.c.once == _once(reminder_key(audience.slot, audience.notice)))
    wanted = (audience.wanted(), PEOPLE.c.reminders, PEOPLE.c.reachable, ~PEOPLE.c.muted)
    return PEOPLE.c.id.in_(choosers), *wanted, ~posted


def _stale(posting: Posting) -> tuple[ColumnElement[bool], ...]:
    """The messages of its key that wait for that letter."""
    posted = exists().where(OUTBOX.c.once == _once(str(posting.once)))
    return CARDS.c.key == posting.key, CARDS.c.thread == "", PEOPLE.c.reachable, ~posted


def _once(name: str) -> Any:
    """The unique name of each person's letter."""
    return literal(f"{name}:", String).concat(cast(PEOPLE.c.id, String))


def _said(people: Any) -> ColumnElement[str]:
    """The notices that somebody has chosen, as they are kept."""
    return type_coerce(people.c.notices, String)


def _subscribed(session_id: int) -> Select[Any]:
    return select(SUBSCRIPTIONS.c.person_id).where(SUBSCRIPTIONS.c.session_id == session_id)
