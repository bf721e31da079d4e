"""The simulator's control API and its Bot API, called plainly."""

from dataclasses import dataclass, replace
from typing import Any

import aiohttp

from simulator.desk import DEMO_PEOPLE, Desk
from simulator.server import TOKEN
from simulator.telegram.people import Telegram

ANNA, VIKTOR, EMMA = 5_000_001, 5_000_002, 5_000_003
PEOPLE = tuple(replace(person, messenger="telegram") for person in DEMO_PEOPLE)  # all in the one messenger


@dataclass(frozen=True, slots=True)
class Control:
    desk: Desk
    http: aiohttp.ClientSession

    @property
    def telegram(self) -> Telegram:
        messenger = self.desk.messengers["telegram"]
        assert isinstance(messenger, Telegram)
        return messenger

    async def ask(self, method: str, path: str, body: Any = None, *, status: int = 200) -> Any:
        async with self.http.request(method, path, json=body) as answer:
            told = await answer.json()
            assert answer.status == status, told
            return told

    async def act(self, act: str, *, person: int = ANNA, status: int = 200, **body: Any) -> Any:
        return await self.ask("POST", f"/sim/chats/telegram:{person}/{act}", body, status=status)

    async def chat(self, person: int = ANNA) -> Any:
        state = await self.ask("GET", "/sim/state")
        return next(chat for chat in state["chats"] if chat["id"] == f"telegram:{person}")

    async def person(self, person: int = ANNA) -> Any:
        state = await self.ask("GET", "/sim/state")
        return next(told for told in state["people"] if told["id"] == person)

    async def calls(self, method: str) -> Any:
        return await self.ask("GET", f"/sim/calls?method={method}")

    async def api(self, method: str, **parameters: Any) -> Any:
        """The whole body of an answer of the Bot API; the HTTP status must be the one that it names."""
        async with self.http.post(f"/bot{TOKEN}/{method}", json=parameters) as answer:
            body = await answer.json()
            assert answer.status == body.get("error_code", 200)
            return body

    async def result(self, method: str, **parameters: Any) -> Any:
        body = await self.api(method, **parameters)
        assert body["ok"], body
        return body["result"]

    async def updates(self, offset: int = 0) -> list[dict[str, Any]]:
        """What waits for the bot now; each call names another offset, so that nothing is slowed down."""
        updates: list[dict[str, Any]] = await self.result("getUpdates", offset=offset)
        return updates
