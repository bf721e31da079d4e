"""What operators do about personal data: seal it anew, read who looked at it or erased it, check what is missing."""

import typer

from bot.following import fair_clock
from bot.settings import Settings
from bot.speech import tell
from bot.wiring import privacy_policy
from dialogs.kit.phrase import say, say_n
from dialogs.kit.tables import table as table_of
from dialogs.privacy.jobs import seal_anew
from storage.database import Storage
from storage.privacy.personal import sealed_tables

OPEN = say("what people write lies open in the database: privacy.keys has no key to seal it (`fairway keys new`)")
AUDIT = ("at", "deed", "by", "about")


async def rotate(settings: Settings, storage: Storage) -> None:
    """Seal all that is sealed by the newest key; afterwards the older ones may be taken out of the configuration.

    :raises typer.Exit: there is no key, or rows are left that none of ours opens.
    """
    if not storage.sealer.ready:
        tell(say("privacy.keys: there is no key; `fairway keys new` makes one"), err=True)
        raise typer.Exit(1)
    clock = await fair_clock(settings.clock.follow)
    unreadable = 0
    for table in sealed_tables():
        renewed = await seal_anew(storage, table, clock.now())
        unreadable += renewed.unreadable
        tell(say("{table}: {count} rows sealed by the newest key", table=table, count=renewed.rows))
    if unreadable:
        lost = say_n(
            "{n} row is sealed by a key that is not in privacy.keys; add it and rotate again",
            "{n} rows are sealed by a key that is not in privacy.keys; add it and rotate again",
            unreadable,
        )
        tell(lost, err=True)
        raise typer.Exit(1)


async def audit_lines(storage: Storage) -> list[tuple[str, ...]]:
    """The log as rows under `AUDIT`; `by` is the number of a person in the database, empty for jobs and commands."""
    async with storage.surveying() as work:
        entries = await work.privacy.audit.entries()
    return [(one.at.isoformat(), one.deed, "" if one.by is None else str(one.by), one.about) for one in entries]


def show_audit(lines: list[tuple[str, ...]], form: str) -> None:
    """Print the log, as a table for people or as CSV.

    :raises typer.BadParameter: the form is another one.
    """
    match form:
        case "csv":
            typer.echo(table_of(AUDIT, lines, "csv", plain=True).decode(), nl=False)
        case "text":
            for line in (AUDIT, *lines):
                typer.echo(f"{line[0]:32}  {line[1]:8}  {line[2]:>6}  {line[3]}".rstrip())
        case _:
            raise typer.BadParameter("text or csv", param_hint="--format")


def look(settings: Settings) -> None:
    """Say whether contacts are asked for, and what an operator has still to write; nothing of it keeps the bot off."""
    privacy, policy = settings.privacy, privacy_policy(settings, settings.web.public_url)
    if not policy.ready:
        tell(say("contacts: off (no key in privacy.keys; `fairway keys new` makes one)"))
        tell(OPEN)
        return
    tell(say("contacts: ok, keys: {count}", count=len(privacy.keys)))
    texts = {"operator": privacy.operator, "address": privacy.address, "contact": privacy.contact}
    empty = ", ".join(f"privacy.{name}" for name, text in texts.items() if not text)
    if empty:
        tell(say("contacts: consents have to name who answers for the data; still empty: {keys}", keys=empty), err=True)
    if policy.off_messenger and policy.pages is None:
        names = ", ".join(sorted(policy.off_messenger))
        tell(say("contacts: nobody is asked in {names}: pages for that need web.public_url", names=names), err=True)
    if not policy.mail:
        tell(say("contacts: no address can be confirmed: mail needs email.host"), err=True)
