"""Loading a checked programme file in one transaction; whom a change concerns is told in it, by whoever asks."""

import mimetypes
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Storage
from storage.engine.trouble import troubles
from storage.engine.turns import parts
from storage.fair.exhibition import FLOORS, SESSION_STANDS, STAND_WEBINARS, STANDS
from storage.fair.files import Files, StoredFile, file_hash
from storage.fair.materials import MATERIALS, OFFERED
from storage.fair.programme import CLUSTERS, DAYS, FAIRS, SESSIONS, STAGES
from storage.fair.wording import TRANSLATIONS
from storage.importers.fair_file import (
    Entry,
    FairFile,
    MaterialEntry,
    ProductEntry,
    SessionEntry,
    SpeakerEntry,
    StandEntry,
)
from storage.importers.syncing import Change as Change
from storage.importers.syncing import Row, Sync
from storage.work import Work

Stored = Mapping[PurePosixPath, StoredFile]


@dataclass(frozen=True, slots=True)
class SessionState:
    """A session as far as its subscribers care, and their calendars: these show `shown` too."""

    starts: datetime | None
    minutes: int
    off: bool
    player: str | None = None
    shown: tuple[Any, ...] = ()

    @property
    def ends(self) -> datetime | None:
        return self.starts and self.starts + timedelta(minutes=self.minutes)

    def is_over(self, now: datetime) -> bool:
        return self.ends is not None and self.ends <= now


@dataclass(frozen=True, slots=True)
class SessionChange:
    """A session that is not as it was."""

    session: int
    was: SessionState
    new: SessionState


Tell = Callable[[Work, Sequence[SessionChange]], Awaitable[None]]


class _OnlyAsked(Exception):
    """A dry run ends: nothing of it is kept."""


async def load(storage: Storage, file: FairFile, folder: Path, tell: Tell, *, dry: bool = False) -> tuple[Change, ...]:
    """Make the database say what the file says; a dry run tells the same changes and makes none.

    :param tell: what is done in the same transaction about sessions that are not as they were.
    :raises DatabaseTrouble: nothing was loaded.
    """
    files = _read_files(file, folder)
    changes: tuple[Change, ...] = ()
    await storage.weigh_letters()  # of whom it concerns, those who wait to be told already are looked for among them
    try:
        with troubles():
            async with storage.long_transaction() as (connection, after_commit):
                before = await _states(connection)
                changes = await _load(connection, file, files)
                after = await _states(connection)
                states = [SessionChange(number, was, after[number]) for number, was in before.items()]
                moved = [change for change in states if change.was != change.new]
                await _count_for_calendars(connection, [change.session for change in moved])
                work = Work(connection, storage.memory, after_commit, storage.sealer, storage.operator)
                await tell(work, moved)
                await work.settle()
                if dry:
                    raise _OnlyAsked
    except _OnlyAsked:
        pass
    return changes


async def _load(connection: AsyncConnection, file: FairFile, files: Stored) -> tuple[Change, ...]:
    sync = Sync(connection, ZoneInfo(file.fair.timezone))
    await sync.single(FAIRS, "fair", file.fair.id, _values(file.fair))
    for stored in files.values():
        await Files(connection).keep(stored)
    await _load_programme(sync, file, files)
    if sync.changes:
        await connection.execute(FAIRS.update().values(version=FAIRS.c.version + 1))
    return tuple(sync.changes)


async def _load_programme(sync: Sync, file: FairFile, files: Stored) -> None:
    await sync.rows(STAGES, "stage", [Row(e.id, _values(e)) for e in file.stages])
    await sync.days(DAYS, {e.date: (e.theme, e.translations) for e in file.days if e.theme})
    clusters = await sync.rows(CLUSTERS, "cluster", [Row(e.id, _values(e)) for e in file.clusters])
    floors = await sync.rows(FLOORS, "floor", [Row(e.id, _values(e)) for e in file.floors])
    sessions = await sync.rows(SESSIONS, "session", [Row(e.id, _session(e, clusters)) for e in file.sessions])
    stands = await sync.rows(STANDS, "stand", [Row(e.id, _stand(e, floors, files)) for e in file.stands])
    materials = [row for e in file.sessions for row in _materials("session_id", sessions[e.id], e.materials, files)]
    materials += [row for e in file.stands for row in _materials("stand_id", stands[e.id], e.materials, files)]
    await sync.rows(MATERIALS, "material", materials, owners=("session_id", "stand_id"), foreign=OFFERED)
    shown = {(e.id, sessions[e.id]): [stands[ref] for ref in e.stands] for e in file.sessions}
    await sync.links(SESSION_STANDS, "session", "session_id", "stand_id", shown)
    given = {(e.id, stands[e.id]): [sessions[ref] for ref in e.webinars] for e in file.stands}
    await sync.links(STAND_WEBINARS, "stand", "stand_id", "session_id", given)


