"""Files on paper: those that people send, and the fair's, which go up once."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dialogs.engine.library import Library
from dialogs.kit.event import Shown
from dialogs.kit.messenger import Delivered, Outcome, Refused
from dialogs.kit.screen import Document, Fetching
from tests.sheet import PaperFile

LARGEST = 20 << 20  # bytes of a file that may be fetched


@dataclass(slots=True)
class PaperFiles:
    """What people sent, by handle, with its size; and the hashes of stored files in the order in which they went up."""

    library: Library | None = None
    sent: dict[str, tuple[bytes, int]] = field(default_factory=dict)
    uploads: list[str] = field(default_factory=list)

    def send(self, content: bytes, size: int) -> str:
        """A person sends a file; its handle."""
        handle = f"file-{len(self.sent) + 1}"
        self.sent[handle] = (content, size)
        return handle

    async def gather(self, documents: Sequence[Document]) -> tuple[PaperFile, ...] | None:
        """The documents with their bytes; None if one of them is not stored."""
        files = [await self._gather(document) for document in documents]
        found = tuple(file for file in files if file is not None)
        return found if len(found) == len(files) else None

    async def fetch(self, what: Fetching) -> Outcome:
        """Keep what a person sent."""
        if what.handle not in self.sent:
            return Refused("wrong file_id or the file is temporarily unavailable")
        content, size = self.sent[what.handle]
        if size > LARGEST:
            return Refused("file is too big")
        await self._library.keep(what.handle, what.name, what.media_type, content)
        return Delivered(Shown(""))

    async def _gather(self, document: Document) -> PaperFile | None:
        if not document.file:
            return PaperFile(document.name, document.content, document.media_type)
        file = await self._library.file(document.file)
        if file is None:
            return None
        if await self._library.handle(file.hash, "document") is None:
            self.uploads.append(file.hash)
            await self._library.remember(file.hash, "document", f"paper-{file.hash[:8]}")
        return PaperFile(document.name or file.name, file.content, file.media_type)

    @property
    def _library(self) -> Library:
        assert self.library is not None, "stored files need a library"
        return self.library
