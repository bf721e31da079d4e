"""Twenty moderators race over a hundred questions: each question is handled exactly once, and nothing is lost.

On PostgreSQL over forty: a press takes four times as long there, and twenty at once race just as well over fewer.
"""

import asyncio
import random
from collections import Counter

import pytest
from sqlalchemy import select

from dialogs.moderation import rules
from storage.questions.tables import QUESTIONS, STEPS
from tests.amount import tried
from tests.dialogs.moderating import crowd_asks, moderator, run_with, set_up, settle
from tests.groups import Member
from tests.sheet import Message, packed
from tests.world import World

MODERATORS, QUESTIONS_ASKED, ON_POSTGRES = 20, tried(100, 200), tried(40, 200)
ENDS = {"passed on": "aired", "answered": "answered", "declined": "declined"}


@pytest.mark.both
async def test_every_question_is_handled_exactly_once(world: World) -> None:
    asked = QUESTIONS_ASKED if world.storage.sqlite else ON_POSTGRES
    await run_with(world, reasons={"default": ("не по теме",)}, cards_per_minute=1_000)
    desk = await set_up(world, forum=False)
    await world.time_is("10:05")
    await crowd_asks(world, "reading", asked)
    for _ in range(30):
        await settle(world)
        if len(desk.cards()) == asked:
            break
    cards = {number: desk.card(number) for number in range(1, asked + 1)}
    people = [await moderator(world, str(500 + number), f"Модератор {number}") for number in range(MODERATORS)]
    hands = [desk.group.member(person) for person in people]
    won = await asyncio.gather(*(_work(hand, cards, random.Random(seed)) for seed, hand in enumerate(hands)))
    world.clock.move(rules.HELD)
    await world.tick()
    async with world.storage.engine.connect() as connection:
        states = (await connection.execute(select(QUESTIONS.c.number, QUESTIONS.c.state))).all()
        steps = (await connection.execute(select(STEPS.c.question_id, STEPS.c.step, STEPS.c.by))).all()
    claims = [number for one in won for number in one]
    assert sorted(claims) == list(range(1, asked + 1)), "one of them was told that it is theirs, for each"
    ends = {number: ENDS[end] for one in won for number, end in one.items()}
    assert {row.number: row.state for row in states} == ends
    taken = Counter(row.question_id for row in steps if row.step == "take")
    ended = Counter(row.question_id for row in steps if row.step in ("air", "answer", "decline"))
    assert set(taken.values()) == set(ended.values()) == {1}
    assert len(taken) == len(ended) == asked
    hand_of = {row.question_id: row.by for row in steps if row.step == "take"}
    assert all(row.by == hand_of[row.question_id] for row in steps if row.step != "ask"), "nobody else's hand is in it"


async def _work(hand: Member, cards: dict[int, Message], dice: random.Random) -> dict[int, str]:
    """Try every card in an order of one's own; what one has won is brought to an end in one of three ways."""
    won: dict[int, str] = {}
    order = list(cards)
    dice.shuffle(order)
    for number in order:
        await hand.taps("Взять", on=cards[number])
        if not hand.toast.startswith(f"№{number} ваш до"):
            continue
        question = _question(cards[number])
        won[number] = dice.choice(list(ENDS))
        match won[number]:
            case "passed on":
                await hand.presses(f"q.pass:{question}", cards[number])
                await hand.presses(f"q.air:{question}", cards[number])
            case "answered":
                await hand.replies(f"Ответ на вопрос {number}", to=cards[number])
            case _:
                await hand.presses(f"q.menu:{question}:decline", cards[number])
                await hand.presses(f"q.choose:{question}:decline:0", cards[number])
    return won


def _question(card: Message) -> int:
    """The number that the card's buttons carry: its drawing stays as it was before the race."""
    button = card.find("Взять")
    assert button is not None
    return int(packed(button).partition(":")[2])
