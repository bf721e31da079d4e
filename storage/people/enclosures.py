"""Enclosures: photos and documents that go along with somebody's words, from their messenger to who reads the words.

A file is fetched first (`coming`); then it is here (`ready`) and passed on to whoever may read what its `key` names:
`said-<message of a thread>` or `answer-<question>`; with `note-<reply>` it stays here until the note is sent after all.
One that never came or does harm is `lost`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import Boolean, CheckConstraint, Column, ColumnElement, ForeignKey, String, Table, Text, cast, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.schema import METADATA, Moment, RowId
from storage.engine.sealed import SEALED, SealedColumns, Seals, words
from storage.engine.turns import AT_ONCE, parts, some_of
from storage.fair.exhibition import STANDS
from storage.fair.files import FILES, UPLOADS

EnclosureState = Literal["coming", "ready", "passed", "lost"]
# The letters of enclosures, all about {"enclosure": its row}: the file is fetched, it is shown to a reader.
FETCH, SHOWN = "enclosure-fetch", "enclosure"
NOT_PASSED = "enclosure-word"  # to who sent it: why it was not passed on
OF_MESSAGE, OF_ANSWER, OF_NOTE = "said-", "answer-", "note-"
SHOWN_FILES = "file-"  # how the keys of files begin that are shown in a conversation

ENCLOSURES = Table(
    "enclosures",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("key", String(80), nullable=False, index=True),
    Column("person_id", RowId, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("album", String(40), nullable=False),
    Column("messenger", String(20), nullable=False),  # in which it was sent, and where: who sent it is told there
    Column("chat", String(200), nullable=False),
    Column("thread", String(40), nullable=False),
    Column("handle", Text, info=SEALED),  # what that messenger calls the file, until it is fetched
    Column("name", words(255), nullable=False, info=SEALED),
    Column("media_type", String(100), nullable=False),
    Column("photo", Boolean, nullable=False),
    Column("file", String(64), ForeignKey("files.hash"), index=True),
    Column("state", String(12), nullable=False, index=True),
    Column("at", Moment, nullable=False, index=True),
    CheckConstraint(f"state IN {get_args(EnclosureState)}", name="state"),
    sqlite_autoincrement=True,
)


def shown_key(number: int) -> str:
    """Of the message by which the other side of a conversation sees a file."""
    return f"{SHOWN_FILES}{number}"


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file on its way from who sent it; `chat` and `thread` are where they did."""

    id: int
    key: str
    person_id: int
    album: str
    messenger: str
    chat: str
    thread: str
    handle: str | None
    name: str
    media_type: str
    photo: bool
    file: str | None
    state: EnclosureState
    at: datetime


