"""The small world around the people of paper: real database, planning and delivery, and time that passes when told."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from dialogs.features import FEATURES, home
from dialogs.kit.dispatch import Dispatch
from dialogs.kit.feature import Book, Feature
from dialogs.kit.messenger import Messenger
from dialogs.kit.visit import Habits
from scheduler.delivery import Delivery
from storage.database import Storage
from storage.importers.fair_file import FairFile
from storage.importing import load_fair
from storage.outbox import State
from storage.people import Person as Kept
from tests.groups import Group
from tests.paper import LIMITS, PAPER, PaperClock, PaperMessenger, Person

_MOST_MINUTES = 200


class World:
    """Storage, dispatcher, planning and delivery, wired as the program wires them, and a clock in the test's hand."""

    def __init__(self, url: str, fair: FairFile, folder: Path, at: datetime) -> None:
        self.clock = PaperClock(at)
        self.messenger = PaperMessenger()
        self.letters_by: Messenger = self.messenger
        self.habits = Habits(leads=(10,), rates={PAPER: LIMITS.letters_per_second})
        self.fair = fair
        self._folder = folder
        self._url = url
        self._events = iter(range(1, 1_000_000))
        self._wire(())

    def _wire(self, extra: Sequence[Feature]) -> None:
        self.storage = Storage(self._url)
        self.book = Book([*(module.feature for module in FEATURES), *extra])
        self.dispatch = Dispatch(self.book, self.storage, self.clock, self.habits, home)

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

    async def time_is(self, at: str) -> None:
        """Jump to a moment of the fair («2020-04-28 09:45», or only «12:30» of this day), as if nothing had run."""
        zone = self.storage.catalogue.zone
        day = self.clock.now().astimezone(zone).date()
        self.clock.move_to(datetime.fromisoformat(at if "-" in at else f"{day} {at}").replace(tzinfo=zone))
        await self.tick()

    async def tick(self) -> None:
        """What the scheduler does all the time."""
        await self.storage.refresh()
        for job in self.book.jobs:
            await job.run(self.storage, self.habits, self.clock.now())
        await self.deliver()

    async def deliver(self) -> None:
        """Send what is due."""
        for _ in range(20):
            if not await self._due():
                return
            delivery = self.delivery()
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(delivery.run())
                for _ in range(1_000):
                    if not await self._due():
                        break
                    await asyncio.sleep(0.002)
                delivery.stop()
        raise AssertionError("letters go round and round")

    def delivery(self) -> Delivery:
        """A sender of its own, which knows nothing of what others have sent."""
        drawings, real_time = self.book.drawings, lambda: self.clock.now().timestamp()
        return Delivery(self.storage, self.letters_by, drawings, self.clock, "paper", real_time, {PAPER: LIMITS.icon})

    async def _due(self) -> bool:
        async with self.storage.reading() as work:
            return await work.outbox.due(self.letters_by.name, self.clock.now(), self.clock.now().timestamp())

    async def letters(self) -> dict[State, int]:
        """How many letters are in each state."""
        async with self.storage.reading() as work:
            return await work.outbox.counts()

    async def kept(self, person: Person) -> Kept | None:
        """What the database keeps of a person."""
        async with self.storage.reading() as work:
            return await work.people.find(PAPER, person.user)

    async def imports(self, fair: FairFile | None = None, /, **sessions: dict[str, object]) -> None:
        """Load another state of the fair: a whole file, or changes of single sessions by their ids."""
        file = fair or self.fair
        changed = (s.model_copy(update=dict(sessions.get(s.id.replace("-", "_"), {}))) for s in file.sessions)
        self.fair = file.model_copy(update={"sessions": tuple(changed)})
        await load_fair(self.storage, self.fair, self._folder, self.clock.now(), self.habits.leads)
        await self.storage.refresh()