def _read_files(file: FairFile, folder: Path) -> dict[PurePosixPath, StoredFile]:
    """Everything that the file names by a path, read before the database is held."""
    pictures = [stand.logo for stand in file.stands]
    pictures += [product.photo for stand in file.stands for product in stand.products]
    owners: list[SessionEntry | StandEntry] = [*file.sessions, *file.stands]
    materials = [material.file for owner in owners for material in owner.materials]
    paths = {path for path in [*pictures, *materials] if isinstance(path, PurePosixPath)}
    return {path: _read(folder, path) for path in sorted(paths)}


def _read(folder: Path, path: PurePosixPath) -> StoredFile:
    content = (folder / path).read_bytes()
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return StoredFile(file_hash(content), path.name, media_type, content)


def _values(entry: Entry, *elsewhere: str) -> dict[str, Any]:
    """An entry's own columns, but for those that are made elsewhere."""
    return entry.model_dump(exclude={"id", *elsewhere}) | {TRANSLATIONS: entry.translations}


def _session(entry: SessionEntry, clusters: Mapping[str, int]) -> dict[str, Any]:
    return _values(entry, "cluster", "materials", "stands") | {
        "cluster_id": clusters[entry.cluster],
        "moderator": entry.moderator and _person(entry.moderator),
        "speakers": [_person(speaker) for speaker in entry.speakers],
        **{name: list(getattr(entry, name)) or None for name in ("languages", "tags", "audience")},
    }


def _person(entry: SpeakerEntry) -> dict[str, Any]:
    named = {"name": entry.name, "post": entry.post}
    return named if entry.id is None else named | {"ref": entry.id}


def _stand(entry: StandEntry, floors: Mapping[str, int], files: Stored) -> dict[str, Any]:
    elsewhere = ("floor", "logo", "contacts", "hours", "products", "materials", "webinars")
    contacts, hours = entry.contacts, entry.hours
    return _values(entry, *elsewhere) | {
        "floor_id": floors[entry.floor],
        "logo": _picture(entry.logo, files),
        "phone": contacts and contacts.phone,
        "email": contacts and contacts.email,
        "opens": hours and hours.opens,
        "closes": hours and hours.closes,
        "products": [_product(product, files) for product in entry.products],
    }


def _product(entry: ProductEntry, files: Stored) -> dict[str, Any]:
    product = {"title": entry.title, "text": entry.text, "photo": _picture(entry.photo, files)}
    return product if entry.translations is None else product | {TRANSLATIONS: entry.translations}


def _picture(picture: str | PurePosixPath | None, files: Stored) -> str | None:
    return files[picture].hash if isinstance(picture, PurePosixPath) else picture


def _materials(owner: str, number: int, entries: Sequence[MaterialEntry], files: Stored) -> list[Row]:
    def values(entry: MaterialEntry, position: int) -> dict[str, Any]:
        file = files[entry.file].hash if entry.file else None
        return _values(entry) | {"file": file, "position": position}

    return [Row(entry.id, values(entry, at), (owner, number)) for at, entry in enumerate(entries)]


async def _states(connection: AsyncConnection) -> dict[int, SessionState]:
    rows = await connection.execute(select(SESSIONS))
    return {
        row.id: SessionState(
            starts=row.starts,
            minutes=row.minutes,
            off=row.withdrawn or row.status == "cancelled",
            player=row.player,
            shown=(row.title, row.summary, row.translations),
        )
        for row in rows
    }


async def _count_for_calendars(connection: AsyncConnection, changed: Sequence[int]) -> None:
    """A calendar takes a change of what it has for one only if its number is higher than before."""
    for part in parts(changed):
        here = SESSIONS.update().where(SESSIONS.c.id.in_(part))
        await connection.execute(here.values(sequence=SESSIONS.c.sequence + 1))