class Enclosures:
    """The enclosures, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection, seals: Seals) -> None:
        self._connection = connection
        self._words = SealedColumns(ENCLOSURES, seals)

    async def add(self, **values: Any) -> int:
        """Keep what is known of a file that was just sent; its number."""
        return await self._words.insert(self._connection, {"state": "coming", **values})

    async def load(self, number: int) -> Enclosure | None:
        """The enclosure of that row."""
        found = await self._where(ENCLOSURES.c.id == number)
        return found[0] if found else None

    async def of_key(self, key: str) -> tuple[Enclosure, ...]:
        """What goes along with the words that the key names."""
        return await self._where(ENCLOSURES.c.key == key)

    async def of_album(self, person_id: int, album: str) -> tuple[Enclosure, ...]:
        """What the person sent together."""
        if not album:
            return ()
        return await self._where(ENCLOSURES.c.person_id == person_id, ENCLOSURES.c.album == album)

    async def in_state(self, *states: EnclosureState) -> tuple[Enclosure, ...]:
        """The enclosures that are so far."""
        return await self._where(ENCLOSURES.c.state.in_(states))

    async def to_pass_on(self) -> tuple[Enclosure, ...]:
        """Those that are here; what goes along with a note stays until the note is sent after all."""
        return await self._where(ENCLOSURES.c.state == "ready", ENCLOSURES.c.key.not_like(f"{OF_NOTE}%"))

    async def fetched(self, enclosure: Enclosure, file: str) -> bool:
        """The file is here, under that hash; how the messenger called it is nobody's business any more."""
        return await self._step(enclosure, ("coming",), state="ready", file=file, handle=None)

    async def passed(self, enclosure: Enclosure) -> bool:
        """Whoever may read it is told; False when that was done before."""
        return await self._step(enclosure, ("ready",), state="passed")

    async def lost(self, enclosure: Enclosure, file: str | None = None) -> bool:
        """It will not be passed on; False when that was said before.

        :param file: the hash of what came but may not stay.
        """
        said = await self._step(enclosure, ("coming", "ready"), state="lost", handle=None, file=None)
        await self._drop_files([name for name in (file, enclosure.file) if name is not None])
        return said

    async def forget(self, before: datetime, at_most: int = AT_ONCE) -> int:
        """Drop what is old, its bytes with it; how many were."""
        old = select(ENCLOSURES.c.id).where(some_of(ENCLOSURES, at_most, ENCLOSURES.c.at < before))
        return await self._drop(ENCLOSURES.c.id.in_(list((await self._connection.execute(old)).scalars())))

    async def rename(self, key: str, other: str) -> None:
        """What waits to go along with some words goes along with others from now on."""
        waits = (ENCLOSURES.c.key == key, ENCLOSURES.c.state.in_(("coming", "ready")))
        await self._connection.execute(ENCLOSURES.update().where(*waits).values(key=other))

    async def drop(self, key: str) -> int:
        """Drop what was to go along with words that do not go out, its bytes with it; how many were."""
        return await self._drop(ENCLOSURES.c.key == key)

    async def drop_all(self, keys: Sequence[str]) -> list[int]:
        """Drop what went along with all these words, its bytes with it; the numbers."""
        numbers: list[int] = []
        for some in parts(keys):
            found = await self._connection.execute(select(ENCLOSURES.c.id).where(ENCLOSURES.c.key.in_(some)))
            numbers += found.scalars()
        for rows in parts(numbers):
            await self._drop(ENCLOSURES.c.id.in_(rows))
        return numbers

    async def erase(self, person_id: int) -> int:
        """Drop all that the person sent, its bytes with it; how many were."""
        return await self._drop(ENCLOSURES.c.person_id == person_id)

    async def _drop(self, which: ColumnElement[bool]) -> int:
        files = select(ENCLOSURES.c.file).where(which, ENCLOSURES.c.file.is_not(None)).distinct()
        hashes = list((await self._connection.execute(files)).scalars())
        dropped = (await self._connection.execute(ENCLOSURES.delete().where(which))).rowcount
        await self._drop_files(hashes)
        return dropped

    async def _drop_files(self, hashes: Collection[str]) -> None:
        """The bytes go, unless the same content is something else as well, such as a material or a picture."""
        for name in hashes:
            in_use = [select(column).where(column == name).limit(1) for column in _columns_of_files()]
            in_use.append(select(STANDS.c.id).where(cast(STANDS.c.products, Text).contains(name)).limit(1))
            found = [(await self._connection.execute(query)).first() for query in in_use]
            if not any(row is not None for row in found):
                await self._connection.execute(UPLOADS.delete().where(UPLOADS.c.hash == name))
                await self._connection.execute(FILES.delete().where(FILES.c.hash == name))

    async def _step(self, enclosure: Enclosure, out_of: tuple[EnclosureState, ...], **values: Any) -> bool:
        same = ENCLOSURES.update().where(ENCLOSURES.c.id == enclosure.id, ENCLOSURES.c.state.in_(out_of))
        return (await self._connection.execute(same.values(**values))).rowcount == 1

    async def _where(self, *conditions: ColumnElement[bool]) -> tuple[Enclosure, ...]:
        found = [Enclosure(*row) for row in await self._connection.execute(select(ENCLOSURES).where(*conditions))]
        # In order of the rows: few, and not worth an order of the database's.
        return self._words.all_opened(sorted(found, key=lambda one: one.id))


def _columns_of_files() -> list[Column[Any]]:
    """Wherever a stored file is named, but for what messengers call it."""
    tables = [table for table in METADATA.tables.values() if table is not UPLOADS]
    named = [key.parent for table in tables for key in table.foreign_keys if key.column is FILES.c.hash]
    return [*named, STANDS.c.logo]
