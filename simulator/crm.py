"""A stand's own CRM: takes the bot's signed events of requests and lists them as they came."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import web

from simulator.asking import DESK, json_answer
from simulator.desk import Desk
from simulator.messenger import Refused
from simulator.signed import SECRET, Told, hear

CALL = "crm"  # as faults and the transcript name it
EVENTS = ("lead.created", "lead.changed", "lead.withdrawn")


@dataclass(frozen=True, slots=True)
class CrmEvent:
    key: str
    path: str
    event: str
    stand: str
    number: int
    at: datetime
    signed: bool
    body: dict[str, Any]


class Crm:
    def __init__(self, desk: Desk) -> None:
        self.events: list[CrmEvent] = []
        self._desk = desk
        self._keys: set[str] = set()

    def take(self, told: Told) -> None:
        """A repeated key changes nothing. What was withdrawn is forgotten but for the fact that it was."""
        match told.body:
            case {"event": str() as name, "stand": str() as stand, "number": int() as number} if name in EVENTS:
                pass
            case _:
                raise Refused(400, f"an event is one of {', '.join(EVENTS)}, and names its stand and number")
        if told.key and told.key in self._keys:
            return
        self._keys.add(told.key)
        if name == "lead.withdrawn":
            self.events = [one for one in self.events if (one.stand, one.number) != (stand, number)]
        at = self._desk.clock.now()
        self.events.append(CrmEvent(told.key, told.path, name, stand, number, at, told.signed, told.body))
        self._tell()

    def clear(self) -> None:
        self._keys.clear()
        self.events.clear()
        self._tell()

    def _tell(self) -> None:
        self._desk.events.publish("crm", events=self.events)


CRM = web.AppKey("crm", Crm)


async def receive(request: web.Request) -> web.StreamResponse:
    return await hear(request, CALL, request.app[CRM].take)


async def events(request: web.Request) -> web.Response:
    return json_answer(request.app[CRM].events)


async def forget(request: web.Request) -> web.Response:
    request.app[CRM].clear()
    return json_answer({})


async def settings(request: web.Request) -> web.Response:
    return json_answer({"url": f"{request.app[DESK].url}/sim/crm", "secret": SECRET})


ROUTES = [
    web.get("/sim/crm/events", events),
    web.delete("/sim/crm/events", forget),
    web.get("/sim/crm/settings", settings),
    web.post("/sim/crm{path:(?:/.*)?}", receive),
]
