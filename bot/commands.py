"""The command `fairway`. Exit codes: 0 done, 1 refused, 2 wrong usage, 3 wrong token.

Each command imports what it needs when it runs: importing everything takes seconds, and `--help` needs none of it.
"""

import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import exports, logs
from bot.settings import Settings, WrongConfiguration, read_settings

if TYPE_CHECKING:
    from storage.database import Storage
    from storage.staff import RoleName

REFUSED, WRONG_TOKEN = 1, 3
LONGEST_NUMBER = 10  # of a line in `fairway staff list`; codes of invitations are longer

app = typer.Typer(
    help="A participant's assistant for large online fairs.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
export = typer.Typer(help="Write tables for the organisers.", no_args_is_help=True)
app.add_typer(export, name="export")
staff = typer.Typer(help="Who may do what.", no_args_is_help=True)
app.add_typer(staff, name="staff")
invite = typer.Typer(help="Print private links that work once, and a code that binds a group.", no_args_is_help=True)
staff.add_typer(invite, name="invite")


def main() -> None:
    """The entry point of the command."""
    app(prog_name="fairway")


def _refuse(message: str, code: int = REFUSED) -> typer.Exit:
    typer.echo(message, err=True)
    return typer.Exit(code)


def _settings() -> Settings:
    try:
        settings = read_settings()
    except WrongConfiguration as wrong:
        raise _refuse(str(wrong)) from None
    logs.set_up(settings.log.format, settings.log.level)
    return settings


def _in_loop(main: Callable[[], Awaitable[None]]) -> None:
    """Run a command's coroutine; what may go wrong becomes words and an exit code."""
    from aiohttp import ClientError

    from bot.running import in_loop
    from dialogs.kit.adapter import WrongSettings, WrongToken
    from storage.database import DatabaseTrouble
    from storage.sole import DatabaseInUse

    try:
        in_loop(main)
    except WrongToken as wrong:
        raise _refuse(str(wrong), WRONG_TOKEN) from None
    except (WrongSettings, DatabaseInUse) as wrong:
        raise _refuse(str(wrong)) from None
    except OSError as trouble:  # a port that is taken, a clock that nobody serves, a folder that is not ours
        raise _refuse(str(trouble)) from None
    except ClientError as trouble:
        raise _refuse(f"clock.follow: nobody answers there ({type(trouble).__name__})") from None
    except DatabaseTrouble as trouble:
        raise _refuse(f"the database does not answer ({trouble}); look at database.url") from None


@app.command()
def run() -> None:
    """Run the bot until it is stopped; the database is migrated first."""
    settings = _settings()

    async def start() -> None:
        from bot.following import FollowingClock
        from bot.running import run as run_bot
        from bot.wiring import has_messenger
        from dialogs.kit.clock import SystemClock

        if not has_messenger(settings):
            talking = (name for name, section in settings.messengers.items() if "token" in type(section).model_fields)
            keys = " or ".join(f"FAIRWAY_MESSENGERS__{name.upper()}__TOKEN" for name in talking)
            raise _refuse(f"no messenger has a token: set {keys}, or try `fairway demo`")
        if settings.clock.follow is None:
            await run_bot(settings, SystemClock())
            return
        clock = FollowingClock(settings.clock.follow)
        await clock.look()
        await run_bot(settings, clock, beside=clock.follow)

    _in_loop(start)


@app.command()
def demo(
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="of the simulator's page; 0: any free one")] = None,
) -> None:
    """Run the simulator and the bot with the sample fair, on a fresh database, without any account."""
    from bot.demo import DemoTrouble
    from bot.demo import demo as run_demo

    logs.set_up("text", "warning")
    try:
        _in_loop(lambda: run_demo(port))
    except DemoTrouble as trouble:
        raise _refuse(str(trouble)) from None


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="the programme file, such as fair.yaml")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say what would change")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="do not ask")] = False,
) -> None:
    """Check a programme file and load it: what it adds, changes, moves, cancels."""
    from bot.loading import import_fair

    settings = _settings()
    _in_loop(lambda: import_fair(settings, file, dry_run=dry_run, yes=yes))


@app.command()
def template() -> None:
    """Print a commented programme file to begin with."""
    from storage.importers.template import template as text

    typer.echo(text(), nl=False)


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    settings = _settings()

    async def upgrade() -> None:
        from storage.database import Storage
        from storage.migrating import migrate as upgrade_to_newest

        storage = Storage(settings.database.url, sealer=settings.privacy.sealer)
        await upgrade_to_newest(storage)
        await storage.close()
        typer.echo("The database is at the newest schema.")

    _in_loop(upgrade)


@app.command()
def check() -> None:
    """Look at configuration, database, tokens and what the bot may do in its groups, and say what is wrong."""
    from bot.checking import check as look

    settings = _settings()
    _in_loop(lambda: look(settings))


