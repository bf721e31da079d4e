"""Updates delivered to the bot's address: in order within a chat, chats in parallel, again after failures."""

import asyncio
import random
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

import aiohttp

from simulator.clock import real_now
from simulator.telegram.errors import ApiError
from simulator.telegram.parameters import Parameters, read_json, read_multipart
from simulator.telegram.updates import Update, Updates

READ_TIMEOUT = 60.0
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
Execute = Callable[[str, Parameters], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Hook:
    url: str
    secret: str
    connections: int


class Webhook:
    def __init__(self, updates: Updates) -> None:
        self.hook: Hook | None = None
        self.last_error: tuple[datetime, str] | None = None
        self._updates = updates
        self._changed = asyncio.Event()

    def use(self, hook: Hook | None) -> None:
        self.hook = hook
        self.last_error = None
        self._updates.listen(_nobody if hook else None)  # polls are refused from this moment on
        self._changed.set()

    async def run(self, execute: Execute) -> None:
        """Delivers until it is cancelled, with whatever address is set."""
        while True:
            self._changed.clear()
            if self.hook is None:
                await self._changed.wait()
                continue
            async with asyncio.TaskGroup() as tasks:
                delivery = tasks.create_task(_Delivery(self, self._updates, self.hook, execute).run())
                await self._changed.wait()
                delivery.cancel()


def _nobody(_update: Update) -> None:
    pass


class _Delivery:
    """One address at work: a line of updates per key, so many connections at once."""

    def __init__(self, webhook: Webhook, updates: Updates, hook: Hook, execute: Execute) -> None:
        self._webhook = webhook
        self._updates = updates
        self._hook = hook
        self._execute = execute
        self._connections = asyncio.Semaphore(hook.connections)
        self._lines: dict[str, deque[Update]] = {}

    async def run(self) -> None:
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=READ_TIMEOUT)
        headers = {SECRET_HEADER: self._hook.secret} if self._hook.secret else {}
        connector = aiohttp.TCPConnector(limit=0)
        async with (
            aiohttp.ClientSession(timeout=timeout, headers=headers, connector=connector) as session,
            asyncio.TaskGroup() as tasks,
        ):

            def take(update: Update) -> None:
                if update.key in self._lines:
                    self._lines[update.key].append(update)
                else:
                    self._lines[update.key] = deque([update])
                    tasks.create_task(self._work_off(session, update.key))

            self._updates.listen(take)
            await asyncio.Event().wait()  # until cancelled

    async def _work_off(self, session: aiohttp.ClientSession, key: str) -> None:
        line = self._lines[key]
        while line:
            await self._deliver(session, line.popleft())
        del self._lines[key]

    async def _deliver(self, session: aiohttp.ClientSession, update: Update) -> None:
        """First again at once, then after 2, 4, 8 … seconds, as long as the update lives."""
        delay, ceiling = 0.0, random.uniform(60, 120)
        while self._updates.hold(update):
            async with self._connections:
                failure, asked = await self._post(session, update)
            if failure:
                self._webhook.last_error = (real_now(), failure)
                await asyncio.sleep(delay if asked is None else asked)
                delay = min(max(2.0, delay * 2), ceiling)

    async def _post(self, session: aiohttp.ClientSession, update: Update) -> tuple[str, float | None]:
        """What went wrong, if anything did, and when the other side asks to come again."""
        try:
            async with session.post(self._hook.url, json=update.whole()) as answer:
                if 200 <= answer.status < 300:
                    self._updates.remove(update)
                    await self._obey(answer)
                    return "", None
                asked = answer.headers.get("Retry-After", "")
                reason = f"Wrong response from the webhook: {answer.status} {answer.reason}"
                return reason, min(float(asked), 3600) if asked.isdigit() else None
        except TimeoutError:
            return "Read timeout expired", None
        except aiohttp.ClientConnectorError:
            return "Connection refused", None
        except (aiohttp.ClientError, OSError) as error:
            return str(error) or "Connection closed", None

    async def _obey(self, answer: aiohttp.ClientResponse) -> None:
        """An answer may itself be a call of a method; nobody is told how it ended."""
        try:
            call = await read_answer(answer)
        except (ApiError, ValueError):
            return  # not a call, whatever it is
        method = call.text("method")
        if method and not method.lower().startswith(("get", "setwebhook", "deletewebhook", "close", "logout")):
            await self._execute(method, call)


async def read_answer(answer: aiohttp.ClientResponse) -> Parameters:
    kind = answer.content_type
    if kind.startswith("multipart/"):
        return await read_multipart(aiohttp.MultipartReader.from_response(answer).stream)
    body = await answer.read()
    if kind == "application/x-www-form-urlencoded":
        return Parameters(dict(parse_qsl(body.decode("utf-8", "replace"))))
    if kind == "application/json" and body.lstrip().startswith(b"{"):
        return Parameters(read_json(body))
    return Parameters()
