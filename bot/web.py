"""The bot's own web server: health, readiness, metrics, and what each messenger asks for."""

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.wiring import Program

BODY_LIMIT = 1_000_000


def application(program: Program) -> web.Application:
    """All addresses that the bot answers."""

    async def healthz(_request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(_request: web.Request) -> web.Response:
        """One messenger's trouble must not take the other down: only database, disk and scheduler count."""
        storage = program.storage
        parts = {"database": await storage.answers(), "writing": await storage.has_room()}
        parts["scheduler"] = program.ticker.running
        troubles = {name: said for name, weather in program.weather.items() if (said := weather.trouble) is not None}
        troubles |= {} if parts["writing"] else {"database": "disk full: nothing can be written"}
        named = [(adapter.messenger.name, adapter) for adapter in program.adapters]
        messengers = {name: adapter.ready and name not in troubles for name, adapter in named}
        body = {**parts, "messengers": messengers, "catalogue": storage.catalogue.version}
        body |= {"troubles": troubles} if troubles else {}
        return web.json_response(body, status=200 if all(parts.values()) else 503)

    async def metrics(_request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application(client_max_size=BODY_LIMIT)
    app.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", metrics)])
    app.add_routes(program.pages.routes())
    for adapter in program.adapters:
        app.add_routes(adapter.routes())
    return app
