"""Files of the fair (logos, photos, materials), kept once by content, and what each messenger calls them."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.dialects import insert_or_ignore, upsert
from storage.engine.schema import METADATA

FILES = Table(
    "files",
    METADATA,
    Column("hash", String(64), primary_key=True),
    Column("name", String(255), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

UPLOADS = Table(
    "uploads",
    METADATA,
    Column("messenger", String(20), primary_key=True),
    Column("hash", String(64), ForeignKey("files.hash", ondelete="CASCADE"), primary_key=True),
    Column("use", String(20), primary_key=True),  # a photo and a document of one content are two uploads
    Column("handle", String(300), nullable=False),
)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file with its bytes; `hash` is SHA-256 in hexadecimal."""

    hash: str
    name: str
    media_type: str
    content: bytes


def file_hash(content: bytes) -> str:
    """The name under which a content is kept."""
    return hashlib.sha256(content).hexdigest()


class Files:
    """The stored files and their handles in the messengers."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(self, file: StoredFile) -> None:
        """Store a file; the same content is stored once."""
        values = {
            "hash": file.hash,
            "name": file.name,
            "media_type": file.media_type,
            "size": len(file.content),
            "content": file.content,
        }
        await self._connection.execute(insert_or_ignore(self._connection, FILES), values)

    async def known(self) -> frozenset[str]:
        """The hashes of everything stored."""
        return frozenset((await self._connection.execute(select(FILES.c.hash))).scalars())

    async def load(self, name: str) -> StoredFile | None:
        """The file of that hash, with its bytes."""
        found = (await self._connection.execute(select(FILES).where(FILES.c.hash == name))).one_or_none()
        return None if found is None else StoredFile(found.hash, found.name, found.media_type, found.content)

    async def sizes(self, names: Collection[str]) -> dict[str, int]:
        """How many bytes the files of these hashes have."""
        query = select(FILES.c.hash, FILES.c.size).where(FILES.c.hash.in_(names))
        return {row[0]: row[1] for row in await self._connection.execute(query)}

    async def handle(self, messenger: str, name: str, use: str) -> str | None:
        """What `messenger` calls the file of that hash, if it has been uploaded for this use."""
        query = select(UPLOADS.c.handle).where(
            UPLOADS.c.messenger == messenger, UPLOADS.c.hash == name, UPLOADS.c.use == use
        )
        return (await self._connection.execute(query)).scalar_one_or_none()

    async def remember_handle(self, messenger: str, name: str, use: str, handle: str) -> None:
        """Keep the messenger's own name of a file, so that it goes up once."""
        values = {"messenger": messenger, "hash": name, "use": use, "handle": handle}
        await self._connection.execute(
            upsert(self._connection, UPLOADS, same=("messenger", "hash", "use"), change=("handle",)), values
        )

    async def remember_sent(self, messenger: str, handle: str, name: str) -> None:
        """What somebody sent in `messenger` under that handle is the file of that hash.

        A handle may be a long address that opens the file for anybody, so that only its digest is kept.
        """
        digest = file_hash(handle.encode())
        await self.remember_handle(messenger, name, f"sent {digest[:15]}", digest)

    async def sent(self, messenger: str, handle: str) -> str | None:
        """The hash of what somebody sent in `messenger` under that handle, if it has been fetched."""
        query = select(UPLOADS.c.hash).where(
            UPLOADS.c.messenger == messenger,
            UPLOADS.c.use.startswith("sent "),
            UPLOADS.c.handle == file_hash(handle.encode()),
        )
        return (await self._connection.execute(query)).scalars().first()

    async def forget_handle(self, messenger: str, name: str, use: str) -> None:
        """The messenger no longer knows its handle: the file goes up again."""
        await self._connection.execute(
            UPLOADS.delete().where(UPLOADS.c.messenger == messenger, UPLOADS.c.hash == name, UPLOADS.c.use == use)
        )
