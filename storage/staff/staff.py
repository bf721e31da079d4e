"""Staff: who may do what, given by invitations that work once; and the moderators who are on shift.

Rights belong to persons. Of an invitation's code only its hash is kept.
"""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Table,
    and_,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.dialects import insert_or_ignore
from storage.engine.schema import METADATA, Moment, RowId
from storage.fair.exhibition import STANDS
from storage.fair.programme import CLUSTERS
from storage.people.tables import PEOPLE

RoleName = Literal["organiser", "moderator", "stand"]
Goal = Literal["person", "place"]

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that looks like something else
CODE_LENGTH = 16

_OF_ITS_ROLE = (
    "(role = 'organiser' AND cluster_id IS NULL AND stand_id IS NULL)"
    " OR (role = 'moderator' AND cluster_id IS NOT NULL AND stand_id IS NULL)"
    " OR (role = 'stand' AND cluster_id IS NULL AND stand_id IS NOT NULL)"
)
STAFF = Table(
    "staff",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("person_id", RowId, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("role", String(12), nullable=False),
    Column("cluster_id", RowId, ForeignKey("clusters.id")),
    Column("stand_id", RowId, ForeignKey("stands.id")),
    Column("since", Moment, nullable=False),
    Column("revoked_at", Moment),
    CheckConstraint(_OF_ITS_ROLE, name="role"),
    Index("ix_staff_person_id", "person_id"),
)
INVITATIONS = Table(
    "invitations",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("goal", String(8), nullable=False),
    Column("role", String(12), nullable=False),
    Column("cluster_id", RowId, ForeignKey("clusters.id")),
    Column("stand_id", RowId, ForeignKey("stands.id")),
    Column("since", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("used_at", Moment),
    Column("used_by", RowId, ForeignKey("people.id", ondelete="SET NULL")),
    CheckConstraint("goal IN ('person', 'place')", name="goal"),
    CheckConstraint(_OF_ITS_ROLE, name="role"),
)
SHIFTS = Table(
    "shifts",
    METADATA,
    Column("person_id", RowId, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("cluster_id", RowId, ForeignKey("clusters.id"), primary_key=True),
    Column("since", Moment, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody may do: everything, moderate a cluster, or work at a stand."""

    role: RoleName
    cluster_id: int | None = None
    stand_id: int | None = None


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One line of `fairway staff list`; `of` is the organiser's id of the cluster or stand."""

    id: int
    messenger: str
    user: str
    role: RoleName
    of: str
    since: datetime
    on_shift: bool
    person_id: int


def hash_of(code: str) -> str:
    """What is kept of a code; how it was typed does not matter."""
    return hashlib.sha256(code.strip().lower().encode()).hexdigest()


class Staff:
    """The staff, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def invite(
        self, role: RoleName, cluster_id: int | None, stand_id: int | None, goal: Goal, now: datetime, until: datetime
    ) -> str:
        """Make an invitation for a person or a place; its code, which nobody can be told again."""
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        of = {"role": role, "cluster_id": cluster_id, "stand_id": stand_id}
        values = {"code_hash": hash_of(code), "goal": goal, "since": now, "until": until}
        await self._connection.execute(INVITATIONS.insert(), values | of)
        return code

    async def accept(self, code: str, person_id: int, now: datetime) -> Role | None:
        """Give the person what a private invitation says; None where the code is unknown, used or too old."""
        role = await self._redeem(code, "person", person_id, now)
        if role is None:
            return None
        if role not in await self.roles(person_id):
            of = {"role": role.role, "cluster_id": role.cluster_id, "stand_id": role.stand_id}
            await self._connection.execute(STAFF.insert(), {"person_id": person_id, "since": now} | of)
        return role

    async def redeem_place(self, code: str, now: datetime, by: int) -> Role | None:
        """Whose chat a group becomes by this code; None where it is unknown, used or too old."""
        return await self._redeem(code, "place", by, now)

    async def _redeem(self, code: str, goal: Goal, by: int, now: datetime) -> Role | None:
        here = (INVITATIONS.c.code_hash == hash_of(code), INVITATIONS.c.goal == goal)
        fresh = (INVITATIONS.c.used_at.is_(None), INVITATIONS.c.until > now)
        used = INVITATIONS.update().where(*here, *fresh).values(used_at=now, used_by=by)
        of = used.returning(INVITATIONS.c.role, INVITATIONS.c.cluster_id, INVITATIONS.c.stand_id)
        found = (await self._connection.execute(of)).one_or_none()
        return None if found is None else Role(*found)

    async def was_used_by(self, code: str, person_id: int) -> bool:
        """Whether the invitation was a right one, which that person used."""
        query = select(INVITATIONS.c.id).where(INVITATIONS.c.code_hash == hash_of(code))
        return (await self._connection.execute(query.where(INVITATIONS.c.used_by == person_id))).first() is not None

    async def withdraw(self, code: str, now: datetime) -> bool:
        """Let an invitation be of no use any more; False where it is of none already."""
        fresh = (INVITATIONS.c.code_hash == hash_of(code), INVITATIONS.c.used_at.is_(None), INVITATIONS.c.until > now)
        return (await self._connection.execute(INVITATIONS.update().where(*fresh).values(until=now))).rowcount == 1

    async def roles(self, person_id: int) -> tuple[Role, ...]:
        """All that the person may do now."""
        what = (STAFF.c.role, STAFF.c.cluster_id, STAFF.c.stand_id)
        query = select(*what).where(STAFF.c.person_id == person_id, _NOW).distinct().order_by(*what)
        return tuple(Role(*row) for row in await self._connection.execute(query))

    async def may_moderate(self, person_id: int, cluster_id: int) -> bool:
        """Whether the person is an organiser or a moderator of the cluster now."""
        query = select(STAFF.c.id).where(STAFF.c.person_id == person_id, _moderates(literal(cluster_id, RowId)))
        return (await self._connection.execute(query.limit(1))).first() is not None

    async def may_staff(self, person_id: int, stand_id: int) -> bool:
        """Whether the person is an organiser or works at the stand now."""
        query = select(STAFF.c.id).where(STAFF.c.person_id == person_id, staffs(literal(stand_id, RowId)))
        return (await self._connection.execute(query.limit(1))).first() is not None

    async def of_stand(self, stand_id: int) -> list[int]:
        """The people who work at the stand now."""
        query = select(STAFF.c.person_id).where(_NOW, STAFF.c.stand_id == stand_id).distinct()
        return list((await self._connection.execute(query.order_by(STAFF.c.person_id))).scalars())

    async def staffed(self) -> frozenset[int]:
        """The stands at which somebody works now."""
        query = select(STAFF.c.stand_id).where(_NOW, STAFF.c.stand_id.is_not(None)).distinct()
        return frozenset((await self._connection.execute(query)).scalars())

    async def moderated(self) -> frozenset[int]:
        """The clusters that somebody moderates now, organisers aside."""
        query = select(STAFF.c.cluster_id).where(_NOW, STAFF.c.cluster_id.is_not(None)).distinct()
        return frozenset((await self._connection.execute(query)).scalars())

    async def those_of(self, clusters: Collection[int], stands: Collection[int]) -> list[int]:
        """Who moderates these clusters or works at these stands now, organisers aside."""
        theirs = or_(STAFF.c.cluster_id.in_(clusters), STAFF.c.stand_id.in_(stands))
        query = select(STAFF.c.person_id).where(_NOW, theirs).distinct().order_by(STAFF.c.person_id)
        return list((await self._connection.execute(query)).scalars())

    async def organisers(self) -> list[int]:
        """All organisers of now."""
        query = select(STAFF.c.person_id).where(_NOW, STAFF.c.role == "organiser").distinct()
        return list((await self._connection.execute(query.order_by(STAFF.c.person_id))).scalars())

    async def on_shift(self, person_id: int, cluster_id: int, on: bool, now: datetime) -> None:
        """The person begins or ends to be told when nobody takes a question of the cluster."""
        same = {"person_id": person_id, "cluster_id": cluster_id}
        if on:
            await self._connection.execute(insert_or_ignore(self._connection, SHIFTS), same | {"since": now})
        else:
            here = (SHIFTS.c[name] == value for name, value in same.items())
            await self._connection.execute(SHIFTS.delete().where(*here))

    async def shift_of(self, cluster_id: int) -> list[int]:
        """The people on shift for the cluster, of those who still may moderate it."""
        may = exists().where(STAFF.c.person_id == SHIFTS.c.person_id, _moderates(SHIFTS.c.cluster_id))
        query = select(SHIFTS.c.person_id).where(SHIFTS.c.cluster_id == cluster_id, may)
        return list((await self._connection.execute(query.order_by(SHIFTS.c.since, SHIFTS.c.person_id))).scalars())

    async def everybody(self) -> list[StaffLine]:
        """All who may do something now, in the order in which they came."""
        shift = exists().where(
            SHIFTS.c.person_id == STAFF.c.person_id,
            or_(SHIFTS.c.cluster_id == STAFF.c.cluster_id, STAFF.c.role == "organiser"),
        )
        of = func.coalesce(CLUSTERS.c.ref, STANDS.c.ref, "")
        query = (
            select(STAFF.c.id, PEOPLE.c.messenger, PEOPLE.c.user, STAFF.c.role, of, STAFF.c.since, shift, PEOPLE.c.id)
            .join(PEOPLE, PEOPLE.c.id == STAFF.c.person_id)
            .outerjoin(CLUSTERS, CLUSTERS.c.id == STAFF.c.cluster_id)
            .outerjoin(STANDS, STANDS.c.id == STAFF.c.stand_id)
            .where(_NOW)
            .order_by(STAFF.c.id)
        )
        lines = await self._connection.execute(query)
        return [StaffLine(*row) for row in lines]

    async def revoke(self, staff_id: int, now: datetime) -> bool:
        """Take away what that row gave; False where it gave nothing any more."""
        ended = STAFF.update().where(STAFF.c.id == staff_id, _NOW).values(revoked_at=now)
        return (await self._connection.execute(ended)).rowcount == 1


_NOW = STAFF.c.revoked_at.is_(None)


def _moderates(cluster: ColumnElement[int]) -> ColumnElement[bool]:
    return and_(_NOW, or_(STAFF.c.role == "organiser", STAFF.c.cluster_id == cluster))


def staffs(stand: ColumnElement[int]) -> ColumnElement[bool]:
    """Of a row of `STAFF`: that it lets its person handle what the stand is asked."""
    return and_(_NOW, or_(STAFF.c.role == "organiser", STAFF.c.stand_id == stand))
