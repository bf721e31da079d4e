"""What the stories of contacts share: fairs that mail codes, a walk to a card, and whatever the database could tell."""

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from dialogs.callback.routes import AskCallback
from dialogs.contacts.routes import Provide
from dialogs.features import FEATURES
from dialogs.kit.feature import Feature
from dialogs.kit.screen import Screen, screen
from dialogs.kit.visit import Visit
from dialogs.materials.routes import TakeMaterials
from dialogs.privacy.routes import OpenOffMessenger
from dialogs.threads.routes import WriteToStand
from storage.privacy.consents import Consent, Purpose
from storage.privacy.contacts import ContactCard
from storage.tables import all_tables
from tests.paper import Person
from tests.world import World

DOORS = (AskCallback, TakeMaterials, WriteToStand, OpenOffMessenger)
ADULT = "Мне 18 или больше, согласен"
PHONE, SHOWN_PHONE = "+79161234567", "+7 916 123-45-67"
EMAIL = "anna@example.org"


def doors() -> Feature:
    """What the walks lead to, where nobody answers to it yet: a word that one has come there."""
    known = {route for module in FEATURES for route in module.feature.answers}
    feature = Feature("doors")
    for door in DOORS:
        if door in known:
            continue

        @feature.on(door, changes=True)
        async def arrive(_visit: Visit, route: Any) -> Screen:
            return screen(f"arrived: {route.path}")

    return feature


async def opens_fair(world: World, **privacy: Any) -> None:
    """Other policy of privacy from now on."""
    world.policy = replace(world.policy, privacy=world.policy.privacy.model_copy(update=privacy))
    await world.restart(doors())


async def mails(world: World) -> None:
    """The fair can send mail."""
    await opens_fair(world, mail=True)


def stand(world: World, ref: str = "azbuka") -> int:
    """The number of a stand."""
    found = world.storage.catalogue.stand_named(ref)
    assert found is not None
    return found.id


async def begins(person: Person, purpose: str, ref: str = "azbuka") -> None:
    """Press what needs contacts."""
    number = 0 if purpose == "card" else stand(person.world, ref)
    await person.presses(Provide(purpose, number).pack())


async def agrees_to_card(person: Person, purpose: str = "card") -> None:
    """Begin, be of age, and agree that a card is kept."""
    await begins(person, purpose)
    await person.taps(ADULT if person.has(ADULT) else "Даю согласие")


async def proves(person: Person, email: str) -> None:
    """Fill in a card with that address, and ask for the code that proves it."""
    await agrees_to_card(person)
    await person.types("Анна")
    await person.taps("Дальше")
    await person.types(email)
    await person.taps("Хватит, отправить", "Подтвердить почту")


async def fills_in(person: Person) -> None:
    """A card with everything on it."""
    await agrees_to_card(person)
    for answer in ("Анна Иванова", PHONE, EMAIL):
        await person.types(answer)
    for answer in ("Школа № 5", "учитель"):
        await person.types(answer)


async def code(world: World) -> str:
    """The code of the newest mail."""
    await world.deliver()
    return code_in(world.mailbox[-1].text)


def code_in(text: str) -> str:
    """The six figures that stand in a letter."""
    [found] = re.findall(r"\b\d{6}\b", text)
    return str(found)


async def kept(world: World, person: Person) -> int:
    """The person's row."""
    found = await world.kept(person)
    assert found is not None
    return found.id


async def card_of(world: World, person: Person) -> ContactCard | None:
    """The card that is kept."""
    number = await kept(world, person)
    async with world.storage.reading() as work:
        return await work.privacy.contacts.card(number)


async def consent_of(world: World, person: Person, purpose: Purpose, ref: str | None = None) -> Consent | None:
    """The consent that stands."""
    number = await kept(world, person)
    async with world.storage.reading() as work:
        return await work.privacy.consents.live(number, purpose, None if ref is None else stand(world, ref))


async def found_in_tables(world: World, signs: Collection[str]) -> list[tuple[str, str]]:
    """Where any of the signs can be read in the database, as table and value."""
    found: list[tuple[str, str]] = []
    async with world.storage.engine.connect() as connection:
        for table in all_tables().sorted_tables:
            for row in (await connection.execute(table.select())).all():
                found += [(table.name, str(value)) for value in row if any(sign in str(value) for sign in signs)]
    return found
