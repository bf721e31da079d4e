"""The simulator's VK, called plainly, and its people."""

import json
from dataclasses import dataclass
from typing import Any

import aiohttp

from simulator.desk import Desk
from simulator.server import VK_GROUP, VK_TOKEN
from simulator.vk.people import Vk

VIKTOR, OLGA = 5_000_002, 5_000_004
BOLD = {"version": "1", "items": [{"type": "bold", "offset": 0, "length": 5}]}


def button(label: str = "Да", kind: str = "callback", color: str | None = None, **action: Any) -> dict[str, Any]:
    told: dict[str, Any] = {"action": {"type": kind, "label": label, "payload": '{"a":1}', **action}}
    return told | ({"color": color} if color else {})


def keyboard(*rows: list[Any], inline: bool = True, **more: Any) -> dict[str, Any]:
    return {"inline": inline, "buttons": list(rows), **more}


@dataclass(slots=True)
class VkControl:
    desk: Desk
    http: aiohttp.ClientSession
    server: str = ""
    key: str = ""
    ts: str = ""

    @property
    def vk(self) -> Vk:
        messenger = self.desk.messengers["vk"]
        assert isinstance(messenger, Vk)
        return messenger

    async def ask(self, method: str, path: str, body: Any = None, *, status: int = 200) -> Any:
        async with self.http.request(method, path, json=body) as answer:
            told = await answer.json()
            assert answer.status == status, told
            return told

    async def act(self, act: str, *, person: int = VIKTOR, status: int = 200, **body: Any) -> Any:
        return await self.ask("POST", f"/sim/chats/vk:{person}/{act}", body, status=status)

    async def chat(self, person: int = VIKTOR) -> Any:
        state = await self.ask("GET", "/sim/state")
        return next(chat for chat in state["chats"] if chat["id"] == f"vk:{person}")

    async def said(self, person: int = VIKTOR) -> list[str]:
        """What the community said."""
        return [message["text"] for message in (await self.chat(person))["messages"] if not message["out"]]

    async def api(self, method: str, **parameters: Any) -> Any:
        """The whole body of an answer: nested values go as JSON, lists as VK's comma lists."""
        given = {"access_token": VK_TOKEN, "v": "5.199", **{name: _text(value) for name, value in parameters.items()}}
        async with self.http.post(f"/vk/method/{method}", data=given) as answer:
            assert answer.status == 200
            return await answer.json()

    async def result(self, method: str, **parameters: Any) -> Any:
        body = await self.api(method, **parameters)
        assert "response" in body, body
        return body["response"]

    async def refused(self, method: str, **parameters: Any) -> tuple[int, str]:
        error = (await self.api(method, **parameters))["error"]
        return error["error_code"], error["error_msg"]

    async def send(self, message: str = "Привет", *, peer: int = VIKTOR, random_id: int = 0, **more: Any) -> int:
        number: int = await self.result("messages.send", peer_id=peer, random_id=random_id, message=message, **more)
        return number

    async def listen(self) -> None:
        """From now on `events` tells what happens."""
        told = await self.result("groups.getLongPollServer", group_id=VK_GROUP)
        self.server, self.key, self.ts = told["server"], told["key"], told["ts"]

    async def check(self, wait: float = 0, **changes: Any) -> Any:
        asked = {"act": "a_check", "key": self.key, "ts": self.ts, "wait": wait, **changes}
        async with self.http.get(self.server, params=asked) as answer:
            return await answer.json()

    async def events(self, wait: float = 0) -> list[Any]:
        told = await self.check(wait)
        self.ts = told["ts"]
        updates: list[Any] = told["updates"]
        return updates

    async def order(self, kind: str, method: str = "messages.send", **more: Any) -> None:
        await self.ask("POST", "/sim/faults", {"method": method, "kind": kind, **more})


def _text(value: Any) -> str:
    match value:
        case bool():
            return str(int(value))
        case [*items] if not any(isinstance(item, list | dict) for item in items):
            return ",".join(map(str, items))
        case list() | dict():
            return json.dumps(value, ensure_ascii=False)
    return str(value)
