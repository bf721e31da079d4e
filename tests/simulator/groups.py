"""A group on the desk: its members act, the bot hears."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.simulator.control import ANNA, EMMA, VIKTOR, Control

BUTTON = {"inline_keyboard": [[{"text": "Взять", "callback_data": "take"}]]}


@dataclass(slots=True)
class Group:
    """Anna owns it, Viktor is in it, Emma is not."""

    sim: Control
    id: int

    @classmethod
    async def lay(cls, sim: Control, **more: Any) -> "Group":
        """What came of the laying itself the bot has heard already."""
        wanted = {"messenger": "telegram", "title": "Модераторы", "members": [ANNA, VIKTOR], **more}
        chat = await sim.ask("POST", "/sim/groups", wanted)
        group = cls(sim, int(chat["id"].partition(":")[2]))
        await group.heard()
        return group

    async def act(self, act: str, **body: Any) -> Any:
        return await self.sim.act(act, person=self.id, **body)

    async def do(self, act: str, *, status: int = 200, **body: Any) -> Any:
        """An act whose body names a person."""
        return await self.sim.ask("POST", f"/sim/chats/telegram:{self.id}/{act}", body, status=status)

    async def say(self, text: str, person: int = VIKTOR, **more: Any) -> int:
        await self.do("text", text=text, person=person, **more)
        number: int = (await self.chat())["messages"][-1]["id"]
        return number

    async def chat(self) -> Any:
        return await self.sim.chat(self.id)

    async def call(self, method: str, **parameters: Any) -> Any:
        return await self.sim.result(method, chat_id=self.id, **parameters)

    async def refused(self, method: str, **parameters: Any) -> str:
        description: str = (await self.sim.api(method, chat_id=self.id, **parameters))["description"]
        return description

    async def send(self, text: str = "Привет", **more: Any) -> int:
        number: int = (await self.call("sendMessage", text=text, **more))["message_id"]
        return number

    async def heard(self) -> list[dict[str, Any]]:
        """What the bot has not heard before."""
        updates = await self.sim.updates()
        if updates:
            await self.sim.updates(updates[-1]["update_id"] + 1)
        return updates


STRANGER = EMMA


@pytest.fixture
async def group(sim: Control) -> Group:
    return await Group.lay(sim)


@pytest.fixture
async def forum(sim: Control) -> Group:
    return await Group.lay(sim, forum=True)
