"""Reminders to many people in VK: the bot's own outbox, scheduler and adapter against one call for each letter.

A round reminds of two slots, of one by letters of which no two are equal, of the other by equal ones. What is counted
is what the API has seen: who got how many letters, what they looked like, and when each call arrived.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate
from pathlib import Path
from statistics import linear_regression
from time import perf_counter

from benchmarks.bots import Bot, fairway, peer_at_work
from benchmarks.report import Stretch
from benchmarks.vk.api import Call, Community, VkApi, busiest_second
from benchmarks.vk.readers import Readers, Slot

DIFFERENT, EQUAL, NAIVE = "fairway in VK, different", "fairway in VK, equal", "vk_api, one by one"
LEAD = timedelta(minutes=10)
BEFORE = timedelta(minutes=2)  # the clock stands so long before the reminders while they are planned
PATIENCE = 60.0  # seconds for the letters of a slot
EDGE = 1.0  # seconds at both ends that do not count
_LOOK = 0.1


class Wrong(Exception):
    """Letters came otherwise than they should; the message says how."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How many letters of each kind to send in a round, and for how many seconds those of the peer."""

    rounds: int
    different: int
    equal: int
    seconds: float


async def measure_letters(folder: Path, plan: Plan) -> dict[str, list[Stretch]]:
    """Rounds of the bot and its peer by turns, against one API.

    :raises Wrong: somebody got no letter or more than one, or not the kind that was to be measured.
    """
    done: dict[str, list[Stretch]] = {DIFFERENT: [], EQUAL: [], NAIVE: []}
    readers = Readers(folder / "fairway.db", plan.different, plan.equal)
    slots = readers.subscribe(plan.rounds)
    async with VkApi() as api:
        community = api.register()
        async with fairway("vk", api.section(), community, api.clock, folder) as bot:
            for slot in slots:
                done[DIFFERENT if slot.different else EQUAL].append(await _remind(api, bot, community, readers, slot))
                if not slot.different:
                    done[NAIVE].append(await _write_one_by_one(api, folder, plan.seconds))
    readers.leave()
    return done


async def _remind(api: VkApi, bot: Bot, community: Community, readers: Readers, slot: Slot) -> Stretch:
    expected = readers.count(slot)
    api.now = (slot.at - LEAD - BEFORE).isoformat()
    await _until(lambda: readers.letters().get("waiting") == expected, "the reminders were not planned")
    community.calls.clear()
    community.sent.clear()
    before = bot.cpu()
    api.now = (slot.at - LEAD).isoformat()
    await _until(lambda: len(community.sent) >= expected, "the reminders did not all come")
    await _until(lambda: readers.letters().keys() == {"delivered"}, "not all letters were noted as delivered")
    cpu = bot.cpu() - before
    times = Counter(person for person, _ in community.sent)
    looks = len({look for _, look in community.sent})
    if len(times) != expected or set(times.values()) != {1} or community.repeated:
        raise Wrong(f"{expected} people had to get one letter each; {len(times)} got {times.total()}")
    if looks != (expected if slot.different else 1):
        raise Wrong(f"{expected} letters looked in {looks} ways")
    return _stretch(community.calls, cpu)


async def _write_one_by_one(api: VkApi, folder: Path, seconds: float) -> Stretch:
    community = api.register("vk1.NAIVE")
    await peer_at_work("naive", api.address, "vk1.NAIVE", seconds, folder)
    return _stretch(community.calls, 0.0)


def _stretch(calls: Sequence[Call], cpu: float) -> Stretch:
    """What is between the edges; the rates are slopes, which a burst at an end does not tilt."""
    inner = [call for call in calls if calls[0].at + EDGE <= call.at <= calls[-1].at - EDGE]
    times = [call.at - calls[0].at for call in inner]
    return Stretch(
        letters=sum(call.letters for call in calls),
        rate=linear_regression(times, list(accumulate(call.letters for call in inner))).slope,
        calls=linear_regression(times, range(len(inner))).slope,
        busiest=busiest_second(calls),
        cpu=cpu,
    )


async def _until(done: Callable[[], bool], otherwise: str) -> None:
    until = perf_counter() + PATIENCE
    while not done():
        if perf_counter() > until:
            raise Wrong(otherwise)
        await asyncio.sleep(_LOOK)
