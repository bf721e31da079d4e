"""The command `fairway`. Exit codes: 0 done, 1 refused, 2 wrong usage, 3 wrong token.

Each command imports what it needs when it runs: importing everything takes seconds, and `--help` needs none of it.
"""

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import auditing, exporting, logs
from bot.operating import (
    beside,
    configured,
    is_missing,
    name_database,
    no_database,
    refuse,
    to_the_end,
    write_table,
)
from bot.speech import SpokenCommands, tell
from dialogs.kit.phrase import say

if TYPE_CHECKING:
    from storage.staff.staff import RoleName

app = typer.Typer(
    help="A participant's assistant for large online fairs.",
    cls=SpokenCommands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(exporting.app, name="export")
app.add_typer(auditing.app, name="audit")
staff = typer.Typer(help="Who may do what.", no_args_is_help=True)
app.add_typer(staff, name="staff")
invite = typer.Typer(help="Print private links that work once, and a code that binds a group.", no_args_is_help=True)
staff.add_typer(invite, name="invite")
keys = typer.Typer(help="The keys that personal data is sealed with.", no_args_is_help=True)
app.add_typer(keys, name="keys")


def main() -> None:
    """The entry point of the command; what it makes is nobody else's to read."""
    os.umask(0o077)
    # Looking for circles took a tenth of a start and of a press: nearly all that is made at a start stays, and a press
    # makes hardly any.
    gc.set_threshold(50_000, 20, 50)
    app(prog_name="fairway")


def _say_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"fairway {version('fairway')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say it.")] = False,
    lang: Annotated[str | None, typer.Option(help="ru or en; without it the machine's own")] = None,
) -> None:
    del version, lang  # the language is taken before, wherever it stands


@app.command()
def run() -> None:
    """Run the bot until it is stopped; the database is migrated first."""
    settings = configured()

    async def start() -> None:
        from bot.following import FollowingClock
        from bot.running import run as run_bot
        from bot.wiring import has_messenger
        from dialogs.kit.clock import SystemClock

        if not has_messenger(settings):
            talking = (name for name, section in settings.messengers.items() if "token" in type(section).model_fields)
            keys = " or ".join(f"FAIRWAY_MESSENGERS__{name.upper()}__TOKEN" for name in talking)
            raise refuse(say("no messenger has a token: set {keys}, or try `fairway demo`", keys=keys))
        if settings.clock.follow is None:
            await run_bot(settings, SystemClock())
            return
        clock = FollowingClock(settings.clock.follow)
        await clock.look()
        await run_bot(settings, clock, beside=clock.follow)

    to_the_end(start)


@app.command()
def demo(
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="of the simulator's page; 0: any free one")] = None,
) -> None:
    """Run the simulator and the bot with the sample fair, on a fresh database, without any account."""
    from bot.demo import DemoTrouble
    from bot.demo import demo as run_demo

    logs.set_up("text", "warning")
    try:
        to_the_end(lambda: run_demo(port))
    except DemoTrouble as trouble:
        raise refuse(trouble.why) from None


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="the programme file, such as fair.yaml")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say what would change")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="do not ask")] = False,
) -> None:
    """Check a programme file and load it: what it adds, changes, moves, cancels."""
    from bot.loading import import_fair

    settings = configured()
    to_the_end(lambda: import_fair(settings, file, dry_run=dry_run, yes=yes))


@app.command()
def template() -> None:
    """Print a commented programme file to begin with."""
    from storage.importers.template import template as text

    typer.echo(text(), nl=False)


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    settings = configured()

    async def upgrade() -> None:
        from storage.database import Storage
        from storage.migrating import migrate as upgrade_to_newest

        name_database(settings.database.url)
        storage = Storage(settings.database.url, sealer=settings.privacy.sealer)
        await upgrade_to_newest(storage)
        await storage.close()
        tell(say("The database is at the newest schema."))

    to_the_end(upgrade)


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="the copy, which must not be there yet")]) -> None:
    """Copy the database to a file, as of one moment, while the bot runs."""
    settings = configured()

    async def copy() -> None:
        from storage.backup import BackupRefused, back_up, dump_command

        if command := dump_command(settings.database.url, file):
            typer.echo(command)
            other = say("PostgreSQL is copied by its own program, above; it asks for the password (or ~/.pgpass)")
            raise refuse(other)
        if is_missing(settings.database.url):
            raise refuse(no_database(settings.database.url))
        name_database(settings.database.url)
        try:
            size = await back_up(settings.database.url, file)
        except BackupRefused as refusal:
            raise refuse(str(refusal)) from None
        tell(
            say(
                "{file}: {size} bytes, checked. What is sealed in it needs the keys (privacy.keys): keep them apart.",
                file=str(file),
                size=size,
            )
        )

    to_the_end(copy)


