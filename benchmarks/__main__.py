"""`python -m benchmarks [--quick]`: measure, print, leave nothing behind.

Every round measures the bot and its peers one after another, so that what slows the machine down slows down all of
them; figures are medians over the rounds, and what counts are the ratios.
"""

import argparse
import asyncio
import platform
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import uvloop

from benchmarks.api import Api
from benchmarks.bots import Bot, fairway, import_aiogram, import_fair, keep_apart, peer
from benchmarks.people import IN_FLIGHT, PEOPLE, Act, Crowd, can_write
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

    async def measure(self, act: Act, seconds: float) -> Round:
        before = self.bot.cpu()
        counted = await self.crowd.act(act, seconds)
        return Round(counted.seconds, counted.latencies, self.bot.cpu() - before)


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
            await side.crowd.everyone(side.crowd.start, lambda human: bool(human.keyboard))
        for side, act in ((ours, ours.crowd.browse), (dialog, dialog.crowd.browse), (echo, echo.crowd.talk)):
            await side.crowd.act(act, plan.seconds / 2)  # warm
        memory = {BROWSING: ours.bot.memory(), DIALOG: dialog.bot.memory(), ECHO: echo.bot.memory()}
        for _ in range(plan.rounds):
            rounds[BROWSING].append(await ours.measure(ours.crowd.browse, plan.seconds))
            rounds[DIALOG].append(await dialog.measure(dialog.crowd.browse, plan.seconds))
            rounds[ECHO].append(await echo.measure(echo.crowd.talk, plan.seconds))
            await ours.crowd.everyone(ours.crowd.browse, can_write)
            rounds[WRITING].append(await ours.measure(ours.crowd.write, plan.seconds))
        memory[WRITING] = ours.bot.memory()
        return rounds, memory, ours.crowd.astray + dialog.crowd.astray


async def _bench(plan: Plan) -> None:
    print(f"Python {platform.python_version()}, {keep_apart()}; {PEOPLE} people, {IN_FLIGHT} presses in flight;")
    print(
        f"{plan.rounds} interleaved rounds of {plan.seconds:g} s each; a sample fair of 350 sessions on SQLite", end=""
    )
    print(", synchronous=FULL\n", flush=True)
    with tempfile.TemporaryDirectory(prefix="fairway-bench-") as name:
        folder = Path(name)
        async with Api() as api:
            await import_fair(folder)
            starts = await _start_times(api, folder, plan.starts)
            rounds, memory, astray = await _measure(api, folder, plan)
    print(table(rounds, memory), "\n")
    heavier = max(memory[BROWSING], memory[WRITING]) - memory[ECHO]
    for asked in (
        Asked("browsing, against aiogram_dialog", ratios(rounds[BROWSING], rounds[DIALOG]), 2, "×", least=True),
        Asked("browsing, against the bare echo", ratios(rounds[BROWSING], rounds[ECHO]), 0.6, "×", least=True),
        Asked("subscribing, against aiogram_dialog", ratios(rounds[WRITING], rounds[DIALOG]), 0.7, "×", least=True),
        Asked("memory above the bare echo", [heavier], 70, " MB", least=False),
        Asked("ready, beyond importing aiogram", starts, 2, " s", least=False),
    ):
        print(asked)
    presses = sum(len(done.latencies) for each in rounds.values() for done in each)
    print(
        f"\n{presses} presses, {astray} of them found no wanted button; ready in {median(starts):.2f} s beyond aiogram"
    )


def main() -> None:
    words = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Speed and memory as ratios against peers."
    )
    words.add_argument("--quick", action="store_true", help="a short run: about half a minute")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_bench(QUICK if words.parse_args().quick else FULL))


if __name__ == "__main__":
    main()
