"""`fairway audit`: who did what with whose data, whether the log is whole, and whom a leak would concern."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from bot.operating import beside, configured, refuse, to_the_end, write_long_table
from bot.speech import tell
from dialogs.kit.phrase import say, say_n

if TYPE_CHECKING:
    from storage.database import Storage
    from storage.privacy.audit import Entry

LINES = ("at", "deed", "by", "about", "whose")
AFFECTED = ("thing", "number", "stand", "no", "times", "first", "last")
_WIDTHS = (32, 9, 7, 24)
_COMMAND = "command"

app = typer.Typer(help="Who did what with whose data; whether the log is whole.", invoke_without_command=True)

Form = Annotated[str, typer.Option("--format", help="text or csv")]
Since = Annotated[str | None, typer.Option(help="the first moment, such as 2026-04-26 or 2026-04-26T10:00")]
Until = Annotated[str | None, typer.Option(help="the moment before which it ends")]


@app.callback()
def audit(
    context: typer.Context,
    form: Form = "text",
    since: Since = None,
    until: Until = None,
    names: Annotated[bool, typer.Option("--names", help="tell who they are, of those who work here")] = False,
) -> None:
    """Who looked at personal data, exported, withdrew or erased it, or changed something, and when; no data of anybody.

    People are numbers. With `--names` those who work here, or ran a command, are told: it needs the keys.
    """
    if context.invoked_subcommand is not None:
        return
    settings = configured()
    _known(form)

    async def write() -> None:
        async with beside(settings) as storage:
            if names and not storage.sealer.ready:
                raise refuse(say("names are sealed: `--names` needs the keys (privacy.keys)"))
            bounds = _bounds(storage, since, until)
            async with storage.surveying() as work:
                lines = (_line(one, names=names) async for one in work.privacy.audit.lines(*bounds))
                await _print((*LINES, "who") if names else LINES, lines, form)

    to_the_end(write)


@app.command()
def verify(
    expect: Annotated[str, typer.Option(help="the proof that an earlier `verify` printed")] = "",
) -> None:
    """Look whether the log is as it was written: says ok, or the first line that is not."""
    settings = configured()

    async def look() -> None:
        from storage.privacy.sealing import NoKeys

        async with beside(settings) as storage, storage.surveying() as work:
            try:
                found = await work.privacy.audit.verify(expect)
            except NoKeys:
                raise refuse(say("the log was written under keys: `audit verify` needs them (privacy.keys)")) from None
        if found.broken:
            word = say("line {number} is not as it was written, or a line before it is gone", number=found.broken)
            raise refuse(word)
        if found.broken is not None:
            raise refuse(say("the log does not begin or end as it did: lines are gone, or its key is"))
        if not found.expected:
            raise refuse(say("the log is whole, but the line of that proof is not in it: it is another log"))
        tell(say_n("ok: {n} line", "ok: {n} lines", found.lines))
        if plain := found.lines - found.proved:
            tell(
                say_n(
                    "{n} line was written without keys: a plain hash proves it, which a forger can make too",
                    "{n} lines were written without keys: a plain hash proves them, which a forger can make too",
                    plain,
                )
            )
        tell(say("proof: {link}", link=found.link))

    to_the_end(look)


@app.command()
def affected(since: Since = None, until: Until = None, form: Form = "csv") -> None:
    """Whose data was shown or handed over in that time: requests, questions and people by number."""
    settings = configured()
    _known(form)

    async def write() -> None:
        from storage.privacy.audit import SEEING

        async with beside(settings) as storage:
            bounds = _bounds(storage, since, until)
            async with storage.surveying() as work:
                seen = [one async for one in work.privacy.audit.lines(*bounds, deeds=SEEING)]
                await _print(AFFECTED, _affected(storage, seen, await work.leads.numbers()), form)

    to_the_end(write)


async def _affected(
    storage: "Storage", seen: list["Entry"], numbers: Mapping[int, tuple[int, int]]
) -> AsyncIterator[tuple[str, ...]]:
    """A row under `AFFECTED` of each thing: how often it was seen, when first and when last.

    Number 0, printed as «all», stands for all that there were.
    """
    from storage.privacy.audit import OF_ALL

    times: dict[tuple[str, int], list[datetime]] = {}
    for entry in seen:
        if entry.about in OF_ALL:
            times.setdefault((OF_ALL[entry.about], 0), []).append(entry.at)
        for row in entry.rows:
            times.setdefault(row, []).append(entry.at)
    for thing, number in sorted(times):
        stand_id, no = numbers.get(number, (0, 0)) if thing == "lead" else (0, 0)
        stand = storage.catalogue.stands.get(stand_id)
        moments = times[thing, number]
        ref = "" if stand is None else stand.ref
        told = (str(len(moments)), min(moments).isoformat(), max(moments).isoformat())
        yield (thing, str(number) if number else "all", ref, str(no or ""), *told)


def _line(entry: "Entry", *, names: bool) -> tuple[str, ...]:
    """A row under `LINES`: people by their numbers, which mean nobody once they are erased."""
    by = str(entry.by) if entry.by is not None else _COMMAND if _COMMAND in entry.who else ""
    whose = "; ".join(f"{thing} {' '.join(map(str, numbers))}" for thing, numbers in entry.whose.items())
    told = (entry.at.isoformat(), entry.deed, by, entry.about, whose)
    return (*told, _who(entry.who)) if names else told


def _who(who: Mapping[str, str]) -> str:
    if _COMMAND in who:
        return f"{who.get('operator', '')}: fairway {who[_COMMAND]}"
    return f"{who['messenger']}:{who['user']}, {who['role']}" if who else ""


async def _print(header: tuple[str, ...], rows: AsyncIterator[tuple[str, ...]], form: str) -> None:
    if form == "csv":
        await write_long_table(header, rows, "csv", None, plain=True)
        return
    typer.echo(_padded(header))
    async for row in rows:
        typer.echo(_padded(row))


def _padded(row: tuple[str, ...]) -> str:
    widths = (*_WIDTHS, *[0] * len(row))
    return "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip()


def _known(form: str) -> None:
    if form not in ("csv", "text"):
        raise typer.BadParameter("text or csv", param_hint="--format")


def _bounds(storage: "Storage", since: str | None, until: str | None) -> tuple[datetime | None, datetime | None]:
    zone = storage.catalogue.zone
    return _moment(since, zone, "--since"), _moment(until, zone, "--until")


def _moment(told: str | None, zone: ZoneInfo, hint: str) -> datetime | None:
    """A moment as it was typed, by the fair's clocks where it names no zone."""
    if told is None:
        return None
    try:
        moment = datetime.fromisoformat(told)
    except ValueError:
        raise typer.BadParameter("2026-04-26, or 2026-04-26T10:00", param_hint=hint) from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
