"""The bare minimum on python-telegram-bot: what one says is said back, by one call to the API."""

import asyncio
import gc
import sys

import orjson
import uvloop
from aiohttp import web
from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from benchmarks.api import SECRET
from benchmarks.peers.serving import PATH


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message is not None:
        await update.message.reply_text(update.message.text or "")


async def _serve(api: str, token: str) -> None:
    """By aiohttp's server, as the other peers: the library's own would bring another framework."""
    bot = Application.builder().token(token).base_url(f"{api}/bot").updater(None).concurrent_updates(256).build()
    bot.add_handler(MessageHandler(filters.TEXT, echo))

    async def handle(request: web.Request) -> web.Response:
        if request.headers.get("X-Telegram-Bot-Api-Secret-Token") != SECRET:
            return web.Response(status=401)
        # It is acknowledged once it is handled, as in the bot.
        await bot.process_update(Update.de_json(orjson.loads(await request.read()), bot.bot))
        return web.Response()

    app = web.Application()
    app.router.add_post(PATH, handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with bot:
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 50)
        await bot.bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}", secret_token=SECRET)
        await asyncio.Event().wait()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(sys.argv[1], sys.argv[2]))
