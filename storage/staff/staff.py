"""Staff: who may do what, given by invitations that work once; and the moderators who are on shift.

Rights belong to persons. Of an invitation's code only its hash is kept. What used ones gave is in `invitations.py`.
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

from storage.address import Address
from storage.engine.dialects import insert_or_ignore
from storage.engine.schema import METADATA, Moment, RowId
from storage.fair.exhibition import STANDS
from storage.fair.programme import CLUSTERS
from storage.people.tables import PEOPLE
from storage.staff.roles import Right as Right
from storage.staff.roles import Role as Role
from storage.staff.roles import RoleName as RoleName
from storage.staff.roles import Used as Used
from storage.staff.uses import LONGEST_TITLE, USES

Goal = Literal["person", "place"]

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that looks like something else
CODE_LENGTH = 26  # of these signs: more than 128 bits, which nobody guesses

_OF_ITS_ROLE = (
    "(role = 'organiser' AND cluster_id IS NULL AND stand_id IS NULL)"
    " OR (role = 'moderator' AND cluster_id IS NOT NULL AND stand_id IS NULL)"
    " OR (role IN ('stand', 'head') AND cluster_id IS NULL AND stand_id IS NOT NULL)"
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
    sqlite_autoincrement=True,  # a number is never given twice: the audit, keys and letters know it
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
    Column("by", RowId, index=True),  # who made it; NULL: a command; of an erased person it means nobody
    Column("lot", RowId, index=True),  # the first of the codes that one person was given to choose from; NULL: alone
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
        self,
        role: RoleName,
        cluster_id: int | None,
        stand_id: int | None,
        goal: Goal,
        now: datetime,
        until: datetime,
        by: int | None = None,
        beside: str | None = None,
    ) -> str:
        """Make an invitation for a person or a place; its code, which nobody can be told again.

        :param by: who makes it; None: whoever runs a command.
        :param beside: the first code of the same invitation, such as that for another messenger.
        """
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        of = {"role": role, "cluster_id": cluster_id, "stand_id": stand_id}
        lot = None if beside is None else await self._lot_of(beside)
        values = {"code_hash": hash_of(code), "goal": goal, "since": now, "until": until, "by": by, "lot": lot}
        await self._connection.execute(INVITATIONS.insert(), values | of)
        return code

    async def _lot_of(self, code: str) -> int | None:
        """The lot of that code, which begins one where it stood alone."""
        here = INVITATIONS.update().where(INVITATIONS.c.code_hash == hash_of(code))
        begun = here.values(lot=func.coalesce(INVITATIONS.c.lot, INVITATIONS.c.id)).returning(INVITATIONS.c.lot)
        lot: int | None = (await self._connection.execute(begun)).scalar_one_or_none()
        return lot

    async def accept(self, code: str, person_id: int, now: datetime) -> Used | None:
        """Give the person what a private invitation says; None where the code is unknown, used or too old.

        At a stand somebody has one role: who heads it stays its head, and who becomes its head is no more than that.
        """
        used = await self._redeem(code, "person", person_id, now)
        if used is None:
            return None
        right = await self._right_of(person_id, used.role) or await self._give(person_id, used.role, now)
        nowhere = {"messenger": "", "chat": "", "thread": "", "title": ""}
        await self._connection.execute(USES.insert(), {"invitation_id": used.invitation, "staff_id": right} | nowhere)
        return used

    async def _right_of(self, person_id: int, role: Role) -> int | None:
        """The right by which the person may do what the role says, or more at that stand."""
        roles = ("stand", "head") if role.role == "stand" else (role.role,)
        of = {"cluster_id": role.cluster_id, "stand_id": role.stand_id}
        same = (STAFF.c[name].is_not_distinct_from(value) for name, value in of.items())
        query = select(STAFF.c.id).where(STAFF.c.person_id == person_id, _NOW, STAFF.c.role.in_(roles), *same).limit(1)
        right: int | None = (await self._connection.execute(query)).scalar_one_or_none()
        return right

    async def _give(self, person_id: int, role: Role, now: datetime) -> int:
        if role.role == "head":
            below = (STAFF.c.person_id == person_id, STAFF.c.stand_id == role.stand_id, _NOW)
            await self._connection.execute(STAFF.update().where(*below).values(revoked_at=now))
        of = {"role": role.role, "cluster_id": role.cluster_id, "stand_id": role.stand_id}
        row = {"person_id": person_id, "since": now} | of
        right: int = (await self._connection.execute(STAFF.insert().returning(STAFF.c.id), row)).scalar_one()
        return right

    async def place_code(self, code: str, now: datetime) -> Role | None:
        """Whose chat a group would become by this code, which stays unused; None where it is unknown, used or old."""
        query = select(*_ROLE).where(*_fresh(code, now), INVITATIONS.c.goal == "place")
        found = (await self._connection.execute(query)).one_or_none()
        return None if found is None else Role(*found)

    async def redeem_place(self, code: str, now: datetime, by: int, at: Address, title: str) -> Used | None:
        """Use the code up for a group; None where it is unknown, used or too old."""
        used = await self._redeem(code, "place", by, now)
        if used is not None:
            where = {"messenger": at.messenger, "chat": at.chat, "thread": at.thread, "title": title[:LONGEST_TITLE]}
            await self._connection.execute(USES.insert(), {"invitation_id": used.invitation} | where)
        return used

    async def _redeem(self, code: str, goal: Goal, by: int, now: datetime) -> Used | None:
        fresh = (*_fresh(code, now), INVITATIONS.c.goal == goal)
        used = INVITATIONS.update().where(*fresh).values(used_at=now, used_by=by).returning(INVITATIONS.c.id, *_ROLE)
        found = (await self._connection.execute(used)).one_or_none()
        return None if found is None else Used(found[0], Role(*found[1:]))  # None: the code is wrong

    async def was_used_by(self, code: str, person_id: int) -> bool:
        """Whether the invitation was a right one, which that person used."""
        query = select(INVITATIONS.c.id).where(INVITATIONS.c.code_hash == hash_of(code))
        return (await self._connection.execute(query.where(INVITATIONS.c.used_by == person_id))).first() is not None

    async def roles(self, person_id: int) -> tuple[Role, ...]:
        """All that the person may do now."""
        what = (STAFF.c.role, STAFF.c.cluster_id, STAFF.c.stand_id)
        query = select(*what).where(STAFF.c.person_id == person_id, _NOW).distinct().order_by(*what)
        return tuple(Role(*row) for row in await self._connection.execute(query))

    async def described(self, person_id: int) -> dict[str, str]:
        """Who somebody is who may do something now: {"messenger", "user", "role"}; nothing of all others."""
        query = (
            select(PEOPLE.c.messenger, PEOPLE.c.user, STAFF.c.role, func.coalesce(CLUSTERS.c.ref, STANDS.c.ref, ""))
            .join(STAFF, STAFF.c.person_id == PEOPLE.c.id)
            .outerjoin(CLUSTERS, CLUSTERS.c.id == STAFF.c.cluster_id)
            .outerjoin(STANDS, STANDS.c.id == STAFF.c.stand_id)
            .where(PEOPLE.c.id == person_id, _NOW)
            .order_by(STAFF.c.id)
        )
        found = (await self._connection.execute(query)).all()
        if not found:
            return {}
        roles = dict.fromkeys(f"{row[2]} {row[3]}".strip() for row in found)
        return {"messenger": found[0][0], "user": found[0][1], "role": ", ".join(roles)}

    async def may_moderate(self, person_id: int, cluster_id: int) -> bool:
        """Whether the person is an organiser or a moderator of the cluster now."""
        query = select(STAFF.c.id).where(STAFF.c.person_id == person_id, _moderates(literal(cluster_id, RowId)))
        return (await self._connection.execute(query.limit(1))).first() is not None

    async def may_staff(self, person_id: int, stand_id: int) -> bool:
        """Whether the person is an organiser or works at the stand now."""
        query = select(STAFF.c.id).where(STAFF.c.person_id == person_id, staffs(literal(stand_id, RowId)))
        return (await self._connection.execute(query.limit(1))).first() is not None

    async def may_head(self, person_id: int, stand_id: int) -> bool:
        """Whether the person is an organiser or the stand's head now."""
        head = or_(STAFF.c.role == "organiser", and_(STAFF.c.role == "head", STAFF.c.stand_id == stand_id))
        query = select(STAFF.c.id).where(STAFF.c.person_id == person_id, _NOW, head)
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

    async def organises(self, person_id: int) -> bool:
        """Whether the person is an organiser now, who gives and takes every right."""
        query = select(STAFF.c.id).where(STAFF.c.person_id == person_id, _NOW, STAFF.c.role == "organiser")
        return (await self._connection.execute(query.limit(1))).first() is not None

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

    async def everybody(self, stand_id: int | None = None) -> list[StaffLine]:
        """All who may do something now, or work at one stand, in the order in which they came."""
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
            .where(_NOW, *([] if stand_id is None else [STAFF.c.stand_id == stand_id]))
            .order_by(STAFF.c.id)
        )
        lines = await self._connection.execute(query)
        return [StaffLine(*row) for row in lines]

    async def right(self, staff_id: int) -> Right | None:
        """What that row gives or gave, and to whom."""
        query = select(STAFF.c.person_id, STAFF.c.revoked_at, STAFF.c.role, STAFF.c.cluster_id, STAFF.c.stand_id)
        found = (await self._connection.execute(query.where(STAFF.c.id == staff_id))).one_or_none()
        return None if found is None else Right(staff_id, found[0], Role(*found[2:]), found[1])

    async def rights_of(self, person_id: int) -> list[Right]:
        """Everything that the person may do or might once, in the order in which it was given."""
        query = select(STAFF.c.id, STAFF.c.revoked_at, STAFF.c.role, STAFF.c.cluster_id, STAFF.c.stand_id)
        found = await self._connection.execute(query.where(STAFF.c.person_id == person_id).order_by(STAFF.c.id))
        return [Right(row[0], person_id, Role(*row[2:]), row[1]) for row in found]

    async def revoke(self, staff_id: int, now: datetime) -> bool:
        """Take away what that row gave; False where it gave nothing any more."""
        ended = STAFF.update().where(STAFF.c.id == staff_id, _NOW).values(revoked_at=now)
        return (await self._connection.execute(ended)).rowcount == 1


_NOW = STAFF.c.revoked_at.is_(None)
_ROLE = (INVITATIONS.c.role, INVITATIONS.c.cluster_id, INVITATIONS.c.stand_id)


def _fresh(code: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return INVITATIONS.c.code_hash == hash_of(code), INVITATIONS.c.used_at.is_(None), INVITATIONS.c.until > now


def _moderates(cluster: ColumnElement[int]) -> ColumnElement[bool]:
    return and_(_NOW, or_(STAFF.c.role == "organiser", STAFF.c.cluster_id == cluster))


def staffs(stand: ColumnElement[int]) -> ColumnElement[bool]:
    """Of a row of `STAFF`: that it lets its person handle what the stand is asked."""
    return and_(_NOW, or_(STAFF.c.role == "organiser", STAFF.c.stand_id == stand))
