"""`fairway demo`: the simulator and the bot on one machine, with the sample fair on a fresh database."""

import asyncio
import re
import socket
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp
from cryptography.fernet import Fernet

from bot.demo_staff import choose_for_visitors, fill, open_bot, sections, staff_room, stand_of
from bot.following import LOOK_SECONDS, FollowingClock
from bot.running import run
from bot.settings import OwnSettings, Settings
from bot.speech import tell, translated
from dialogs.kit.phrase import SOURCE_LANGUAGE, Value, say, speak
from dialogs.news.sessions import load_fair
from storage.database import Storage
from storage.fair.catalogue import Catalogue
from storage.importers.fair_file import FairFile
from storage.importers.mistakes import Mistakes
from storage.importers.reading import read_fair_file
from storage.migrating import migrate

INSTALLED = Path(__file__).parents[1]  # the checkout, or where the wheel lies: the same packages stand in both
SAMPLE = INSTALLED / "examples" / "mmso-2020" / "fair.yaml"
STARTS = "2020-04-27T09:45:00+03:00"
USUAL_PORT = 8050
MAIL_SERVER = "aiosmtpd"  # what the simulator alone needs, so it is no dependency of the bot
BEFORE_REMINDER = timedelta(seconds=20)  # where «to the next slot» stops: the reminder comes before one's eyes
FIRST = "1"  # where the simulator's stream begins: before that it tells that events were lost
Sections = dict[str, dict[str, Any]]
_ADDRESS = re.compile(r"simulator: (http://\S+)")


class DemoTrouble(Exception):
    """The demo cannot start; `why` says why."""

    def __init__(self, why: Value) -> None:
        super().__init__(speak(why, SOURCE_LANGUAGE))
        self.why = why


async def demo(port: int | None, sample: Path = SAMPLE) -> None:
    """Run until Ctrl-C. Without a `port` the usual one is taken, or any free one.

    :raises DemoTrouble: the port is taken; the simulator or the sample fair is not there.
    """
    if find_spec(MAIL_SERVER) is None:
        raise DemoTrouble(
            say(
                "the demo's mail needs {package}: install Fairway with its extra `demo`, or {package} itself",
                package=MAIL_SERVER,
            )
        )
    if port and not _is_free(port):
        raise DemoTrouble(say("port {port} is taken; name another one, or none", port=port))
    if port is None:
        port = USUAL_PORT if _is_free(USUAL_PORT) else 0
    fair = read_fair_file(sample)
    if isinstance(fair, Mistakes):
        raise DemoTrouble(fair.told(translated))
    with TemporaryDirectory(prefix="fairway-") as folder:
        await _demo(fair, sample.parent, Path(folder) / "fairway.db", port)


def _is_free(port: int) -> bool:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


async def _demo(fair: FairFile, folder: Path, database: Path, port: int) -> None:
    async with _simulator(port) as desk:
        messengers, room = await _messengers(desk), await staff_room(desk)
        stand = stand_of(fair)
        wanted = sections(room, (cluster.id for cluster in fair.clusters), stand)
        wanted |= {"email": await _mail(desk), "privacy": _privacy()}
        settings = _settings(database, desk, messengers | {"http": {"secret": room.site["secret"]}}, wanted)
        clock = FollowingClock(f"{desk}sim/clock")
        await clock.look()
        storage = Storage(settings.database.url, sealer=settings.privacy.sealer)
        await migrate(storage)
        await load_fair(storage, fair, folder, clock.now(), settings.reminders.leads)
        await storage.refresh()
        await _dress(desk, messengers, storage.catalogue)
        await fill(storage, room, stand, clock.now())
        notice = timedelta(minutes=max(settings.reminders.leads)) + BEFORE_REMINDER
        await choose_for_visitors(storage, room, clock.now(), notice)
        await open_bot(desk, room)
        await _hear_from_the_beginning(storage, messengers)
        chosen = await _chosen(storage)
        async with aiohttp.ClientSession() as session:  # before anybody can press anything
            await session.put(f"{desk}sim/clock/stops", json=_stops(settings, clock, chosen, len(chosen)))
        await storage.close()

        async def beside() -> None:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(clock.follow())
                tasks.create_task(_offer_stops(desk, settings, clock, len(chosen)))

        await run(settings, clock, lambda _address: _say(desk, settings), beside=beside)


async def _messengers(desk: str) -> Sections:
    """What a configuration says of each messenger on the desk."""
    async with aiohttp.ClientSession() as session, session.get(f"{desk}sim/messengers") as answer:
        sections: Sections = await answer.json()
        return sections


async def _mail(desk: str) -> dict[str, Any]:
    """What a configuration says of the mail server on the desk."""
    async with aiohttp.ClientSession() as session, session.get(f"{desk}sim/mail/settings") as answer:
        section: dict[str, Any] = await answer.json()
        return section


