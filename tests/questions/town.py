"""The program among its people: both messengers and the site on one simulator, wired as the program wires itself.

async with open_town(url) as town:
    viktor = await town.person("Виктор", "vk")
    await viktor.asks("С какого возраста учить ребёнка читать?")
    await town.maria.taps("Взять", at="№1")
    await town.maria.hears("№1 ваш до 09:36")
    await viktor.sees("у модератора")
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from math import inf
from typing import Any

import aiohttp
import orjson
from sqlalchemy import text

from bot.settings import OwnSettings, Settings
from bot.wiring import Program, put_together, question_habits, settle_places
from dialogs.features import book
from dialogs.kit.event import Event
from dialogs.kit.messenger import Limits, Messenger, Outcome, Parcel
from dialogs.kit.visit import Habits, Reply
from scheduler.delivery import Delivery
from simulator.desk import Desk, NewPerson
from simulator.messenger import NewGroup
from simulator.server import TOKEN, VK_GROUP, VK_TOKEN, serve
from simulator.site import SECRET
from storage.database import Storage
from storage.question_tables import Question
from storage.staff import RoleName
from tests.questions.people import Member, Phone, Room
from tests.questions.waiting import PATIENCE, until

QUIET = 6  # looks at the outbox, one after another, that find nothing
EARLY = datetime.fromisoformat("2020-04-27T09:31:00+03:00")  # no session's desk stands yet


class TownClock:
    """The fair's time, read where the simulator keeps it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def now(self) -> datetime:
        return self._desk.clock.now().astimezone(UTC)


class Unhurried:
    """A messenger whose chats bear any number of letters: a story of many steps need not take many real minutes."""

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger
        self.name = messenger.name
        self.limits: Limits = replace(messenger.limits, chat_seconds=0.0, group_per_minute=10_000)

    async def show(self, parcel: Parcel) -> Outcome:
        return await self._messenger.show(parcel)

    async def carry(self, parcels: Sequence[Parcel]) -> Sequence[Outcome]:
        return await self._messenger.carry(parcels)

    async def toast(self, event: Event, text: str) -> None:
        await self._messenger.toast(event, text)

    async def prepare(self, event: Event, reply: Reply) -> Reply:
        return await self._messenger.prepare(event, reply)


@dataclass
class Town:
    """A running fair. Maria and Oleg moderate «Дошкольное» in a forum; the site takes the questions of `circle`."""

    desk: Desk
    storage: Storage
    settings: Settings
    program: Program
    forum: Room
    public: Room
    maria: Member
    oleg: Member
    phones: dict[tuple[str, int], Phone] = field(default_factory=dict)
    troubles: set[str] = field(default_factory=set)  # what the story provokes, as the log names it

    # --- time and people ---------------------------------------------------------------------------------------------

    def pass_time(self, **by: float) -> None:
        self.desk.clock.advance(timedelta(**by))

    def time_is(self, at: str) -> None:
        """Jump ahead to that time of this day, or «2020-04-29 12:00»."""
        now = self.desk.clock.now()
        moment = datetime.fromisoformat(at if "-" in at else f"{now.date()} {at}").replace(tzinfo=now.tzinfo)
        assert moment > now, f"the clock only moves forward, and it is {now}"
        self.desk.clock.advance(moment - now)

    async def person(self, name: str, messenger: str = "telegram") -> Phone:
        """Somebody who has opened the bot."""
        phone = self.stranger(name, messenger)
        phone.opens()
        await phone.sees("")
        return phone

    def stranger(self, name: str, messenger: str = "telegram") -> Phone:
        """Somebody who has not."""
        phone = Phone(self.desk, messenger, self.desk.meet(NewPerson(name, messenger=messenger)).id)
        self.phones[messenger, phone.id] = phone
        return phone

    async def moderator(self, name: str, messenger: str = "telegram", cluster: str = "preschool") -> Phone:
        """Somebody who has opened a moderator's link."""
        phone = self.stranger(name, messenger)
        phone.opens(f"staff-{await self.invitation('moderator', cluster)}")
        await phone.sees("Вы модератор")
        return phone

    async def invitation(self, role: RoleName, cluster: str, *, place: bool = False) -> str:
        """The code of an invitation, as `fairway staff invite` makes it."""
        (number,) = (one.id for one in self.storage.catalogue.clusters.values() if one.ref == cluster)
        now = self.program_now()
        async with self.storage.writing() as work:
            until_tomorrow = now + timedelta(days=1)
            return await work.staff.invite(role, number, None, "place" if place else "person", now, until_tomorrow)

    def group(self, title: str, *members: Phone, forum: bool = False) -> Room:
        """A chat of these people and the bot; the first of them owns it."""
        ids = tuple(member.id for member in members)
        admins = frozenset(ids) if forum else frozenset[int]()
        messengers = self.desk.messengers[members[0].messenger]
        return Room(self.desk, messengers.groups.lay(NewGroup(title, ids, admins, forum)))

    def program_now(self) -> datetime:
        return TownClock(self.desk).now()

    # --- what can be seen from outside -------------------------------------------------------------------------------

    @property
    def site(self) -> list[dict[str, Any]]:
        """What the fair's site was told, every call in order; nothing that is not signed as it should be."""
        told = [call.params for call in self.desk.calls.of("site") if call.status == 200]
        assert all(call["signed"] for call in told)
        return told

    async def site_shows(self) -> list[str]:
        """What stands beside the player now."""
        async with aiohttp.ClientSession() as http, http.get(f"{self.desk.url}/sim/site/messages") as answer:
            return [message["body"]["text"] for message in await answer.json()]

    async def question(self, number: int = 1, session: str = "reading") -> Question:
        """A question as it is kept."""
        found = self.storage.catalogue.session_named(session)
        assert found is not None
        async with self.storage.reading() as work:
            question = await work.questions.numbered(found.id, number)
        assert question is not None
        return question

    async def steps(self, number: int = 1) -> list[tuple[str, str | None]]:
        """The audit log of a question: each step with the messenger's name of who took it."""
        query = """SELECT steps.step, people."user" FROM steps LEFT JOIN people ON people.id = steps."by"
            WHERE steps.question_id = :question ORDER BY steps.id"""
        async with self.storage.engine.connect() as connection:
            rows = await connection.execute(text(query), {"question": (await self.question(number)).id})
            return [(row[0], row[1]) for row in rows]

    async def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        names = ("people", "events", "outbox", "cards", "questions", "joins", "steps", "places", "staff", "invitations")
        async with self.storage.engine.connect() as connection:
            counted = [await connection.execute(text(f"SELECT count(*) FROM {name}")) for name in names]
            return dict(zip(names, (rows.scalar_one() for rows in counted), strict=True))

    async def settles(self) -> None:
        """Wait until nothing that is due waits in the outbox, and stays so for a moment."""
        quiet = 0
        async with asyncio.timeout(PATIENCE):
            while quiet < QUIET:
                quiet = 0 if await self._is_busy() else quiet + 1
                await asyncio.sleep(0.05)

    async def _is_busy(self) -> bool:
        async with self.storage.reading() as work:
            if (await work.outbox.counts()).get("sending"):
                return True
            names = [adapter.messenger.name for adapter in self.program.adapters]
            return any([await work.outbox.due(name, self.program_now(), inf) for name in names])


