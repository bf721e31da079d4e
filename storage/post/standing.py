"""Standing: which message shows what a key stands for, so that a newer letter of the key can edit it.

The newest letter of a key is the wanted revision and the row here is the shown one: the design's counters are the
letters' own numbers.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Boolean, Column, String, Table, and_, bindparam, exists, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.address import Address
from storage.engine.dialects import upsert
from storage.engine.schema import METADATA, RowId
from storage.engine.turns import parts
from storage.post.claims import Claimed
from storage.post.outbox import OUTBOX, on_its_way

CARDS = Table(
    "cards",
    METADATA,
    Column("messenger", String(20), primary_key=True),
    Column("chat", String(200), primary_key=True),
    Column("thread", String(40), primary_key=True),
    Column("key", String(80), primary_key=True, index=True),
    Column("revision", RowId, nullable=False),  # the newest letter whose truth is shown
    Column("message", String(40), nullable=False),
    Column("photo", Boolean, nullable=False),
)
_SAME = ("messenger", "chat", "thread", "key")


_TOO_OLD = ~exists().where(OUTBOX.c.id == CARDS.c.revision)
_FORGET = CARDS.delete().where(*(CARDS.c[name] == bindparam(name[0]) for name in _SAME), _TOO_OLD)


@dataclass(frozen=True, slots=True)
class Card:
    """The message that shows a key: the messenger's id of it ("": nobody knows), and whether it is a photo."""

    revision: int
    message: str
    photo: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A message that stands in a chat under a key."""

    at: Address
    key: str
    card: Card


class Standing:
    """The cards, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def under(self, letters: Collection[Claimed]) -> dict[int, Card]:
        """What is shown where these letters go, under their keys; by the letters' numbers."""
        keyed = [letter.id for letter in letters if letter.key is not None]
        if not keyed:
            return {}
        here = and_(*(CARDS.c[name] == OUTBOX.c[name] for name in _SAME))
        query = select(OUTBOX.c.id, CARDS.c.revision, CARDS.c.message, CARDS.c.photo).join(CARDS, here)
        found = await self._connection.execute(query.where(OUTBOX.c.id.in_(keyed)))
        return {row[0]: Card(*row[1:]) for row in found}

    async def key_of(self, messenger: str, chat: str, message: str) -> str | None:
        """What key the message shows the truth of."""
        here = (CARDS.c.messenger == messenger, CARDS.c.chat == chat, CARDS.c.message == message)
        return (await self._connection.execute(select(CARDS.c.key).where(*here).limit(1))).scalar()

    async def places(self, key: str) -> list[Address]:
        """Where a message of the key stands or is on its way."""
        shown = select(CARDS.c.messenger, CARDS.c.chat, CARDS.c.thread).where(CARDS.c.key == key)
        comes = select(OUTBOX.c.messenger, OUTBOX.c.chat, OUTBOX.c.thread).where(on_its_way(), OUTBOX.c.key == key)
        return [Address(*row) for row in await self._connection.execute(union(shown, comes))]

    async def places_of(self, keys: Sequence[str]) -> list[tuple[str, Address]]:
        """Of all these keys those of which a message stands or is on its way, and where."""
        found: list[tuple[str, Address]] = []
        for some in parts(keys):
            shown = select(CARDS.c.key, CARDS.c.messenger, CARDS.c.chat, CARDS.c.thread).where(CARDS.c.key.in_(some))
            comes = select(OUTBOX.c.key, OUTBOX.c.messenger, OUTBOX.c.chat, OUTBOX.c.thread)
            query = union(shown, comes.where(on_its_way(), OUTBOX.c.key.in_(some)))
            found += [(row[0], Address(*row[1:])) for row in await self._connection.execute(query)]
        return found

    async def shown_at(self, at: Address, beginning: str) -> list[Shown]:
        """What stands in a chat under keys that begin so."""
        here = {"messenger": at.messenger, "chat": at.chat, "thread": at.thread}
        query = select(CARDS.c.key, CARDS.c.revision, CARDS.c.message, CARDS.c.photo)
        same = (CARDS.c[name] == value for name, value in here.items())
        found = await self._connection.execute(query.where(*same, CARDS.c.key.startswith(beginning)))
        return [Shown(at, row[0], Card(*row[1:])) for row in found]

    async def lay(self, shown: Collection[Shown]) -> None:
        """Remember what stands there, though its rows were dropped."""
        rows = [
            {"messenger": one.at.messenger, "chat": one.at.chat, "thread": one.at.thread, "key": one.key}
            | {"revision": one.card.revision, "message": one.card.message, "photo": one.card.photo}
            for one in shown
        ]
        if rows:
            await self._connection.execute(CARDS.insert(), rows)

    async def rename(self, key: str, other: str) -> None:
        """What stood for one key stands for another from now on: the next letter of the first is a new message."""
        await self._connection.execute(CARDS.delete().where(CARDS.c.key == other))
        await self._connection.execute(CARDS.update().where(CARDS.c.key == key).values(key=other))

    async def note(self, shown: Collection[tuple[Claimed, str, bool]]) -> None:
        """Remember the messages that now show the truth of these letters' moment: their ids, and whether of photos."""
        rows = [
            {
                "messenger": letter.address.messenger,
                "chat": letter.address.chat,
                "thread": letter.address.thread,
                "key": letter.key,
                "revision": letter.id,
                "message": message,
                "photo": photo,
            }
            for letter, message, photo in shown
        ]
        if rows:
            change = ("revision", "message", "photo")
            await self._connection.execute(upsert(self._connection, CARDS, _SAME, change), rows)

    async def adopt(self, to: Address, key: str, message: str) -> None:
        """Let a message that stands there already, no photo, be what letters of the key edit."""
        place = {"messenger": to.messenger, "chat": to.chat, "thread": to.thread, "key": key}
        statement = upsert(self._connection, CARDS, _SAME, ("revision", "message", "photo"))
        await self._connection.execute(statement, place | {"revision": 0, "message": message, "photo": False})

    async def too_old(self, at_most: int) -> list[tuple[Address, str]]:
        """Where something is shown of letters that were forgotten, too old to be edited, and its keys.

        It looks at every card: a question for a survey.
        """
        query = select(*(CARDS.c[name] for name in _SAME)).where(_TOO_OLD).limit(at_most)
        return [(Address(*row[:3]), row[3]) for row in await self._connection.execute(query)]

    async def forget(self, shown: Sequence[tuple[Address, str]]) -> None:
        """Drop what is shown there, if it is too old still."""
        if shown:
            rows = [{"m": at.messenger, "c": at.chat, "t": at.thread, "k": key} for at, key in shown]
            await self._connection.execute(_FORGET, rows)
