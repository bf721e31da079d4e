"""Participants: one row each, with everything an event needs to know about who acts.

On SQLite, where one long-running process is the only writer of this table, a person read once is kept in memory; the
copy is changed only after the commit that changed the row, so a commit that failed leaves both as they were.
"""

import json
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from functools import cache, partial
from typing import Any

from sqlalchemy import Row, String, Text, and_, cast, func, null, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.address import Address
from storage.engine.dialects import insert_or_ignore
from storage.engine.sealed import SealedColumns, Seals
from storage.engine.turns import AT_ONCE
from storage.engine.unreadable import UNREADABLE
from storage.people.tables import ERASURES, PEOPLE, SUBSCRIPTIONS, Age


@dataclass(frozen=True, slots=True)
class OpenForm:
    """The form a person is filling in: its name and version, the step asked last, the answers so far.

    `message` is how the messenger calls the message of the last answer, `answered` the step that it was for. `opened`
    tells this form from all others that the person ever had open. `prompt` is how it calls the message that asks now.
    """

    name: str
    version: int
    step: int
    draft: dict[str, Any]
    message: str = ""
    answered: int = 0
    opened: int = 0
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """One human in one messenger.

    `zone_offset` is in minutes east of the fair's zone; `muted` is `/stop`: nothing is sent unasked; `plan` holds the
    row numbers of the sessions subscribed to, `awaited` of what is left for its recording; `client` is what the
    person's client can draw ("": everything). `age` is what they said of it where their contacts were asked for; a
    minor is 14 to 17.
    """

    id: int
    messenger: str
    user: str
    language: str
    since: datetime
    zone_offset: int | None = None
    reminders: bool = True
    muted: bool = False
    reachable: bool = True
    form: OpenForm | None = None
    plan: frozenset[int] = frozenset()
    awaited: frozenset[int] = frozenset()
    client: str = ""
    age: Age | None = None

    @property
    def address(self) -> Address:
        """The private chat."""
        return Address(self.messenger, self.user)

    @property
    def wants_reminders(self) -> bool:
        """Whether reminders may be made for this person now."""
        return self.reminders and self.reachable and not self.muted


