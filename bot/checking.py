"""`fairway check`: what an operator wants to know before the doors open."""

import os

import typer

from bot.addresses import mistakes, needs
from bot.crowding import crowds
from bot.personal import look
from bot.settings import MAIL, Settings
from bot.wiring import has_messenger, put_together, switched_on
from dialogs.engine.adapter import WrongToken
from dialogs.kit.clock import SystemClock
from dialogs.kit.phrase import speak
from storage.database import DatabaseTrouble, Storage
from storage.migrating import pending
from storage.staff.places import Place


async def check(settings: Settings) -> None:
    """Print one line for each thing looked at; exit 1 when something is wrong, 3 when a token is."""
    typer.echo("configuration: ok")
    storage = Storage(settings.database.url, sealer=settings.privacy.sealer)
    try:
        fine = await _database(storage)
        on = switched_on(settings)
        for name in settings.ways:
            if name not in on:
                typer.echo(f"{name}: off (no {'host' if name == MAIL else 'token'})")
        if not has_messenger(settings):
            typer.echo("messengers: none has a token", err=True)
        look(settings)
        wrong = list(mistakes(settings, storage.catalogue))
        for line in wrong:
            typer.echo(line, err=True)
        answering = await _messengers(settings, storage, asked=fine)
        if fine:
            await _stands(storage)
            for group, late in crowds(storage.catalogue, await _places(storage)):
                typer.echo(f"{group}: {speak(late, _language())}", err=True)
    finally:
        await storage.close()
    if not fine or not has_messenger(settings) or wrong or not answering:
        raise typer.Exit(1)


async def _database(storage: Storage) -> bool:
    try:
        if await pending(storage):
            typer.echo("database: its schema is older than this program; run `fairway migrate`", err=True)
            return False
        await storage.refresh()
    except (DatabaseTrouble, OSError) as trouble:
        typer.echo(f"database: does not answer ({trouble})", err=True)
        return False
    version = storage.catalogue.version
    typer.echo(f"database: ok, {'the programme is at version ' + str(version) if version else 'no programme yet'}")
    return True


async def _messengers(settings: Settings, storage: Storage, *, asked: bool) -> bool:
    """Whether every messenger that is switched on answers, and lets us work in our groups."""
    fine = True
    program = put_together(settings, storage, SystemClock(), lambda: settings.web.public_url)
    places = await _places(storage) if asked else ()
    forums = frozenset(one.messenger.name for one in program.adapters if one.messenger.limits.topics)
    wanted = needs(settings, storage.catalogue, places, forums)
    wrong: WrongToken | None = None
    for adapter in program.adapters:
        name = adapter.messenger.name
        try:
            who = await adapter.check()
            typer.echo(f"{name}: ok, " + ", ".join(f"{key} {value}" for key, value in who.items()))
            for address in (one for one in wanted if one.messenger == name):
                lacks = await adapter.lacks(address, wanted[address])
                fine = fine and not lacks
                typer.echo(f"{address}: {'; '.join(lacks) or 'ok'}", err=bool(lacks))
        except WrongToken as refusal:
            typer.echo(f"{name}: {refusal}", err=True)
            wrong = refusal
        except Exception as trouble:
            fine = False
            keys = "host, port and tls" if name == MAIL else "api_url and proxy"
            typer.echo(f"{name}: does not answer ({type(trouble).__name__}); look at its {keys}", err=True)
        finally:
            await adapter.close()
    if wrong is not None:
        raise wrong
    return fine


def _language() -> str:
    """The operator's, as the machine tells it."""
    told = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "ru" if told.startswith("ru") else "en"


async def _stands(storage: Storage) -> None:
    """How many stands can take what visitors ask of them; organisers are told of the others as it happens."""
    places = [place for place in await _places(storage) if place.broken_at is None]
    async with storage.surveying() as work:
        staffed = await work.staff.staffed()
    stands = set(storage.catalogue.stands)
    chats = len(stands & {place.stand_id for place in places if place.stand_id is not None})
    typer.echo(f"stands: {len(stands)}, with a chat {chats}, with staff {len(stands & staffed)}")


async def _places(storage: Storage) -> tuple[Place, ...]:
    async with storage.surveying() as work:
        return await work.staff.places.everywhere()
