"""The main job on one command: a teacher in Telegram and a parent in VK find a session and are reminded of it."""

import asyncio
import os
import re
import shutil
import signal
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from bot.demo_staff import stand_of
from storage.importers.mistakes import Mistakes
from storage.importers.reading import read_fair_file

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "examples" / "mmso-2020" / "fair.yaml"
FAIRWAY = (sys.executable, "-c", "from bot.commands import main; main()")
START = 180.0  # seconds that a slow machine may take
SOON = 60.0


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
        await self.opens(None)
        await self.reads("Здравствуйте")

    async def opens(self, payload: str | None) -> None:
        """Press «Start», perhaps by a link."""
        await self._post(f"sim/chats/{self._chat}/start", {"payload": payload})

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

    async def taps_listed(self, words: str) -> None:
        """Open what a list names so: by a button of its own, or by the number of its line."""
        text = (await self.messages())[-1]["text"]
        numbered = re.search(rf"^(\d+)\. .*{re.escape(words)}", text, re.MULTILINE)
        await self.tap(numbered[1] if numbered else words)

    async def say(self, text: str) -> None:
        """Write something."""
        await self._post(f"sim/chats/{self._chat}/text", {"text": text})

    async def reads(self, words: str) -> dict[str, Any]:
        """Wait until the newest message has these words."""
        until = time.monotonic() + SOON
        while time.monotonic() < until:
            messages = await self.messages()
            if messages and words in messages[-1]["text"]:
                return messages[-1]
            await asyncio.sleep(0.05)
        raise AssertionError(f"{words!r} did not come; the newest is {(await self.messages())[-1:]}")

    async def offers(self, label: str) -> None:
        """Wait until the newest message has a button with these words."""
        until = time.monotonic() + SOON
        while label not in str((newest := (await self.messages())[-1])["buttons"]):
            assert time.monotonic() < until, f"no button {label!r} came: {newest['buttons']}"
            await asyncio.sleep(0.05)

    async def vanishes(self, label: str) -> None:
        """Wait until the newest message has no button with these words any more."""
        until = time.monotonic() + SOON
        while label in str((newest := (await self.messages())[-1])["buttons"]):
            assert time.monotonic() < until, f"the button {label!r} stays: {newest['buttons']}"
            await asyncio.sleep(0.05)

    async def _post(self, path: str, body: dict[str, Any]) -> None:
        async with self._session.post(f"{self._desk}{path}", json=body) as answer:
            assert answer.status < 300, await answer.text()


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo that runs: its address, and what a command beside it has to have in its environment."""

    desk: str
    environment: dict[str, str]


@asynccontextmanager
async def running_demo(command: Sequence[str] = FAIRWAY, folder: Path = ROOT) -> AsyncIterator[Demo]:
    """`fairway demo` as a process of its own."""
    process = await asyncio.create_subprocess_exec(
        *command,
        "demo",
        "--port",
        "0",
        cwd=folder,
        env={name: value for name, value in os.environ.items() if not name.startswith("FAIRWAY_")},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(START):
            lines = [(await process.stdout.readline()).decode() for _ in range(3)]
        found = re.search(r"Open (http://\S+)", lines[0])
        assert found, lines
        yield Demo(found[1], dict(re.findall(r"(FAIRWAY_\w+)=(\S+)", lines[2])))
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        async with asyncio.timeout(90):
            said = b"".join(await process.communicate()).decode()
        assert process.returncode == 0, said
        assert "Traceback" not in said
        assert "[error" not in said


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo() -> AsyncIterator[Demo]:
    """A demo whose clock nobody moves: one for all that visitors of their own do there."""
    async with running_demo() as demo:
        yield demo


async def visitor(session: aiohttp.ClientSession, desk: str, name: str, role: str) -> Phone:
    async with session.get(f"{desk}sim/state") as answer:
        people = (await answer.json())["people"]
    person = next(person for person in people if person["name"] == name)
    assert person["role"] == role
    return Phone(session, desk, f"{person['messenger']}:{person['id']}")


async def advance(session: aiohttp.ClientSession, desk: str, path: str, body: dict[str, int]) -> None:
    async with session.post(f"{desk}sim/clock/{path}", json=body) as answer:
        assert answer.status == 200


async def stars_at_once(phone: Phone) -> str:
    """Two taps from the beginning, whatever the first screen offers to come; its title."""
    await phone.start()
    shown = (await phone.messages())[-1]
    labels = [button["text"] for row in shown["buttons"] for button in row]
    star = [label for label in labels if re.match(r"⭐ 1\d:", label)][-1]
    await phone.tap(star)
    title = re.sub(r"^⭐ \d\d:\d\d |…$", "", star)
    await phone.vanishes(star)
    return title


async def finds_and_subscribes(phone: Phone) -> str:
    """The way to the first session of today in «Дошкольное образование», beside what lay in the plan; its title."""
    before = len(await phone.messages())
    for button, then in (
        ("Программа", "Выберите кластер"),
        ("Дошкольное образование", "Выберите день"),
        ("Сегодня", "Дошкольное образование\nпонедельник, 27 апреля"),
        ("10:00", "60 минут"),
    ):
        await phone.taps_listed(button)
        await phone.reads(then)
    card = (await phone.messages())[-1]
    assert len(await phone.messages()) == before, "browsing edits one message"
    await phone.tap("Напоминать")
    await phone.reads("В это время у вас в плане есть и другое")
    await phone.tap("Оба")
    await phone.offers("Убрать из плана")
    return str(card["text"].splitlines()[0])


async def imports(demo: Demo, fair: Path) -> None:
    """What the demo tells to do in another window."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FAIRWAY_")}
    command = [*FAIRWAY, "import", str(fair), "--yes"]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment | demo.environment)
    async with asyncio.timeout(START):
        assert await process.wait() == 0