class PeopleInMemory:
    """The people seen lately, for the process that alone writes them."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._people: OrderedDict[tuple[str, str], Person] = OrderedDict()

    def get(self, messenger: str, user: str) -> Person | None:
        person = self._people.get((messenger, user))
        if person is not None:
            self._people.move_to_end((messenger, user))
        return person

    def put(self, person: Person) -> None:
        """Keep a person just read; a copy that is here already is at least as new."""
        self._people.setdefault((person.messenger, person.user), person)
        if len(self._people) > self._size:
            self._people.popitem(last=False)

    def forget(self, person: Person) -> None:
        """Keep no copy of an erased person."""
        self._people.pop((person.messenger, person.user), None)

    def change(self, person: Person, changes: dict[str, Any]) -> None:
        """Bring the copy up to a committed change, field by field, so that no other change is undone."""
        kept = self._people.get((person.messenger, person.user))
        if kept is not None:
            self._people[person.messenger, person.user] = replace(kept, **changes)


def _person(row: Row[Any], form: OpenForm | None) -> Person:
    return Person(
        id=row.id,
        messenger=row.messenger,
        user=row.user,
        language=row.language,
        since=row.since,
        zone_offset=row.zone_offset,
        reminders=row.reminders,
        muted=row.muted,
        reachable=row.reachable,
        form=form,
        plan=_numbers(row.plan),
        awaited=_numbers(row.awaited),
        client=row.client,
        age=row.age,
    )


def _numbers(told: str | None) -> frozenset[int]:
    return frozenset(map(int, told.split(","))) if told else frozenset()


def _changes(before: Person, after: Person) -> dict[str, Any]:
    names = (field.name for field in fields(Person))
    return {name: getattr(after, name) for name in names if getattr(after, name) != getattr(before, name)}


@cache
def _query() -> Any:
    sessions = func.aggregate_strings(SUBSCRIPTIONS.c.session_id.cast(String), ",")
    mine = select(sessions).where(SUBSCRIPTIONS.c.person_id == PEOPLE.c.id)
    plan, awaited = mine.scalar_subquery(), mine.where(SUBSCRIPTIONS.c.wants_recording).scalar_subquery()
    return select(PEOPLE, plan.label("plan"), awaited.label("awaited"))


class People:
    """The people of one transaction."""

    def __init__(
        self,
        connection: AsyncConnection,
        memory: PeopleInMemory | None,
        after_commit: Callable[[Callable[[], None]], None],
        seals: Seals,
    ) -> None:
        self._connection = connection
        self._seals = seals
        self._words = SealedColumns(PEOPLE, seals)
        self._memory = memory
        self._after_commit = after_commit

    async def find(self, messenger: str, user: str) -> Person | None:
        """The person of that user id, read from the database."""
        query = _query().where(PEOPLE.c.messenger == messenger, PEOPLE.c.user == user)
        found = (await self._connection.execute(query)).one_or_none()
        return None if found is None else self._seen(self._person(found))

    async def now(self, messenger: str, user: str) -> Person | None:
        """The person as they are now, from memory where this process alone writes."""
        kept = self._memory.get(messenger, user) if self._memory is not None else None
        return kept or await self.find(messenger, user)

    async def lock(self, messenger: str, user: str) -> None:
        """Hold the person's row until the transaction ends; on SQLite the whole transaction is held already.

        Rows that only name the person may be added meanwhile: planning reminders does not wait for an event.
        """
        if self._connection.dialect.name == "sqlite":
            return
        query = select(PEOPLE.c.id).where(PEOPLE.c.messenger == messenger, PEOPLE.c.user == user)
        await self._connection.execute(query.with_for_update(key_share=True))

    async def load(self, person_id: int) -> Person | None:
        """The person of that row."""
        found = (await self._connection.execute(_query().where(PEOPLE.c.id == person_id))).one_or_none()
        return None if found is None else self._person(found)

    async def address_of(self, person_id: int | None) -> Address | None:
        """The private chat of the person of that row; None where there is none, or is no more."""
        query = select(PEOPLE.c.messenger, PEOPLE.c.user).where(PEOPLE.c.id == person_id)
        found = (await self._connection.execute(query)).one_or_none()
        return None if found is None else Address(*found)

    async def of(self, numbers: Collection[int]) -> dict[int, Person]:
        """The people of those rows, by number."""
        if not numbers:
            return {}
        found = await self._connection.execute(_query().where(PEOPLE.c.id.in_(numbers)))
        return {row.id: self._person(row) for row in found}

    async def close_forms(self, at_most: int = AT_ONCE) -> int:
        """Close open forms with what was filled in, whosever; how many were."""
        filled = and_(PEOPLE.c.form.is_not(None), cast(PEOPLE.c.form, Text) != "null")
        found = [self._person(row) for row in await self._connection.execute(_query().where(filled).limit(at_most))]
        theirs = PEOPLE.c.id.in_([person.id for person in found])
        await self._connection.execute(PEOPLE.update().where(theirs).values(form=null()))
        if self._memory is not None:
            for person in found:
                self._after_commit(partial(self._memory.change, person, {"form": None}))
        return len(found)

    async def add(self, messenger: str, user: str, language: str, since: datetime) -> Person:
        """Meet a person for the first time; who is known already is returned as they are."""
        new = {"messenger": messenger, "user": user, "language": language, "since": since}
        new |= {"reminders": True, "muted": False, "reachable": True}
        insert = insert_or_ignore(self._connection, PEOPLE)
        if self._connection.dialect.name == "sqlite":  # where the number of a row that is gone would be given again
            last = (select(func.coalesce(func.max(table.c.id), 0)).scalar_subquery() for table in (PEOPLE, ERASURES))
            insert = insert.values(id=func.max(*last) + 1)
        await self._connection.execute(insert.values(new))
        person = await self.find(messenger, user)
        if person is None:
            raise LookupError("a person just added is not there")
        return person

    async def save(self, before: Person, after: Person) -> None:
        """Write what has changed (the plan itself is written by the subscriptions)."""
        changes = _changes(before, after)
        columns = {name: value for name, value in changes.items() if name not in ("plan", "awaited")}
        if "form" in columns:
            columns["form"] = after.form and self._kept(after.id, after.form)
        if columns:
            await self._connection.execute(PEOPLE.update().where(PEOPLE.c.id == after.id).values(columns))
        if changes and self._memory is not None:
            memory = self._memory
            self._after_commit(lambda: memory.change(after, changes))

    async def note_prompt(self, messenger: str, user: str, opened: int, prompt: str) -> None:
        """Remember by which message the form that was opened so asks, if it is still open."""
        await self.lock(messenger, user)
        person = await self.now(messenger, user)
        if person is not None and person.form is not None and person.form.opened == opened:
            await self.save(person, replace(person, form=replace(person.form, prompt=prompt)))

    async def unreachable(self, people: Collection[Person]) -> None:
        """They blocked us: nothing more is made for them until they come back."""
        if not people:
            return
        gone = PEOPLE.c.id.in_([person.id for person in people])
        await self._connection.execute(PEOPLE.update().where(gone).values(reachable=False))
        if self._memory is not None:
            for person in people:
                self._after_commit(partial(self._memory.change, person, {"reachable": False}))

    def _person(self, row: Row[Any]) -> Person:
        """Who stands in the row; a form that no key opens any more is closed."""
        form = row.form
        if isinstance(form, str):
            opened = self._words.read(row.id, "form", form)
            form = None if opened == UNREADABLE else json.loads(opened)
        return _person(row, form and OpenForm(**form))

    def _kept(self, person_id: int, form: OpenForm) -> Any:
        """The form as it is kept: whole and sealed, or, without a key, as JSON can be read."""
        if not self._seals.ready:
            return asdict(form)
        return self._words.kept(person_id, {"form": json.dumps(asdict(form), ensure_ascii=False)})["form"]

    def _seen(self, person: Person) -> Person:
        if self._memory is not None:
            memory = self._memory
            self._after_commit(lambda: memory.put(person))
        return person
