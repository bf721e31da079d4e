"""Everything about one person: read for them, erased for good, sealed anew, as `personal.py` says of every column.

An erasure leaves counts and proofs that name nobody. The number of an erased person is never given to another, so that
what still carries it by accident, such as a letter in flight, means nobody.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, Text, and_, cast, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.leads.leads import Leads
from storage.leads.steps import FORGET, LEAVE
from storage.leads.tables import LEADS, OPEN, Lead
from storage.leads.threads import THREAD_MESSAGES
from storage.people.enclosures import ENCLOSURES, Enclosures
from storage.people.people import PeopleInMemory, Person
from storage.people.tables import ERASURES
from storage.privacy.audit import Audit
from storage.privacy.consents import CONSENTS
from storage.privacy.personal import HOLDINGS, Holding, about, acted_by, done_by, sealed_tables, tables_of_people
from storage.privacy.sealing import NoKeys, Sealer, Unreadable
from storage.questions.questions import Questions
from storage.questions.tables import QUESTIONS, Question

Rows = tuple[Mapping[str, Any], ...]
UNREAD: tuple[str, ...] = ("withdrawn", "declined")  # questions that only moderators may have seen


@dataclass(frozen=True, slots=True)
class Erased:
    """What is left of a person, and what showed them to others.

    `proofs`: the numbers of their consents, the newest first. `leads` and `questions` named them; with the `joined`
    they waited for an answer. `said` and `files`: what they wrote and sent to stands.
    """

    proofs: tuple[str, ...]
    leads: tuple[Lead, ...]
    questions: tuple[Question, ...]
    joined: tuple[Question, ...]
    said: tuple[int, ...]
    files: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Renewed:
    """A part of a rotation: how many rows were sealed anew, how many no key opens, and the last one's key."""

    rows: int
    unreadable: int
    last: int


