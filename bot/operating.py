"""What every command does: reads the configuration, runs a coroutine, opens the database beside the bot, refuses."""

import shutil
import sys
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, TYPE_CHECKING

import typer

from bot import logs
from bot.settings import Settings, WrongConfiguration, read_settings
from dialogs.kit.tables import Format, table, written_to

if TYPE_CHECKING:
    from storage.database import Storage

REFUSED, WRONG_TOKEN = 1, 3


def refuse(message: str, code: int = REFUSED) -> typer.Exit:
    """What ends a command that cannot be done, after it has said why."""
    typer.echo(message, err=True)
    return typer.Exit(code)


def configured() -> Settings:
    """The configuration, with logs set up as it says."""
    try:
        settings = read_settings()
    except WrongConfiguration as wrong:
        raise refuse(str(wrong)) from None
    logs.set_up(settings.log.format, settings.log.level)
    return settings


def to_the_end(main: Callable[[], Coroutine[None, None, None]]) -> None:
    """Run a command's coroutine; what may go wrong becomes words and an exit code."""
    from aiohttp import ClientError

    from bot.running import in_loop
    from dialogs.engine.adapter import WrongSettings, WrongToken
    from storage.database import DatabaseTrouble
    from storage.engine.sole import DatabaseInUse

    try:
        in_loop(main)
    except WrongToken as wrong:
        raise refuse(str(wrong), WRONG_TOKEN) from None
    except (WrongSettings, DatabaseInUse) as wrong:
        raise refuse(str(wrong)) from None
    except OSError as trouble:  # a port that is taken, a clock that nobody serves, a folder that is not ours
        raise refuse(str(trouble)) from None
    except ClientError as trouble:
        raise refuse(f"clock.follow: nobody answers there ({type(trouble).__name__})") from None
    except DatabaseTrouble as trouble:
        raise refuse(f"the database does not answer ({trouble}); look at database.url") from None


@asynccontextmanager
async def beside(settings: Settings) -> AsyncIterator["Storage"]:
    """The database, for a command that may run beside the bot."""
    from storage.database import Storage
    from storage.migrating import pending

    storage = Storage(settings.database.url, alone=False, sealer=settings.privacy.sealer)
    try:
        if await pending(storage):
            raise refuse("the database's schema is older than this program; run `fairway migrate`")
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
            shutil.copyfileobj(file, place)
    except OSError as trouble:
        raise refuse(f"{out} cannot be written: {trouble.strerror}") from None
    typer.echo(f"{rows} rows in {out}", err=True)