@app.command()
def check() -> None:
    """Look at configuration, database, tokens and what the bot may do in its groups, and say what is wrong."""
    from bot.checking import check as look

    settings = configured()
    to_the_end(lambda: look(settings))


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


@invite.command("head")
def invite_head(stand: Annotated[str, typer.Option(help="the stand's id")]) -> None:
    """A link for each messenger for the stand's head, who sees all of its requests and invites colleagues."""
    _invite("head", stand)


@invite.command("stands")
def invite_stands(out: Annotated[Path, typer.Option(help="the file to be written, as CSV")]) -> None:
    """The same for every stand: a file with links that work once and a code for each, to be handed out in private."""
    settings = configured()

    async def write() -> None:
        from bot.staff import invite_all

        async with beside(settings) as storage:
            header, rows = await invite_all(settings, storage)
        write_table(header, rows, "csv", out)

    to_the_end(write)


def _invite(role: "RoleName", of: str | None) -> None:
    settings = configured()

    async def write() -> None:
        from bot.staff import invite as invite_staff

        async with beside(settings) as storage:
            await invite_staff(settings, storage, role, of)

    to_the_end(write)


@staff.command("list")
def list_staff() -> None:
    """Who may do what, the groups in which they work, and invitations that nobody has used."""
    settings = configured()

    async def write() -> None:
        from bot.staff import show

        async with beside(settings) as storage:
            await show(settings, storage)

    to_the_end(write)


@staff.command("revoke")
def revoke(
    what: Annotated[
        str,
        typer.Argument(help="a number from `fairway staff list`, or an unused link or /bind code"),
    ],
) -> None:
    """Take a right away, which counts from the next press on, or an invitation that nobody has used."""
    settings = configured()

    async def write() -> None:
        from bot.staff import LONGEST_NUMBER, withdraw
        from bot.staff import revoke as take_away

        async with beside(settings, aside=False) as storage:
            if what.isdecimal() and len(what) <= LONGEST_NUMBER:
                await take_away(settings, storage, int(what))
            else:
                await withdraw(settings, storage, _code_in(what))

    to_the_end(write)


@staff.command("unbind")
def unbind(place: Annotated[str, typer.Argument(help="the group as `fairway staff list` writes it")]) -> None:
    """Let a group be bound to nothing any more: nothing is sent there, and the bot leaves it."""
    settings = configured()

    async def write() -> None:
        from bot.staff import unbind as let_go

        async with beside(settings, aside=False) as storage:
            await let_go(settings, storage, place)

    to_the_end(write)


@keys.command("new")
def new_key() -> None:
    """Print a new key: put it before the others in FAIRWAY_PRIVACY__KEYS, restart the bot, then rotate."""
    from cryptography.fernet import Fernet

    typer.echo(Fernet.generate_key().decode())


@keys.command("hook")
def hook_key(address: Annotated[str, typer.Argument(help="https://…, as it stands in the configuration")]) -> None:
    """Print the key by which one web address knows that an event is ours; give it to nobody but its developers."""
    settings = configured()
    section, url = settings.messengers["http"], address.removeprefix("http:") if "://" in address[5:] else address
    if section.token is None:
        raise refuse(
            say("messengers.http has no secret: set FAIRWAY_MESSENGERS__HTTP__SECRET, which nobody else needs to know")
        )
    if (wrong := section.refuses(url)) is not None:
        raise refuse(f"{url}: {wrong}")
    if all(one.chat != url for _, chats in settings.addressed for one in chats.values()):
        tell(say("{url} is not in the configuration; keys differ with every sign of the address", url=url), err=True)
    typer.echo(section.key_of(url))


@keys.command("rotate")
def rotate() -> None:
    """Seal everything by the newest key; then the older keys may go."""
    settings = configured()

    async def write() -> None:
        from bot.personal import rotate as seal_anew

        async with beside(settings, aside=False) as storage:
            await seal_anew(settings, storage)

    to_the_end(write)


def _code_in(what: str) -> str:
    """The code of an invitation, out of its link or of the line that binds a group."""
    return what.rpartition("staff-")[2].rpartition("/bind ")[2].strip()