async def test_a_teacher_and_a_parent_are_reminded_and_told_of_a_change_each_in_their_messenger(tmp_path: Path) -> None:
    async with running_demo() as demo, aiohttp.ClientSession() as session:
        teacher = await visitor(session, demo.desk, "Анна", "учитель")
        parent = await visitor(session, demo.desk, "Виктор", "отец")
        for phone in (teacher, parent):
            await stars_at_once(phone)
        title = await finds_and_subscribes(teacher)
        assert await finds_and_subscribes(parent) == title
        await advance(session, demo.desk, "next", {})
        await advance(session, demo.desk, "advance", {"seconds": 21})
        for phone in (teacher, parent):
            reminder = await phone.reads("Через 10 минут начнутся сразу 2 встречи")
            assert title in reminder["text"]
            watch = reminder["buttons"][0][0]
            assert watch["text"].startswith("Смотреть")
            assert watch["kind"] == "url"
            assert watch["url"].startswith("https://player.example.org/")
        await imports(demo, _later(title, tmp_path))
        for phone in (teacher, parent):
            change = await phone.reads("12:30")
            assert title in change["text"]


async def test_the_very_first_move_of_the_clock_brings_a_reminder_to_both_phones() -> None:
    async with running_demo() as demo, aiohttp.ClientSession() as session:
        phones = [await visitor(session, demo.desk, *who) for who in (("Анна", "учитель"), ("Виктор", "отец"))]
        for phone in phones:
            await phone.start()
        await advance(session, demo.desk, "next", {})
        await advance(session, demo.desk, "advance", {"seconds": 21})
        for phone in phones:
            await phone.reads("Через 10 минут")
        async with session.get(f"{demo.desk}sim/clock") as answer:
            assert (await answer.json())["chosen"] == 0, "nobody has chosen anything but what lay there"


def _later(title: str, folder: Path) -> Path:
    """The sample fair with that session moved from 10:00 to 12:30 of the same day."""
    for part in ("logos", "materials", "photos"):
        shutil.copytree(SAMPLE.parent / part, folder / part)
    text = SAMPLE.read_text("utf-8")
    at = text.index("2020-04-27T10:00", text.index(title))
    fair = folder / "fair.yaml"
    fair.write_text(text[:at] + "2020-04-27T12:30" + text[at + len("2020-04-27T10:00") :], "utf-8")
    return fair


