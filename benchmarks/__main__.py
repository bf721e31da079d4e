"""`python -m benchmarks [--quick]`: measure, print, leave nothing behind.

Every round measures the bot and its peers one after another, so that what slows the machine down slows down all of
them; figures are medians over the rounds, and what counts are the ratios.
"""

import argparse
import asyncio
import platform
import sys
import tempfile
from collections import deque
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from time import process_time

import uvloop

from benchmarks.api import Api
from benchmarks.bots import ROOT, Bot, NotStarted, fairway, import_aiogram, import_fair, keep_apart, peer
from benchmarks.crowd import IN_FLIGHT, READERS, WRITERS, Crowd, Silent
from benchmarks.people import Act, Human, browse, can_write, start, talk, write
from benchmarks.report import Asked, Round, ratios, table

BROWSING, WRITING = "fairway, browsing", "fairway, subscribing"
DIALOG, ECHO = "aiogram_dialog, browsing", "bare aiogram echo"


@dataclass(frozen=True, slots=True)
class Plan:
    """How long to measure."""

    rounds: int
    seconds: float
    starts: int


FULL, QUICK = Plan(5, 4.0, 3), Plan(2, 1.5, 1)


@dataclass(frozen=True, slots=True)
class _Side:
    """A bot and its people."""

    bot: Bot
    crowd: Crowd

    async def measure(self, humans: deque[Human], act: Act, seconds: float) -> Round:
        before, own = self.bot.cpu(), process_time()
        counted = await self.crowd.act(humans, act, seconds)
        return Round(counted.seconds, counted.latencies, self.bot.cpu() - before, process_time() - own)


async def _side(stack: AsyncExitStack, bot: Bot) -> _Side:
    crowd = Crowd(bot.name, bot.client, bot.url, bot.secret)
    await crowd.gather()
    stack.callback(crowd.leave)
    return _Side(bot, crowd)


async def _start_times(api: Api, folder: Path, count: int) -> list[float]:
    """Seconds from a start until ready, beyond those of importing aiogram alone."""
    await import_aiogram(folder)  # the first one reads the disk
    more: list[float] = []
    for _ in range(count):
        alone = await import_aiogram(folder)
        async with fairway(api, folder) as bot:
            more.append(bot.ready_after - alone)
    return more


async def _measure(api: Api, folder: Path, plan: Plan) -> tuple[dict[str, list[Round]], dict[str, float], int]:
    rounds: dict[str, list[Round]] = {BROWSING: [], DIALOG: [], ECHO: [], WRITING: []}
    async with AsyncExitStack() as stack:
        ours = await _side(stack, await stack.enter_async_context(fairway(api, folder)))
        dialog = await _side(stack, await stack.enter_async_context(peer(api, "dialog", folder)))
        echo = await _side(stack, await stack.enter_async_context(peer(api, "echo", folder)))
        for side in (ours, dialog):
            await side.crowd.each(side.crowd.everyone.values(), start, lambda human: bool(human.keyboard))
        await ours.crowd.each(ours.crowd.writers, browse, can_write)
        turns = (
            (BROWSING, ours, ours.crowd.readers, browse),
            (DIALOG, dialog, dialog.crowd.readers, browse),
            (ECHO, echo, echo.crowd.readers, talk),
            (WRITING, ours, ours.crowd.writers, write),
        )
        for _, side, humans, act in turns:
            await side.measure(humans, act, plan.seconds / 2)  # warm
        for _ in range(plan.rounds):
            for name, side, humans, act in turns:
                rounds[name].append(await side.measure(humans, act, plan.seconds))
        memory = {name: side.bot.memory() for name, side, _, _ in turns}
        lost = sum(human.astray for side in (ours, dialog) for human in side.crowd.everyone.values())
        return rounds, memory, lost


async def _bench(plan: Plan) -> None:
    print(
        f"Python {platform.python_version()}, {keep_apart()}\n"
        f"{READERS + WRITERS} people, {IN_FLIGHT} presses in flight, {plan.rounds} interleaved rounds of "
        f"{plan.seconds:g} s, the sample fair on SQLite (WAL, synchronous=FULL)\n"
        "Every bot on uvloop and orjson with the same garbage-collector settings; the peers by aiogram's own webhook\n"
        "handler, acknowledging what they have handled. aiogram_dialog keeps its state in memory, the echo none.\n",
        flush=True,
    )
    with tempfile.TemporaryDirectory(prefix="fairway-bench-", dir=ROOT) as name:  # a real disk: /tmp may be memory
        folder = Path(name)
        async with Api() as api:
            await import_fair(folder)
            starts = await _start_times(api, folder, plan.starts)
            rounds, memory, astray = await _measure(api, folder, plan)
    browsing, writing, dialog, echo = (rounds[name] for name in (BROWSING, WRITING, DIALOG, ECHO))
    print(table(rounds, memory), "\n")
    print(Asked("browsing, against aiogram_dialog", ratios(browsing, dialog), 2, "×", least=True))
    print(Asked("browsing, against the bare echo", ratios(browsing, echo), 0.6, "×", least=True))
    print(Asked("subscribing, against aiogram_dialog", ratios(writing, dialog), 0.7, "×", least=True))
    print(Asked("memory above the bare echo", [memory[WRITING] - memory[ECHO]], 70, " MB", least=False))
    print(Asked("ready, beyond importing aiogram", starts, 2, " s", least=False))
    done = [each for some in rounds.values() for each in some]
    busiest = max(each.driver / each.seconds for each in done)
    print(
        f"\n{sum(len(each.latencies) for each in done)} presses; {astray} found another screen than they should have; "
        f"driver and API were busy {busiest:.0%} of the time at most"
    )


def main() -> None:
    words = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Speed and memory as ratios against peers."
    )
    words.add_argument("--quick", action="store_true", help="a short run: about half a minute")
    plan = QUICK if words.parse_args().quick else FULL
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_bench(plan))
    except* (NotStarted, Silent, OSError) as broken:  # a timeout is an OSError
        sys.exit(f"the benchmark broke: {broken.exceptions[0]!r}")


if __name__ == "__main__":
    main()
