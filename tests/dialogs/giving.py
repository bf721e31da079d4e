"""What stories of materials share: a stand with files open and behind the gate, and visitors with a card."""

from dataclasses import replace
from typing import Any

from dialogs.materials.routes import OpenMaterials
from storage.fair.files import StoredFile, file_hash
from storage.fair.materials import AFTER_ALL, MATERIALS
from storage.privacy.consents import FIELDS, Field
from storage.privacy.contacts import ContactCard
from tests.dialogs.leading import UNTIL, named
from tests.paper import PAPER, Person
from tests.world import World

ANNA = ContactCard("Анна Иванова", "", "anna@example.org", email_confirmed=True)
AGREED: tuple[Field, ...] = ("name", "email")
KNOWN = "Сайт"  # what a stand gives away with the organisers' word
BOOK, PRICES, PLAN = b"%PDF primer", b"%PDF prices", b"%PDF plan"


async def stores(world: World, content: bytes, name: str) -> str:
    """A file of the fair's; its hash."""
    async with world.storage.writing() as work:
        await work.files.keep(StoredFile(file_hash(content), name, "application/pdf", content))
    return file_hash(content)


async def trusts(world: World, ref: str = "azbuka") -> None:
    """An organiser has published something of the stand's: what follows needs no word of theirs."""
    now = world.clock.now()
    async with world.storage.writing() as work:
        organiser = await work.people.add(PAPER, "vera", "ru", now)
        offer = await work.leads.offers.add(
            named(world, ref).id, organiser.id, KNOWN, "open", now, url=f"https://{ref}.example.org/"
        )
        assert await work.leads.offers.publish(offer, now, organiser.id)
    await world.storage.refresh()


async def gives(world: World, title: str, gate: str, *, stand: str = "azbuka", **values: Any) -> int:
    """A stand gives something more, as an import of the programme would have it."""
    row = {"ref": f"m{title}", "stand_id": named(world, stand).id, "title": title, "gate": gate, "withdrawn": False}
    row |= {"position": AFTER_ALL} | values
    async with world.storage.transaction() as (connection, _):
        number: int = (await connection.execute(MATERIALS.insert().values(row).returning(MATERIALS.c.id))).scalar_one()
        await connection.exec_driver_sql("UPDATE fairs SET version = version + 1")
    await world.storage.refresh()
    return number


async def stocked(world: World) -> None:
    """The stand 47 has an open file and an open link, and behind the gate two files and a link."""
    await gives(world, "Букварь", "open", file=await stores(world, BOOK, "Букварь.pdf"))
    await gives(world, "Видео", "open", url="https://video.example.org/primer")
    await gives(world, "Цены 2020", "contacts", file=await stores(world, PRICES, "Цены.pdf"))
    await gives(world, "План уроков", "contacts", file=await stores(world, PLAN, "План.pdf"))


async def opens(person: Person, ref: str = "azbuka") -> None:
    """Press «Материалы» on a stand's card."""
    await person.opens(f"stand-{ref}")
    await person.presses(OpenMaterials(named(person.world, ref).id).pack())
    await person.world.deliver()


async def has_card(person: Person, card: ContactCard = ANNA, *, to: str | None = None) -> None:
    """The person's card is kept by consent; `to`: that stand may have it for its materials."""
    world, now = person.world, person.world.clock.now()
    kept = await world.kept(person)
    assert kept is not None
    common: dict[str, Any] = {"version": "1", "text_hash": "a" * 64, "now": now, "until": now + UNTIL}
    async with world.storage.writing() as work:
        await work.people.save(kept, replace(kept, age="adult"))
        consent = await work.privacy.consents.give(kept.id, kept.messenger, "card", None, fields=FIELDS, **common)
        await work.privacy.contacts.keep(kept.id, consent, card, now)
        if to is not None:
            stand = named(world, to).id
            await work.privacy.consents.give(kept.id, kept.messenger, "materials", stand, fields=AGREED, **common)