class Personal:
    """All that is kept of people, as one transaction sees it."""

    def __init__(
        self,
        connection: AsyncConnection,
        sealer: Sealer,
        audit: Audit,
        memory: PeopleInMemory | None,
        after_commit: Callable[[Callable[[], None]], None],
    ) -> None:
        self._connection = connection
        self._sealer = sealer
        self._audit = audit
        self._memory = memory
        self._after_commit = after_commit

    # --- reading -----------------------------------------------------------------------------------------------------

    async def everything(self, person: Person) -> dict[str, Rows]:
        """All rows about the person, by table, what is sealed opened; and of what they did as staff, that they did it.

        Other people's numbers and words are no part of it, nor is a code that has to come back from a mailbox.
        """
        found: dict[str, Rows] = {}
        for table in reversed(tables_of_people()):
            holding = HOLDINGS[table.name]
            told = [*((holding.owner,) if holding.owner else ()), *holding.personal, *holding.sealed, *holding.plain]
            rows = await self._rows(table, about(table, person), told)
            found[table.name] = tuple(self._opened(row, holding) for row in rows)
        for table in LEADS.metadata.sorted_tables:
            holding = HOLDINGS.get(table.name, Holding())
            if holding.staff or holding.acted:
                acted = or_(done_by(table, person), acted_by(table, person))
                rows = await self._rows(table, and_(acted, ~about(table, person)), holding.plain)
                found[f"{table.name} as staff"] = rows
        return {str(name): rows for name, rows in found.items() if rows}

    async def _rows(self, table: Table, where: Any, names: Any) -> Rows:
        query = select(*(table.c[name] for name in names)).where(where).order_by(*table.primary_key.columns)
        found = (await self._connection.execute(query)).mappings()
        return tuple({str(name): value for name, value in row.items()} for row in found)

    def _opened(self, row: Mapping[str, Any], holding: Holding) -> Mapping[str, Any]:
        opened = {name: self._open(row[name]) for name in holding.sealed}
        told = {
            name: {field: value for field, value in fields.items() if field not in holding.secret}
            for name, fields in opened.items()
        }
        return {**row, **told}

    def _open(self, sealed: str) -> dict[str, str]:
        try:
            return self._sealer.open(sealed)
        except (NoKeys, Unreadable):
            return {"sealed": "by a key that is gone"}

    # --- erasing -----------------------------------------------------------------------------------------------------

    async def erase(self, person: Person, now: datetime) -> Erased:
        """Forget the person; what showed them to others is to be drawn again."""
        await self._audit.note("erase", f"person {person.id}", person.id, now)
        leads = await self._end_leads(person, now)
        questions = await self._end_questions(person, now)
        joined = await Questions(self._connection).of_person(person.id)
        proofs = await self._end_consents(person, now)
        said, files = await self._said(person)
        await Enclosures(self._connection).erase(person.id)
        for table in tables_of_people():
            await self._wipe(table, person)
        await self._connection.execute(ERASURES.insert(), {"id": person.id, "at": now})
        if self._memory is not None:
            memory = self._memory
            self._after_commit(lambda: memory.forget(person))
        named = [await Leads(self._connection).load(number) for number in leads]
        asked = [await Questions(self._connection).load(number) for number in questions]
        return Erased(
            proofs,
            tuple(lead for lead in named if lead is not None),
            tuple(question for question in asked if question is not None),
            joined,
            said,
            files,
        )

    async def _said(self, person: Person) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The numbers of what they wrote to stands, and of the files that they sent."""
        theirs = select(THREAD_MESSAGES.c.id).join(LEADS, LEADS.c.id == THREAD_MESSAGES.c.lead_id)
        said = theirs.where(LEADS.c.person_id == person.id, ~THREAD_MESSAGES.c.by_staff)
        sent = select(ENCLOSURES.c.id).where(ENCLOSURES.c.person_id == person.id)
        found = [(await self._connection.execute(query)).scalars() for query in (said, sent)]
        return tuple(found[0]), tuple(found[1])

    async def _end_leads(self, person: Person, now: datetime) -> list[int]:
        """Their own requests end; what they had taken as staff is everybody's again. All that are to be redrawn."""
        leads = Leads(self._connection)
        mine = select(LEADS.c.id).where(LEADS.c.person_id == person.id)
        own = list((await self._connection.execute(mine)).scalars())
        for number in own:
            await leads.step(number, FORGET, by=None, now=now)
        held = select(LEADS.c.id).where(LEADS.c.taken_by == person.id, LEADS.c.state.in_(OPEN))
        taken = list((await self._connection.execute(held)).scalars())
        for number in taken:
            await leads.step(number, LEAVE, by=None, now=now, taken_by=None)
        return [*own, *taken]

    async def _end_questions(self, person: Person, now: datetime) -> list[int]:
        """What nobody has taken is taken back; what nobody but moderators has read loses its words."""
        questions = Questions(self._connection)
        mine = select(QUESTIONS.c.id).where(QUESTIONS.c.person_id == person.id)
        own = list((await self._connection.execute(mine)).scalars())
        for number in own:
            await questions.withdraw(number, person.id, now)
        unread = (QUESTIONS.c.person_id == person.id, QUESTIONS.c.state.in_(UNREAD))
        await self._connection.execute(QUESTIONS.update().where(*unread).values(text="—"))
        return own

    async def _end_consents(self, person: Person, now: datetime) -> tuple[str, ...]:
        """What hangs on them goes first: the database keeps nothing without a consent."""
        theirs = select(CONSENTS.c.proof).where(CONSENTS.c.person_id == person.id).order_by(CONSENTS.c.id.desc())
        proofs = tuple((await self._connection.execute(theirs)).scalars())
        for table in sealed_tables():
            await self._connection.execute(table.delete().where(about(table, person)))
        live = CONSENTS.update().where(CONSENTS.c.person_id == person.id, CONSENTS.c.live)
        await self._connection.execute(live.values(live=None, withdrawn_at=now))
        return proofs

    async def _wipe(self, table: Table, person: Person) -> None:
        """Delete the person's rows, or leave them without whom they are about."""
        holding, here = HOLDINGS[table.name], about(table, person)
        if not holding.stays:
            await self._connection.execute(table.delete().where(here))
            return
        blank: dict[str, Any] = {name: _nothing(table.c[name]) for name in (*holding.personal, *holding.sealed)}
        if holding.owner and not holding.through:
            blank[holding.owner] = None
        if blank:
            await self._connection.execute(table.update().where(here).values(blank))

    # --- sealing anew ------------------------------------------------------------------------------------------------

    async def renew(self, table: Table, after: int, at_most: int) -> Renewed:
        """Seal rows of a table by the newest key, those after a row by their key's order; none when all are done.

        :raises NoKeys: there is no key.
        """
        (key,) = table.primary_key.columns
        names = HOLDINGS[table.name].sealed
        query = select(key, *(table.c[name] for name in names)).where(key > after).order_by(key).limit(at_most)
        rows = (await self._connection.execute(query.with_for_update())).all()
        unreadable = 0
        for number, *sealed in rows:
            try:
                there = ((name, text) for name, text in zip(names, sealed, strict=True) if text is not None)
                values = {name: self._sealer.renew(text) for name, text in there}
            except Unreadable:
                unreadable += 1
                continue
            if values:
                await self._connection.execute(table.update().where(key == number).values(values))
        return Renewed(len(rows) - unreadable, unreadable, rows[-1][0] if rows else after)


def _nothing(column: Column[Any]) -> Any:
    return None if column.nullable else cast("", Text)
