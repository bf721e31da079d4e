"""The small world around the people of paper: real database, planning and delivery, and time that passes when told.

Mail that leaves lies in `world.mailbox`, what machines were told in `world.notices`.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.fernet import Fernet

from dialogs.engine.answers import Answers
from dialogs.engine.dispatch import Dispatch
from dialogs.engine.library import Library
from dialogs.engine.registry import Registry
from dialogs.features import FEATURES, home
from dialogs.kit.feature import Feature
from dialogs.kit.messenger import Messenger
from dialogs.kit.policy import Policy, PrivacyPolicy
from dialogs.news.sessions import load_fair
from scheduler.delivery import Delivery
from storage.database import Storage
from storage.importers.fair_file import FairFile
from storage.people.people import Person as Kept
from storage.post.outbox import State
from storage.privacy.audit import Entry
from storage.privacy.sealing import Sealer
from tests.groups import Group
from tests.paper import LIMITS, PAPER, PaperClock, PaperMessenger, Person
from tests.post import PaperMachines, PaperMail, PaperPost, Told

_MOST_MINUTES = 200
_SOON = 60  # seconds
KEY = Fernet.generate_key().decode()
PRIVACY = PrivacyPolicy(
    ready=True, operator="АНО «Салон»", address="Москва, ул. Примерная, 1", contact="data@example.org", mail=True
)


class World:
    """Storage, dispatcher, planning and delivery, wired as the program wires them, and a clock in the test's hand."""

    def __init__(self, url: str, fair: FairFile, folder: Path, at: datetime, *, key: str = KEY) -> None:
        self.clock = PaperClock(at)
        self.messenger = PaperMessenger()
        self.letters_by: Messenger = self.messenger
        self.post = PaperPost(lambda: self.storage)
        self.machines = PaperMachines()
        self.policy = Policy(rates={PAPER: LIMITS.letters_per_second}, privacy=PRIVACY)
        self.fair = fair
        self._folder = folder
        self._url = url
        self._key = key
        self._events = iter(range(1, 1_000_000))
        self._wire(())

    def _wire(self, extra: Sequence[Feature]) -> None:
        self.storage = Storage(self._url, sealer=Sealer([self._key]))
        self.messenger.files.library = Library(self.storage, PAPER)
        self.registry = Registry([*(module.feature for module in FEATURES), *extra])
        self._ran: dict[str, datetime] = {}
        self._ticked: datetime | None = None
        self.dispatch = Dispatch(self.registry, self.storage, self.clock, self.policy, home)
        self.answers = Answers(self.messenger, asyncio.Event(), note=self.dispatch.note_prompt)

    async def restart(self, *extra: Feature) -> None:
        """The process dies and comes back on the same database, perhaps with other features beside the usual ones."""
        await self.storage.close()
        self._wire(extra)
        await self.storage.refresh()

    def person(self, user: str, language: str = "ru", name: str = "") -> Person:
        """Somebody who has not opened the bot yet."""
        return Person(self, user, language, name)

    def group(self, title: str, *, forum: bool = False) -> Group:
        """A group of people that our bot is in."""
        return Group(self, self.messenger.found(title, forum=forum))

    def event_id(self) -> str:
        return str(next(self._events))

    async def pass_time(self, *, minutes: int = 0, hours: int = 0) -> None:
        """Let time pass minute by minute; what is due is planned and delivered."""
        total = minutes + hours * 60
        assert total <= _MOST_MINUTES, "so much time is better jumped over: `await world.time_is(…)`"
        for _ in range(total):
            self.clock.move(timedelta(minutes=1))
            await self.tick()

    async def later(self, *, minutes: int) -> None:
        """Jump ahead, as if nothing had run meanwhile: for waits of which only the end matters."""
        self.clock.move(timedelta(minutes=minutes))
        await self.tick()

    async def time_is(self, at: str) -> None:
        """Jump to a moment of the fair («2020-04-28 09:45», or only «12:30» of this day), as if nothing had run."""
        zone = self.storage.catalogue.zone
        day = self.clock.now().astimezone(zone).date()
        self.clock.move_to(datetime.fromisoformat(at if "-" in at else f"{day} {at}").replace(tzinfo=zone))
        await self.tick()

    async def tick(self) -> None:
        """What the scheduler does all the time."""
        await self.storage.refresh()
        await self.run_jobs()
        await self.deliver()

    async def run_jobs(self) -> None:
        """Each job at its interval; where no time has passed all of them but those of more than a minute."""
        now = self.clock.now()
        stood, self._ticked = now == self._ticked, now
        for job in self.registry.jobs:
            passed = now - self._ran[job.name] if job.name in self._ran else None
            again = stood and job.seconds <= _SOON
            if again or passed is None or not timedelta() <= passed < timedelta(seconds=job.seconds):
                self._ran[job.name] = now
                await job.run(self.storage, self.policy, now)

    @property
    def mailbox(self) -> list[PaperMail]:
        """All mail that has arrived."""
        return self.post.mailbox

    @property
    def notices(self) -> list[Told]:
        """All that machines were told."""
        return self.machines.notices

    async def deliver(self) -> None:
        """Send what is due, by every way that there is."""
        ways: tuple[Messenger, ...] = (self.letters_by, self.post, self.machines)
        for _ in range(20):
            due = await self._due(*ways)
            if not due:
                return
            for way in due:
                await self._send_by(way)
        raise AssertionError("letters go round and round")

    async def _send_by(self, way: Messenger) -> None:
        delivery = self.delivery(way)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(delivery.run())
            for _ in range(1_000):
                if not await self._due(way):
                    break
                await asyncio.sleep(0.002)
            for _ in range(5_000):  # what was claimed and not sent would be given back, for a moment that never comes
                if delivery.idle or delivery._holding.why is not None:
                    break
                await asyncio.sleep(0.002)
            delivery.stop()

    def delivery(self, way: Messenger | None = None) -> Delivery:
        """A sender of its own, which knows nothing of what others have sent."""
        drawings, real_time = self.registry.drawings, lambda: self.clock.now().timestamp()
        icons, by = {PAPER: LIMITS.icon}, way or self.letters_by
        most, home = self.policy.reminders.news_a_day, self.policy.privacy.phone_country
        return Delivery(self.storage, by, drawings, self.clock, "paper", real_time, icons, news_a_day=most, home=home)

    async def _due(self, *ways: Messenger) -> list[Messenger]:
        now = self.clock.now()
        async with self.storage.reading() as work:
            return [way for way in ways if await work.outbox.due(way.name, now, now.timestamp())]

    async def letters(self) -> dict[State, int]:
        """How many letters are in each state."""
        async with self.storage.reading() as work:
            return await work.outbox.counts()

    async def kept(self, person: Person) -> Kept | None:
        """What the database keeps of a person."""
        async with self.storage.reading() as work:
            return await work.people.find(PAPER, person.user)

    async def audited(self) -> list[Entry]:
        """What the audit log says of visitors' data: without who was let in, and what was loaded."""
        letting_in = ("import", "invite", "accept", "bind")
        async with self.storage.reading() as work:
            return [one for one in await work.privacy.audit.entries() if one.deed not in letting_in]

    async def imports(self, fair: FairFile | None = None, /, **sessions: dict[str, object]) -> None:
        """Load another state of the fair: a whole file, or changes of single sessions by their ids."""
        file = fair or self.fair
        changed = (s.model_copy(update=dict(sessions.get(s.id.replace("-", "_"), {}))) for s in file.sessions)
        self.fair = file.model_copy(update={"sessions": tuple(changed)})
        await load_fair(self.storage, self.fair, self._folder, self.clock.now(), self.policy.notice_minutes)
        await self.storage.refresh()
