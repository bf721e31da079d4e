"""`fairway check`: what an operator wants to know before the doors open."""

import typer

from bot.addresses import mistakes, needs
from bot.crowding import crowds
from bot.operating import is_missing, no_database, open_to_others, place_of, state_folder
from bot.personal import look
from bot.settings import MAIL, Settings
from bot.speech import spoken, tell
from bot.wiring import has_messenger, put_together, switched_on
from dialogs.engine.adapter import WrongToken
from dialogs.kit.clock import SystemClock
from dialogs.kit.phrase import say
from storage.database import DatabaseTrouble, Storage
from storage.migrating import pending
from storage.privacy.ledger import Ledger, ledger_of
from storage.staff.places import Place


async def check(settings: Settings) -> None:
    """Print one line for each thing looked at; exit 1 when something is wrong, 3 when a token is."""
    tell(say("configuration: ok"))
    storage = Storage(settings.database.url, sealer=settings.privacy.sealer)
    try:
        fine = await _database(storage, settings.database.url) and _ledger(settings.database.url)
        for file in open_to_others(settings.database.url):
            tell(say("{file}: others on this machine may read it; `chmod 600` it", file=str(file)), err=True)
        on = switched_on(settings)
        for name in settings.ways:
            if name not in on:
                tell(
                    say("{name}: off (no host)", name=name)
                    if name == MAIL
                    else say("{name}: off (no token)", name=name)
                )
        if not has_messenger(settings):
            tell(say("messengers: none has a token"), err=True)
        look(settings)
        wrong = list(mistakes(settings, storage.catalogue))
        for line in wrong:
            typer.echo(line, err=True)
        answering = await _messengers(settings, storage, asked=fine)
        if fine:
            await _stands(storage)
            for group, late in crowds(storage.catalogue, await _places(storage)):
                typer.echo(f"{group}: {spoken(late)}", err=True)
    finally:
        await storage.close()
    if not fine or not has_messenger(settings) or wrong or not answering:
        raise typer.Exit(1)


async def _database(storage: Storage, url: str) -> bool:
    place = place_of(url)
    try:
        if await pending(storage):
            old = say("database: {place}: its schema is older than this program; run `fairway migrate`", place=place)
            tell(no_database(url) if is_missing(url) else old, err=True)
            return False
        await storage.refresh()
    except (DatabaseTrouble, OSError) as trouble:
        tell(say("database: {place}: does not answer ({trouble})", place=place, trouble=str(trouble)), err=True)
        return False
    version = storage.catalogue.version
    known = say("database: ok, the programme is at version {version}, in {place}", version=version, place=place)
    tell(known if version else say("database: ok, no programme yet, in {place}", place=place))
    return True


def _ledger(url: str) -> bool:
    path = ledger_of(url, state_folder())
    if Ledger(path).may_be_written():
        return True
    word = say(
        "{file}: cannot be written; a restored backup would bring back who was forgotten", file=str(path.absolute())
    )
    tell(word, err=True)
    return False


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
            typer.echo(f"{name}: {spoken(say('ok'))}, " + ", ".join(f"{key} {value}" for key, value in who.items()))
            for address in (one for one in wanted if one.messenger == name):
                lacks = await adapter.lacks(address, wanted[address])
                fine = fine and not lacks
                typer.echo(f"{address}: {'; '.join(lacks) or spoken(say('ok'))}", err=bool(lacks))
        except WrongToken as refusal:
            typer.echo(f"{name}: {refusal}", err=True)
            wrong = refusal
        except Exception as trouble:
            fine = False
            keys = say("host, port and tls") if name == MAIL else say("api_url and proxy")
            silent = say(
                "{name}: does not answer ({trouble}); look at its {keys}", name=name, trouble=_kind(trouble), keys=keys
            )
            tell(silent, err=True)
        finally:
            await adapter.close()
    if wrong is not None:
        raise wrong
    return fine


async def _stands(storage: Storage) -> None:
    """How many stands can take what visitors ask of them; organisers are told of the others as it happens."""
    places = [place for place in await _places(storage) if place.broken_at is None]
    async with storage.surveying() as work:
        staffed = await work.staff.staffed()
    stands = set(storage.catalogue.stands)
    chats = len(stands & {place.stand_id for place in places if place.stand_id is not None})
    counts = {"stands": len(stands), "chats": chats, "staffed": len(stands & staffed)}
    tell(say("stands: {stands}, with a chat {chats}, with staff {staffed}", **counts))


def _kind(trouble: Exception) -> str:
    return type(trouble).__name__


async def _places(storage: Storage) -> tuple[Place, ...]:
    async with storage.surveying() as work:
        return await work.staff.places.everywhere()
