"""Planning letters for many people in few statements: reminders of a slot, news of a session that changed.

Reminders are unique by person, slot and notice, so planning may be repeated as often as one likes, by any process.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.fair.programme import SESSIONS
from storage.people.mailing import letters, post
from storage.people.tables import PEOPLE, SUBSCRIPTIONS
from storage.post.outbox import OPEN, OUTBOX, Posting, on_its_way
from storage.post.standing import CARDS

REMINDER = "reminder"
START = 0  # the notice of who chose a session too late for any other: they hear of it as it starts
CHANGE = "change"
SEVERAL = -1  # instead of the one session that made a reminder untrue


def slot_number(slot: datetime) -> int:
    """A slot as the number that letters and keys carry: whole minutes since 1970."""
    return int(slot.timestamp()) // 60


def reminder_key(slot: datetime, notice: int) -> str:
    """The key of the reminder's message: one for a person, a slot and a notice."""
    return f"{REMINDER}:{slot_number(slot)}:{notice}"


class Reminders:
    """The set-wise planning, as one transaction sees it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def unplanned(self, slot: datetime, notice: int, after: int | None = None) -> dict[str, list[int]]:
        """The people whose reminder of a slot is not posted yet, by messenger; a question for a survey.

        :param after: only of those who chose when an earlier notice, of so many minutes, had passed.
        """
        people: defaultdict[str, list[int]] = defaultdict(list)
        chosen = _subscribers(slot, notice, after)
        query = select(PEOPLE.c.messenger, PEOPLE.c.id).where(*_unplanned(slot, notice, chosen))
        for messenger, number in await self._connection.execute(query):
            people[messenger].append(number)
        return dict(people)

    async def plan(
        self, slot: datetime, notice: int, people: Collection[int], posting: Posting, after: int | None = None
    ) -> int:
        """Post the reminder of a slot to those of these people who still want one and have none; how many were."""
        theirs = _subscribers(slot, notice, after).where(SUBSCRIPTIONS.c.person_id.in_(people))
        return await post(self._connection, letters(posting).where(*_unplanned(slot, notice, theirs)))

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


def _subscribers(slot: datetime, notice: int, after: int | None = None) -> Select[Any]:
    """Who has chosen a session of the slot before the notice was due, and `after` an earlier one was."""
    chosen = (
        select(SUBSCRIPTIONS.c.person_id)
        .join(SESSIONS, SESSIONS.c.id == SUBSCRIPTIONS.c.session_id)
        .where(SESSIONS.c.starts == slot, SESSIONS.c.status == "scheduled", ~SESSIONS.c.withdrawn)
        .where(SUBSCRIPTIONS.c.since <= slot - timedelta(minutes=notice), ~SUBSCRIPTIONS.c.wants_recording)
    )
    return chosen if after is None else chosen.where(SUBSCRIPTIONS.c.since > slot - timedelta(minutes=after))


def _unplanned(slot: datetime, notice: int, chosen: Select[Any]) -> tuple[ColumnElement[bool], ...]:
    """Of these subscribers, those who want to be reminded and have not been."""
    posted = exists().where(OUTBOX.c.once == _once(slot, notice))
    return PEOPLE.c.id.in_(chosen), PEOPLE.c.reminders, PEOPLE.c.reachable, ~PEOPLE.c.muted, ~posted


def _once(slot: datetime, notice: int) -> Any:
    """The unique name of a person's reminder."""
    return literal(f"{reminder_key(slot, notice)}:", String).concat(cast(PEOPLE.c.id, String))


def _subscribed(session_id: int) -> Select[Any]:
    return select(SUBSCRIPTIONS.c.person_id).where(SUBSCRIPTIONS.c.session_id == session_id)
