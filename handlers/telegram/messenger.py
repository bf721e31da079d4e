"""The only place that sends to Telegram; what came of a send is a value."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar, cast

from aiogram.exceptions import AiogramError, TelegramBadRequest, TelegramEntityTooLarge
from aiogram.methods import (
    AnswerCallbackQuery,
    AnswerInlineQuery,
    DeleteMessage,
    EditMessageMedia,
    EditMessageReplyMarkup,
    EditMessageText,
    PinChatMessage,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from aiogram.types import BufferedInputFile, InputMediaDocument, InputMediaPhoto

from dialogs.engine.adapter import DatabaseTrouble
from dialogs.engine.library import Library
from dialogs.kit.event import Address, Asked, Event, Shown
from dialogs.kit.messenger import NO_SCREEN, Delivered, Later, Limits, Outcome, Parcel
from dialogs.kit.screen import Fetching, Leaving, Package, Picture, Removal, Removing, Screen, Topic, screen
from dialogs.kit.visit import Reply
from dialogs.kit.words import fit
from handlers.telegram import members, phone, topics
from handlers.telegram.client import TIMEOUT, LeanBot
from handlers.telegram.files import Files
from handlers.telegram.limits import LIMITS, MOST_OFFERS, OFFERS_SECONDS, TOAST
from handlers.telegram.outcomes import LOST_FILE, outcome_of, says
from handlers.telegram.renderer import Drawn, draw, offered, words
from handlers.telegram.updates import NAME

_NO_PREVIEW = {"is_disabled": True}
_NOT_MODIFIED = "message is not modified"
_NO_TEXT = "no text in the message to edit"
_NOT_THERE = ("message to edit not found", "message to delete not found", "MESSAGE_ID_INVALID")
_CANNOT_EDIT = ("message to edit not found", "can't be edited", _NO_TEXT, "MESSAGE_ID_INVALID")
_BLANK_FILE = "removed.txt"
_BAD_PHOTO = (
    "http url",
    "web page content",
    "photo_invalid",
    "image_process",
    "unsupported extension",
    "webpage_",
    "media_empty",
    "too big",
)
_CLOSED = ("TOPIC_CLOSED",)

T = TypeVar("T")


class TelegramMessenger:
    """Shows screens in Telegram. Calls with a keyboard are built unchecked: it is plain JSON, and all of it is ours."""

    def __init__(self, bot: LeanBot, library: Library) -> None:
        self._bot = bot
        self._library = library
        self._files = Files(bot, self.call, library)

    @property
    def name(self) -> str:
        return NAME

    @property
    def limits(self) -> Limits:
        return LIMITS

    async def show(self, parcel: Parcel) -> Outcome:
        """Edit what stands there, or send anew; Telegram has no way to recognise a mark, and one client for all."""
        try:
            match parcel.what:
                case Screen(asks_phone=label):
                    shown = await self._put(parcel, draw(parcel.what, parcel.language))
                    if label is not None:
                        await phone.ask(self.call, parcel.to, label, parcel.language)
                    return Delivered(shown)
                case Package():
                    return await self._bring(parcel, parcel.what)
                case Fetching():
                    return await self._files.fetch(parcel.what)
                case Topic():
                    return Delivered(await topics.keep(self.call, parcel.to, parcel.what, parcel.language, parcel.over))
                case Removal():
                    return Delivered(await self._remove(parcel, parcel.what))
                case Leaving() | Removing():
                    return await self._let_out(parcel, parcel.what)
                case _:
                    return NO_SCREEN
        except AiogramError as trouble:
            return outcome_of(trouble)
        except DatabaseTrouble:  # what a file is called, or its bytes, could not be read
            return Later(2.0)

    async def carry(self, parcels: Sequence[Parcel]) -> Sequence[Outcome]:
        """One by one: a call of Telegram's carries one message."""
        return [await self.show(parcel) for parcel in parcels]

    async def prepare(self, event: Event, reply: Reply) -> Reply:
        """Take a button away that has served; who talks to a bot in Telegram is written to, so all promises hold."""
        if reply.phone_done and event.private:
            await phone.put_away(self.call, event.place)
        return reply

    async def toast(self, event: Event, text: str) -> None:
        """Answer a press, with a word or without; that it came too late harms nobody."""
        try:
            await self.call(AnswerCallbackQuery(callback_query_id=event.ticket, text=fit(text, TOAST) or None))
        except AiogramError:
            return

    async def offer(self, event: Event, reply: Reply) -> None:
        """Answer an inline query; that it came too late harms nobody."""
        if not isinstance(event.act, Asked):
            return
        answer = AnswerInlineQuery.model_construct(
            inline_query_id=event.act.ticket,
            results=[offered(one, reply.language) for one in (reply.offers or ())[:MOST_OFFERS]],
            cache_time=OFFERS_SECONDS,
            is_personal=True,
        )
        try:
            await self.call(answer)
        except AiogramError:
            return

    async def call(self, method: TelegramMethod[Any], timeout: float = TIMEOUT) -> Any:
        """Call a method; the result is decoded JSON.

        :raises AiogramError: it did not work.
        """
        return await self._bot(method, request_timeout=cast("int", timeout))

    async def _let_out(self, parcel: Parcel, what: Leaving | Removing) -> Outcome:
        """The bot goes out of a group, or somebody else does."""
        if isinstance(what, Leaving):
            return await members.leave(self.call, parcel.to, what.word, parcel.language)
        return await members.remove(self.call, parcel.to, what.user)

    async def _bring(self, parcel: Parcel, package: Package) -> Outcome:
        html = words(package.text, parcel.language, LIMITS.caption)
        outcome = await self._in_open_topic(parcel.to, partial(self._files.send, parcel.to, package.documents, html))
        if parcel.over is not None and isinstance(outcome, Delivered):
            await self._retire(parcel.to, parcel.over)
        return outcome

    async def _put(self, parcel: Parcel, drawn: Drawn) -> Shown:
        """Show a screen; a topic that was closed is opened for it, and a new message is pinned if it should be."""
        shown = await self._in_open_topic(
            parcel.to, lambda: self._show(parcel.to, drawn, parcel.over, silent=parcel.silent)
        )
        if parcel.pin and (parcel.over is None or parcel.over.message != shown.message):
            with suppress(AiogramError):  # it stands there, if not above all others
                number = int(shown.message)
                await self.call(
                    PinChatMessage(chat_id=int(parcel.to.chat), message_id=number, disable_notification=True)
                )
        return shown

    async def _in_open_topic(self, to: Address, send: Callable[[], Awaitable[T]]) -> T:
        try:
            return await send()
        except TelegramBadRequest as refusal:
            if not says(refusal, _CLOSED):
                raise
            await topics.reopen(self.call, to)
            return await send()

    async def _show(self, to: Address, drawn: Drawn, over: Shown | None, *, silent: bool = False) -> Shown:
        if over is not None and (drawn.photo is not None or not over.photo):
            try:
                return await self._edit(to, drawn, over)
            except TelegramBadRequest as refusal:
                if _NOT_MODIFIED in refusal.message:
                    return over
                if not says(refusal, _CANNOT_EDIT):
                    raise
        shown = await self._send(to, drawn, silent=silent)
        if over is not None:
            await self._retire(to, over)
        return shown

    async def _edit(self, to: Address, drawn: Drawn, over: Shown) -> Shown:
        number = int(over.message)
        if drawn.photo is None:
            await self._say(EditMessageText, to, drawn, {"message_id": number})
            return over
        return await self._with_photo(to, drawn, drawn.photo, number)

    async def _send(self, to: Address, drawn: Drawn, *, silent: bool = False) -> Shown:
        """A letter without a sound has no photo."""
        if drawn.photo is not None:
            return await self._with_photo(to, drawn, drawn.photo, None)
        thread = {"message_thread_id": int(to.thread)} if to.thread else {}
        sent = await self._say(SendMessage, to, drawn, thread | ({"disable_notification": True} if silent else {}))
        return Shown(str(sent["message_id"]))

    async def _say(self, kind: type[TelegramMethod[Any]], to: Address, drawn: Drawn, where: dict[str, int]) -> Any:
        """Send or edit words, which is what nearly all calls do: as plain values, for the sake of speed."""
        said = {"chat_id": int(to.chat), "text": drawn.html, "parse_mode": "HTML", "link_preview_options": _NO_PREVIEW}
        keyboard = {"reply_markup": drawn.keyboard} if drawn.keyboard is not None else {}
        return await self._bot.say(kind, said | where | keyboard)

    async def _with_photo(self, to: Address, drawn: Drawn, photo: Picture, edited: int | None) -> Shown:
        """Send or edit in a photo by its handle or address, or by its bytes the first time."""
        handle = photo.url or await self._library.handle(photo.file, "photo")
        if handle is not None:
            try:
                sent = await self._photo_call(to, drawn, handle, edited)
                return Shown(str(sent["message_id"]), photo=True)
            except TelegramBadRequest as refusal:
                if photo.url and says(refusal, (*_BAD_PHOTO, *LOST_FILE)):
                    return await self._without_photo(to, drawn, edited)
                if photo.url or not says(refusal, LOST_FILE):
                    raise
                with suppress(DatabaseTrouble):
                    await self._library.forget(photo.file, "photo")
        file = await self._library.file(photo.file)
        if file is None:
            return await self._without_photo(to, drawn, edited)
        try:
            sent = await self._photo_call(to, drawn, BufferedInputFile(file.content, file.name), edited)
        except (TelegramBadRequest, TelegramEntityTooLarge) as refusal:
            if isinstance(refusal, TelegramEntityTooLarge) or says(refusal, _BAD_PHOTO):
                return await self._without_photo(to, drawn, edited)
            raise
        if isinstance(sent.get("photo"), list) and sent["photo"]:
            with suppress(DatabaseTrouble):  # it arrived; at worst it goes up once more
                await self._library.remember(photo.file, "photo", sent["photo"][-1]["file_id"])
        return Shown(str(sent["message_id"]), photo=True)

    async def _photo_call(self, to: Address, drawn: Drawn, photo: str | BufferedInputFile, edited: int | None) -> Any:
        if edited is not None:
            media = InputMediaPhoto(media=photo, caption=drawn.html, parse_mode="HTML")
            call = EditMessageMedia.model_construct(
                chat_id=int(to.chat), message_id=edited, media=media, reply_markup=drawn.keyboard
            )
            return await self.call(call)
        return await self.call(
            SendPhoto.model_construct(
                chat_id=int(to.chat),
                message_thread_id=int(to.thread) if to.thread else None,
                photo=photo,
                caption=drawn.html,
                parse_mode="HTML",
                reply_markup=drawn.keyboard,
            )
        )

    async def _without_photo(self, to: Address, drawn: Drawn, edited: int | None) -> Shown:
        """The words matter more than a picture that Telegram does not take."""
        plain = Drawn(drawn.html, drawn.keyboard, None)
        return await self._show(to, plain, None if edited is None else Shown(str(edited)))

    async def _remove(self, parcel: Parcel, removal: Removal) -> Shown:
        """Delete a message, which Telegram lets us for 48 hours; an older one gets other words, and no file.

        :raises AiogramError: neither worked.
        """
        if parcel.over is None:
            return Shown("")
        chat, number = int(parcel.to.chat), int(parcel.over.message)
        try:
            await self.call(DeleteMessage(chat_id=chat, message_id=number))
            return Shown("")
        except TelegramBadRequest as refusal:
            if says(refusal, _NOT_THERE):
                return Shown("")
        try:
            await self._blank(parcel.to, number, draw(screen(removal.instead), parcel.language))
        except TelegramBadRequest as refusal:
            if not says(refusal, (_NOT_MODIFIED, *_NOT_THERE)):
                raise
        return Shown("")

    async def _blank(self, to: Address, number: int, drawn: Drawn) -> None:
        """Other words in a message; a file or a picture in it is replaced by a file that says as much."""
        try:
            await self._say(EditMessageText, to, drawn, {"message_id": number})
        except TelegramBadRequest as refusal:
            if not says(refusal, (_NO_TEXT,)):
                raise
            file = BufferedInputFile(drawn.html.encode(), _BLANK_FILE)
            media = InputMediaDocument(media=file, caption=drawn.html, parse_mode="HTML")
            await self.call(EditMessageMedia(chat_id=int(to.chat), message_id=number, media=media))

    async def _retire(self, to: Address, over: Shown) -> None:
        """Take a replaced message out of the chat; one too old to be deleted loses its buttons."""
        chat, number = int(to.chat), int(over.message)
        try:
            await self.call(DeleteMessage(chat_id=chat, message_id=number))
        except AiogramError:
            try:
                await self.call(EditMessageReplyMarkup(chat_id=chat, message_id=number, reply_markup=None))
            except AiogramError:
                return
