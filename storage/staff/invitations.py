"""Invitations after they were made: those that wait, what used ones gave, and that it was taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.address import Address
from storage.staff.places import Place
from storage.staff.staff import INVITATIONS, Goal, Role, hash_of
from storage.staff.uses import USES


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation that nobody has used yet; its code is known to who was given it alone."""

    id: int
    goal: Goal
    role: Role
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Use:
    """A used invitation: who used it (None: somebody forgotten), and what came of it.

    `right` is the row of the staff that it gave a person; `place` and `title` are the group that it bound. `undone_at`:
    when that was taken back.
    """

    invitation: int
    goal: Goal
    role: Role
    used_by: int | None
    right: int | None
    place: Address
    title: str
    undone_at: datetime | None
    undone_by: int | None


class Invitations:
    """The invitations, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def unused(self, now: datetime) -> list[Invitation]:
        """Those that still let somebody in, in the order in which they were made."""
        return await self._unused(*_waiting(now))

    async def unused_by(self, person_id: int, now: datetime) -> list[Invitation]:
        """Those of them that the person made."""
        return await self._unused(INVITATIONS.c.by == person_id, *_waiting(now))

    async def unused_beside(self, number: int, now: datetime) -> list[Invitation]:
        """Those of them that one person was given to choose from together with that one."""
        lot = select(INVITATIONS.c.lot).where(INVITATIONS.c.id == number).scalar_subquery()
        return await self._unused(INVITATIONS.c.lot == lot, *_waiting(now))

    async def _unused(self, *conditions: ColumnElement[bool]) -> list[Invitation]:
        query = select(*_UNUSED).where(*conditions).order_by(INVITATIONS.c.id)
        return [_invitation(row) for row in await self._connection.execute(query)]

    async def withdraw(self, number: int | str, now: datetime) -> Invitation | None:
        """Let the invitation of that number or code be of no use any more; None where it is of none already."""
        here = INVITATIONS.c.id == number if isinstance(number, int) else INVITATIONS.c.code_hash == hash_of(number)
        ended = INVITATIONS.update().where(here, *_waiting(now)).values(until=now).returning(*_UNUSED)
        row = (await self._connection.execute(ended)).one_or_none()
        return None if row is None else _invitation(row)

    async def use(self, number: int) -> Use | None:
        """What came of an invitation that was used."""
        found = await self._uses(USES.c.invitation_id == number)
        return found[0] if found else None

    async def uses_at(self, place: Place) -> list[Use]:
        """The codes that made the group what that place is, as far as that was not taken back."""
        here = (USES.c[name] == getattr(place.address, name) for name in ("messenger", "chat", "thread"))
        cluster = INVITATIONS.c.cluster_id.is_not_distinct_from(place.cluster_id)
        stand = INVITATIONS.c.stand_id.is_not_distinct_from(place.stand_id)
        return await self._uses(*here, cluster, stand, INVITATIONS.c.goal == "place", USES.c.undone_at.is_(None))

    async def uses_of(self, staff_id: int) -> list[Use]:
        """The links that gave somebody that right, as far as that was not taken back."""
        return await self._uses(USES.c.staff_id == staff_id, USES.c.undone_at.is_(None))

    async def undo(self, number: int, by: int | None, now: datetime) -> None:
        """Note that what it gave was taken back."""
        here = USES.update().where(USES.c.invitation_id == number, USES.c.undone_at.is_(None))
        await self._connection.execute(here.values(undone_at=now, undone_by=by))

    async def _uses(self, *conditions: ColumnElement[bool]) -> list[Use]:
        query = (
            select(USES, INVITATIONS.c.goal, INVITATIONS.c.used_by, *_ROLE)
            .join(INVITATIONS, INVITATIONS.c.id == USES.c.invitation_id)
            .where(*conditions)
            .order_by(USES.c.invitation_id)
        )
        return [
            Use(
                row.invitation_id,
                row.goal,
                Role(row.role, row.cluster_id, row.stand_id),
                row.used_by,
                row.staff_id,
                Address(row.messenger, row.chat, row.thread),
                row.title,
                row.undone_at,
                row.undone_by,
            )
            for row in await self._connection.execute(query)
        ]


_ROLE = (INVITATIONS.c.role, INVITATIONS.c.cluster_id, INVITATIONS.c.stand_id)
_UNUSED = (INVITATIONS.c.id, INVITATIONS.c.goal, INVITATIONS.c.since, INVITATIONS.c.until, *_ROLE)


def _invitation(row: Sequence[Any]) -> Invitation:
    number, goal, since, until, *role = row
    return Invitation(number, goal, Role(*role), since, until)


def _waiting(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return INVITATIONS.c.used_at.is_(None), INVITATIONS.c.until > now
