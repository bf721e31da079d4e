"""A session's questions for tests: each act in a transaction of its own, as an event has it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.database import Storage
from storage.people.people import Person
from storage.questions.tables import Question, State
from tests.storage.making import NOW, number_of, people

STEPS: dict[str, tuple[tuple[State, ...], State]] = {
    "take": (("new",), "taken"),
    "release": (("taken",), "new"),
    "pass": (("taken",), "passed"),
    "air": (("passed",), "aired"),
    "answer": (("new", "taken", "passed", "aired"), "answered"),
    "decline": (("new", "taken"), "declined"),
    "merge": (("new", "taken"), "merged"),
    "retract": (("passed",), "new"),
}
LEASE = timedelta(minutes=5)


@dataclass
class Hall:
    """A session that is asked, and the people around it; `now` is the fair's time."""

    storage: Storage
    session: int
    crowd: list[Person]
    now: datetime = NOW

    @classmethod
    async def open(cls, storage: Storage, crowd: int = 4, session: str = "reading") -> "Hall":
        return cls(storage, number_of(storage, session), await people(storage, crowd))

    async def ask(self, who: Person, text: str = "Почему?", *, anonymous: bool = False) -> Question:
        async with self.storage.writing() as work:
            return await work.questions.ask(self.session, who.id, text, anonymous, self.now)

    async def step(
        self, question: Question, step: str, by: Person | None, *, held: bool = False, into: Question | None = None
    ) -> bool:
        """A step of the table; `held`: only by whom the question is taken by."""
        frm, to = STEPS[step]
        async with self.storage.writing() as work:
            return await work.questions.step(
                question.id,
                step,
                frm=frm,
                to=to,
                by=None if by is None else by.id,
                now=self.now,
                holder=by.id if by and held else None,
                lease_until=self.now + LEASE if to == "taken" else None,
                merged_into=None if into is None else into.id,
                reason="не по теме" if to == "declined" else None,
                answer="Потому что." if to == "answered" else None,
            )

    async def edit(self, question: Question, who: Person, text: str) -> bool:
        async with self.storage.writing() as work:
            return await work.questions.edit(question.id, who.id, text, self.now)

    async def withdraw(self, question: Question, who: Person) -> bool:
        async with self.storage.writing() as work:
            return await work.questions.withdraw(question.id, who.id, self.now)

    async def join(self, question: Question, who: Person) -> bool:
        async with self.storage.writing() as work:
            return await work.questions.join(question.id, who.id, self.now)

    async def leave(self, question: Question, who: Person) -> bool:
        async with self.storage.writing() as work:
            return await work.questions.leave(question.id, who.id)

    async def audience(self, question: Question) -> list[int]:
        async with self.storage.reading() as work:
            return await work.questions.audience(question.id)

    async def see(self, question: Question) -> Question:
        """The question as it is now."""
        async with self.storage.reading() as work:
            found = await work.questions.load(question.id)
        assert found is not None
        return found

    async def log(self, question: Question) -> list[tuple[str, int | None]]:
        """Its steps and who took them."""
        async with self.storage.engine.connect() as connection:
            found = await connection.exec_driver_sql(
                f'SELECT step, "by" FROM steps WHERE question_id = {question.id} ORDER BY id'
            )
            return [(row.step, row.by) for row in found]
