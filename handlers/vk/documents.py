"""Documents on their way: the fair's into VK, where a stored one goes up once, and out of it what people sent."""

import asyncio
import re
from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import urljoin, urlsplit

import aiohttp

from dialogs.engine.adapter import DatabaseTrouble
from dialogs.engine.library import Library
from dialogs.kit.event import Shown
from dialogs.kit.messenger import Delivered, Later, Outcome, Refused
from dialogs.kit.screen import Document, Fetching
from handlers.vk.calls import Calls
from handlers.vk.limits import ATTACHMENTS, DOWNLOAD_BYTES
from handlers.vk.packing import NoAnswer
from handlers.vk.web import Web

USE = "document"
_HANDLE = re.compile(r"doc-?\d+_\d+(?:_\w+)?")
_OF_VK = ("vk.com", "vk.ru", "userapi.com", "vkuser.net", "vkuserlive.net", "vkuserphoto.ru", "vkuserphoto.com")
_DOWNLOAD = aiohttp.ClientTimeout(total=45.0)
_HOPS = 4  # from vk.com to where the file lies
_GONE = range(400, 500)


class NotTaken(Exception):
    """VK will not take a document, or there is none."""


class Documents:
    """VK's names of our documents, and the bytes of theirs."""

    def __init__(self, calls: Calls, library: Library, web: Web) -> None:
        self._calls = calls
        self._library = library
        self._web = web
        self._one_upload = asyncio.Lock()
        self._few_downloads = asyncio.Semaphore(4)  # their bytes stand in memory

    async def attachment(self, documents: Sequence[Document], peer: str) -> str:
        """What a message to `peer` calls the documents.

        :raises NotTaken: one of them cannot be sent.
        :raises VkError: VK refused.
        :raises NoAnswer: VK did not answer.
        :raises DatabaseTrouble: the bytes of one, or what VK calls it, could not be read.
        """
        if not 0 < len(documents) <= ATTACHMENTS:
            raise NotTaken(f"a package holds 1 to {ATTACHMENTS} documents")
        return ",".join([await self._name(document, peer) for document in documents])

    async def forget(self, documents: Sequence[Document]) -> None:
        """VK does not know a name of them any more, and does not say which."""
        for document in documents:
            if document.file:
                with suppress(DatabaseTrouble):
                    await self._library.forget(document.file, USE)

    async def fetch(self, what: Fetching) -> Outcome:
        """Keep what somebody sent: its handle is the address at which VK gives it.

        :raises DatabaseTrouble: it could not be kept.
        """
        async with self._few_downloads:
            if await self._library.kept(what.handle) is not None:
                return Delivered(Shown(""))
            content = await self._download(what.handle)
            if not isinstance(content, bytes):
                return content
            await self._library.keep(what.handle, what.name, what.media_type, content)
        return Delivered(Shown(""))

    # --- into VK -----------------------------------------------------------------------------------------------------

    async def _name(self, document: Document, peer: str) -> str:
        if not document.file:
            return await self._upload(document.name, document.media_type, document.content, peer)
        if (known := await self._known(document.file)) is not None:
            return known
        async with self._one_upload:  # who waited finds what went up meanwhile
            if (known := await self._known(document.file)) is not None:
                return known
            file = await self._library.file(document.file)
            if file is None:
                raise NotTaken("a file of the package is not stored")
            handle = await self._upload(document.name or file.name, file.media_type, file.content, peer)
            with suppress(DatabaseTrouble):  # it is there; at worst it goes up once more
                await self._library.remember(document.file, USE, handle)
        return handle

    async def _known(self, name: str) -> str | None:
        handle = await self._library.handle(name, USE)
        return handle if handle is not None and _HANDLE.fullmatch(handle) else None

    async def _upload(self, name: str, kind: str, content: bytes, peer: str) -> str:
        match await self._calls("docs.getMessagesUploadServer", {"type": "doc", "peer_id": peer}):
            case {"upload_url": str(address)}:
                pass
            case _:
                raise NoAnswer(unsure=False)
        told = await self._web.upload(address, "file", name, kind, content)
        if not isinstance(told.get("file"), str):
            raise NotTaken(f"VK does not take the file: {str(told.get('error', 'no reason told'))[:100]}")
        match await self._calls("docs.save", {"file": told["file"], "title": name}):
            case {"doc": {"owner_id": int(owner), "id": int(number), **rest}}:
                key = rest.get("access_key")
                return f"doc{owner}_{number}" + (f"_{key}" if key else "")
        raise NoAnswer(unsure=False)

    # --- out of VK ---------------------------------------------------------------------------------------------------

    async def _download(self, url: str) -> bytes | Outcome:
        """The bytes; every hop has to be VK's, since an address is what anybody may have put into an event."""
        try:
            for _ in range(_HOPS):
                if not self._of_vk(url):
                    return Refused("the address of the file is none of VK's")
                async with self._web.session.get(url, timeout=_DOWNLOAD, allow_redirects=False) as answer:
                    if answer.status in _GONE:
                        return Refused("the file is not there any more")
                    if "Location" in answer.headers:
                        url = urljoin(url, answer.headers["Location"])
                    elif answer.status == 200:
                        return await _read(answer)
                    else:
                        return Later(5.0)
        except (aiohttp.ClientError, TimeoutError):
            return Later(5.0)
        except ValueError:
            return Refused("the address of the file is none")
        return Refused("the address of the file leads from one to the next")

    def _of_vk(self, url: str) -> bool:
        """Whether the address is one of VK's, or of the server that we were told to take for it."""
        place, home = urlsplit(url), urlsplit(self._calls.api_url)
        if (place.scheme, place.netloc) == (home.scheme, home.netloc):
            return True
        host = (place.hostname or "").lower()
        of_vk = any(host == name or host.endswith(f".{name}") for name in _OF_VK)
        return of_vk and place.scheme == "https" and place.port in (None, 443) and "@" not in place.netloc


async def _read(answer: aiohttp.ClientResponse) -> bytes | Outcome:
    if (answer.content_length or 0) > DOWNLOAD_BYTES:
        return Refused("file is too big")
    content = bytearray()
    async for chunk in answer.content.iter_chunked(1 << 16):
        content += chunk
        if len(content) > DOWNLOAD_BYTES:
            return Refused("file is too big")
    return bytes(content)
