"""`fairway staff`: invitations for people and groups, and who may do what."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import typer

from bot.following import fair_clock
from bot.settings import Settings
from bot.wiring import has_messenger, put_together
from dialogs.engine.adapter import Adapter, WrongToken
from storage.database import Storage
from storage.fair.catalogue import Catalogue
from storage.importers.mistakes import instead_of
from storage.staff.places import Place
from storage.staff.staff import RoleName, StaffLine

VALID = timedelta(days=30)
_ORGANISER = "organiser"
_CODE = "CODE"  # stands in a link where each invitation has its own


async def invite(settings: Settings, storage: Storage, role: RoleName, of: str | None) -> None:
    """Print one link for each messenger, each with a code of its own, and how a group is bound."""
    cluster_id, stand_id = _numbers(storage.catalogue, role, of)
    clock = await fair_clock(settings.clock.follow)
    adapters = put_together(settings, storage, clock, lambda: settings.web.public_url).adapters
    if role == _ORGANISER and not has_messenger(settings):
        typer.echo("no messenger has a token: there is nothing to invite to", err=True)
        raise typer.Exit(1)
    now = clock.now()
    bind: str | None = None
    async with storage.writing() as work:
        codes = [await work.staff.invite(role, cluster_id, stand_id, "person", now, now + VALID) for _ in adapters]
        if role != _ORGANISER:
            bind = await work.staff.invite(role, cluster_id, stand_id, "place", now, now + VALID)
    try:
        answered = [await _print_link(adapter, code) for adapter, code in zip(adapters, codes, strict=True)]
    finally:
        for adapter in adapters:
            await adapter.close()
    if bind is not None:
        typer.echo(f"bind: /bind {bind}")
    if not all(answered):
        raise typer.Exit(1)


async def invite_all(settings: Settings, storage: Storage) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """For every stand one link for each messenger, each with a code of its own, and how its group is bound.

    :raises typer.Exit: a messenger does not say how the bot is opened there.
    """
    clock = await fair_clock(settings.clock.follow)
    adapters = put_together(settings, storage, clock, lambda: settings.web.public_url).adapters
    try:
        beginnings = {adapter.messenger.name: await _begin_link(adapter) for adapter in adapters}
    finally:
        for adapter in adapters:
            await adapter.close()
    opened = {name: link for name, link in beginnings.items() if link is not None}
    now, rows = clock.now(), []
    async with storage.writing() as work:
        for stand in storage.catalogue.stands.values():
            codes = [await work.staff.invite("stand", None, stand.id, "person", now, now + VALID) for _ in opened]
            bind = await work.staff.invite("stand", None, stand.id, "place", now, now + VALID)
            links = [link.replace(_CODE, code) for link, code in zip(opened.values(), codes, strict=True)]
            rows.append((stand.ref, str(stand.number or ""), stand.title, *links, f"/bind {bind}"))
    return ("stand", "number", "title", *opened, "bind"), rows


async def _begin_link(adapter: Adapter) -> str | None:
    """A link with a place for the code, so that a messenger is asked once; None where nobody can open the bot."""
    try:
        return await adapter.link(f"staff-{_CODE}")
    except WrongToken:
        raise
    except Exception as trouble:
        name = adapter.messenger.name
        typer.echo(f"{name}: does not answer ({type(trouble).__name__}); look at its api_url and proxy", err=True)
        raise typer.Exit(1) from None


def _numbers(catalogue: Catalogue, role: RoleName, of: str | None) -> tuple[int | None, int | None]:
    """The row numbers of the cluster and the stand that a role is for.

    :raises typer.Exit: there is none of that id.
    """
    if of is None:
        return None, None
    thing = "cluster" if role == "moderator" else "stand"
    things = catalogue.clusters if role == "moderator" else catalogue.stands
    known = {one.ref: number for number, one in things.items()}
    if of not in known:
        advice = instead_of(of, known)
        typer.echo(f"there is no {thing} {of}" + (f"; {advice}" if advice else ""), err=True)
        raise typer.Exit(1)
    return (known[of], None) if role == "moderator" else (None, known[of])


async def _print_link(adapter: Adapter, code: str) -> bool:
    """Whether the messenger could say how the bot is opened there; one in which nobody can open it says nothing."""
    name = adapter.messenger.name
    try:
        link = await adapter.link(f"staff-{code}")
    except WrongToken:
        raise
    except Exception as trouble:
        typer.echo(f"{name}: does not answer ({type(trouble).__name__}); look at its api_url and proxy", err=True)
        return False
    if link is not None:
        typer.echo(f"{name}: {link}")
    return True


async def show(storage: Storage) -> None:
    """Print who may do what, and the groups in which they work."""
    catalogue = storage.catalogue
    async with storage.surveying() as work:
        everybody = await work.staff.everybody()
        places = await work.staff.places.everywhere()
    people = [_person(catalogue, line) for line in everybody]
    _print_table(("number", "person", "role", "of", "since", "shift"), people)
    typer.echo()
    _print_table(("place", "role", "of", "by", "topics", "state"), [_place(catalogue, place) for place in places])


def _person(catalogue: Catalogue, line: StaffLine) -> tuple[str, ...]:
    shift = "on shift" if line.on_shift else ""
    return (str(line.id), f"{line.messenger}:{line.user}", line.role, line.of, _when(catalogue, line.since), shift)


def _place(catalogue: Catalogue, place: Place) -> tuple[str, ...]:
    things = (catalogue.clusters.get(place.cluster_id or 0), catalogue.stands.get(place.stand_id or 0))
    of = next((thing.ref for thing in things if thing is not None), "")
    broken = place.broken_at and f"out of reach since {_when(catalogue, place.broken_at)}"
    return (str(place.address), place.role, of, place.source, _topics(catalogue, place), broken or "ok")


def _topics(catalogue: Catalogue, place: Place) -> str:
    if place.flat_at is not None:
        return f"refused since {_when(catalogue, place.flat_at)}"
    return "topics" if place.topics else ""


def _when(catalogue: Catalogue, moment: datetime) -> str:
    return f"{moment.astimezone(catalogue.zone):%d.%m.%Y %H:%M}"


def _print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    lines = [header, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    for line in lines:
        typer.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
