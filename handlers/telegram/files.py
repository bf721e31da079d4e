"""Files on their way: the fair's into Telegram, where a stored one goes up once, and out of it what people sent."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import GetFile, SendDocument, SendMediaGroup
from aiogram.types import BufferedInputFile, InputMediaDocument

from dialogs.engine.adapter import DatabaseTrouble
from dialogs.engine.library import Library
from dialogs.kit.event import Address, Shown
from dialogs.kit.messenger import Delivered, Later, Outcome, Refused
from dialogs.kit.screen import Document, Fetching
from handlers.telegram.client import TIMEOUT
from handlers.telegram.limits import ALBUM, DOWNLOAD_BYTES
from handlers.telegram.outcomes import LOST_FILE, says

USE = "document"
UPLOAD_TIMEOUT = 50.0  # seconds, within a letter's lease
_LOST = (*LOST_FILE, "can't use file of type")
_THERE, _NOT_THERE = 200, range(400, 500)

Call = Callable[..., Coroutine[Any, Any, Any]]


class NotStored(Exception):
    """A document is none of the fair's files."""


@dataclass(frozen=True, slots=True)
class _Item:
    """A document as a call carries it, and whether Telegram has it already."""

    document: Document
    media: str | BufferedInputFile

    @property
    def known(self) -> bool:
        return isinstance(self.media, str)

    @property
    def to_keep(self) -> bool:
        """Whether it goes up now, and never again."""
        return self.document.file != "" and not self.known


class Files:
    """Documents and downloads of one bot."""

    def __init__(self, bot: Bot, call: Call, library: Library) -> None:
        self._bot = bot
        self._call = call
        self._library = library
        self._one_upload = asyncio.Lock()

    async def send(self, to: Address, documents: Sequence[Document], html: str) -> Outcome:
        """Send documents with words beside them: one message, or one album.

        :raises AiogramError: it did not work.
        :raises DatabaseTrouble: a file, or what it is called, could not be read.
        """
        if not 0 < len(documents) <= ALBUM:
            return Refused(f"a package holds 1 to {ALBUM} documents")
        try:
            return Delivered(await self._send(to, documents, html))
        except NotStored:
            return Refused("a file of the package is not stored")

    async def fetch(self, what: Fetching) -> Outcome:
        """Keep what somebody sent.

        :raises AiogramError: it did not work.
        :raises DatabaseTrouble: it could not be kept.
        """
        if await self._library.kept(what.handle) is not None:
            return Delivered(Shown(""))
        match await self._call(GetFile(file_id=what.handle)):
            case {"file_size": int(size)} if size > DOWNLOAD_BYTES:
                return Refused("file is too big")
            case {"file_path": str(path)}:
                content = await self._download(path)
            case _:  # it is not ready to be given
                return Later(5.0)
        if not isinstance(content, bytes):
            return content
        await self._library.keep(what.handle, what.name, what.media_type, content)
        return Delivered(Shown(""))

    # --- into Telegram -----------------------------------------------------------------------------------------------

    async def _send(self, to: Address, documents: Sequence[Document], html: str) -> Shown:
        items = await self._items(documents)
        if not any(item.to_keep for item in items):
            try:
                return await self._carry(to, items, html)
            except TelegramBadRequest as refusal:
                if not says(refusal, _LOST):
                    raise
        async with self._one_upload:  # who waited finds what went up meanwhile
            items = await self._items(documents)
            try:
                return await self._carry(to, items, html)
            except TelegramBadRequest as refusal:
                if not says(refusal, _LOST) or not any(item.known for item in items):
                    raise
            for item in items:
                if item.known:
                    with suppress(DatabaseTrouble):
                        await self._library.forget(item.document.file, USE)
            return await self._carry(to, [await self._loaded(document) for document in documents], html)

    async def _items(self, documents: Sequence[Document]) -> list[_Item]:
        items = []
        for document in documents:
            handle = await self._library.handle(document.file, USE) if document.file else None
            items.append(await self._loaded(document) if handle is None else _Item(document, handle))
        return items

    async def _loaded(self, document: Document) -> _Item:
        if not document.file:
            return _Item(document, BufferedInputFile(document.content, document.name))
        file = await self._library.file(document.file)
        if file is None:
            raise NotStored
        return _Item(document, BufferedInputFile(file.content, document.name or file.name))

    async def _carry(self, to: Address, items: Sequence[_Item], html: str) -> Shown:
        """One call; what went up by it is remembered, but for what only one reader gets."""
        place: dict[str, Any] = {"chat_id": int(to.chat), "message_thread_id": int(to.thread) if to.thread else None}
        patience = TIMEOUT if all(item.known for item in items) else UPLOAD_TIMEOUT
        words: dict[str, Any] = {"caption": html, "parse_mode": "HTML"} if html else {}
        if len(items) == 1:
            one = SendDocument.model_construct(
                document=items[0].media, disable_content_type_detection=True, **place, **words
            )
            sent = [await self._call(one, patience)]
        else:  # the words stand below the last one
            media = [InputMediaDocument(media=item.media) for item in items[:-1]]
            media.append(InputMediaDocument(media=items[-1].media, **words))
            sent = await self._call(SendMediaGroup.model_construct(media=media, **place), patience)
        for item, message in zip(items, sent, strict=True):
            if item.to_keep:
                await self._remember(item.document.file, message)
        return Shown(str(sent[0]["message_id"]))

    async def _remember(self, name: str, message: Any) -> None:
        match message:
            case {"document": {"file_id": str(handle)}}:
                with suppress(DatabaseTrouble):  # it arrived; at worst it goes up once more
                    await self._library.remember(name, USE, handle)

    # --- out of Telegram ---------------------------------------------------------------------------------------------

    async def _download(self, path: str) -> bytes | Outcome:
        """The bytes; the address holds the token, so that no trouble with it is told any further."""
        content = bytearray()
        try:
            async for chunk in self._stream(path):
                content += chunk
                if len(content) > DOWNLOAD_BYTES:
                    return Refused("file is too big")
        except aiohttp.ClientResponseError as refusal:
            return Refused("the file is not there any more") if refusal.status in _NOT_THERE else Later(5.0)
        except (aiohttp.ClientError, TimeoutError):
            return Later(5.0)
        return bytes(content)

    def _stream(self, path: str) -> AsyncIterator[bytes]:
        address = self._bot.session.api.file_url(self._bot.token, path)
        return self._bot.session.stream_content(address, timeout=int(UPLOAD_TIMEOUT))
