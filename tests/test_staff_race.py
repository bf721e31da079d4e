"""Ten people of a stand race over many requests: each is taken exactly once, and only its taker learns who asked."""

import asyncio
import random
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import select

from storage.leads.tables import LEAD_STEPS, LEADS
from tests.amount import tried
from tests.dialogs.leading import ANNA, asks, set_up, staff
from tests.groups import Member
from tests.sheet import Message, packed
from tests.world import World

STAFF, ASKED = 10, tried(25, 50)
PHONES = {number: f"+7 916 123-45-{number:02}" for number in range(1, ASKED + 1)}


@pytest.mark.both
async def test_every_request_is_taken_once_and_shown_to_its_taker_only(world: World) -> None:
    desk = await set_up(world)
    for number in range(1, ASKED + 1):
        card = replace(ANNA, name=f"Гость {number}", phone=f"+791612345{number:02}")
        await asks(world, f"guest{number}", card=card)
    cards = {number: desk.card(number) for number in range(1, ASKED + 1)}
    people = [await staff(world, str(500 + number), f"Сотрудник {number}") for number in range(STAFF)]
    hands = [desk.group.member(person) for person in people]
    won = await asyncio.gather(*(_work(hand, cards, random.Random(seed)) for seed, hand in enumerate(hands)))
    await world.tick()
    await world.pass_time(minutes=1)  # what comes to one chat leaves one after another
    assert sorted(number for one in won for number in one) == list(range(1, ASKED + 1))
    async with world.storage.engine.connect() as connection:
        leads = (await connection.execute(select(LEADS.c.id, LEADS.c.state, LEADS.c.taken_by))).all()
        steps = (await connection.execute(select(LEAD_STEPS.c.lead_id, LEAD_STEPS.c.step, LEAD_STEPS.c.by))).all()
    assert {lead.state for lead in leads} == {"called"}
    assert set(Counter(step.lead_id for step in steps if step.step == "take").values()) == {1}
    hand_of = {lead.id: lead.taken_by for lead in leads}
    assert all(step.by == hand_of[step.lead_id] for step in steps if step.step in ("take", "call"))
    for person, mine in zip(people, won, strict=True):
        read = " ".join(message.text for message in person.messages)
        assert {number for number, phone in PHONES.items() if phone in read} == mine


async def _work(hand: Member, cards: dict[int, Message], dice: random.Random) -> set[int]:
    """Try every card in an order of one's own; who has taken one calls, and tries to take it again."""
    won: set[int] = set()
    order = list(cards)
    dice.shuffle(order)
    for number in order:
        take = cards[number].find("Взять")
        assert take is not None
        data = packed(take)
        await hand.presses(data, cards[number])
        if hand.toast.startswith(f"№{number} ваша."):
            won.add(number)
        await hand.presses(data.replace("take", "called"), cards[number])
    return won
