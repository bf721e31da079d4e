"""The fair's files as the messengers need them: their bytes once, and afterwards what the messenger calls them."""

from functools import partial

from dialogs.kit.looking import beside
from dialogs.kit.pictures import without_place
from storage.database import Storage
from storage.fair.files import StoredFile, file_hash


class Library:
    """Stored files and their handles, for one messenger."""

    def __init__(self, storage: Storage, messenger: str) -> None:
        self._storage = storage
        self._messenger = messenger
        self._handles: dict[tuple[str, str], str] = {}

    async def handle(self, name: str, use: str) -> str | None:
        """What the messenger calls the file of that hash, if it went up already for this use ("photo", "document")."""
        known = self._handles.get((name, use))
        if known is None:
            async with self._storage.reading() as work:
                known = await work.files.handle(self._messenger, name, use)
            if known is not None:
                self._handles[name, use] = known
        return known

    async def file(self, name: str) -> StoredFile | None:
        """The file of that hash with its bytes."""
        async with self._storage.reading() as work:
            return await work.files.load(name)

    async def remember(self, name: str, use: str, handle: str) -> None:
        """Keep what the messenger calls a file that went up to it for this use."""
        self._handles[name, use] = handle
        async with self._storage.writing() as work:
            await work.files.remember_handle(self._messenger, name, use, handle)

    async def kept(self, handle: str) -> str | None:
        """The hash of what somebody sent under that handle of the messenger's, if it was fetched already."""
        async with self._storage.reading() as work:
            return await work.files.sent(self._messenger, handle)

    async def keep(self, handle: str, name: str, media_type: str, content: bytes) -> str:
        """Keep what somebody sent under that handle; its hash, by which the same content is stored once.

        Of a picture nothing is kept of where it was taken.
        """
        content = await beside(partial(without_place, content))
        file = StoredFile(file_hash(content), name, media_type, content)
        async with self._storage.writing() as work:
            await work.files.keep(file)
            await work.files.remember_sent(self._messenger, handle, file.hash)
        return file.hash

    async def forget(self, name: str, use: str) -> None:
        """Drop what the messenger called a file, for it does not know that any more."""
        self._handles.pop((name, use), None)
        async with self._storage.writing() as work:
            await work.files.forget_handle(self._messenger, name, use)
