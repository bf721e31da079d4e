"""Participants: one row each, with everything an event needs to know about who acts.

On SQLite, where one long-running process is the only writer of this table, a person read once is kept in memory; the
copy is changed only after the commit that changed the row, so a commit that failed leaves both as they were.
"""

import json
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from functools import cache, partial
from typing import Any

from sqlalchemy import Row, String, Text, and_, case, cast, func, null, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.address import Address
from storage.engine.dialects import insert_or_ignore
from storage.engine.sealed import SealedColumns, Seals
from storage.engine.turns import AT_ONCE, parts
from storage.engine.unreadable import UNREADABLE
from storage.people.choice import NOTHING_TOLD, Choice
from storage.people.tables import ERASURES, PEOPLE, SUBSCRIPTIONS, Age

_AWAITED = "r"  # behind a session's number, where its recording is wanted


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
class KeptSearch:
    """What a person looked for lately, so that buttons of its results can be pressed: a number stands for the words.

    `day` is the number of a day in the calendar, `cluster` a row; of the others 0, "" and False mean: any. `missed`:
    the person has told that it was not found.
    """

    number: int
    text: str
    day: int = 0
    cluster: int = 0
    region: str = ""
    recorded: bool = False
    english: bool = False
    missed: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """One human in one messenger.

    `zone` is the name of the zone by which their clocks go (`Asia/Omsk`), as far as they told; `muted` is `/stop`:
    nothing is sent unasked; `plan` holds the row numbers of the sessions subscribed to, `awaited` of those of them
    whose recording is wanted; `client` is what the person's client can draw ("": everything). `age` is what they said
    of it where their contacts were asked for; a minor is 14 to 17. `notices`: how many minutes before a slot they want
    to hear of it, the longest first; None: as is usual.
    `digest`: in the evening they hear of tomorrow; `quiet`: they are not woken at night. By their
    `choice` lists are ordered. `searches`: the last ones, the newest first.
    """

    id: int
    messenger: str
    user: str
    language: str
    since: datetime
    zone: str | None = None
    reminders: bool = True
    muted: bool = False
    reachable: bool = True
    form: OpenForm | None = None
    plan: frozenset[int] = frozenset()
    client: str = ""
    age: Age | None = None
    notices: tuple[int, ...] | None = None
    digest: bool = False
    quiet: bool = True
    awaited: frozenset[int] = frozenset()
    recordings_at_once: bool = False
    choice: Choice = NOTHING_TOLD
    searches: tuple[KeptSearch, ...] = ()

    @property
    def address(self) -> Address:
        """The private chat."""
        return Address(self.messenger, self.user)

    @property
    def watched(self) -> frozenset[int]:
        """What of the plan is not left for its recording."""
        return self.plan - self.awaited

    def without(self, session: int) -> "Person":
        """The same person, once that session is out of their plan."""
        gone = {session}
        return replace(self, plan=self.plan - gone, awaited=self.awaited - gone)

    @property
    def wants_reminders(self) -> bool:
        """Whether reminders may be made for this person now."""
        return self.reminders and self.reachable and not self.muted

    def hears(self, usual: Sequence[int]) -> tuple[int, ...]:
        """How many minutes before a slot they hear of it: as they chose, else as is usual."""
        return tuple(usual) if self.notices is None else self.notices


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


def _person(row: Row[Any], form: OpenForm | None, searches: Iterable[dict[str, Any]]) -> Person:
    chosen = row.plan.split(",") if row.plan else ()
    return Person(
        id=row.id,
        messenger=row.messenger,
        user=row.user,
        language=row.language,
        since=row.since,
        zone=row.zone,
        reminders=row.reminders,
        muted=row.muted,
        reachable=row.reachable,
        form=form,
        plan=frozenset(int(one.rstrip(_AWAITED)) for one in chosen),
        client=row.client,
        age=row.age,
        notices=row.notices,
        digest=row.digest,
        quiet=row.quiet,
        awaited=frozenset(int(one.rstrip(_AWAITED)) for one in chosen if one.endswith(_AWAITED)),
        recordings_at_once=row.recordings_at_once,
        choice=Choice(row.choice["role"], tuple(row.choice["topics"]), row.choice["times"])
        if row.choice
        else NOTHING_TOLD,
        searches=tuple(KeptSearch(**one) for one in searches),
    )


def _changes(before: Person, after: Person) -> dict[str, Any]:
    names = (field.name for field in fields(Person))
    return {name: getattr(after, name) for name in names if getattr(after, name) != getattr(before, name)}


@cache
def _query() -> Any:
    mark = case((SUBSCRIPTIONS.c.wants_recording, _AWAITED), else_="")
    sessions = func.aggregate_strings(SUBSCRIPTIONS.c.session_id.cast(String).concat(mark), ",")
    plan = select(sessions).where(SUBSCRIPTIONS.c.person_id == PEOPLE.c.id).scalar_subquery()
    return select(PEOPLE, plan.label("plan"))


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

    async def at(self, chats: Collection[Address]) -> dict[Address, Person]:
        """The people whose private chats are among these."""
        found: dict[Address, Person] = {}
        for messenger in {chat.messenger for chat in chats}:
            for some in parts([chat.chat for chat in chats if chat.messenger == messenger and not chat.thread]):
                query = _query().where(PEOPLE.c.messenger == messenger, PEOPLE.c.user.in_(some))
                people = [self._person(row) for row in await self._connection.execute(query)]
                found |= {person.address: person for person in people}
        return found

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
        """Write what has changed (the plan and what is awaited of it are written by the subscriptions)."""
        changes = _changes(before, after)
        columns = {name: value for name, value in changes.items() if name not in ("plan", "awaited")}
        if "form" in columns:
            columns["form"] = after.form and self._kept(after.id, "form", asdict(after.form))
        if "choice" in columns:
            columns["choice"] = asdict(after.choice) if after.choice else None
        if "searches" in columns:
            columns["searches"] = self._kept(after.id, "searches", [asdict(one) for one in after.searches])
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
        """Who stands in the row; a form that no key opens any more is closed, such searches are forgotten."""
        form = self._opened(row.id, "form", row.form)
        return _person(row, form and OpenForm(**form), self._opened(row.id, "searches", row.searches) or ())

    def _opened(self, person_id: int, name: str, kept: Any) -> Any:
        if not isinstance(kept, str):
            return kept
        opened = self._words.read(person_id, name, kept)
        return None if opened == UNREADABLE else json.loads(opened)

    def _kept(self, person_id: int, name: str, value: Any) -> Any:
        """What is kept of a person whole and sealed, or, without a key, as JSON can be read."""
        if not self._seals.ready:
            return value
        return self._words.kept(person_id, {name: json.dumps(value, ensure_ascii=False)})[name]

    def _seen(self, person: Person) -> Person:
        if self._memory is not None:
            memory = self._memory
            self._after_commit(lambda: memory.put(person))
        return person
