"""Pictures on their way into VK: a file goes up once, an address is fetched once; then VK's name of it is enough."""

import asyncio
import re
import time
from contextlib import suppress

import aiohttp
import structlog

from dialogs.engine.adapter import DatabaseTrouble
from dialogs.engine.library import Library
from dialogs.kit.screen import Picture
from handlers.vk.calls import Calls
from handlers.vk.limits import PICTURE_BYTES
from handlers.vk.packing import NoAnswer, VkError
from handlers.vk.web import Web

USE = "photo"
_HANDLE = re.compile(r"photo-?\d+_\d+(?:_\w+)?")
_FETCH = aiohttp.ClientTimeout(total=10.0)
_NAMES = {"image/jpeg": "photo.jpg", "image/png": "photo.png", "image/gif": "photo.gif", "image/webp": "photo.webp"}
_REMEMBERED = 1_000  # addresses
_LOOK_AGAIN = 600.0  # seconds after an address had no picture
_NOT_A_PHOTO = frozenset({100, 129})  # what VK says of bytes that it cannot read as a picture

_log = structlog.get_logger()


class Photos:
    """VK's names of our pictures."""

    def __init__(self, calls: Calls, library: Library, web: Web) -> None:
        self._calls = calls
        self._library = library
        self._web = web
        self._fetched: dict[str, tuple[str, float]] = {}  # VK's name by address, and when it was fetched
        self._one_upload = asyncio.Lock()

    async def attachment(self, picture: Picture) -> str:
        """What a message calls the picture; empty where it has to do without.

        :raises VkError: VK refused for a reason that may pass.
        :raises NoAnswer: VK did not answer.
        :raises DatabaseTrouble: its bytes, or what VK calls it, could not be read.
        """
        if (known := await self._known(picture)) is not None:
            return known
        async with self._one_upload:
            if (known := await self._known(picture)) is not None:
                return known
            handle = await (self._from_address(picture.url) if picture.url else self._from_file(picture.file))
        if picture.url:
            if len(self._fetched) >= _REMEMBERED:
                self._fetched.clear()
            self._fetched[picture.url] = handle, time.monotonic()
        elif handle:
            with suppress(DatabaseTrouble):  # it is there; at worst it goes up once more
                await self._library.remember(picture.file, USE, handle)
        return handle

    async def forget(self, picture: Picture) -> None:
        """VK does not know its name any more."""
        if picture.url:
            self._fetched.pop(picture.url, None)
            return
        with suppress(DatabaseTrouble):
            await self._library.forget(picture.file, USE)

    async def _known(self, picture: Picture) -> str | None:
        if picture.url:
            found, at = self._fetched.get(picture.url, ("", float("-inf")))
            return found if found or time.monotonic() - at < _LOOK_AGAIN else None  # empty: nothing usable is there
        handle = await self._library.handle(picture.file, USE)
        return handle if handle is not None and _HANDLE.fullmatch(handle) else None

    async def _from_file(self, name: str) -> str:
        file = await self._library.file(name)
        return "" if file is None else await self._upload(file.content, file.media_type)

    async def _from_address(self, url: str) -> str:
        """Fetch a picture that is told by its address: VK does not do it."""
        if not url.startswith(("http://", "https://")):
            return ""
        try:
            async with self._web.session.get(url, timeout=_FETCH, max_redirects=3) as answer:
                kind = answer.content_type
                content = await answer.content.read(PICTURE_BYTES + 1) if answer.status == 200 else b""
                while len(content) <= PICTURE_BYTES and (more := await answer.content.read(PICTURE_BYTES)):
                    content += more
        except (aiohttp.ClientError, TimeoutError, ValueError) as trouble:
            _log.warning("vk.picture_unreachable", trouble=type(trouble).__name__)
            return ""
        if kind not in _NAMES or not 0 < len(content) <= PICTURE_BYTES:
            return ""
        return await self._upload(content, kind)

    async def _upload(self, content: bytes, kind: str) -> str:
        """Bring bytes to VK; empty where it cannot read them as a picture."""
        match await self._calls("photos.getMessagesUploadServer", {}):
            case {"upload_url": str(address)}:
                pass
            case _:
                raise NoAnswer(unsure=False)
        uploaded = await self._web.upload(address, "photo", _NAMES.get(kind, "photo.jpg"), kind, content)
        if not uploaded.get("photo") or uploaded["photo"] == "[]":
            return ""
        try:
            saved = await self._calls(
                "photos.saveMessagesPhoto", {k: uploaded.get(k) for k in ("photo", "server", "hash")}
            )
        except VkError as refusal:
            if refusal.code in _NOT_A_PHOTO:
                return ""
            raise
        match saved:
            case [{"owner_id": int(owner), "id": int(number), **rest}, *_]:
                key = rest.get("access_key")
                return f"photo{owner}_{number}" + (f"_{key}" if key else "")
        return ""