@pytest.mark.asyncio(loop_scope="module")
async def test_moderators_find_the_first_questions_in_the_topic_of_their_session(demo: Demo) -> None:
    async with aiohttp.ClientSession() as session:
        until = time.monotonic() + SOON
        forum: dict[str, Any] = {}
        while time.monotonic() < until:
            async with session.get(f"{demo.desk}sim/state") as answer:
                state = await answer.json()
            forum = next(chat for chat in state["chats"] if chat["kind"] == "group" and chat["forum"])
            topics = {topic["id"]: topic["title"] for topic in forum["topics"]}
            texts = ("(демо)", "До начала задано 2 вопроса")  # a card, and the opening pack
            shown = ((topics[message["thread"]], text) for message in forum["messages"] if (text := message["text"]))
            asked = [title for title, text in shown if any(words in text for words in texts)]
            if len(asked) == 2:
                assert all(title.startswith("10:00 · Дошкольное · ") for title in asked)
                return
            await asyncio.sleep(0.2)
        raise AssertionError(f"the questions did not come: {forum['messages']}")


@pytest.mark.asyncio(loop_scope="module")
async def test_the_code_that_confirms_an_address_lies_in_the_mailbox(demo: Demo) -> None:
    async with aiohttp.ClientSession() as session:
        teacher = await visitor(session, demo.desk, "Анна", "учитель")
        await teacher.start()
        for button, then in (
            ("Настройки", "Язык"),
            ("Моя визитка", "Пока она пуста"),
            ("Заполнить", "Согласие на обработку"),
            ("Мне 18 или больше, согласен", "Как вас зовут"),
        ):
            await teacher.tap(button)
            await teacher.reads(then)
        await teacher.say("Анна")
        await teacher.reads("номер")
        await teacher.say("+7 916 000-00-00")
        await teacher.reads("адрес электронной почты")
        await teacher.say("anna@example.org")
        await teacher.reads("работаете или учитесь")
        await teacher.tap("Хватит, отправить")
        await teacher.offers("Подтвердить почту")
        await teacher.tap("Подтвердить почту")
        mail = await _newest_mail(session, demo.desk)
        assert mail["to"] == ["anna@example.org"]
        assert "ММСО-2020" in mail["sender"]
        code = re.search(r"\b\d{6}\b", mail["text"])
        assert code
        await teacher.say(code[0])
        await teacher.reads("(подтверждён)")


async def _newest_mail(session: aiohttp.ClientSession, desk: str) -> dict[str, Any]:
    until = time.monotonic() + SOON
    while time.monotonic() < until:
        async with session.get(f"{desk}sim/mail/mails") as answer:
            if mails := await answer.json():
                return dict(mails[-1])
        await asyncio.sleep(0.05)
    raise AssertionError("no mail came")


@pytest.mark.asyncio(loop_scope="module")
async def test_a_stand_finds_a_visitors_words_in_its_chat_and_its_machine_is_told(demo: Demo) -> None:
    fair = read_fair_file(SAMPLE)
    assert not isinstance(fair, Mistakes)
    stand = stand_of(fair)
    async with aiohttp.ClientSession() as session:
        parent = await visitor(session, demo.desk, "Виктор", "отец")
        await parent.opens(f"stand-{stand}")
        await parent.offers("Написать стенду")
        await parent.tap("Написать стенду")
        await parent.offers("Мне 18 или больше, согласен")
        await parent.tap("Мне 18 или больше, согласен")
        await parent.reads("Сообщение стенду")
        await parent.say("Есть ли скидки для школ?")
        await parent.reads("Сообщение передано стенду")
        team, told = await _at_the_stand(session, demo.desk)
        until = time.monotonic() + SOON
        while not (told and any("Есть ли скидки для школ?" in text for text in team)):
            assert time.monotonic() < until, f"the stand was not told: {told}, {team}"
            await asyncio.sleep(0.2)
            team, told = await _at_the_stand(session, demo.desk)
        assert told == [("lead.created", stand, True)]


async def _at_the_stand(session: aiohttp.ClientSession, desk: str) -> tuple[list[str], list[tuple[str, str, bool]]]:
    """What stands in the team's chat, and what its machine was told."""
    async with session.get(f"{desk}sim/state") as answer:
        chats = (await answer.json())["chats"]
    async with session.get(f"{desk}sim/crm/events") as answer:
        told = [(one["event"], one["stand"], one["signed"]) for one in await answer.json()]
    team = next(chat for chat in chats if chat["title"] == "Команда стенда")
    return [message["text"] for message in team["messages"]], told
