"""The program among its people: both messengers and the site on one simulator, wired as the program wires itself.

async with open_town(url) as town:
    viktor = await town.person("Виктор", "vk")
    await viktor.asks("С какого возраста учить ребёнка читать?")
    await town.maria.taps("Взять", at="№1")
    await town.maria.hears("№1 ваш до 09:36")
    await viktor.sees("у модератора")
"""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import inf
from typing import Any

import aiohttp
from sqlalchemy import text

from bot.settings import Settings
from bot.wiring import Program
from simulator.desk import Desk, NewPerson
from simulator.messenger import NewGroup
from storage.database import Storage
from storage.questions.tables import Question
from storage.staff.staff import RoleName
from tests.town.people import Member, Phone, Room
from tests.town.waiting import PATIENCE

QUIET = 6  # looks at the outbox, one after another, that find nothing


class TownClock:
    """The fair's time, read where the simulator keeps it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def now(self) -> datetime:
        return self._desk.clock.now().astimezone(UTC)


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

    async def invitation(self, role: RoleName, of: str, *, place: bool = False) -> str:
        """The code of an invitation of a cluster's or a stand's staff, as `fairway staff invite` makes it."""
        now, catalogue = self.program_now(), self.storage.catalogue
        cluster = next((one.id for one in catalogue.clusters.values() if one.ref == of), None)
        stand = next((one.id for one in catalogue.stands.values() if one.ref == of), None)
        async with self.storage.writing() as work:
            until_tomorrow = now + timedelta(days=1)
            return await work.staff.invite(role, cluster, stand, "place" if place else "person", now, until_tomorrow)

    def group(self, title: str, *members: Phone, forum: bool = False) -> Room:
        """A chat of these people and the bot; the first of them owns it."""
        ids = tuple(member.id for member in members)
        admins = frozenset(ids) if forum else frozenset[int]()
        messengers = self.desk.messengers[members[0].messenger]
        return Room(self.desk, messengers.groups.lay(NewGroup(title, ids, admins, forum)), self.settles)

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
        return [message["body"]["text"] for message in await self._told("site/messages")]

    @property
    def mails(self) -> int:
        """How many mails have arrived."""
        return sum(call.status == 250 for call in self.desk.calls.of("mail"))

    async def letters(self) -> list[dict[str, Any]]:
        """What lies in the mailbox, the newest last."""
        return await self._told("mail/mails")

    @property
    def machine(self) -> list[dict[str, Any]]:
        """What the machine of the stand «Азбука утра» was told and took, in order; nothing that is not signed."""
        told = [call.params for call in self.desk.calls.of("crm") if call.status == 200]
        assert all(call["signed"] for call in told)
        return told

    async def _told(self, of: str) -> list[dict[str, Any]]:
        async with aiohttp.ClientSession() as http, http.get(f"{self.desk.url}/sim/{of}") as answer:
            return list(await answer.json())

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
