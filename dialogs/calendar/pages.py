"""The addresses `/calendar/<key>.ics`, which calendars ask for a plan every few minutes or hours.

A key that was guessed and one that was taken back are answered alike. Calendars of many people ask from few addresses,
those of Google, so what is counted is who asks for what is not there, and how often each plan is asked for.
"""

import asyncio
import secrets
import time
from collections.abc import Collection

import structlog
from aiohttp import ETag, web

from dialogs.calendar import events
from dialogs.calendar.rules import PATH
from dialogs.kit.callers import Callers, Network, caller
from dialogs.kit.clock import Clock
from storage.database import DatabaseTrouble, Storage

ENDING = ".ics"
_KEPT_BY_NOBODY = {"Cache-Control": "no-store"}
_LATER = {**_KEPT_BY_NOBODY, "Retry-After": "120"}
_PRIVATE = {
    "Cache-Control": "private, no-cache",  # kept by the one who asked, and asked about each time
    "Content-Disposition": f'inline; filename="{events.FILE}"',
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}

_log = structlog.get_logger()


class Calendars:
    """What the bot's web server answers to calendars."""

    def __init__(self, storage: Storage, clock: Clock, proxies: Collection[Network] = ()) -> None:
        self._storage = storage
        self._clock = clock
        self._proxies = proxies
        self._missed = Callers()
        self._asked = Callers()

    def routes(self) -> list[web.AbstractRouteDef]:
        """GET and HEAD."""
        return [web.get(f"/{PATH}/{{name}}", self._guarded)]

    async def _guarded(self, request: web.Request) -> web.StreamResponse:
        """Whatever goes wrong, no key gets into the log."""
        try:
            return await self._answer(request)
        except DatabaseTrouble as trouble:
            _log.warning("calendar.database", trouble=str(trouble))
            return web.Response(status=503, headers=_LATER)
        except Exception as bug:
            code = secrets.token_hex(3)
            _log.error("calendar.bug", code=code, kind=type(bug).__name__)
            return web.Response(status=500, headers=_KEPT_BY_NOBODY)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        told = await self._wanted(request.match_info["name"])
        if told is None:
            return self._nothing(request)
        person, wanted = told
        if not self._asked.may_call(str(person), time.monotonic()):
            return web.Response(status=429, headers=_LATER)
        tag = ETag(wanted.tag, is_weak=True)
        if any(known.value in (tag.value, "*") for known in request.if_none_match or ()):
            answer = web.Response(status=304, headers=_PRIVATE)
        else:
            body = await asyncio.to_thread(events.calendar, wanted, self._clock.now())
            answer = web.Response(body=body, content_type=events.MEDIA_TYPE, charset="utf-8", headers=_PRIVATE)
        answer.etag = tag
        return answer

    async def _wanted(self, name: str) -> tuple[int, events.Wanted] | None:
        """Whose plan it is, and what of it a calendar shows; None: the name opens nothing."""
        if not name.endswith(ENDING):
            return None
        async with self._storage.reading() as work:
            number = await work.plans.keys.owner(name.removesuffix(ENDING), "calendar")
            person = None if number is None else await work.people.load(number)
            if person is None:
                return None
            chosen = await work.plans.choices.of(person.id)
        return person.id, events.wanted(self._storage.catalogue.spoken(person.language), person, chosen.alarm)

    def _nothing(self, request: web.Request) -> web.Response:
        """Nothing is there; who goes on trying names is told to wait."""
        forwarded = ",".join(request.headers.getall("X-Forwarded-For", ()))
        address = caller(request.remote, forwarded, self._proxies)
        if address is not None and not self._missed.may_call(address, time.monotonic()):
            _log.warning("calendar.refused")
            return web.Response(status=429, headers=_LATER)
        return web.Response(status=404, text="There is no such calendar.\n", headers=_KEPT_BY_NOBODY)
