"""The audit log: who looked at, took away, changed or erased what is others', when, and whose it was; never the data.

A line names who acted by their number in the database, which means nobody once they are erased. Of those who work here,
and of whoever runs a command, it also keeps who they are, sealed: this is kept under its own ground, so that nobody who
takes contacts away can take their own name out of the log by being forgotten.

The lines are a chain (`chain.py`): one that is changed, left out, put in or moved is found by `verify`, and so is an
end that was cut off, by `audit_chain`, which knows the last line. The key of the chain lies there, sealed by the keys
of personal data: when these are renewed, old lines are proved as before.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, get_args

import orjson
from sqlalchemy import Column, ColumnElement, Index, Row, String, Table, Text, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.schema import METADATA, Moment, RowId
from storage.engine.sealed import SEALED, cell_of
from storage.engine.turns import AT_ONCE, in_parts
from storage.privacy import chain
from storage.privacy.chain import Verified
from storage.privacy.sealing import NoKeys, Sealer, Unreadable

_Entering = Literal["invite", "accept", "bind", "unbind", "revoke"]
_Handling = Literal["reveal", "export", "withdraw", "erase", "purge", "rotate"]
_Changing = Literal["import", "change", "mute", "unmute", "approve", "decline"]
Deed = Literal[_Entering, _Handling, _Changing]
ERASING: tuple[Deed, ...] = ("withdraw", "erase", "purge", "rotate")
SEEING: tuple[Deed, ...] = ("reveal", "export")
Thing = Literal["lead", "question", "person"]
THINGS: tuple[Thing, ...] = get_args(Thing)
# What was exported by a command.
ALL_STANDS, ALL_SESSIONS, ALL_PEOPLE = "leads of all stands", "questions of all sessions", "subscriptions of all people"
OF_ALL: Mapping[str, Thing] = {ALL_SESSIONS: "question", ALL_PEOPLE: "person"}  # whose it is not noted one by one

AUDIT = Table(
    "audit",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("deed", String(12), nullable=False),
    Column("by", RowId),  # NULL: a command or a job; stays when the person is erased, and means nobody then
    Column("about", String(80), nullable=False),  # such as `lead 12`, `stand polymedia`, `consent 7f3kq9…`
    Column("whose", Text),  # where there are many: numbers of rows by thing, as JSON
    Column("who", Text, info=SEALED),  # sealed: who acted, of those who work here or run commands
    Column("link", String(64), nullable=False),
    sqlite_autoincrement=True,
)
_OF_MANY = AUDIT.c.whose.is_not(None)
Index("ix_audit_of_many", AUDIT.c.about, sqlite_where=_OF_MANY, postgresql_where=_OF_MANY)
CHAIN = Table(  # one row: where the chain begins and ends
    "audit_chain",
    METADATA,
    Column("id", RowId, primary_key=True, autoincrement=False),
    Column("forgotten", RowId, nullable=False),  # the last line that was so old that it was dropped, and its link
    Column("forgotten_link", String(64), nullable=False),
    Column("last", RowId, nullable=False),  # the newest line
    Column("link", String(64), nullable=False),
    Column("sure", RowId, nullable=False),  # the newest line under the key
    Column("sure_link", String(64), nullable=False),
    Column("proof", String(64), nullable=False),  # under the key, of all above but the newest line
    Column("sealed", Text, info=SEALED),  # the key; NULL: the log was never written where there were keys
)
_ONE = 1  # the number of the one row
_KEY = cell_of(CHAIN.name, "sealed", _ONE)

Staff = Callable[[int], Awaitable[Mapping[str, str]]]


def stand_exported(ref: str) -> str:
    """What a line calls the table of a stand's requests."""
    return f"stand {ref}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log; `about` names what it was done to, in numbers and ids, `whose` the rows where it is many.

    `who` is {"messenger", "user", "role"} of one who works here, or {"operator", "command"}; empty: nobody knows, or
    there is no key to read it by.
    """

    at: datetime
    deed: Deed
    by: int | None
    about: str
    id: int = 0
    whose: Mapping[Thing, Collection[int]] = field(default_factory=dict)
    who: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> set[tuple[str, int]]:
        """Whose data it was: the kinds of things and their numbers, those that `about` names among them."""
        thing, _, number = self.about.partition(" ")
        rows: set[tuple[str, int]] = {(kind, one) for kind, numbers in self.whose.items() for one in numbers}
        if thing in THINGS and number.isdecimal():
            rows.add((thing, int(number)))
        return rows


@dataclass(frozen=True, slots=True)
class _Noted:
    at: datetime
    deed: Deed
    by: int | None
    about: str
    whose: str | None
    who: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Ends:
    """The row of `audit_chain`."""

    id: int
    forgotten: int
    forgotten_link: str
    last: int
    link: str
    sure: int
    sure_link: str
    proof: str
    sealed: str | None

    def proved(self, key: bytes | None) -> str:
        """What `proof` has to be."""
        return chain.link(key, self.forgotten_link, [self.forgotten, self.sure, self.sure_link])


class Audit:
    """The log, as one transaction sees it.

    What is noted is written as the transaction ends (`settle`): who writes holds the end of the chain until the commit,
    and nobody should wait for that longer than it takes.
    """

    def __init__(
        self,
        connection: AsyncConnection,
        sealer: Sealer,
        staff: Staff | None = None,
        operator: Mapping[str, str] | None = None,
    ) -> None:
        """:param staff: tells who somebody is who works here, {"messenger", "user", "role"}; of all others nothing.
        :param operator: who runs the command that this is, and which: {"operator", "command"}.
        """
        self._connection = connection
        self._sealer = sealer
        self._staff = staff
        self._operator = operator or {}
        self._noted: list[_Noted] = []
        self._known: dict[int, Mapping[str, str]] = {}

    # --- writing -----------------------------------------------------------------------------------------------------

    async def note(
        self,
        deed: Deed,
        about: str,
        by: int | None,
        now: datetime,
        *,
        whose: Mapping[Thing, Collection[int]] | None = None,
    ) -> None:
        """Write a line.

        :param by: the person who did it; None: whoever runs the command, or time.
        :param whose: the rows of whose data it was, where they are more than `about` names.
        """
        who = self._operator if by is None else self._known.get(by) or await self._named(by)
        told = {thing: sorted(numbers) for thing, numbers in (whose or {}).items() if numbers}
        rows = orjson.dumps(told, option=orjson.OPT_SORT_KEYS).decode() if told else None
        self._noted.append(_Noted(now, deed, by, about, rows, who))

    async def know(self, person_id: int) -> None:
        """Remember who somebody is until this transaction ends: what they do in it takes their own rights away."""
        self._known.setdefault(person_id, await self._named(person_id))

    async def _named(self, person_id: int) -> Mapping[str, str]:
        return await self._staff(person_id) if self._staff is not None else {}

    async def settle(self) -> None:
        """Put what was noted at the end of the chain: the last thing that a transaction does."""
        if not self._noted:
            return
        noted, self._noted = self._noted, []
        ends = await self._ends(lock=True)
        key, sealed = self._key_at_hand(ends.sealed), ends.sealed
        if key is None and sealed is None and self._sealer.ready:
            key = chain.new_key()
            sealed = self._sealer.seal({"key": key.hex()}, _KEY)
        last, before, rows = ends.last, ends.link, []
        for one in noted:
            last += 1
            who = one.who if self._sealer.ready else {}  # without a key nobody's name is kept
            before = chain.link(key, before, _told(last, one.at, one.deed, one.by, one.about, one.whose, who))
            told = {"at": one.at, "deed": one.deed, "by": one.by, "about": one.about, "whose": one.whose}
            rows.append({"id": last, **told, "who": self._seal(last, who), "link": before})
        await self._connection.execute(AUDIT.insert(), rows)
        values: dict[str, object] = {"last": last, "link": before}
        if key is not None or sealed is None:
            sure = _Ends(ends.id, ends.forgotten, ends.forgotten_link, last, before, last, before, "", sealed)
            values |= {"sure": last, "sure_link": before, "sealed": sealed, "proof": sure.proved(key)}
        await self._connection.execute(CHAIN.update().where(CHAIN.c.id == _ONE).values(values))

    async def forget(self, before: datetime, at_most: int = AT_ONCE) -> int:
        """Drop the oldest lines, of before that moment; how many were. The chain begins after them from then on."""
        ends = await self._ends(lock=True)
        key = self._key_at_hand(ends.sealed)
        if key is None and ends.sealed is not None:
            return 0
        oldest = select(AUDIT.c.id, AUDIT.c.at, AUDIT.c.link).where(AUDIT.c.id < ends.last).order_by(AUDIT.c.id)
        old: list[tuple[int, str]] = []
        for number, at, link in await self._connection.execute(oldest.limit(at_most)):
            if at >= before:
                break
            old.append((number, link))
        if not old:
            return 0
        number, link = old[-1]
        left = _Ends(ends.id, number, link, ends.last, ends.link, ends.sure, ends.sure_link, "", ends.sealed)
        await self._connection.execute(AUDIT.delete().where(AUDIT.c.id <= number))
        values = {"forgotten": number, "forgotten_link": link, "proof": left.proved(key)}
        await self._connection.execute(CHAIN.update().where(CHAIN.c.id == _ONE).values(values))
        return len(old)

    def _seal(self, number: int, who: Mapping[str, str]) -> str | None:
        return self._sealer.seal(who, cell_of(AUDIT.name, "who", number)) if who else None

    def _open(self, number: int, sealed: str | None) -> Mapping[str, str]:
        """:raises Unreadable: it is another line's, or no key opens it."""
        return {} if sealed is None else self._sealer.open(sealed, cell_of(AUDIT.name, "who", number))

    async def _ends(self, *, lock: bool = False) -> _Ends:
        """:raises LookupError: the row is not there: somebody has taken it out."""
        query = select(*CHAIN.c).where(CHAIN.c.id == _ONE)
        row = (await self._connection.execute(query.with_for_update() if lock else query)).one_or_none()
        if row is None:
            raise LookupError("the end of the audit log is not known: its row is gone")
        return _Ends(*row)

    def _key_at_hand(self, sealed: str | None) -> bytes | None:
        """None where it was sealed by a key that is gone: nobody is kept from acting by that, and `verify` tells it."""
        try:
            return self._key(sealed)
        except Unreadable:
            return None

    def _key(self, sealed: str | None) -> bytes | None:
        if sealed is None or not self._sealer.ready:
            return None
        return bytes.fromhex(self._sealer.open(sealed, _KEY)["key"])

    # --- reading -----------------------------------------------------------------------------------------------------

    async def newest(self) -> int:
        """The number of the newest line."""
        newest: int = (await self._connection.execute(select(CHAIN.c.last).where(CHAIN.c.id == _ONE))).scalar_one()
        return newest

    async def last_erasure(self, since: int) -> int:
        """The number of the newest line about something that is gone; `since` where none is newer."""
        await self.settle()
        query = select(func.coalesce(func.max(AUDIT.c.id), since)).where(AUDIT.c.id > since, AUDIT.c.deed.in_(ERASING))
        newest: int = (await self._connection.execute(query)).scalar_one()
        return newest

    async def lines(
        self, since: datetime | None = None, until: datetime | None = None, deeds: Collection[Deed] = ()
    ) -> AsyncIterator[Entry]:
        """The lines of that time, the oldest first, never all of them in memory."""
        await self.settle()
        bounds: list[ColumnElement[bool]] = []
        bounds += [] if since is None else [AUDIT.c.at >= since]
        bounds += [] if until is None else [AUDIT.c.at < until]
        bounds += [AUDIT.c.deed.in_(deeds)] if deeds else []
        async for row in in_parts(self._connection, select(AUDIT).where(*bounds).order_by(AUDIT.c.id)):
            yield self._entry(row)

    async def entries(self) -> tuple[Entry, ...]:
        """All lines, the oldest first."""
        return tuple([entry async for entry in self.lines()])

    async def exporters(self, about: str, leads: Collection[int]) -> set[int | None]:
        """Who was handed a table of `about` in which any of those requests stands; None: whoever ran a command.

        They may be erased by now.
        """
        query = select(AUDIT.c.by, AUDIT.c.whose).where(_OF_MANY, AUDIT.c.about == about, AUDIT.c.deed == "export")
        wanted = set(leads)
        found = await self._connection.execute(query)
        return {by for by, whose in found if wanted.intersection(orjson.loads(whose).get("lead", ()))}

    async def verify(self, expect: str = "") -> Verified:
        """Look the whole log through.

        :param expect: a link that has to be in it.
        :raises NoKeys: it was written under keys, and there are none now.
        """
        try:
            ends = await self._ends()
            key = self._key(ends.sealed)
        except (LookupError, Unreadable, ValueError):
            return Verified(0, 0, "", expected=False, broken=0)
        if ends.sealed is not None and key is None:
            raise NoKeys
        lines, proved, link, last, sure = 0, 0, ends.forgotten_link, ends.forgotten, not ends.sure
        expected = expect in ("", link)
        async for row in in_parts(self._connection, select(AUDIT).order_by(AUDIT.c.id)):
            try:
                who = self._open(row.id, row.who)
                told = _told(row.id, row.at, row.deed, row.by, row.about, row.whose, who)
                held = chain.holds(row.link, key, link, told)
            except (Unreadable, NoKeys):
                held = None
            if held is None:
                return Verified(lines, proved, link, expected, broken=row.id)
            lines, proved, link, last = lines + 1, proved + held, row.link, row.id
            sure = sure or (row.id, row.link) == (ends.sure, ends.sure_link)
            expected = expected or link == expect
        whole = sure or ends.sure <= ends.forgotten
        whole = whole and (last, link) == (ends.last, ends.link) and ends.proof == ends.proved(key)
        return Verified(lines, proved, link, expected, broken=None if whole else 0)

    def _entry(self, row: Row[Any]) -> Entry:
        try:
            who = self._open(row.id, row.who)
        except (Unreadable, NoKeys):
            who = {}
        whose = orjson.loads(row.whose) if row.whose else {}
        return Entry(row.at, row.deed, row.by, row.about, row.id, whose, who)


def _told(
    number: int, at: datetime, deed: str, by: int | None, about: str, whose: str | None, who: Mapping[str, str]
) -> list[object]:
    """What a line tells, as it is proved; who acted as it is read, for it is sealed anew now and then."""
    return [number, at.astimezone(UTC).isoformat(timespec="microseconds"), deed, by, about, whose, dict(who)]
