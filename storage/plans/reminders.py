"""Planning letters for many people in one statement each: reminders of a slot, news of a session that changed.

Reminders are unique by person, slot and notice, so planning may be repeated as often as one likes, by any process.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, String, and_, cast, exists, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.fair.programme import SESSIONS
from storage.people.mailing import letters, post
from storage.people.tables import PEOPLE, SUBSCRIPTIONS
from storage.post.outbox import OPEN, OUTBOX, Lane
from storage.post.standing import CARDS

REMINDER = "reminder"
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

    async def unplanned(self, slot: datetime, notice: int) -> dict[str, int]:
        """How many people's reminder of a slot is not posted yet, by messenger."""
        people = self._unplanned(slot, notice).subquery()
        query = select(people.c.messenger, func.count()).group_by(people.c.messenger)
        return {row[0]: row[1] for row in (await self._connection.execute(query)).all()}

    async def plan(
        self, slot: datetime, notice: int, messenger: str, early: timedelta, at_most: int, last: datetime | None = None
    ) -> int:
        """Post reminders of a slot that are not posted yet, up to `at_most` of them; how many were.

        They may leave `early` before the notice, so that the last of many still leaves in time, and not after
        `last`, which is otherwise an hour after the slot.
        """
        due = slot - timedelta(minutes=notice)
        last = last or slot + timedelta(hours=1)
        people = self._unplanned(slot, notice).where(PEOPLE.c.messenger == messenger).limit(at_most).subquery()
        mail = letters(
            kind=REMINDER,
            about={"slot": slot_number(slot), "lead": notice},
            lane=Lane.REMINDER,
            times=(due - early, min(slot, last), last),
            once=_once(slot, notice),
            key=reminder_key(slot, notice),
        )
        return await post(self._connection, mail.where(PEOPLE.c.id.in_(select(people.c.id))))

    def _unplanned(self, slot: datetime, notice: int) -> Select[Any]:
        """Who wants to be reminded and has not been; who subscribed inside the notice was given the link at once."""
        chosen = (
            select(SUBSCRIPTIONS.c.person_id)
            .join(SESSIONS, SESSIONS.c.id == SUBSCRIPTIONS.c.session_id)
            .where(SESSIONS.c.starts == slot, SESSIONS.c.status == "scheduled", ~SESSIONS.c.withdrawn)
            .where(SUBSCRIPTIONS.c.since <= slot - timedelta(minutes=notice))
        )
        posted = exists().where(OUTBOX.c.once == _once(slot, notice))
        wants = and_(PEOPLE.c.reminders, PEOPLE.c.reachable, ~PEOPLE.c.muted)
        return select(PEOPLE.c.id, PEOPLE.c.messenger).where(PEOPLE.c.id.in_(chosen), wants, ~posted)

    async def announce_change(
        self, session_id: int, was: datetime | None, now: datetime, until: datetime, *, was_off: bool
    ) -> int:
        """Tell a session's subscribers that it moved or was cancelled; how many will be told.

        Who still waits to be told of an earlier change of it gets that one letter, drawn from the newest truth.
        """
        about = {"session": session_id, "was": slot_number(was) if was else None, "off": was_off}
        waiting = (
            OPEN,
            OUTBOX.c.state == "waiting",
            OUTBOX.c.kind == CHANGE,
            OUTBOX.c.about["session"].as_integer() == session_id,
        )
        await self._hold(*waiting)
        waits = exists().where(*waiting, OUTBOX.c.person_id == PEOPLE.c.id)
        mail = letters(kind=CHANGE, about=about, lane=Lane.CHANGE, times=(now, now, until))
        query = mail.join(
            SUBSCRIPTIONS, and_(SUBSCRIPTIONS.c.person_id == PEOPLE.c.id, SUBSCRIPTIONS.c.session_id == session_id)
        ).where(PEOPLE.c.reachable, ~PEOPLE.c.muted, ~waits)
        return await post(self._connection, query)

    async def correct_reminders(self, session_id: int, slot: datetime, notice: int, now: datetime) -> int:
        """Redraw the reminders of a slot that a session left or joined, where people see them or soon will; how many.

        Where one was dropped before its time because nothing was left of the slot, it may be planned again.
        """
        key = reminder_key(slot, notice)
        subscribed = select(SUBSCRIPTIONS.c.person_id).where(SUBSCRIPTIONS.c.session_id == session_id)
        theirs = (OUTBOX.c.key == key, OUTBOX.c.person_id.in_(subscribed))
        if now < slot - timedelta(minutes=notice):
            dropped = OUTBOX.update().where(*theirs, OUTBOX.c.state == "dropped")
            await self._connection.execute(dropped.values(once=None))
        waiting = (*theirs, OPEN, OUTBOX.c.state == "waiting")
        await self._hold(*waiting)
        about = {"slot": slot_number(slot), "lead": notice}
        others = OUTBOX.update().where(*waiting, OUTBOX.c.about["moved"].as_integer() != session_id)
        await self._connection.execute(others.values(about={**about, "moved": SEVERAL}))
        of_person = (OPEN, OUTBOX.c.person_id == PEOPLE.c.id, OUTBOX.c.key == key)
        shown = exists().where(
            CARDS.c.messenger == PEOPLE.c.messenger,
            CARDS.c.chat == PEOPLE.c.user,
            CARDS.c.thread == "",
            CARDS.c.key == key,
        )
        in_flight = exists().where(*of_person, OUTBOX.c.state == "sending")
        waits = exists().where(*of_person, OUTBOX.c.state == "waiting")
        mail = letters(
            kind=REMINDER,
            about={**about, "moved": session_id},
            lane=Lane.CHANGE,
            times=(now, now, now + timedelta(hours=12)),
            key=key,
        )
        concerned = (PEOPLE.c.id.in_(subscribed), PEOPLE.c.reachable, or_(shown, in_flight), ~waits)
        return await post(self._connection, mail.where(*concerned))

    async def _hold(self, *letters: Any) -> None:
        """Keep these waiting letters from being drawn until we commit: they will tell our truth too."""
        if self._connection.dialect.name != "sqlite":  # there, nobody claims while we write
            query = select(OUTBOX.c.id).where(*letters).with_for_update(read=True)
            await self._connection.execute(query)


def _once(slot: datetime, notice: int) -> Any:
    """The unique name of a person's reminder."""
    return literal(f"{REMINDER}:{slot_number(slot)}:{notice}:", String).concat(cast(PEOPLE.c.id, String))