@export.command("subscriptions")
def export_subscriptions(
    form: Annotated[str, typer.Option("--format", help="csv or xlsx")] = "csv",
    out: Annotated[Path | None, typer.Option(help="a file; standard output without it")] = None,
) -> None:
    """Who asked to be reminded of what: messenger, user id, session id, since when."""
    chosen = _format(form)
    settings = _settings()

    async def write() -> None:
        async with _beside(settings) as storage, storage.reading() as work:
            lines = [line async for line in work.subscriptions.lines()]
        rows = [(line.messenger, line.user, line.session, line.since.isoformat()) for line in lines]
        _write(("messenger", "user", "session", "since"), rows, chosen, out)

    _in_loop(write)


@export.command("questions")
def export_questions(
    form: Annotated[str, typer.Option("--format", help="csv or xlsx")] = "csv",
    out: Annotated[Path | None, typer.Option(help="a file; standard output without it")] = None,
) -> None:
    """What was asked for which session and what became of it; who asked is no part of it."""
    chosen = _format(form)
    settings = _settings()

    async def write() -> None:
        async with _beside(settings) as storage, storage.reading() as work:
            lines = [line async for line in work.questions.lines()]
        _write(exports.QUESTIONS, [exports.question(line) for line in lines], chosen, out)

    _in_loop(write)


@invite.command("organiser")
def invite_organiser() -> None:
    """A link for each messenger that makes an organiser of the person who opens it."""
    _invite("organiser", None)


@invite.command("moderators")
def invite_moderators(cluster: Annotated[str, typer.Option(help="the cluster's id")]) -> None:
    """A link for each messenger that makes a moderator, and the command that makes a group the cluster's."""
    _invite("moderator", cluster)


@invite.command("stand")
def invite_stand(stand: Annotated[str, typer.Option(help="the stand's id")]) -> None:
    """A link for each messenger for the stand's staff, and the command that makes a group the stand's."""
    _invite("stand", stand)


def _invite(role: "RoleName", of: str | None) -> None:
    settings = _settings()

    async def write() -> None:
        from bot.staff import invite as invite_staff

        async with _beside(settings) as storage:
            await invite_staff(settings, storage, role, of)

    _in_loop(write)


@staff.command("list")
def list_staff() -> None:
    """Who may do what, and the groups in which they work."""
    settings = _settings()

    async def write() -> None:
        from bot.staff import show

        async with _beside(settings) as storage:
            await show(storage)

    _in_loop(write)


@staff.command("revoke")
def revoke(
    what: Annotated[str, typer.Argument(help="a number from `fairway staff list`, or an unused link or /bind code")],
) -> None:
    """Take a right away, which counts from the next press on, or an invitation that nobody has used."""
    settings = _settings()

    async def write() -> None:
        from bot.following import fair_clock

        clock = await fair_clock(settings.clock.follow)
        async with _beside(settings) as storage, storage.writing() as work:
            if what.isdecimal() and len(what) <= LONGEST_NUMBER:
                if not await work.staff.revoke(int(what), clock.now()):
                    raise _refuse(f"nobody has the number {what}; look at `fairway staff list`")
                typer.echo(f"Number {what} may do nothing more.")
                return
            if not await work.staff.withdraw(_code_in(what), clock.now()):
                raise _refuse("no unused invitation has this code; whom a used one let in is in `fairway staff list`")
        typer.echo("This invitation lets nobody in any more.")

    _in_loop(write)


def _code_in(what: str) -> str:
    """The code of an invitation, out of its link or of the line that binds a group."""
    return what.rpartition("staff-")[2].rpartition("/bind ")[2].strip()


def _format(form: str) -> exports.Format:
    match form:
        case "csv" | "xlsx":
            return form
    raise typer.BadParameter("csv or xlsx", param_hint="--format")


@asynccontextmanager
async def _beside(settings: Settings) -> AsyncIterator["Storage"]:
    """The database, for a command that may run beside the bot."""
    from storage.database import Storage
    from storage.migrating import pending

    storage = Storage(settings.database.url, alone=False, sealer=settings.privacy.sealer)
    try:
        if await pending(storage):
            raise _refuse("the database's schema is older than this program; run `fairway migrate`")
        await storage.refresh()
        yield storage
    finally:
        await storage.close()


def _write(header: Sequence[str], rows: Sequence[Sequence[str]], form: exports.Format, out: Path | None) -> None:
    content = exports.table(header, rows, form)
    if out is None:
        sys.stdout.buffer.write(content)
        return
    try:
        out.write_bytes(content)
    except OSError as trouble:
        raise _refuse(f"{out} cannot be written: {trouble.strerror}") from None
    typer.echo(f"{len(rows)} rows in {out}", err=True)
