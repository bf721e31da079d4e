"""Guards: what outlasts `/forget` for hours or days, because it protects others; it names nobody.

Of a person, an address of e-mail or a phone number only a code is kept, which nobody turns back without the key it was
made with (HMAC-SHA256). Each guard has an end, after which it counts no more and is swept away.
"""

import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import CheckConstraint, Column, Index, Integer, String, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.dialects import insert_or_ignore
from storage.engine.schema import METADATA, Moment, RowId
from storage.engine.turns import AT_ONCE, some_of
from storage.people.people import Person
from storage.privacy.sealing import Sealer

Kind = Literal[
    "mute",
    "question",
    "open question",
    "call",
    "open call",
    "message",
    "phone",
    "code",
    "child",
    "erase",
    "wrong code",
]

MOST_READ = 200  # guards of one person, address or phone that are looked at, the newest
_PURPOSE = "guards"
_KEY_BYTES = 32

GUARDS = Table(
    "guards",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("person", String(64), nullable=False),  # the code of messenger and user
    Column("other", String(64)),  # the code of an address or a phone
    Column("number", RowId),  # of the session or stand
    Column("at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    CheckConstraint(f"kind IN {get_args(Kind)}", name="kind"),
    Index("ix_guards_person", "person", "kind"),
    Index("ix_guards_other", "other", "kind"),
    Index("ix_guards_kind", "kind", "at"),
    Index("ix_guards_until", "until"),
)
GUARD_KEYS = Table(  # one random key, for fairs that have none of their own
    "guard_keys",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("key", String(64), nullable=False),
)


@dataclass(frozen=True, slots=True)
class Guard:
    """That something happened, which counts until its end; `number` is the session or stand that it was about."""

    kind: Kind
    number: int | None
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Shared:
    """An address or a phone that several people gave: its code, how many they are, and for which stands."""

    code: str
    people: int
    numbers: tuple[int, ...]


def of_address(email: str) -> str:
    """An address of e-mail as it is counted: what stands behind a plus leads into the same mailbox."""
    local, _, domain = email.strip().casefold().rpartition("@")
    return f"address {local.partition('+')[0]}@{domain}"


def of_phone(phone: str) -> str:
    """A phone number in E.164 as it is counted: with any extension it is one line."""
    return f"phone {phone.partition(';ext=')[0]}"


class Guards:
    """The guards, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._connection = connection
        self._sealer = sealer

    async def note(
        self, kind: Kind, person: Person, at: datetime, until: datetime, *, other: str = "", number: int | None = None
    ) -> None:
        """Note that it happened.

        :param other: the address or phone that was used, as `of_address` and `of_phone` tell it.
        """
        key, *_ = await self._keys(make=True)
        row: dict[str, Any] = {"kind": kind, "person": _code(key, _of(person)), "number": number}
        row |= {"other": _code(key, other) if other else None, "at": at, "until": until}
        await self._connection.execute(GUARDS.insert(), row)

    async def of_person(self, person: Person, now: datetime, *kinds: Kind) -> tuple[Guard, ...]:
        """What still counts of the person, the oldest first."""
        return await self._still(kinds, now, GUARDS.c.person.in_(await self._codes(_of(person))))

    async def of_other(self, other: str, now: datetime, *kinds: Kind) -> tuple[Guard, ...]:
        """What still counts of an address or phone, whoever used it, the oldest first."""
        return await self._still(kinds, now, GUARDS.c.other.in_(await self._codes(other)))

    async def count(self, kind: Kind, since: datetime) -> int:
        """How often it happened to everybody together."""
        query = select(func.count(GUARDS.c.id)).where(GUARDS.c.kind == kind, GUARDS.c.at > since)
        count: int = (await self._connection.execute(query)).scalar_one()
        return count

    async def shared(self, kind: Kind, now: datetime, people: int) -> tuple[Shared, ...]:
        """The addresses or phones that so many people used, or more; it may look at many rows."""
        still = (GUARDS.c.kind == kind, GUARDS.c.until > now, GUARDS.c.other.is_not(None))
        number = func.count(GUARDS.c.person.distinct())
        many = select(GUARDS.c.other, number).where(*still).group_by(GUARDS.c.other).having(number >= people)
        found = (await self._connection.execute(many.order_by(GUARDS.c.other))).all()
        codes = [code for code, _ in found]
        where = select(GUARDS.c.other, GUARDS.c.number).where(*still, GUARDS.c.other.in_(codes)).distinct()
        stands = {(code, of) for code, of in await self._connection.execute(where) if of is not None}
        return tuple(Shared(code, n, tuple(sorted(of for other, of in stands if other == code))) for code, n in found)

    async def insistent(self, kind: Kind, now: datetime, times: int) -> int:
        """How many people did it so often, or more often; it may look at many rows."""
        still = (GUARDS.c.kind == kind, GUARDS.c.until > now)
        each = select(GUARDS.c.person).where(*still).group_by(GUARDS.c.person).having(func.count(GUARDS.c.id) >= times)
        count: int = (await self._connection.execute(select(func.count()).select_from(each.subquery()))).scalar_one()
        return count

    async def forget(self, now: datetime, at_most: int = AT_ONCE) -> int:
        """Drop what counts no more; how many were."""
        over = some_of(GUARDS, at_most, GUARDS.c.until <= now)
        return (await self._connection.execute(GUARDS.delete().where(over))).rowcount

    async def _still(self, kinds: Collection[Kind], now: datetime, whose: Any) -> tuple[Guard, ...]:
        query = select(GUARDS.c.kind, GUARDS.c.number, GUARDS.c.at, GUARDS.c.until)
        query = query.where(whose, GUARDS.c.kind.in_(kinds), GUARDS.c.until > now)
        newest = query.order_by(GUARDS.c.at.desc(), GUARDS.c.id.desc()).limit(MOST_READ)
        return tuple(reversed([Guard(*row) for row in await self._connection.execute(newest)]))

    async def _codes(self, whom: str) -> tuple[str, ...]:
        """What it may be kept under: by every key that there is."""
        return tuple(_code(key, whom) for key in await self._keys())

    async def _keys(self, *, make: bool = False) -> tuple[bytes, ...]:
        """The newest first: made of the fair's own, then one of ours, which is made where there is no other.

        What was noted before the fair had a key counts on.
        """
        derived = self._sealer.derived(_PURPOSE)
        if make and derived:
            return derived
        query = select(GUARD_KEYS.c.key).where(GUARD_KEYS.c.id == 1)
        key = (await self._connection.execute(query)).scalar_one_or_none()
        if key is None and make:
            new = {"id": 1, "key": secrets.token_hex(_KEY_BYTES)}
            await self._connection.execute(insert_or_ignore(self._connection, GUARD_KEYS), new)
            key = (await self._connection.execute(query)).scalar_one()
        return derived if key is None else (*derived, bytes.fromhex(key))


def _of(person: Person) -> str:
    return f"person {person.messenger}:{person.user}"


def _code(key: bytes, whom: str) -> str:
    return hmac.digest(key, whom.encode(), "sha256").hex()
