"""Receiving from Telegram: long polling by our own loop, or a webhook with a secret.

An update is acknowledged after its event has committed. When all of a polled batch has, the offset moves. A webhook
answers 200 after its commit, and answers the press in that very answer, which saves a call. What the database could not
take is not acknowledged and comes again.
"""

import asyncio
import hmac
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import DeleteWebhook, GetMe, GetUpdates, SetMyCommands, SetWebhook
from aiogram.types import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from aiohttp import web

from dialogs.engine.adapter import Need, Toolbox, WrongToken
from dialogs.engine.reception import Reception
from dialogs.engine.stopping import rest, unless_stopped
from dialogs.engine.wire import loads
from dialogs.kit.event import Address, Event
from dialogs.kit.phrase import LANGUAGES, speak
from dialogs.kit.visit import Reply
from dialogs.kit.words import fit
from handlers.telegram import rights
from handlers.telegram.limits import POLL_SECONDS, TOAST, WEBHOOK_CONNECTIONS
from handlers.telegram.messenger import TelegramMessenger
from handlers.telegram.settings import Settings
from handlers.telegram.updates import WANTED, read_update

PATH = "/telegram/webhook"
BODY_LIMIT = 1_000_000
NOT_OURS = "Telegram does not accept messengers.telegram.token; take the right one from @BotFather"
PATIENCE = 15.0  # seconds at most between two tries of what needs Telegram

_log = structlog.get_logger()


