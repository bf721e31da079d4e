"""Opens a town: the whole program as it wires itself, on a simulator of its own, with deliveries and jobs running."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import aiohttp
import orjson
from cryptography.fernet import Fernet
from structlog.testing import capture_logs

from bot.settings import OwnSettings
from bot.wiring import policy_of, put_together, settle_places
from dialogs.features import registry
from dialogs.kit.messenger import Later, Limits, Messenger, Outcome, Parcel
from scheduler.delivery import Delivery
from simulator.desk import Desk, NewPerson
from simulator.messenger import NewGroup
from simulator.server import TOKEN, VK_GROUP, VK_TOKEN, serve
from simulator.site import SECRET
from storage.database import Storage
from tests.town.people import Member, Phone, Room
from tests.town.town import Town, TownClock
from tests.town.waiting import until
from tests.watchdog import watchdog

EARLY = datetime.fromisoformat("2020-04-27T09:31:00+03:00")  # no session's desk stands yet
BROKEN = {"event.bug", "delivery.bug", "answer.bug", "letter.refused", "answer.given_up"}
SOON = 0.2  # real seconds, which grow with every failure
PRIVACY = {"operator": "АНО «Салон»", "address": "Москва, Примерная ул., 1", "contact": "data@example.org"}


class Unhurried:
    """A messenger whose chats bear any number of letters, and where what fails is tried again soon.

    So a story of many steps need not take many real minutes.
    """

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger
        self.name = messenger.name
        self.limits: Limits = replace(messenger.limits, chat_seconds=0.0, group_per_minute=10_000)

    async def show(self, parcel: Parcel) -> Outcome:
        return _soon(await self._messenger.show(parcel))

    async def carry(self, parcels: Sequence[Parcel]) -> Sequence[Outcome]:
        return [_soon(outcome) for outcome in await self._messenger.carry(parcels)]


def _soon(outcome: Outcome) -> Outcome:
    return replace(outcome, seconds=min(outcome.seconds, SOON)) if isinstance(outcome, Later) else outcome


@asynccontextmanager
async def watched_town(url: str) -> AsyncIterator[Town]:
    """The fair early in the morning; nothing may break in it but what the story says to provoke."""
    with capture_logs() as said:
        async with open_town(url) as town:
            with watchdog():
                yield town
    assert [entry for entry in said if entry["event"] in BROKEN - town.troubles] == []


@asynccontextmanager
async def open_town(url: str, at: datetime = EARLY, *, hurried: bool = False, **questions: Any) -> AsyncIterator[Town]:
    """The fair at that time; `hurried`: chats bear no more letters than their messengers allow."""
    async with serve(clock=at, people=(), limits=hurried, patience=5) as desk:
        owners = [desk.meet(NewPerson(name)).id for name in ("Мария", "Олег")]
        groups = desk.messengers["telegram"].groups
        forum = groups.lay(NewGroup("Модераторы", tuple(owners), frozenset(owners), forum=True))
        public = groups.lay(NewGroup("Чат салона", tuple(owners)))
        told = await _beside(desk) | {
            "database": {"url": url},
            "messengers": {
                "telegram": {"token": TOKEN, "api_url": desk.url},
                "vk": {"token": VK_TOKEN, "group_id": VK_GROUP, "api_url": f"{desk.url}/vk"},
                "http": {"secret": SECRET},
            },
            "questions": {"chats": {"preschool": public.id, "circle": f"http:{desk.url}/sim/site"}} | questions,
            "staff": {"chats": {"preschool": forum.id}, "crm": {"azbuka": f"http:{desk.url}/sim/crm"}},
            "clock": {"follow": f"{desk.url}/sim/clock"},
        }
        settings = OwnSettings.model_validate(told)
        storage, clock = Storage(url, sealer=settings.privacy.sealer), TownClock(desk)
        await storage.refresh()
        program = put_together(settings, storage, clock, lambda: None)
        await settle_places(program, settings.staff.chats, clock)
        phones = [Phone(desk, "telegram", owner) for owner in owners]
        moderators = Room(desk, forum)
        maria, oleg = (Member(phone, moderators) for phone in phones)
        town = Town(desk, storage, settings, program, moderators, Room(desk, public), maria, oleg)
        town.forum.settles = town.settles
        town.phones |= {("telegram", phone.id): phone for phone in phones}
        try:
            async with asyncio.TaskGroup() as tasks:
                lively = [tasks.create_task(_toasts(town)), tasks.create_task(_jobs(town, clock))]
                deliveries = _deliveries(town, clock, hurried=hurried)
                program.dispatch.hastens.update({one.name: one.presses for one in deliveries})
                runs = [*(delivery.run for delivery in deliveries), *(adapter.run for adapter in program.adapters)]
                stops = [*(delivery.stop for delivery in deliveries), *(adapter.stop for adapter in program.adapters)]
                for run in runs:
                    tasks.create_task(run())
                try:
                    await until(lambda: all(adapter.ready for adapter in program.adapters), lambda: "nobody answers")
                    for phone in phones:
                        code = await town.invitation("moderator", "preschool")
                        if hurried:
                            await _joined_before(town, phone, code)
                        phone.opens(f"staff-{code}")
                        await phone.sees("Вы модератор")
                    yield town
                finally:
                    for stop in stops:
                        stop()
                    for task in lively:
                        task.cancel()
        finally:
            for adapter in program.adapters:
                await adapter.close()
            await storage.close()


async def _joined_before(town: Town, phone: Phone, code: str) -> None:
    """The news of who joins takes a place among what a group may be told in a minute: here that was long ago."""
    now = town.program_now()
    async with town.storage.writing() as work:
        person = await work.people.add(phone.messenger, str(phone.id), "ru", now)
        await work.staff.accept(code, person.id, now)


async def _beside(desk: Desk) -> dict[str, Any]:
    """What the configuration says of the mail server on the desk, and of personal data."""
    async with aiohttp.ClientSession() as http, http.get(f"{desk.url}/sim/mail/settings") as answer:
        return {"email": await answer.json(), "privacy": PRIVACY | {"keys": [Fernet.generate_key().decode()]}}


def _deliveries(town: Town, clock: TownClock, *, hurried: bool) -> list[Delivery]:
    messengers = [adapter.messenger for adapter in town.program.adapters]
    drawings, icons = registry().drawings, {messenger.name: messenger.limits.icon for messenger in messengers}
    return [
        Delivery(town.storage, messenger if hurried else Unhurried(messenger), drawings, clock, "town", icons=icons)
        for messenger in messengers
    ]


async def _jobs(town: Town, clock: TownClock) -> None:
    """All jobs again and again, without the ticker's waits: what an hour brings is there at once."""
    policy = policy_of(town.settings, None, {}, {})
    jobs = registry().jobs
    while True:
        await town.storage.refresh()
        for job in jobs:
            await job.run(town.storage, policy, clock.now())
        await asyncio.sleep(0.05)


async def _toasts(town: Town) -> None:
    """Keep the words that pass over people's chats."""
    async for line in town.desk.events.read(None):
        told = orjson.loads(line.partition(b"data: ")[2] or b"{}")
        if told.get("kind") == "toast":
            town.phones[told["chat"].partition(":")[0], told["person"]].heard.append(told["text"])
