"""Departures: who has lost a right, until they are out of the groups in which they worked and see nothing of them.

Letters put them out, or ask people to, and take back what they were shown in private: a row lives as long as these are
on their way, as a rule for minutes, and they are drawn from it, whether the person is forgotten meanwhile or not.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ColumnElement, ForeignKey, String, Table, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.address import Address
from storage.engine.schema import METADATA, Moment, RowId
from storage.engine.sealed import SEALED, SealedColumns, Seals, words
from storage.post.outbox import OPEN, OUTBOX, on_its_way
from storage.post.standing import CARDS
from storage.staff.staff import Right, Role, RoleName

DEPARTURES = Table(
    "departures",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("right", RowId, nullable=False),  # the row of the staff that gave it, which may be gone with its person
    Column("messenger", String(20), nullable=False),
    Column("user", words(40), nullable=False, info=SEALED),
    Column("name", words(80), info=SEALED),
    Column("role", String(12), nullable=False),
    Column("cluster_id", RowId, ForeignKey("clusters.id")),
    Column("stand_id", RowId, ForeignKey("stands.id")),
    Column("at", Moment, nullable=False),
    sqlite_autoincrement=True,  # a number is never given twice: letters know it
)


@dataclass(frozen=True, slots=True)
class Departure:
    """Somebody who has lost that right at that moment; `name`: how their colleagues know them."""

    id: int
    right: int
    messenger: str
    user: str
    name: str | None
    role: RoleName
    cluster_id: int | None
    stand_id: int | None
    at: datetime

    @property
    def lost(self) -> Role:
        """What they may do no more."""
        return Role(self.role, self.cluster_id, self.stand_id)

    @property
    def address(self) -> Address:
        """Their private chat."""
        return Address(self.messenger, self.user)


class Departures:
    """The departures, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection, seals: Seals) -> None:
        self._connection = connection
        self._words = SealedColumns(DEPARTURES, seals)

    async def begin(self, right: Right, address: Address, name: str | None, now: datetime) -> Departure:
        """Whose private chat that is has to go, for that right has ended."""
        lost = right.role
        of = {"role": lost.role, "cluster_id": lost.cluster_id, "stand_id": lost.stand_id, "at": now}
        who = {"right": right.id, "messenger": address.messenger, "user": address.chat, "name": name}
        number = await self._words.insert(self._connection, who | of)
        who_and_role = (address.messenger, address.chat, name, lost.role, lost.cluster_id, lost.stand_id)
        return Departure(number, right.id, *who_and_role, now)

    async def load(self, number: int, right: int) -> Departure | None:
        """The departure of that number; or, where a letter knows none, for the end of that right."""
        here = DEPARTURES.c.id == number if number else DEPARTURES.c.right == right
        row = (await self._connection.execute(select(DEPARTURES).where(here).limit(1))).one_or_none()
        return None if row is None else self._words.opened(Departure(*row))

    async def all(self) -> tuple[Departure, ...]:
        """All who go now."""
        query = select(DEPARTURES).order_by(DEPARTURES.c.id)
        return self._words.all_opened(Departure(*row) for row in await self._connection.execute(query))

    async def is_under_way(self, one: Departure, keys: Collection[str], onces: Collection[str]) -> bool:
        """Whether a letter is: under these keys or of those that leave once, or to the chat of who is forgotten."""
        asks = select(OUTBOX.c.id).where(on_its_way(), OUTBOX.c.key.in_(keys))
        puts_out = select(OUTBOX.c.id).where(OUTBOX.c.once.in_(onces), OPEN)
        takes_back = select(OUTBOX.c.id).where(*_to_nobody(one), OPEN)
        query = union_all(asks, puts_out, takes_back).limit(1)
        return (await self._connection.execute(query)).first() is not None

    async def end(self, person: Departure) -> None:
        """They are gone: nothing that was needed for it is kept, least of all where somebody forgotten was written."""
        chat = (CARDS.c.messenger == person.messenger, CARDS.c.chat == person.user)
        taken_back = select(OUTBOX.c.key).where(*_to_nobody(person))
        await self._connection.execute(CARDS.delete().where(*chat, CARDS.c.key.in_(taken_back)))
        await self._connection.execute(OUTBOX.delete().where(*_to_nobody(person)))
        await self._connection.execute(DEPARTURES.delete().where(DEPARTURES.c.id == person.id))


def _to_nobody(one: Departure) -> tuple[ColumnElement[bool], ...]:
    """Letters to their private chat when it was nobody's whom we knew."""
    here = (OUTBOX.c.messenger == one.messenger, OUTBOX.c.chat == one.user)
    return (*here, OUTBOX.c.person_id.is_(None))
