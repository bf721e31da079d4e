"""What every command does: reads the configuration, runs a coroutine, opens the database beside the bot, refuses."""

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager
from getpass import getuser
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, TYPE_CHECKING

import typer

from bot import logs
from bot.settings import Settings, WrongConfiguration, read_settings
from bot.speech import command, tell
from dialogs.kit.phrase import Phrase, Value, say, say_n
from dialogs.kit.tables import Format, table, written_to

if TYPE_CHECKING:
    from storage.database import Storage

REFUSED, WRONG_TOKEN = 1, 3
OURS, OF_OTHERS = 0o600, 0o077  # the mode of files that hold people's data; what others on the machine may do


def refuse(message: Value, code: int = REFUSED) -> typer.Exit:
    """What ends a command that cannot be done, after it has said why."""
    tell(message, err=True)
    return typer.Exit(code)


def place_of(url: str) -> str:
    """Where a database is, whichever folder one looks from: a file by its whole path, a server without the password."""
    from storage.engine.urls import read_url

    address = read_url(url)
    if address.get_backend_name() == "sqlite":
        return str(Path(address.database or "").absolute())
    return address.render_as_string(hide_password=True)


def state_folder() -> Path:
    """Where the bot keeps what is no database: the folder that systemd gives it, else the one that it runs in."""
    return Path(os.environ.get("STATE_DIRECTORY", "").partition(":")[0])


def is_missing(url: str) -> bool:
    """Whether it is a file that is not there."""
    from storage.engine.urls import read_url

    address = read_url(url)
    return address.get_backend_name() == "sqlite" and not Path(address.database or "").exists()


def open_to_others(url: str) -> list[Path]:
    """The files of a SQLite database that others on this machine may read or write."""
    from storage.engine.urls import read_url

    address = read_url(url)
    if address.get_backend_name() != "sqlite":
        return []
    files = [Path(f"{address.database}{end}") for end in ("", "-wal", "-shm", ".lock", ".erased")]
    return [file for file in files if file.exists() and file.stat().st_mode & OF_OTHERS]


def no_database(url: str) -> Phrase:
    """What is said instead of making an empty one, which the bot that runs elsewhere would never see."""
    return say(
        "there is no database at {place}: go to the fair's folder, or name the file in database.url "
        "(FAIRWAY_DATABASE__URL). To make a new one there, run `fairway migrate`",
        place=place_of(url),
    )


def name_database(url: str, *, err: bool = False) -> None:
    """Say which database is meant; to the side where the answer goes to another program."""
    new = say("database: {place}, a new one", place=place_of(url))
    tell(new if is_missing(url) else say("database: {place}", place=place_of(url)), err=err)


def configured() -> Settings:
    """The configuration, with logs set up as it says."""
    try:
        settings = read_settings()
    except WrongConfiguration as wrong:
        for line in wrong.said:
            tell(line, err=True)
        raise typer.Exit(REFUSED) from None
    logs.set_up(settings.log.format, settings.log.level)
    return settings


def to_the_end(main: Callable[[], Coroutine[None, None, None]]) -> None:
    """Run a command's coroutine; what may go wrong becomes words and an exit code."""
    import uvloop
    from aiohttp import ClientError

    from dialogs.engine.adapter import WrongSettings, WrongToken
    from storage.database import DatabaseTrouble
    from storage.engine.sole import DatabaseInUse

    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:  # the fastest loop there is
            runner.run(main())
    except WrongToken as wrong:
        raise refuse(str(wrong), WRONG_TOKEN) from None
    except WrongSettings as wrong:
        raise refuse(wrong.why) from None
    except DatabaseInUse as wrong:
        raise refuse(str(wrong)) from None
    except OSError as trouble:  # a port that is taken, a clock that nobody serves, a folder that is not ours
        raise refuse(str(trouble)) from None
    except ClientError as trouble:
        nobody = say("clock.follow: nobody answers there ({trouble})", trouble=type(trouble).__name__)
        raise refuse(nobody) from None
    except DatabaseTrouble as trouble:
        away = say("the database does not answer ({trouble}); look at database.url", trouble=str(trouble))
        raise refuse(away) from None


def operator() -> dict[str, str]:
    """Who runs which command, for the audit log: without what stands behind its name, which may be a secret."""
    try:
        user = getuser()
    except (KeyError, OSError):  # a container knows its users by number only
        user = str(os.getuid())
    return {"operator": user, "command": command()}


@asynccontextmanager
async def beside(settings: Settings, *, aside: bool = True) -> AsyncIterator["Storage"]:
    """The database, for a command that may run beside the bot; `aside`: its name is no part of the answer."""
    from storage.database import Storage
    from storage.migrating import pending

    if is_missing(settings.database.url):
        raise refuse(no_database(settings.database.url))
    name_database(settings.database.url, err=aside)
    storage = Storage(settings.database.url, alone=False, sealer=settings.privacy.sealer, operator=operator())
    try:
        if await pending(storage):
            raise refuse(say("the database's schema is older than this program; run `fairway migrate`"))
        await storage.refresh()
        yield storage
    finally:
        await storage.close()


def write_table(header: Sequence[str], rows: Iterable[Sequence[str]], form: Format, out: Path | None) -> None:
    """Write a short table to a file, or to standard output without one."""
    with TemporaryFile() as file:
        rows = list(rows)
        file.write(table(header, rows, form))
        _hand_over(file, len(rows), out)


async def write_long_table(
    header: Sequence[str],
    rows: AsyncIterable[Sequence[str]],
    form: Format,
    out: Path | None,
    whole: Callable[[], Awaitable[None]] | None = None,
    *,
    plain: bool = False,
) -> None:
    """The same of any length, none of it in memory; nothing is written to its place before all of it is there.

    :param whole: awaited when it is.
    :param plain: a CSV is for programs.
    """
    count = 0
    with TemporaryFile() as file, TemporaryDirectory() as folder:
        with written_to(file, header, form, folder, plain=plain) as write:
            async for row in rows:
                write(row)
                count += 1
        if whole is not None:
            await whole()
        _hand_over(file, count, out)


def _hand_over(file: IO[bytes], rows: int, out: Path | None) -> None:
    file.seek(0)
    if out is None:
        shutil.copyfileobj(file, sys.stdout.buffer)
        return
    try:
        with out.open("wb") as place:
            if out.is_file():  # not /dev/stdout
                os.fchmod(place.fileno(), OURS)  # also where somebody made the file before
            shutil.copyfileobj(file, place)
    except OSError as trouble:
        raise refuse(
            say("{file} cannot be written: {trouble}", file=str(out), trouble=trouble.strerror or "")
        ) from None
    tell(say_n("{n} row in {file}", "{n} rows in {file}", rows, file=str(out)), err=True)
