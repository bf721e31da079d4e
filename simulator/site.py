"""The chat beside the fair's player: takes the bot's signed events and shows what stands in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import web

from simulator.asking import DESK, json_answer
from simulator.desk import Desk
from simulator.messenger import Refused
from simulator.signed import SECRET as SECRET
from simulator.signed import Told, hear

CALL = "site"  # as faults and the transcript name it
PASSED, WITHDRAWN = "question.passed", "question.withdrawn"


@dataclass(frozen=True, slots=True)
class SiteMessage:
    key: str
    path: str
    question: int | str
    at: datetime
    signed: bool
    body: dict[str, Any]


class Site:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._keys: set[str] = set()
        self._shown: dict[tuple[str, int | str], SiteMessage] = {}

    @property
    def messages(self) -> list[SiteMessage]:
        return list(self._shown.values())

    def take(self, told: Told) -> None:
        """A repeated key changes nothing; an event without one is always new."""
        match told.body:
            case {"event": "question.passed" | "question.withdrawn" as kind, "question": int() | str() as question}:
                pass
            case _:
                raise Refused(400, f"an event is {PASSED} or {WITHDRAWN}, and names its question")
        if told.key and told.key in self._keys:
            return
        self._keys.add(told.key)
        if kind == PASSED:
            at = self._desk.clock.now()
            message = SiteMessage(told.key, told.path, question, at, told.signed, told.body)
            self._shown[told.path, question] = message
        else:
            self._shown.pop((told.path, question), None)
        self._tell()

    def clear(self) -> None:
        self._keys.clear()
        self._shown.clear()
        self._tell()

    def _tell(self) -> None:
        self._desk.events.publish("site", messages=self.messages)


SITE = web.AppKey("site", Site)


async def receive(request: web.Request) -> web.StreamResponse:
    return await hear(request, CALL, request.app[SITE].take)


async def messages(request: web.Request) -> web.Response:
    return json_answer(request.app[SITE].messages)


async def forget(request: web.Request) -> web.Response:
    request.app[SITE].clear()
    return json_answer({})


async def settings(request: web.Request) -> web.Response:
    return json_answer({"url": f"{request.app[DESK].url}/sim/site", "secret": SECRET})


ROUTES = [
    web.get("/sim/site/messages", messages),
    web.delete("/sim/site/messages", forget),
    web.get("/sim/site/settings", settings),
    web.post("/sim/site{path:(?:/.*)?}", receive),
]
