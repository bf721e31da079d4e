"""Loading a checked programme file: what it adds, changes, moves, cancels and withdraws, and who has to be told.

Things are recognised by the organiser's ids. What the file no longer names is withdrawn, never deleted: buttons, plans
and letters go on meaning something.
"""

import mimetypes
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel
from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Storage
from storage.exhibition import FLOORS, SESSION_STANDS, STAND_WEBINARS, STANDS
from storage.files import Files, StoredFile, file_hash
from storage.importers.fair_file import FairFile, MaterialEntry, SessionEntry, StandEntry
from storage.materials import MATERIALS
from storage.programme import CLUSTERS, DAYS, FAIRS, SESSIONS, STAGES
from storage.reminders import Reminders

What = Literal["added", "changed", "moved", "cancelled", "restored", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Change:
    """One line of what an import does: `sessions s-001 moved: 10:00 → 12:00`."""

    what: What
    thing: str
    ref: str
    title: str
    details: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as the file wants it, in the order of the file."""

    ref: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Was:
    """A session's state before the import, as far as its subscribers care."""

    id: int
    starts: datetime | None
    minutes: int
    off: bool


class Loader:
    """Loads one file in one transaction of the caller, who commits it or, for a dry run, does not."""

    def __init__(self, connection: AsyncConnection, folder: Path) -> None:
        self._connection = connection
        self._folder = folder
        self._zone = ZoneInfo("UTC")
        self._changes: list[Change] = []

    async def load(self, file: FairFile, now: datetime, leads: Sequence[int]) -> tuple[Change, ...]:
        """Write the file's state; everyone concerned is told by letters in the same transaction."""
        self._zone = ZoneInfo(file.fair.timezone)
        before = await self._sessions()
        await self._fair(file)
        await self._sync(STAGES, [_Row(e.id, _plain(e, "id")) for e in file.stages])
        await self._days(file)
        clusters = await self._sync(CLUSTERS, [_Row(e.id, _plain(e, "id")) for e in file.clusters])
        floors = await self._sync(FLOORS, [_Row(e.id, _plain(e, "id")) for e in file.floors])
        sessions = await self._sync(SESSIONS, [_Row(e.id, _session(e, clusters)) for e in file.sessions])
        stands = await self._sync(STANDS, [_Row(e.id, await self._stand(e, floors)) for e in file.stands])
        await self._materials("session_id", {sessions[e.id]: e.materials for e in file.sessions})
        await self._materials("stand_id", {stands[e.id]: e.materials for e in file.stands})
        shown = ((sessions[e.id], [stands[ref] for ref in e.stands]) for e in file.sessions)
        await self._links(SESSION_STANDS, "session_id", "stand_id", shown)
        given = ((stands[e.id], [sessions[ref] for ref in e.webinars]) for e in file.stands)
        await self._links(STAND_WEBINARS, "stand_id", "session_id", given)
        if self._changes:
            await self._connection.execute(FAIRS.update().values(version=FAIRS.c.version + 1))
        await self._tell(before, await self._sessions(), now, leads)
        return tuple(self._changes)

    async def _fair(self, file: FairFile) -> None:
        entry = file.fair
        new = {"ref": entry.id, "title": entry.title, "timezone": entry.timezone, "site": entry.site}
        old = (await self._connection.execute(select(FAIRS))).mappings().one_or_none()
        if old is None:
            await self._connection.execute(FAIRS.insert().values(version=0, **new))
            self._changes.append(Change("added", "fair", entry.id, entry.title))
        elif changed := _differences(old, new):
            await self._connection.execute(FAIRS.update().values(changed))
            self._changes.append(Change("changed", "fair", entry.id, entry.title, ", ".join(changed)))

    async def _days(self, file: FairFile) -> None:
        new = {entry.date: entry.theme for entry in file.days if entry.theme}
        old = {row.date: row.theme for row in (await self._connection.execute(select(DAYS))).all()}
        if old == new:
            return
        await self._connection.execute(DAYS.delete())
        if new:
            await self._connection.execute(DAYS.insert(), [{"date": day, "theme": new[day]} for day in new])
        for day in sorted(old.keys() | new.keys()):
            if old.get(day) != new.get(day):
                what: What = "added" if day not in old else "changed" if day in new else "withdrawn"
                self._changes.append(Change(what, "day", str(day), new.get(day) or old[day]))

    async def _sync(self, table: Table, rows: Sequence[_Row]) -> dict[str, int]:
        """Make the table say what the file says; the row numbers by the organiser's ids."""
        found = (await self._connection.execute(select(table))).mappings()
        old = {row["ref"]: row for row in found}
        ids = {ref: int(row["id"]) for ref, row in old.items()}
        for position, row in enumerate(rows):
            new = {**row.values, "position": position, "withdrawn": False}
            if row.ref not in old:
                added = await self._connection.execute(table.insert().values(ref=row.ref, **new).returning(table.c.id))
                ids[row.ref] = added.scalar_one()
                self._changes.append(Change("added", table.name, row.ref, new["title"]))
            elif changed := _differences(old[row.ref], new):
                await self._connection.execute(table.update().where(table.c.id == ids[row.ref]).values(changed))
                self._note(table.name, row.ref, new["title"], old[row.ref], changed)
        for ref in old.keys() - {row.ref for row in rows}:
            if not old[ref]["withdrawn"]:
                await self._connection.execute(table.update().where(table.c.id == ids[ref]).values(withdrawn=True))
                self._changes.append(Change("withdrawn", table.name, ref, old[ref]["title"]))
        return ids

    def _note(self, thing: str, ref: str, title: str, old: Mapping[Any, Any], changed: Mapping[str, Any]) -> None:
        if changed.keys() == {"position"}:
            self._changes.append(Change("changed", thing, ref, title, "order"))
        elif changed.get("withdrawn") is False or changed.get("status") == "scheduled":
            self._changes.append(Change("restored", thing, ref, title))
        elif changed.get("status") == "cancelled":
            self._changes.append(Change("cancelled", thing, ref, title))
        elif "starts" in changed:
            was, new = (self._clock(moment) for moment in (old["starts"], changed["starts"]))
            self._changes.append(Change("moved", thing, ref, title, f"{was} → {new}"))
        else:
            self._changes.append(Change("changed", thing, ref, title, ", ".join(sorted(changed.keys() - {"position"}))))

    def _clock(self, moment: datetime | None) -> str:
        return f"{moment.astimezone(self._zone):%Y-%m-%d %H:%M}" if moment else "no time"

    async def _stand(self, entry: StandEntry, floors: Mapping[str, int]) -> dict[str, Any]:
        products = [{"title": p.title, "text": p.text, "photo": await self._picture(p.photo)} for p in entry.products]
        contacts, hours = entry.contacts, entry.hours
        return _plain(entry, "id", "floor", "contacts", "hours", "products", "materials", "webinars", "logo") | {
            "floor_id": floors[entry.floor],
            "logo": await self._picture(entry.logo),
            "phone": contacts and contacts.phone,
            "email": contacts and contacts.email,
            "opens": hours and hours.opens,
            "closes": hours and hours.closes,
            "products": products,
        }

    async def _picture(self, picture: str | PurePosixPath | None) -> str | None:
        return await self._keep(picture) if isinstance(picture, PurePosixPath) else picture

    async def _keep(self, path: PurePosixPath) -> str:
        content = (self._folder / path).read_bytes()
        media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        file = StoredFile(file_hash(content), path.name, media_type, content)
        await Files(self._connection).keep(file)
        return file.hash

    async def _materials(self, owner: str, wanted: Mapping[int, Sequence[MaterialEntry]]) -> None:
        found = await self._connection.execute(select(MATERIALS).where(MATERIALS.c[owner].is_not(None)))
        old = {(row[owner], row["ref"]): row for row in found.mappings()}
        new = {
            (thing, entry.id): {
                "title": entry.title,
                "url": entry.url,
                "gate": entry.gate,
                "file": await self._keep(entry.file) if entry.file else None,
                "position": position,
                "withdrawn": False,
            }
            for thing, entries in wanted.items()
            for position, entry in enumerate(entries)
        }
        for (thing, ref), values in new.items():
            row = old.get((thing, ref))
            if row is None:
                await self._connection.execute(MATERIALS.insert().values({owner: thing, "ref": ref, **values}))
                self._changes.append(Change("added", "material", ref, str(values["title"])))
            elif changed := _differences(row, values):
                await self._connection.execute(MATERIALS.update().where(MATERIALS.c.id == row["id"]).values(changed))
                self._changes.append(Change("changed", "material", ref, str(values["title"]), ", ".join(changed)))
        for place in old.keys() - new.keys():
            if not old[place]["withdrawn"]:
                gone = MATERIALS.update().where(MATERIALS.c.id == old[place]["id"])
                await self._connection.execute(gone.values(withdrawn=True))
                self._changes.append(Change("withdrawn", "material", place[1], old[place]["title"]))

    async def _links(self, table: Table, owner: str, other: str, links: Iterable[tuple[int, Sequence[int]]]) -> None:
        new = {(one, another): position for one, others in links for position, another in enumerate(others)}
        found = await self._connection.execute(select(table.c[owner], table.c[other], table.c.position))
        old = {(row[0], row[1]): row[2] for row in found.all()}
        if old == new:
            return
        await self._connection.execute(table.delete())
        if new:
            rows = [{owner: one, other: another, "position": at} for (one, another), at in new.items()]
            await self._connection.execute(table.insert(), rows)
        moved = len(old.items() ^ new.items())
        self._changes.append(Change("changed", table.name, "", "", f"{moved}"))

    async def _sessions(self) -> dict[int, _Was]:
        rows = (await self._connection.execute(select(SESSIONS))).all()
        return {
            row.id: _Was(row.id, row.starts, row.minutes, row.withdrawn or row.status == "cancelled") for row in rows
        }

    async def _tell(
        self, before: Mapping[int, _Was], after: Mapping[int, _Was], now: datetime, leads: Sequence[int]
    ) -> None:
        reminders = Reminders(self._connection)
        for was in before.values():
            new = after[was.id]
            if (was.starts, was.off) == (new.starts, new.off) or (_over(was, now) and _over(new, now)):
                continue
            ends = [_end(state) for state in (was, new) if state.starts]
            until = max([*ends, now + timedelta(hours=12)])
            await reminders.announce_change(was.id, was.starts, now, until)
            for lead in leads:
                if was.starts is not None:
                    await reminders.correct_reminders(was.id, was.starts, lead, now)


def _end(session: _Was) -> datetime:
    if session.starts is None:
        raise ValueError("a session without a time has no end")
    return session.starts + timedelta(minutes=session.minutes)


def _over(session: _Was, now: datetime) -> bool:
    return session.starts is not None and _end(session) <= now


def _plain(entry: BaseModel, *left_out: str) -> dict[str, Any]:
    return entry.model_dump(exclude=set(left_out))


def _session(entry: SessionEntry, clusters: Mapping[str, int]) -> dict[str, Any]:
    values = _plain(entry, "id", "cluster", "materials", "stands")
    return values | {"cluster_id": clusters[entry.cluster], "speakers": list(values["speakers"])}


def _differences(old: Mapping[Any, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in new.items() if old[name] != value}


async def load_fair(
    storage: Storage, file: FairFile, folder: Path, now: datetime, leads: Sequence[int], *, dry: bool = False
) -> tuple[Change, ...]:
    """Load a checked file in one transaction; a dry run says the same and changes nothing."""
    async with storage.engine.connect() as connection:
        await connection.execution_options(writes=True)
        transaction = await connection.begin()
        changes = await Loader(connection, folder).load(file, now, leads)
        if dry:
            await transaction.rollback()
        else:
            await transaction.commit()
    return changes