@asynccontextmanager
async def open_town(url: str, at: datetime = EARLY, *, hurried: bool = False, **questions: Any) -> AsyncIterator[Town]:
    """The fair at that time; `hurried`: chats bear no more letters than their messengers allow."""
    async with serve(clock=at, people=(), limits=hurried, patience=5) as desk:
        owners = [desk.meet(NewPerson(name)).id for name in ("Мария", "Олег")]
        groups = desk.messengers["telegram"].groups
        forum = groups.lay(NewGroup("Модераторы", tuple(owners), frozenset(owners), forum=True))
        public = groups.lay(NewGroup("Чат салона", tuple(owners)))
        told = {
            "database": {"url": url},
            "messengers": {
                "telegram": {"token": TOKEN, "api_url": desk.url},
                "vk": {"token": VK_TOKEN, "group_id": VK_GROUP, "api_url": f"{desk.url}/vk"},
                "http": {"secret": SECRET},
            },
            "questions": {"chats": {"preschool": public.id, "circle": f"http:{desk.url}/sim/site"}} | questions,
            "staff": {"chats": {"preschool": forum.id}},
            "clock": {"follow": f"{desk.url}/sim/clock"},
        }
        settings = OwnSettings.model_validate(told)
        storage, clock = Storage(url), TownClock(desk)
        await storage.refresh()
        program = put_together(settings, storage, clock, lambda: None)
        await settle_places(program, settings.staff.chats, clock)
        phones = [Phone(desk, "telegram", owner) for owner in owners]
        moderators = Room(desk, forum)
        maria, oleg = (Member(phone, moderators) for phone in phones)
        town = Town(desk, storage, settings, program, moderators, Room(desk, public), maria, oleg)
        town.phones |= {("telegram", phone.id): phone for phone in phones}
        try:
            async with asyncio.TaskGroup() as tasks:
                lively = [tasks.create_task(_toasts(town)), tasks.create_task(_jobs(town, clock))]
                deliveries = _deliveries(town, clock, hurried=hurried)
                runs = [*(delivery.run for delivery in deliveries), *(adapter.run for adapter in program.adapters)]
                stops = [*(delivery.stop for delivery in deliveries), *(adapter.stop for adapter in program.adapters)]
                for run in runs:
                    tasks.create_task(run())
                try:
                    await until(lambda: all(adapter.ready for adapter in program.adapters), lambda: "nobody answers")
                    for phone in phones:
                        phone.opens(f"staff-{await town.invitation('moderator', 'preschool')}")
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


def _deliveries(town: Town, clock: TownClock, *, hurried: bool) -> list[Delivery]:
    messengers = [adapter.messenger for adapter in town.program.adapters]
    drawings, icons = book().drawings, {messenger.name: messenger.limits.icon for messenger in messengers}
    return [
        Delivery(town.storage, messenger if hurried else Unhurried(messenger), drawings, clock, "town", icons=icons)
        for messenger in messengers
    ]


async def _jobs(town: Town, clock: TownClock) -> None:
    """All jobs again and again, without the ticker's waits: what an hour brings is there at once."""
    habits = Habits(questions=question_habits(town.settings.questions))
    jobs = book().jobs
    while True:
        await town.storage.refresh()
        for job in jobs:
            await job.run(town.storage, habits, clock.now())
        await asyncio.sleep(0.05)


async def _toasts(town: Town) -> None:
    """Keep the words that pass over people's chats."""
    async for line in town.desk.events.read(None):
        told = orjson.loads(line.partition(b"data: ")[2] or b"{}")
        if told.get("kind") == "toast":
            town.phones[told["chat"].partition(":")[0], told["person"]].heard.append(told["text"])
