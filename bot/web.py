"""The bot's own web server: health, readiness, metrics, and what each messenger asks for."""

import hmac
import logging
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web, web_response
from aiohttp.http import HttpProcessingError
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.settings import WebSection
from bot.wiring import Program

BODY_LIMIT = 1_000_000
NAME = "Fairway"
YEAR = 365 * 24 * 60 * 60
NOTHING_INSIDE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"  # of what is no page
# aiohttp tells its version and Python's with every answer, also to what is no HTTP. It has no setting for it, and the
# constant is none that it exports: `tests/bot/test_web.py` sees whether it still is the one.
vars(web_response)["SERVER_SOFTWARE"] = NAME

Answer = Callable[[web.Request], Awaitable[web.Response]]

_log = structlog.get_logger()


def application(program: Program, section: WebSection | None = None) -> web.Application:
    """All addresses that people and messengers ask; those of the machine's watchman too, unless he has his own port."""
    section = section or WebSection()
    app = web.Application(client_max_size=BODY_LIMIT)
    app.on_response_prepare.append(_told_to_browsers(section.public_url))
    if section.metrics.port is None:
        app.add_routes(_watched(program, section))
    app.add_routes(program.pages.routes())
    app.add_routes(program.calendars.routes())
    for adapter in program.adapters:
        app.add_routes(adapter.routes())
    return app


def watching(program: Program, section: WebSection) -> web.Application:
    """What the watchman asks at his own port."""
    app = web.Application(client_max_size=BODY_LIMIT)
    app.add_routes(_watched(program, section))
    return app


def _told_to_browsers(public_url: str | None) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """With every answer: it is what it says it is, shows nothing but itself, and is always asked for by HTTPS."""
    told = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": NOTHING_INSIDE}
    if (public_url or "").startswith("https://"):
        told["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"

    async def tell(_request: web.Request, response: web.StreamResponse) -> None:
        for name, value in told.items():
            response.headers.setdefault(name, value)

    return tell


def runner(app: web.Application) -> web.AppRunner:
    """What serves it; nobody's address is logged, nor what is no HTTP."""
    server_log = logging.getLogger("fairway.web")
    server_log.addFilter(_without_values)
    return web.AppRunner(app, access_log=None, handle_signals=False, logger=server_log)


def _without_values(record: logging.LogRecord) -> bool:
    """One line for what is no HTTP: its trace would tell the header, which may be somebody's token."""
    wrong = record.exc_info[1] if record.exc_info else None
    if not isinstance(wrong, HttpProcessingError):
        return True
    _log.warning("web.malformed", trouble=type(wrong).__name__)
    return False


def _watched(program: Program, section: WebSection) -> list[web.RouteDef]:
    """Health and readiness; metrics where they have a port of their own, or a token."""
    routes = [web.get("/healthz", _healthz), web.get("/readyz", _readyz(program))]
    token = section.metrics.token.get_secret_value().strip() if section.metrics.token is not None else ""
    if token or section.metrics.port is not None:
        routes.append(web.get("/metrics", _metrics(token)))
    return routes


async def _healthz(_request: web.Request) -> web.Response:
    return web.Response(text="ok\n")


def _readyz(program: Program) -> Answer:
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

    return readyz


def _metrics(token: str) -> Answer:
    async def metrics(request: web.Request) -> web.Response:
        said = request.headers.get("Authorization", "")
        if token and not hmac.compare_digest(said.encode("utf-8", "replace"), f"Bearer {token}".encode()):
            return web.Response(status=401, headers={"WWW-Authenticate": "Bearer"})
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return metrics
