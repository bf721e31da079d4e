"""Everything about one person: read for them, erased for good, sealed anew, as `personal.py` says of every column.

An erasure leaves counts and proofs that name nobody. The number of an erased person is never given to another, so that
what still carries it by accident, such as a letter in flight, means nobody.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, Table, Text, and_, bindparam, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.sealed import cell_of, sealed_columns
from storage.engine.unreadable import UNREADABLE
from storage.leads.leads import Leads
from storage.leads.steps import FORGET, LEAVE
from storage.leads.tables import LEADS, OPEN, Lead
from storage.leads.threads import THREAD_MESSAGES
from storage.people.enclosures import ENCLOSURES, Enclosures
from storage.people.people import PeopleInMemory, Person
from storage.people.tables import ERASURES
from storage.privacy.audit import Audit
from storage.privacy.consents import CONSENTS
from storage.privacy.ledger import Gone
from storage.privacy.personal import (
    HOLDINGS,
    Holding,
    about,
    acted_by,
    tables_of_people,
    tables_under_consents,
)
from storage.privacy.sealing import NoKeys, Sealer, Unreadable, is_sealed
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
            found[table.name] = await self._rows(table, about(table, person), told)
        for table in LEADS.metadata.sorted_tables:
            holding = HOLDINGS.get(table.name, Holding())
            if holding.staff or holding.acted:
                rows = await self._rows(table, and_(acted_by(table, person), ~about(table, person)), holding.plain)
                found[f"{table.name} as staff"] = rows
        return {str(name): rows for name, rows in found.items() if rows}

    async def _rows(self, table: Table, where: Any, names: Any) -> Rows:
        query = select(*(table.c[name] for name in names)).where(where).order_by(*table.primary_key.columns)
        found = (await self._connection.execute(query)).mappings()
        return tuple(self._opened(table, {str(name): value for name, value in row.items()}) for row in found)

    def _opened(self, table: Table, row: Mapping[str, Any]) -> Mapping[str, Any]:
        """The row as it can be read: fields of contacts by their names, words as words, a form as it was filled in."""
        holding, opened = HOLDINGS[table.name], dict(row)
        for name in sealed_columns(table):
            kept = row.get(name)
            if not isinstance(kept, str):  # nothing, or a form that lies open
                continue
            cell = cell_of(table.name, name, row[_key(table)])
            if name in holding.sealed:
                fields = self._open(kept, cell)
                opened[name] = {field: value for field, value in fields.items() if field not in holding.secret}
            else:
                said = self._sealer.read(kept, cell)
                opened[name] = json.loads(said) if _is_json(table.c[name]) and said != UNREADABLE else said
        return opened

    def _open(self, sealed: str, cell: str) -> dict[str, str]:
        try:
            return self._sealer.open(sealed, cell)
        except (NoKeys, Unreadable):
            return {"sealed": "by a key that is gone"}

    # --- erasing -----------------------------------------------------------------------------------------------------

    async def erase(self, person: Person, now: datetime) -> Erased:
        """Forget the person; what showed them to others is to be drawn again."""
        await self._audit.note("erase", f"person {person.id}", person.id, now)
        leads = await self._end_leads(person, now)
        questions = await self._end_questions(person, now)
        joined = await Questions(self._connection, self._sealer).of_person(person.id)
        proofs = await self._end_consents(person, now)
        said, files = await self._said(person)
        await Enclosures(self._connection, self._sealer).erase(person.id)
        for table in tables_of_people():
            await self._wipe(table, person)
        await self._connection.execute(ERASURES.insert(), {"id": person.id, "at": now, "since": person.since})
        if self._memory is not None:
            memory = self._memory
            self._after_commit(lambda: memory.forget(person))
        named = [await Leads(self._connection, self._sealer).load(number) for number in leads]
        asked = [await Questions(self._connection, self._sealer).load(number) for number in questions]
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
        theirs = THREAD_MESSAGES.c.lead_id.in_(select(LEADS.c.id).where(LEADS.c.person_id == person.id))
        said = select(THREAD_MESSAGES.c.id).where(theirs, ~THREAD_MESSAGES.c.by_staff)
        sent = select(ENCLOSURES.c.id).where(ENCLOSURES.c.person_id == person.id)
        found = [(await self._connection.execute(query)).scalars() for query in (said, sent)]
        return tuple(found[0]), tuple(found[1])

    async def _end_leads(self, person: Person, now: datetime) -> list[int]:
        """Their own requests end; what they had taken as staff is everybody's again. All that are to be redrawn."""
        leads = Leads(self._connection, self._sealer)
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
        questions = Questions(self._connection, self._sealer)
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
        for table in tables_under_consents():
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

    async def gone(self, since: datetime | None) -> tuple[Gone, ...]:
        """Whom we have erased from that moment on, or ever, for the ledger."""
        later = [] if since is None else [ERASURES.c.at >= since]
        query = select(ERASURES.c.id, ERASURES.c.since).where(ERASURES.c.since.is_not(None), *later)
        return tuple(Gone(*row) for row in await self._connection.execute(query.order_by(ERASURES.c.id)))

    # --- sealing anew ------------------------------------------------------------------------------------------------

    async def renew(self, named: str, after: int, at_most: int) -> Renewed:
        """Seal by the newest key what is sealed otherwise, or not at all: rows after that one, by their numbers.

        :raises NoKeys: there is no key.
        """
        table = LEADS.metadata.tables[named]
        key, names = table.c[_key(table)], sealed_columns(table)
        old = or_(*(_is_older(table.c[name], self._sealer.newest()) for name in names))
        query = select(key, *(table.c[name] for name in names)).where(key > after, old).order_by(key).limit(at_most)
        rows = (await self._connection.execute(query.with_for_update())).all()
        renewed = [row for number, *kept in rows if (row := self._renewed(table, number, kept)) is not None]
        if renewed:
            here = table.update().where(key == bindparam("row"))
            new = here.values({name: bindparam(f"new_{name}", type_=table.c[name].type) for name in names})
            await self._connection.execute(new, renewed)
        return Renewed(len(renewed), len(rows) - len(renewed), rows[-1][0] if rows else after)

    def _renewed(self, table: Table, number: int, kept: Sequence[Any]) -> dict[str, Any] | None:
        """The parameters of the row's renewal; None: something in it is readable by nobody."""
        values: dict[str, Any] = {"row": number}
        for name, text in zip(sealed_columns(table), kept, strict=True):
            try:
                values[f"new_{name}"] = self._sealed(table, name, number, text) if text else text
            except Unreadable:
                return None
        return values

    def _sealed(self, table: Table, name: str, number: int, kept: Any) -> str:
        cell = cell_of(table.name, name, number)
        if isinstance(kept, str) and (is_sealed(kept) or name in HOLDINGS[table.name].sealed):
            return self._sealer.renew(kept, cell)
        said = json.dumps(kept, ensure_ascii=False) if _is_json(table.c[name]) else kept
        return self._sealer.seal_text(said, cell)


def _is_json(column: Column[Any]) -> bool:
    """Whether the column holds a form: open it is JSON, sealed it is a string."""
    return isinstance(column.type, JSON)


def _is_older(column: Column[Any], newest: str) -> ColumnElement[bool]:
    """That something stands there which the newest key has not sealed."""
    text, begins = cast(column, Text), f'"{newest}' if _is_json(column) else newest
    return and_(column.is_not(None), text.not_in(("", "null")), func.substr(text, 1, len(begins)) != begins)


def _key(table: Table) -> str:
    """What numbers the rows of a table with sealed columns."""
    (key,) = table.primary_key.columns
    return str(key.name)


def _nothing(column: Column[Any]) -> Any:
    return None if column.nullable else cast("", Text)
