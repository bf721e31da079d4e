"""Making tables say what a programme file says, and noting what that changes.

Things are recognised by the organiser's ids. What the file no longer names is withdrawn, never deleted: buttons, plans
and letters go on meaning something.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, Literal

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.fair.wording import TRANSLATIONS

What = Literal["added", "changed", "moved", "cancelled", "restored", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Change:
    """One line of what an import does: `moved session s-001: 10:00 → 12:00`."""

    what: What
    thing: str
    ref: str
    title: str
    details: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as the file wants it. `owner`: the column and number of the thing whose part it is."""

    ref: str
    values: Mapping[str, Any]
    owner: tuple[str, int] | None = None

    @property
    def place(self) -> tuple[tuple[str, int] | None, str]:
        """What the row is recognised by."""
        return self.owner, self.ref


class Sync:
    """Writes rows where they differ from what is stored, and keeps the changes."""

    def __init__(self, connection: AsyncConnection, zone: tzinfo) -> None:
        self._connection = connection
        self._zone = zone  # in which the times of the changes are told
        self.changes: list[Change] = []

    async def single(self, table: Table, thing: str, ref: str, values: Mapping[str, Any]) -> None:
        """A table of one row, which is never withdrawn."""
        new = {"ref": ref, **values}
        old = (await self._connection.execute(select(table).with_for_update())).mappings().one_or_none()
        if old is None:
            await self._connection.execute(table.insert().values(version=0, **new))
            self._note("added", thing, ref, new)
        elif changed := _differences(old, new):
            await self._connection.execute(table.update().values(changed))
            self._note("changed", thing, ref, new, ", ".join(_names(old, changed)))

    async def rows(
        self, table: Table, thing: str, rows: Sequence[Row], owners: Sequence[str] = (), foreign: str | None = None
    ) -> dict[str, int]:
        """All rows of a table, in the file's order; their numbers by the organiser's ids.

        :param foreign: rows whose ref begins so are no part of the file, and stay as they are.
        """
        query = select(table) if foreign is None else select(table).where(~table.c.ref.startswith(foreign))
        found = (await self._connection.execute(query)).mappings()
        old = {(_owner(row, owners), row["ref"]): row for row in found}
        numbers: dict[str, int] = {}
        for position, row in enumerate(rows):
            new = {"position": position, "withdrawn": False, **row.values}
            stored = old.pop(row.place, None)
            if stored is None:
                owner = dict([row.owner] if row.owner else [])
                added = table.insert().values(ref=row.ref, **owner, **new).returning(table.c.id)
                numbers[row.ref] = (await self._connection.execute(added)).scalar_one()
                self._note("added", thing, row.ref, new)
                continue
            numbers[row.ref] = stored["id"]
            if changed := _differences(stored, new):
                await self._connection.execute(table.update().where(table.c.id == stored["id"]).values(changed))
                self._note(_what(changed), thing, row.ref, new, _details(stored, changed, self._zone))
        for stored in old.values():
            if not stored["withdrawn"]:
                gone = table.update().where(table.c.id == stored["id"]).values(withdrawn=True)
                await self._connection.execute(gone)
                self._note("withdrawn", thing, stored["ref"], stored)
        return numbers

    async def links(
        self, table: Table, thing: str, owner: str, other: str, wanted: Mapping[tuple[str, int], Sequence[int]]
    ) -> None:
        """Which things belong to which, in order; `wanted` by the owner's id and number."""
        query = select(table.c[owner], table.c[other]).order_by(table.c[owner], table.c.position)
        old: dict[int, list[int]] = {}
        for one, another in await self._connection.execute(query):
            old.setdefault(one, []).append(another)
        for (ref, one), others in wanted.items():
            if list(others) == old.pop(one, []):
                continue
            await self._connection.execute(table.delete().where(table.c[owner] == one))
            if others:
                rows = [{owner: one, other: another, "position": at} for at, another in enumerate(others)]
                await self._connection.execute(table.insert(), rows)
            if not any((change.thing, change.ref) == (thing, ref) for change in self.changes):
                self.changes.append(Change("changed", thing, ref, "", other.removesuffix("_id") + "s"))
        if old:  # of owners that the file no longer names, and that are noted as withdrawn
            await self._connection.execute(table.delete().where(table.c[owner].in_(old)))

    async def days(self, table: Table, wanted: Mapping[Any, tuple[str, Any]]) -> None:
        """The themes by day, each with its translations."""
        found = await self._connection.execute(select(table))
        old = {row.date: (row.theme, row.translations) for row in found}
        if old == dict(wanted):
            return
        await self._connection.execute(table.delete())
        if wanted:
            rows = [{"date": day, "theme": theme, TRANSLATIONS: others} for day, (theme, others) in wanted.items()]
            await self._connection.execute(table.insert(), rows)
        for day in sorted(old.keys() | wanted.keys()):
            if old.get(day) != wanted.get(day):
                what: What = "added" if day not in old else "changed" if day in wanted else "withdrawn"
                self.changes.append(Change(what, "day", str(day), wanted.get(day, old.get(day, ("",)))[0]))

    def _note(self, what: What, thing: str, ref: str, row: Mapping[Any, Any], details: str = "") -> None:
        self.changes.append(Change(what, thing, ref, row["title"], details))


def _owner(row: Mapping[Any, Any], owners: Sequence[str]) -> tuple[str, int] | None:
    return next(((owner, row[owner]) for owner in owners if row[owner] is not None), None)


def _differences(old: Mapping[Any, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in new.items() if old[name] != value}


def _what(changed: Mapping[str, Any]) -> What:
    if changed.get("status") == "cancelled":
        return "cancelled"
    if changed.get("withdrawn") is False or changed.get("status") == "scheduled":
        return "restored"
    return "moved" if "starts" in changed else "changed"


def _details(old: Mapping[Any, Any], changed: Mapping[str, Any], zone: tzinfo) -> str:
    """What an organiser looks for: the two times of what moved, otherwise the names of what changed."""
    if "starts" in changed:
        moments = (old["starts"], changed["starts"])
        return " → ".join(f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at else "no time" for at in moments)
    names = sorted(_names(old, {key: changed[key] for key in changed.keys() - {"position", "withdrawn", "status"}}))
    return ", ".join(names) if names or changed.keys() != {"position"} else "order"


def _names(old: Mapping[Any, Any], changed: Mapping[str, Any]) -> list[str]:
    """What changed, as the file calls it: of what is said in another language, `title.en`."""
    names = [name for name in changed if name != TRANSLATIONS]
    if TRANSLATIONS not in changed:
        return names
    was, new = (
        {f"{field}.{language}": text for language, texts in (said or {}).items() for field, text in texts.items()}
        for said in (old[TRANSLATIONS], changed[TRANSLATIONS])
    )
    return names + [name for name in {**was, **new} if was.get(name) != new.get(name)]