class Listening:
    """Telegram, switched on."""

    def __init__(self, bot: Bot, messenger: TelegramMessenger, toolbox: Toolbox, settings: Settings) -> None:
        self.messenger = messenger
        self._bot = bot
        self._id = str(bot.id)
        self._name = ""  # until Telegram has told it
        self._toolbox = toolbox
        self._settings = settings
        self._secret = settings.secret.encode()
        self._stopping = asyncio.Event()
        self._reception = Reception(toolbox.dispatch, messenger, self._stopping, toolbox.traffic)
        self.ready = False

    # --- the adapter -------------------------------------------------------------------------------------------------

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        return [web.post(PATH, self._webhook)] if self._settings.mode == "webhook" else []

    async def check(self) -> Mapping[str, Any]:
        try:
            me = await self.messenger.call(GetMe())
        except (TelegramUnauthorizedError, TelegramNotFound) as refusal:
            raise WrongToken(NOT_OURS) from refusal
        self._name = str(me.get("username", ""))
        return {"username": self._name, "id": me.get("id", 0)}

    async def link(self, payload: str) -> str | None:
        """Where people begin; the payload has the signs that a start parameter may have.

        :raises WrongToken: it does not accept the token.
        """
        name = self._name or (await self.check())["username"]
        return f"https://t.me/{name}?start={payload}"

    async def lacks(self, place: Address, need: Need) -> Sequence[str]:
        return await rights.lacking(self.messenger.call, self._bot.id, place, need)

    def stop(self) -> None:
        self._stopping.set()

    async def close(self) -> None:
        await self._bot.session.close()

    async def run(self) -> None:
        async with self._reception:
            await self._persist("start", self._introduce)
            self.ready = not self._stopping.is_set()
            if self._settings.mode == "webhook":
                await self._stopping.wait()
            else:
                await self._poll()

    async def _introduce(self) -> None:
        """Check the token, publish the commands, choose how updates come; pending ones are never dropped."""
        await self.check()
        await self._publish_commands()
        if self._settings.mode == "polling":
            await self.messenger.call(DeleteWebhook(drop_pending_updates=False))
            return
        await self.messenger.call(
            SetWebhook(
                url=f"{str(self._toolbox.public_url).rstrip('/')}{PATH}",
                secret_token=self._settings.secret,
                allowed_updates=list(WANTED),
                max_connections=WEBHOOK_CONNECTIONS,
                drop_pending_updates=False,
            )
        )

    async def _publish_commands(self) -> None:
        """The lists behind the button «/», in each language; one that is not taken must not keep the bot away."""
        try:
            for private in (True, False):
                for language in LANGUAGES:
                    await self.messenger.call(self._commands(language, language, private=private))
                await self.messenger.call(self._commands("ru", None, private=private))
        except TelegramBadRequest as refusal:
            _log.error("telegram.commands_refused", said=refusal.message)

    def _commands(self, spoken: str, listed: str | None, *, private: bool) -> SetMyCommands:
        commands = self._toolbox.dispatch.registry.commands.values()
        told = {command.name: command.about for command in commands if command.known(private=private)}
        if private:
            told = {"start": self._toolbox.dispatch.start_about} | told
        return SetMyCommands(
            commands=[BotCommand(command=name, description=speak(about, spoken)) for name, about in told.items()],
            scope=BotCommandScopeAllPrivateChats() if private else BotCommandScopeAllGroupChats(),
            language_code=listed,
        )

    async def _persist(self, what: str, act: Any) -> Any:
        """Do something that needs Telegram, again and again until it works or we stop.

        :raises WrongToken: it never will.
        """
        pause = 0.5
        while not self._stopping.is_set():
            try:
                return await act()
            except WrongToken:
                raise
            except TelegramUnauthorizedError as refusal:
                raise WrongToken(NOT_OURS) from refusal
            except TelegramRetryAfter as flood:
                pause = float(flood.retry_after)
            except TelegramConflictError as conflict:
                _log.error("telegram.conflict", what=what, said=conflict.message)
                self._toolbox.weather.refusals.add("rival")
                pause = 2.0
            except TelegramBadRequest as refusal:
                _log.error("telegram.refused", what=what, said=refusal.message)
                pause = PATIENCE
            except AiogramError as trouble:
                _log.warning("telegram.unreachable", what=what, trouble=type(trouble).__name__, again_in=pause)
            except Exception:  # an answer like no other; the next one may be readable again
                _log.exception("telegram.bug", what=what)
            self.ready = False
            await rest(pause, self._stopping)
            pause = min(pause * 2, PATIENCE)
        return None

    # --- long polling ------------------------------------------------------------------------------------------------

    async def _poll(self) -> None:
        offset: int | None = None
        asked: int | None = None
        while not self._stopping.is_set():
            asked = offset
            updates = await self._persist("poll", lambda offset=offset: self._until_stopped(offset))
            self._toolbox.weather.refusals.discard("rival")
            self.ready = not self._stopping.is_set()
            if updates and await self._reception.batch(self._events(updates)):
                offset = max(update["update_id"] for update in updates) + 1
                self._reception.forget_done()
            elif updates:
                await rest(1.0, self._stopping)  # the database could not take it all: the same updates come again
        if offset is not None and offset != asked:  # a poll that was out has confirmed the rest
            await self._confirm(offset)

    async def _until_stopped(self, offset: int | None) -> list[dict[str, Any]]:
        """One long poll, given up at once when we stop: what it would have brought stays unconfirmed."""
        call = GetUpdates(offset=offset, timeout=POLL_SECONDS, limit=100, allowed_updates=list(WANTED))
        result = await unless_stopped(self.messenger.call(call, POLL_SECONDS + 10), self._stopping) or ()
        return [update for update in result if isinstance(update, dict) and isinstance(update.get("update_id"), int)]

    def _events(self, updates: Sequence[Mapping[str, Any]]) -> list[Event]:
        events = (read_update(update, self._id, self._name) for update in updates)
        return [event for event in events if event is not None]

    async def _confirm(self, offset: int) -> None:
        """Tell Telegram what we have handled, so that it does not come again after a restart."""
        call = GetUpdates(offset=offset, timeout=0, limit=1, allowed_updates=list(WANTED))
        try:
            await self.messenger.call(call, 3)
        except AiogramError:
            return

    # --- webhook -----------------------------------------------------------------------------------------------------

    async def _webhook(self, request: web.Request) -> web.Response:
        said = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(said.encode("utf-8", "replace"), self._secret):
            _log.warning("telegram.forged", trouble="the webhook was called without our secret")
            return web.Response(status=401)
        if request.content_length is not None and request.content_length > BODY_LIMIT:
            return web.Response(status=413)
        event = read_update(_decoded(await request.read()), self._id, self._name)
        if event is None:
            return web.Response()
        if not self._reception.takes:
            return web.Response(status=503, headers={"Retry-After": "2"})
        try:
            reply = await self._reception.one(event, toast=False)
        except Exception:  # logged where it happened
            return web.Response(status=500, headers={"Retry-After": "2"})
        return _press_answer(event, reply)


def _decoded(body: bytes) -> object:
    try:
        return loads(body)
    except ValueError:
        return None


def _press_answer(event: Event, reply: Reply | None) -> web.Response:
    """The webhook's own answer: it carries the answer to the press."""
    if not event.ticket:
        return web.Response()
    answer = {"method": "answerCallbackQuery", "callback_query_id": event.ticket}
    if reply is not None and reply.toast is not None:
        answer["text"] = fit(speak(reply.toast, reply.language), TOAST)
    return web.Response(body=orjson.dumps(answer), content_type="application/json")
