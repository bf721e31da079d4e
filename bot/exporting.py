"""`fairway export`: tables for the organisers."""

from collections.abc import AsyncIterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.operating import beside, configured, refuse, to_the_end, write_long_table, write_table
from bot.speech import language, tell
from dialogs.kit.phrase import say
from dialogs.kit.tables import Format

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.database import Storage

app = typer.Typer(help="Write tables for the organisers.", no_args_is_help=True)


@app.command("subscriptions")
def export_subscriptions(
    form: Annotated[str, typer.Option("--format", help="csv or xlsx")] = "csv",
    out: Annotated[Path | None, typer.Option(help="a file; standard output without it")] = None,
) -> None:
    """Who asked to be reminded of what: messenger, user id, session id, since when; as CSV for programs."""
    chosen = _format(form)
    settings = configured()

    async def write() -> None:
        from bot import exports
        from storage.privacy.audit import ALL_PEOPLE

        async with beside(settings) as storage, storage.surveying() as work:
            lines = work.plans.subscriptions.lines()
            rows = ((line.messenger, line.user, line.session, line.since.isoformat()) async for line in lines)
            note = partial(_note, settings, storage, ALL_PEOPLE)
            await write_long_table(exports.SUBSCRIPTIONS, rows, chosen, out, note, plain=True)

    to_the_end(write)


@app.command("questions")
def export_questions(
    form: Annotated[str, typer.Option("--format", help="csv or xlsx")] = "csv",
    out: Annotated[Path | None, typer.Option(help="a file; standard output without it")] = None,
) -> None:
    """What was asked for which session and what became of it; who asked is no part of it."""
    chosen = _format(form)
    settings = configured()

    async def write() -> None:
        from bot import exports
        from storage.privacy.audit import ALL_SESSIONS

        async with beside(settings) as storage, storage.surveying() as work:
            said, catalogue = language(), storage.catalogue
            rows = (exports.question(line, catalogue, said) async for line in work.questions.lines())
            note = partial(_note, settings, storage, ALL_SESSIONS)
            await write_long_table(exports.header(exports.QUESTIONS, said), rows, chosen, out, note)

    to_the_end(write)


@app.command("searches")
def export_searches(
    form: Annotated[str, typer.Option("--format", help="csv or xlsx")] = "csv",
    out: Annotated[Path | None, typer.Option(help="a file; standard output without it")] = None,
) -> None:
    """What visitors looked for in vain and told you so, with how often; who it was is kept nowhere."""
    chosen = _format(form)
    settings = configured()

    async def write() -> None:
        from bot import exports

        async with beside(settings) as storage, storage.surveying() as work:
            missed = await work.missed.all()
        rows = [(one.words, str(one.asked), one.last_at.isoformat(timespec="minutes")) for one in missed]
        write_table(exports.header(exports.SEARCHES, language()), rows, chosen, out)

    to_the_end(write)


@app.command("leads")
def export_leads(
    form: Annotated[str, typer.Option("--format", help="csv or xlsx")] = "csv",
    out: Annotated[Path | None, typer.Option(help="a file; standard output without it")] = None,
) -> None:
    """What visitors asked of the stands and what became of it, with the contacts that consents allow."""
    chosen = _format(form)
    settings = configured()

    async def write() -> None:
        from bot import exports
        from bot.following import fair_clock
        from storage.privacy.audit import ALL_STANDS
        from storage.privacy.sealing import Unreadable

        clock = await fair_clock(settings.clock.follow)
        async with beside(settings) as storage:
            exported: list[int] = []

            async def note() -> None:
                async with storage.writing() as work:
                    await work.privacy.audit.note("export", ALL_STANDS, None, clock.now(), whose={"lead": exported})
                if not storage.sealer.ready:
                    tell(say("there is no key (privacy.keys), so the contacts are left out"), err=True)

            try:
                async with storage.surveying() as work:
                    names = await work.questions.boards.names(await work.leads.lines.hands())
                    notes = await work.leads.notes.of_stand()
                    said, catalogue = language(), storage.catalogue

                    async def rows() -> AsyncIterator[Sequence[str]]:
                        async for line in work.leads.lines.lines():
                            exported.append(line.lead.id)
                            yield exports.lead(line, names, notes.get(line.lead.id, ()), catalogue, said)

                    await write_long_table(exports.header(exports.LEADS, said), rows(), chosen, out, note)
            except Unreadable:
                lost = say("privacy.keys: none of them opens what is kept; put the older keys back")
                raise refuse(lost) from None

    to_the_end(write)


async def _note(settings: "Settings", storage: "Storage", about: str) -> None:
    """Note that somebody took all of it away."""
    from bot.following import fair_clock

    clock = await fair_clock(settings.clock.follow)
    async with storage.writing() as work:
        await work.privacy.audit.note("export", about, None, clock.now())


def _format(form: str) -> Format:
    match form:
        case "csv" | "xlsx":
            return form
    raise typer.BadParameter("csv or xlsx", param_hint="--format")
