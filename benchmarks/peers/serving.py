"""How Telegram's peers are served: aiogram's own webhook handler on uvloop and orjson, collections tuned as ours."""

import asyncio
import gc
import sys
from typing import Any

import orjson
import uvloop
from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from benchmarks.api import SECRET

PATH = "/webhook"


def _dumps(value: Any) -> str:
    return orjson.dumps(value).decode()


async def _serve(dispatcher: Dispatcher, api: str, token: str) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(api), json_loads=orjson.loads, json_dumps=_dumps)
    bot = Bot(token, session=session, default=DefaultBotProperties(parse_mode="HTML"))
    app = web.Application()
    # An update is acknowledged once it is handled, as in the bot: in the background would be another promise.
    SimpleRequestHandler(dispatcher, bot, handle_in_background=False, secret_token=SECRET).register(app, path=PATH)
    await dispatcher.emit_startup(bot=bot)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}", secret_token=SECRET)
    await asyncio.Event().wait()


def serve(dispatcher: Dispatcher) -> None:
    """Run until killed; the API's address and the token are the first two words of the command line."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(dispatcher, sys.argv[1], sys.argv[2]))
