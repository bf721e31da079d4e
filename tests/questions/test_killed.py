"""The process is killed between a moderator's press and the letter that it gave rise to: nothing is lost."""

import json
import signal
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from simulator.desk import Desk, NewPerson
from simulator.faults import Fault
from simulator.messenger import NewGroup
from simulator.server import serve
from storage.database import Storage
from storage.importers.fair_file import FairFile
from tests.databases import SqliteServer
from tests.handlers.database import fill
from tests.test_kill import START, Bot, rows, vk_listens, with_vk
from tests.town.opening import EARLY
from tests.town.people import BOOK, Member, Phone, Room
from tests.town.waiting import until


@pytest.fixture
def database(tmp_path: Path, small_fair: FairFile) -> str:
    SqliteServer(tmp_path).prepare("fairway", lambda storage: fill(storage, small_fair))
    return f"sqlite:///{tmp_path / 'fairway.db'}"


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with serve(clock=EARLY, people=(), patience=60) as desk:
        yield desk


async def test_what_was_passed_comes_to_the_chat_after_the_process_died(
    database: str, desk: Desk, tmp_path: Path
) -> None:
    owner, asker = desk.meet(NewPerson("Мария")), desk.meet(NewPerson("Виктор", messenger="vk"))
    groups = desk.messengers["telegram"].groups
    forum = Room(desk, groups.lay(NewGroup("Модераторы", (owner.id,), forum=True)))
    public = Room(desk, groups.lay(NewGroup("Чат", (owner.id,))))
    maria = Member(Phone(desk, "telegram", owner.id), forum)
    viktor = Phone(desk, "vk", asker.id)
    chats = {
        "FAIRWAY_STAFF__CHATS": json.dumps({"preschool": forum.chat.id}),
        "FAIRWAY_QUESTIONS__CHATS": json.dumps({"preschool": public.chat.id}),
    }
    bot = Bot(database, desk, with_vk(desk, "polling") | chats)
    async with bot.running(tmp_path, signal.SIGKILL):
        await until(lambda: vk_listens(desk, "polling"), lambda: "VK is not asked", START)
        maria.phone.opens(f"staff-{await invitation(database, desk)}")
        await maria.phone.sees("Вы модератор")
        await viktor.asks()
        await maria.taps("Взять", at="№1")
        await forum.shows("№1 · ✋ Мария")
        desk.faults.add(Fault("sendMessage", "drop_request"))
        await maria.taps("В чат", at="№1")
        await until(lambda: len(desk.calls.of("answerCallbackQuery")) == 2, desk.calls.of)
    assert public.messages == []
    desk.faults.clear()
    await rows(database, "UPDATE outbox SET held_until = 0")  # as if the minute of their lease had passed
    async with bot.running(tmp_path, signal.SIGTERM):
        await until(lambda: public.messages, lambda: desk.calls.of("sendMessage")[-3:], START)
        await forum.shows("№1 · 📣 в чате")
        await viktor.sees("Ваш вопрос №1", "● передан в чат мероприятия")
        await maria.taps("Прозвучал", at="№1 · 📣")  # and everything goes on
        await viktor.sees("Ваш вопрос №1", "● прозвучал в эфире")
        await until(lambda: forum.cards(1)[-1].text.startswith("№1 · 🎙"), lambda: forum.texts)
    (shown,) = public.texts
    assert BOOK in shown
    assert [row[0] for row in await rows(database, "SELECT step FROM steps ORDER BY id")] == [
        *("ask", "take", "pass", "air")
    ]
    assert (len(forum.cards(1)), len(viktor.receipts)) == (1, 1)


async def invitation(database: str, desk: Desk) -> str:
    """A moderator's code, made beside the running bot."""
    storage = Storage(database, alone=False)
    await storage.refresh()
    (cluster,) = (one.id for one in storage.catalogue.clusters.values() if one.ref == "preschool")
    now = desk.clock.now()
    async with storage.writing() as work:
        code = await work.staff.invite("moderator", cluster, None, "person", now, now + timedelta(days=1))
    await storage.close()
    return code
