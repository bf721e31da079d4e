"""Subscriptions as they are exported."""

from storage.database import Storage
from storage.plans.subscriptions import SubscriptionLine
from tests.storage.making import LONG_AGO, NOW, PAPER, people, subscribe


async def test_lines_come_by_session_and_person(fair: Storage) -> None:
    anna, viktor = await people(fair, 2)
    await subscribe(fair, viktor, "reading")
    await subscribe(fair, anna, "reading", NOW)
    await subscribe(fair, viktor, "play")
    async with fair.surveying() as work:
        lines = [line async for line in work.plans.subscriptions.lines()]
    assert lines == [
        SubscriptionLine(PAPER, viktor.user, "play", LONG_AGO),
        SubscriptionLine(PAPER, anna.user, "reading", NOW),
        SubscriptionLine(PAPER, viktor.user, "reading", LONG_AGO),
    ]