def _settings(database: Path, desk: str, messengers: Sections, staffed: dict[str, Any]) -> Settings:
    return OwnSettings.model_validate(
        {
            "database": {"url": f"sqlite:///{database}"},
            "web": {"port": 0},
            "messengers": messengers,
            "log": {"level": "warning"},
            "clock": {"follow": f"{desk}sim/clock"},
            **staffed,
        }
    )


def _privacy() -> dict[str, Any]:
    """Who answers for personal data in the demo, and a key that lives as long as its database."""
    return {
        "keys": [Fernet.generate_key().decode()],
        "operator": "АНО «Салон образования» (демо)",
        "address": "Москва, Примерная улица, дом 1",
        "contact": "data@example.org",
        "minors": "ask",
    }


async def _say(desk: str, settings: Settings) -> None:
    tell(say("Fairway is running. Open {desk}", desk=desk))
    database, follow = settings.database.url, settings.clock.follow
    sample = SAMPLE.relative_to(Path.cwd()) if SAMPLE.is_relative_to(Path.cwd()) else SAMPLE
    how = say("To change the programme while it runs, change a session's `starts` in the file and, in another window:")
    tell(how)
    tell(f"  FAIRWAY_DATABASE__URL={database} FAIRWAY_CLOCK__FOLLOW={follow} {sys.argv[0]} import {sample}")
    tell(say("Ctrl-C stops it."))


@asynccontextmanager
async def _simulator(port: int) -> AsyncIterator[str]:
    """The simulator as a process of its own; its address, ending with a slash."""
    command = (sys.executable, "-m", "simulator", "--port", str(port), "--clock", STARTS)
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, start_new_session=True, cwd=INSTALLED
    )
    try:
        yield await _address(process)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _address(process: asyncio.subprocess.Process) -> str:
    if process.stdout is None:
        raise DemoTrouble(say("the simulator says nothing"))
    try:
        async with asyncio.timeout(20):
            async for line in process.stdout:
                if found := _ADDRESS.search(line.decode()):
                    return found[1].rstrip("/") + "/"
    except TimeoutError:
        raise DemoTrouble(say("the simulator takes too long to start")) from None
    raise DemoTrouble(say("the simulator did not start"))


async def _dress(desk: str, messengers: Iterable[str], catalogue: Catalogue) -> None:
    """Give the bot the name and the words that an organiser gives it in each messenger."""
    words = "Программа и стенды в вашем телефоне. Выберите мероприятие — напомню и пришлю ссылку на трансляцию."
    face = {"name": f"Помощник {catalogue.title}", "description": words}
    async with aiohttp.ClientSession() as session:
        for name in messengers:
            async with session.post(f"{desk}sim/messengers/{name}", json=face) as answer:
                answer.raise_for_status()


async def _offer_stops(desk: str, settings: Settings, clock: FollowingClock, laid: int) -> None:
    """Keep the simulator told of where its clock is worth stopping."""
    storage = Storage(settings.database.url, alone=False, sealer=settings.privacy.sealer)
    offered: dict[str, Any] = {}
    try:
        async with aiohttp.ClientSession() as session:
            while True:
                stops = _stops(settings, clock, await _chosen(storage), laid)
                if stops != offered:
                    async with session.put(f"{desk}sim/clock/stops", json=stops):
                        offered = stops
                await asyncio.sleep(LOOK_SECONDS)
    finally:
        await storage.close()


def _stops(settings: Settings, clock: FollowingClock, chosen: list[datetime], laid: int) -> dict[str, Any]:
    """Stops just before reminders leave, of what people have chosen, and when they are due: nothing leaps over one.

    Beside these, how much people have chosen themselves, beyond what was `laid` there.
    """
    slots, lead = sorted(set(chosen)), timedelta(minutes=max(settings.reminders.leads))
    stops = [at.isoformat() for slot in slots if (at := slot - lead - BEFORE_REMINDER) > clock.now()]
    due = [(slot - lead).isoformat() for slot in slots]
    return {"stops": stops, "due": due, "chosen": max(0, len(chosen) - laid)}


async def _hear_from_the_beginning(storage: Storage, messengers: Sections) -> None:
    """What people do before the bot first listens is heard too, where a messenger would tell only what comes later."""
    async with storage.writing() as work:
        for name, section in messengers.items():
            if group := section.get("group_id"):
                await work.post.bookmarks.save(name, str(group), FIRST)


async def _chosen(storage: Storage) -> list[datetime]:
    """When that begins which people have chosen, as often as they have."""
    await storage.refresh()
    async with storage.surveying() as work:
        lines = [line async for line in work.plans.subscriptions.lines()]
    sessions = [storage.catalogue.session_named(line.session) for line in lines]
    return [one.starts for one in sessions if one is not None and one.starts and not one.cancelled]
