"""`python -m benchmarks [--quick]`: measure, print, leave nothing behind.

Every round measures the bot and its peers one after another, so that what slows the machine down slows down all of
them; figures are medians over the rounds, and what counts are the ratios.
"""

import argparse
import asyncio
import platform
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import uvloop

from benchmarks import lanes, letters, presses, search
from benchmarks.api import SLOW
from benchmarks.bots import ROOT, NotStarted, import_fair, keep_apart
from benchmarks.crowd import IN_FLIGHT, Silent
from benchmarks.report import Asked, Stretch, letters_table, ratios, table

CALLS = 20  # a second, what VK allows


@dataclass(frozen=True, slots=True)
class Plan:
    """How long to measure."""

    presses: presses.Plan
    letters: letters.Plan


FULL = Plan(presses.Plan(5, 3.5, 3), letters.Plan(3, 3_600, 13_000, 5.0))
QUICK = Plan(presses.Plan(2, 1.0, 1), letters.Plan(1, 2_000, 8_000, 3.5))


def _tell_search(rounds: int) -> None:
    """In a process without a loop: what is measured is what a typed search holds it for."""
    catalogue = search.sample_catalogue()
    small, built = search.build(catalogue)
    large, built_large = search.build(search.grown(catalogue, search.MANY))
    found = small.finder.index.documents
    ways = {
        search.OURS: search.ours(small),
        search.TRIGRAMS: search.trigrams(found),
        search.FUZZY: search.fuzzy(found),
    }
    print(f"{len(search.queries())} typed queries at the sample fair, {len(found)} things to be found\n")
    print(f"{'':<26}{'right among 3':>14}{'of unseen':>11}{'p95 ms':>9}")
    for name, find in ways.items():
        unseen = search.quality(find, search.UNSEEN)
        print(f"{name:<26}{search.quality(find):>13.1f}%{unseen:>10.1f}%{search.slowest(find, rounds):>9.2f}")
    print()
    print(Asked("search: the right one among three", [search.quality(ways[search.OURS])], 97, " %", least=True))
    print(Asked("search: p95", [search.slowest(ways[search.OURS], rounds)], 2, " ms", least=False))
    print(Asked(f"search: p95, {search.MANY} things", [search.slowest(search.ours(large), 1)], 10, " ms", least=False))
    print(Asked("search: built", [built], 1, " s", least=False))
    print(Asked(f"search: built, {search.MANY} things", [built_large], 15, " s", least=False), "\n", flush=True)


async def _bench(plan: Plan) -> None:
    print(f"Python {platform.python_version()}, {keep_apart()}; the sample fair on SQLite (WAL, synchronous=FULL)\n")
    with tempfile.TemporaryDirectory(prefix="fairway-bench-", dir=ROOT) as name:  # a real disk: /tmp may be memory
        one, two, three = (Path(name) / part for part in ("telegram", "vk", "letters"))
        one.mkdir()
        await import_fair(one)
        for folder in (two, three):
            shutil.copytree(one, folder)
        print(f"{lanes.lanes_table(await lanes.measure_lanes(Path(name)))}\n", flush=True)
        starts = await presses.measure_starts(one, plan.presses.starts)
        _tell_presses(plan.presses, await presses.measure_presses(one, two, plan.presses), starts)
        _tell_letters(plan.letters, await letters.measure_letters(three, plan.letters))


def _tell_presses(plan: presses.Plan, measured: presses.Measured, starts: list[float]) -> None:
    rounds, memory = measured.rounds, measured.memory
    at_rate = (presses.IN_TELEGRAM, presses.IN_VK)
    print(
        f"{presses.READERS + presses.WRITERS} people, {IN_FLIGHT} presses in flight, "
        f"{plan.rounds} interleaved rounds of {plan.seconds:g} s.\n"
        "Every bot on uvloop and orjson with the same garbage-collector settings; the peers by aiogram's own webhook\n"
        "handler, acknowledging what they have handled. aiogram_dialog keeps its state in memory, the echo none.\n"
    )
    print(table({name: done for name, done in rounds.items() if name not in at_rate}, memory), "\n")
    browsing, writing, dialog, echo, telegram, vk = (
        rounds[name] for name in (presses.BROWSING, presses.WRITING, presses.DIALOG, presses.ECHO, *at_rate)
    )
    print(Asked("browsing, against aiogram_dialog", ratios(browsing, dialog), 2, "×", least=True))
    print(Asked("browsing, against the bare echo", ratios(browsing, echo), 1.3, "×", least=True))
    print(Asked("subscribing, against aiogram_dialog", ratios(writing, dialog), 0.7, "×", least=True))
    more = memory[presses.WRITING] - memory[presses.ECHO]
    print(Asked("memory above the bare echo", [more], 70, " MB", least=False))
    print(Asked("ready, beyond importing aiogram", starts, 1, " s", least=False))
    print(
        f"\n{presses.PER_SECOND:g} presses a second, coming by chance, in either messenger, by webhook and by Callback "
        f"API; every call takes {SLOW * 1e3:g} ms.\n"
    )
    print(table({name: rounds[name] for name in at_rate}, memory), "\n")
    cpu = [one.cpu_per_press / other.cpu_per_press for one, other in zip(vk, telegram, strict=True)]
    print(Asked("CPU of a press in VK, against one in Telegram", cpu, 1.3, "×", least=False))
    print(Asked("calls of VK's busiest second", [measured.calls], CALLS, "", least=False))
    done = [each for some in rounds.values() for each in some]
    busiest = max(each.driver / each.seconds for each in done)
    print(
        f"\n{sum(len(each.latencies) for each in done)} presses; {measured.astray} found another screen than they "
        f"should have; driver and APIs were busy {busiest:.0%} of the time at most\n",
        flush=True,
    )


def _tell_letters(plan: letters.Plan, stretches: dict[str, list[Stretch]]) -> None:
    different, equal, naive = (stretches[name] for name in (letters.DIFFERENT, letters.EQUAL, letters.NAIVE))
    print(
        f"Reminders of a slot in VK, {plan.rounds} interleaved rounds; every call takes {SLOW * 1e3:g} ms.\n"
        "Everybody got one letter. One by one: vk_api's client for communities in eight threads.\n"
    )
    print(letters_table(stretches), "\n")
    print(Asked("different letters", [done.rate for done in different], 450, " /s", least=True))
    print(Asked("equal letters", [done.rate for done in equal], 1900, " /s", least=True))
    most = [float(done.busiest) for done in (*different, *equal)]
    print(Asked("calls of the busiest second", [max(most)], CALLS, "", least=False))
    alone = median([done.rate for done in naive])
    times = [median([done.rate for done in some]) / alone for some in (different, equal)]
    print(f"against one by one: {times[0]:.0f}× different, {times[1]:.0f}× equal")


def main() -> None:
    words = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Speed and memory as ratios against peers."
    )
    words.add_argument("--quick", action="store_true", help="a short run: less than a minute")
    plan = QUICK if words.parse_args().quick else FULL
    _tell_search(plan.presses.rounds)
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_bench(plan))
    except* (NotStarted, Silent, letters.Wrong, OSError) as broken:  # a timeout is an OSError
        sys.exit(f"the benchmark broke: {broken.exceptions[0]!r}")


if __name__ == "__main__":
    main()
