"""Three hundred questions in a minute, in a group that bears twenty messages a minute."""

import asyncio
import time

import pytest

from dialogs.news.questions import question_receipt
from tests.databases import Database
from tests.town.opening import open_town
from tests.town.town import Town
from tests.town.waiting import until

# These are stories of messengers; how the databases differ is told in tests/dialogs and beside this file.
pytestmark = pytest.mark.only("sqlite")

QUESTIONS, PER_MINUTE = 300, 20
LOOKED = 9.0  # seconds of the flood in which the group is watched
MOST = 6  # cards that she takes
AT_ONCE = 3.0  # seconds in which a press is answered


async def test_the_group_stays_usable_and_everybody_has_a_receipt(fair_database: Database) -> None:
    async with open_town(fair_database.url, hurried=True) as town:
        town.time_is("10:00:01")
        await town.settles()
        began = town.desk.calls.of()[-1].n
        async with asyncio.TaskGroup() as tasks:
            asking = tasks.create_task(flood(town))
            pressing = tasks.create_task(moderate(town))
        assert asking.result() == QUESTIONS
        assert max(pressing.result()) < AT_ONCE
        people = [chat for chat in town.desk.world.chats.values() if chat.group is None]
        await until(
            lambda: sum(any("Ваш вопрос №" in m.text for m in chat.messages.values()) for chat in people) == QUESTIONS,
            lambda: "somebody has no receipt",
            60,
        )
        forum = town.forum.chat.id.partition(":")[2]
        calls = [call for call in town.desk.calls.of(since=began) if str(call.params.get("chat_id")) == forum]
        assert [call for call in calls if call.status == 429] == []
        said = [call for call in calls if call.method in ("sendMessage", "editMessageText", "createForumTopic")]
        assert 3 < len(said) <= PER_MINUTE
        assert len([message for message in town.forum.messages if " · 🆕" in message.text]) <= 12
        async with town.storage.reading() as work:
            counts = await work.questions.counts((await town.question()).session_id)
        assert sum(counts.values()) == QUESTIONS
        assert counts["taken"] == len(pressing.result()) == MOST


async def test_every_question_gets_its_card_in_the_end(fair_database: Database) -> None:
    async with open_town(fair_database.url) as town:
        town.time_is("10:00:01")
        await flood(town, 60)
        for minute in range(1, 6):
            await until(lambda: len(cards(town)) >= 12 * minute, lambda: len(cards(town)))  # noqa: B023 (over by then)
            await town.settles()
            assert len(cards(town)) == 12 * minute
            town.pass_time(seconds=61)
        town.pass_time(seconds=61)
        await town.settles()
        assert sorted(cards(town)) == list(range(1, 61))
        await town.forum.shows("новых 60 · в работе 0 · в чате 0")


def cards(town: Town) -> list[int]:
    """The numbers of the cards that stand in the forum."""
    return [int(text[1:].partition(" ")[0]) for text in town.forum.texts if text.startswith("№")]


async def flood(town: Town, count: int = QUESTIONS) -> int:
    """So many people of both messengers ask, a few in each second; what they press before is another story."""
    session = town.storage.catalogue.session_named("reading")
    assert session is not None
    for number in range(count):
        phone = town.stranger(f"Человек {number}", "telegram" if number % 5 == 0 else "vk")
        phone.chat.started = True
        now = town.program_now()
        async with town.storage.writing() as work:
            person = await work.people.add(phone.messenger, str(phone.id), "ru", now)
            words = f"Вопрос посетителя с именем {number}?"
            question = await work.questions.ask(session.id, person.id, words, anonymous=False, now=now, name="Гость")
            await question_receipt(work, question, person, now)
        await asyncio.sleep(0.02)
    return count


async def moderate(town: Town) -> list[float]:
    """Maria takes one card after another as they come; how long each press waited for its word."""
    waits: dict[str, float] = {}
    ends = time.monotonic() + LOOKED
    while time.monotonic() < (ends if len(waits) == MOST else ends + LOOKED):  # a slow machine brings cards later
        cards = (text.partition(" ")[0] for text in town.forum.texts if " · 🆕" in text)
        number = next((one for one in cards if one not in waits), None)  # a taken one may still look free
        if number is not None and len(waits) < MOST:
            pressed = time.monotonic()
            await town.maria.taps("Взять", at=f"{number} ")
            await town.maria.hears(f"{number} ваш")
            waits[number] = time.monotonic() - pressed
        await asyncio.sleep(0.5)
    return list(waits.values())
