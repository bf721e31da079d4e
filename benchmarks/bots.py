"""The bots of a run as processes: started with a fresh database, watched for CPU and memory, stopped for sure."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import aiohttp
import psutil

from benchmarks.api import Client

ROOT = Path(__file__).parents[1]
FAIR = ROOT / "examples" / "mmso-2020" / "fair.yaml"
PATIENCE = 60.0  # seconds for a start
GRACE = 15.0  # seconds for a stop
_CORES = sorted(os.sched_getaffinity(0)) if sys.platform == "linux" else []


class NotStarted(Exception):
    """A bot did not start; what it said is printed."""


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot that runs and takes updates."""

    name: str
    client: Client
    url: str
    process: psutil.Process
    ready_after: float

    def cpu(self) -> float:
        """Seconds of processor time so far, of all threads."""
        times = self.process.cpu_times()
        return times.user + times.system

    def memory(self) -> float:
        """Resident megabytes."""
        return self.process.memory_info().rss / 1e6


def keep_apart() -> str:
    """Bind this process to a core of its own; children are bound to the other. The words for the report."""
    if len(_CORES) < 2:
        return "driver, API and bots share the cores"
    os.sched_setaffinity(0, {_CORES[0]})
    return f"driver and API on core {_CORES[0]}, bots on core {_CORES[1]}"


def _bind(pid: int) -> None:
    if len(_CORES) >= 2:
        os.sched_setaffinity(pid, {_CORES[1]})


@asynccontextmanager
async def _running(
    command: Sequence[str | Path], log: Path, environment: Mapping[str, str] | None = None, folder: Path = ROOT
) -> AsyncIterator[asyncio.subprocess.Process]:
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            *map(str, command), stdout=out, stderr=out, env=environment, cwd=folder
        )
    try:
        _bind(process.pid)
        yield process
    except Exception:
        print(log.read_text("utf-8", "replace")[-3000:], file=sys.stderr)
        raise
    finally:
        if process.returncode is None:
            process.terminate()
            try:
                await asyncio.wait_for(process.wait(), GRACE)
            except TimeoutError:
                process.kill()
                await process.wait()


@asynccontextmanager
async def fairway(
    messenger: str, section: Mapping[str, str], client: Client, clock: str, folder: Path
) -> AsyncIterator[Bot]:
    """The bot itself, in webhook mode in one messenger, on the database in `folder`, following that clock."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    public = f"http://127.0.0.1:{port}"
    environment = _environment(folder) | {
        "FAIRWAY_WEB__PORT": str(port),
        "FAIRWAY_WEB__PUBLIC_URL": public,
        "FAIRWAY_CLOCK__FOLLOW": clock,
        "FAIRWAY_LOG__LEVEL": "warning",
        "FAIRWAY_REMINDERS__LEADS": "[10]",  # one letter for each person and slot, so that they can be counted
        "FAIRWAY_LIMITS__PER_SECOND": "1000",  # few people press as fast as many
        **{f"FAIRWAY_MESSENGERS__{messenger.upper()}__{key}": value for key, value in section.items()},
    }
    started = perf_counter()
    async with _running([_command(), "run"], folder / f"{messenger}.log", environment, folder) as process:
        url = await _registered(client, process)
        await _answers(f"{public}/readyz")
        name = f"fairway in {messenger}"
        yield Bot(name, client, url, psutil.Process(process.pid), perf_counter() - started)


@asynccontextmanager
async def peer(name: str, address: str, token: str, client: Client, folder: Path) -> AsyncIterator[Bot]:
    """One of `benchmarks.peers` that serves a webhook."""
    command = (sys.executable, "-m", f"benchmarks.peers.{name}", address, token, FAIR)
    started = perf_counter()
    async with _running(command, folder / f"{name}.log") as process:
        url = await _registered(client, process)
        yield Bot(name, client, url, psutil.Process(process.pid), perf_counter() - started)


async def peer_at_work(name: str, address: str, token: str, seconds: float, folder: Path) -> None:
    """Let one of `benchmarks.peers` that ends by itself work for so long.

    :raises NotStarted: it broke.
    """
    command = (sys.executable, "-m", f"benchmarks.peers.{name}", address, token, str(seconds))
    async with _running(command, folder / f"{name}.log") as process:
        if await asyncio.wait_for(process.wait(), seconds + PATIENCE):
            raise NotStarted(f"{name} broke")


async def import_fair(folder: Path) -> None:
    """Load the sample fair into a fresh database.

    :raises NotStarted: it was refused.
    """
    log = folder / "import.log"
    async with _running([_command(), "import", FAIR, "--yes"], log, _environment(folder), folder) as process:
        if await asyncio.wait_for(process.wait(), PATIENCE):
            raise NotStarted("the sample fair was refused")


async def import_aiogram(folder: Path) -> float:
    """The seconds that Python needs to import aiogram and end, on the bot's core."""
    started = perf_counter()
    async with _running([sys.executable, "-c", "import aiogram"], folder / "aiogram.log") as process:
        await process.wait()
    return perf_counter() - started


def _command() -> Path:
    return Path(sys.executable).with_name("fairway")


def _environment(folder: Path) -> dict[str, str]:
    """Ours without any of the operator's configuration."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FAIRWAY_")}
    return kept | {"FAIRWAY_DATABASE__URL": f"sqlite:///{folder / 'fairway.db'}"}


async def _registered(client: Client, process: asyncio.subprocess.Process) -> str:
    waited = 0.0
    while not client.webhook.done():
        if process.returncode is not None or waited > PATIENCE:
            raise NotStarted("a bot registered no webhook")
        await asyncio.sleep(0.005)
        waited += 0.005
    return client.webhook.result()


async def _answers(address: str) -> None:
    async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(address) as response:
                    if response.status == 200:
                        return
            except aiohttp.ClientConnectionError:
                pass
            await asyncio.sleep(0.01)
