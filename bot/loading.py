"""`fairway import`: check, show what changes, ask, load."""

import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import typer

from bot.following import fair_clock
from bot.operating import name_database, operator
from bot.settings import Settings
from bot.speech import spoken, tell, translated
from dialogs.kit.clock import Clock
from dialogs.kit.phrase import Phrase, say
from dialogs.news.sessions import load_fair
from storage.database import Storage
from storage.fair.catalogue import Catalogue
from storage.importers.doubts import doubts
from storage.importers.fair_file import FairFile
from storage.importers.loading import Change
from storage.importers.mistakes import Mistakes
from storage.importers.reading import read_fair_file
from storage.importers.syncing import What
from storage.migrating import migrate

_NOTHING = say("Nothing was loaded.")
_WHAT: Mapping[What, Phrase] = {
    "added": say("added"),
    "changed": say("changed"),
    "moved": say("moved"),
    "cancelled": say("cancelled"),
    "restored": say("restored"),
    "withdrawn": say("taken out"),
}
_THINGS: Mapping[str, Phrase] = {
    "fair": say("fair"),
    "stage": say("stage"),
    "day": say("day"),
    "cluster": say("cluster"),
    "session": say("session"),
    "floor": say("floor"),
    "stand": say("stand"),
    "material": say("material"),
}
SHOWN = 60  # lines of additions; changes that somebody is told of are all shown


async def import_fair(settings: Settings, path: Path, *, dry_run: bool, yes: bool) -> None:
    """Load a programme file after showing what it changes."""
    file = read_fair_file(path)
    if isinstance(file, Mistakes):
        typer.echo(f"{file.told(translated)}\n{spoken(_NOTHING)}", err=True)
        raise typer.Exit(1)
    name_database(settings.database.url)
    storage = Storage(settings.database.url, alone=False, sealer=settings.privacy.sealer, operator=operator())
    clock = await fair_clock(settings.clock.follow)
    notice_minutes = settings.reminders.leads
    try:
        await migrate(storage)
        await storage.refresh()
        _refuse_other_fair(storage.catalogue, file)
        changes = await load_fair(storage, file, path.parent, clock.now(), notice_minutes, dry=True)
        for doubt in doubts(file):
            tell(say("look again: {doubt}", doubt=translated(doubt)))
        _show(changes)
        if not changes or dry_run:
            return
        if not yes and not _confirmed():
            tell(say("Nothing was loaded. Add --yes to load it without a question."), err=True)
            raise typer.Exit(1)
        await load_fair(storage, file, path.parent, clock.now(), notice_minutes)
        tell(say("Loaded."))
    finally:
        await storage.close()


def _refuse_other_fair(stored: Catalogue, file: FairFile) -> None:
    """Another fair's file would cancel every session of this one, and tell all their subscribers."""
    if stored.version and stored.ref != file.fair.id:
        other = say(
            "The database holds the fair {stored}, this file is of {other}: correct `fair.id`, or name another "
            "database (FAIRWAY_DATABASE__URL).",
            stored=stored.ref,
            other=file.fair.id,
        )
        typer.echo(f"{spoken(other)}\n{spoken(_NOTHING)}", err=True)
        raise typer.Exit(1)


async def load_first(settings: Settings, storage: Storage, clock: Clock) -> None:
    """Load `fair.file` into a database that has no fair yet; later changes come by `fairway import`."""
    path = settings.fair.file
    if path is None or storage.catalogue.version:
        return
    file = read_fair_file(path)
    if isinstance(file, Mistakes):
        typer.echo(f"{file.told(translated)}\n{spoken(_NOTHING)}", err=True)
        raise typer.Exit(1)
    await load_fair(storage, file, path.parent, clock.now(), settings.reminders.leads)
    await storage.refresh()


def _confirmed() -> bool:
    return sys.stdin.isatty() and typer.confirm(spoken(say("Load it?")))


def _show(changes: tuple[Change, ...]) -> None:
    if not changes:
        tell(say("The file says what the database says: nothing changes."))
        return
    told = ("moved", "cancelled", "restored", "withdrawn")
    ordered = sorted(changes, key=lambda change: change.what not in told)
    important = sum(change.what in told for change in changes)
    for change in ordered[: max(SHOWN, important)]:
        details = f": {change.details}" if change.details else ""
        thing = spoken(_THINGS.get(change.thing, change.thing))
        typer.echo(f"{spoken(_WHAT[change.what])} {thing} {change.ref} «{change.title}»{details}")
    if len(changes) > max(SHOWN, important):
        tell(say("… and {count} more", count=len(changes) - max(SHOWN, important)))
    counts = Counter(change.what for change in changes)
    what = ", ".join(f"{count} {spoken(_WHAT[what])}" for what, count in counts.most_common())
    tell(say("In all: {what}", what=what))
