"""The main job on one command: «Анна, учитель» finds a session, subscribes, and the reminder comes with the link."""

import asyncio
import os
import re
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

ROOT = Path(__file__).parents[1]
START = 40.0  # seconds that a slow machine may take
SOON = 15.0


class Phone:
    """One person's chat on the simulator's page, by its control API."""

    def __init__(self, session: aiohttp.ClientSession, desk: str, chat: str) -> None:
        self._session = session
        self._desk = desk
        self._chat = chat

    async def messages(self) -> list[dict[str, Any]]:
        async with self._session.get(f"{self._desk}sim/state") as answer:
            chats = (await answer.json())["chats"]
        return next(list(chat["messages"]) for chat in chats if chat["id"] == self._chat)

    async def start(self) -> None:
        await self._post(f"sim/chats/{self._chat}/start", {"payload": None})
        await self.reads("Здравствуйте!")

    async def tap(self, label: str) -> None:
        """Press the button that has `label` in it, on the newest message."""
        newest = (await self.messages())[-1]
        for row, buttons in enumerate(newest["buttons"]):
            for column, button in enumerate(buttons):
                if label in button["text"]:
                    place = {"message": newest["id"], "row": row, "column": column}
                    await self._post(f"sim/chats/{self._chat}/press", place)
                    return
        raise AssertionError(f"no button {label!r} under {newest['text']!r}: {newest['buttons']}")

    async def reads(self, words: str) -> dict[str, Any]:
        """Wait until the newest message has these words."""
        until = time.monotonic() + SOON
        while time.monotonic() < until:
            messages = await self.messages()
            if messages and words in messages[-1]["text"]:
                return messages[-1]
            await asyncio.sleep(0.05)
        raise AssertionError(f"{words!r} did not come; the newest is {(await self.messages())[-1:]}")

    async def _post(self, path: str, body: dict[str, Any]) -> None:
        async with self._session.post(f"{self._desk}{path}", json=body) as answer:
            assert answer.status < 300, await answer.text()


@asynccontextmanager
async def running_demo() -> AsyncIterator[str]:
    """`fairway demo` as a process of its own; its address."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from bot.commands import main; main()",
        "demo",
        "--port",
        "0",
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("FAIRWAY_")},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(START):
            line = await process.stdout.readline()
        found = re.search(r"Open (http://\S+)", line.decode())
        assert found, line
        yield found[1]
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        async with asyncio.timeout(20):
            _, trouble = await process.communicate()
        assert process.returncode == 0, trouble.decode()
        assert "Traceback" not in trouble.decode()


async def test_anna_subscribes_and_is_reminded_with_the_link() -> None:
    async with running_demo() as desk, aiohttp.ClientSession() as session:
        async with session.get(f"{desk}sim/state") as answer:
            people = (await answer.json())["people"]
        anna = next(person for person in people if person["name"] == "Анна")
        assert anna["role"] == "учитель"
        phone = Phone(session, desk, f"telegram:{anna['id']}")
        await phone.start()
        for button, then in (
            ("Программа", "Выберите кластер"),
            ("Дошкольное образование", "Выберите день"),
            ("Сегодня", "Дошкольное образование\nпонедельник, 27 апреля"),
            ("10:00", "начнётся через"),
        ):
            await phone.tap(button)
            await phone.reads(then)
        card = (await phone.messages())[-1]
        assert len(await phone.messages()) == 2, "browsing edits one message"
        await phone.tap("Напоминать")
        await asyncio.sleep(0.5)
        assert "Не напоминать" in str((await phone.messages())[-1]["buttons"])
        for path, body in (("sim/clock/next", {}), ("sim/clock/advance", {"seconds": 21})):
            async with session.post(f"{desk}{path}", json=body) as answer:
                assert answer.status == 200
        reminder = await phone.reads("Мероприятие начнётся через 10 минут")
        assert card["text"].splitlines()[0] in reminder["text"]
        watch = reminder["buttons"][0][0]
        assert (watch["text"], watch["kind"]) == ("Смотреть", "url")
        assert watch["url"].startswith("https://player.example.org/")
