"""What stories of calls share: a stand's group and its staff, and people who have agreed to be called.

The staff take steps straight in the storage: their desk has stories of its own.
"""

from datetime import timedelta
from typing import Any

from dialogs.news.leads import ask_spoken, call_missed, lead_changed
from storage.leads.leads import Values
from storage.leads.steps import CALL, MISS, TAKE, Step
from storage.leads.tables import OPEN, Lead
from storage.privacy.consents import Field
from storage.privacy.contacts import ContactCard
from tests.paper import PAPER, Person
from tests.sheet import Message
from tests.world import World

CARD = ContactCard("Анна Иванова", "+79161234567", "anna@example.org")
STEPS = {step.name: step for step in (TAKE, CALL, MISS, Step("close", OPEN, "closed"))}


def stand_id(world: World, ref: str = "azbuka") -> int:
    found = world.storage.catalogue.stand_named(ref)
    assert found is not None
    return found.id


async def staffs(world: World, ref: str = "azbuka", name: str = "Иван") -> Person:
    """A group that is the stand's chat, and one who works there."""
    ivan = world.person("81", name=name)
    await ivan.opens()
    group, now = world.group("Стенд"), world.clock.now()
    async with world.storage.writing() as work:
        await work.staff.places.bind(group.address(), "stand", None, stand_id(world, ref), False, "bind", now)
        code = await work.staff.invite("stand", None, stand_id(world, ref), "person", now, now + timedelta(days=9))
        person = await work.people.find(PAPER, ivan.user)
        assert person is not None
        await work.staff.accept(code, person.id, now)
        await work.questions.boards.remember_name(person.id, name)
    return ivan


async def agrees(world: World, person: Person, ref: str = "azbuka", card: ContactCard = CARD) -> None:
    """Everything that a call needs was given before."""
    kept, now = await world.kept(person), world.clock.now()
    assert kept is not None
    proofs: dict[str, Any] = {"version": "1", "text_hash": "a" * 64, "now": now, "until": now + timedelta(days=30)}
    fields: tuple[Field, ...] = ("name", "phone")
    async with world.storage.writing() as work:
        to_us = await work.privacy.consents.give(kept.id, PAPER, "card", None, fields=(*fields, "email"), **proofs)
        await work.privacy.contacts.keep(kept.id, to_us, card, now)
        await work.privacy.consents.give(kept.id, PAPER, "call", stand_id(world, ref), fields=fields, **proofs)


async def orders(person: Person, *taps: str, topic: str = "", ref: str = "azbuka") -> None:
    """Order a call at a stand; `taps` choose the zone, the day and the window."""
    await person.opens(f"stand-{ref}")
    await person.taps("Заказать звонок", *taps)
    await person.world.deliver()
    if topic:
        await person.taps("Добавить тему")
        await person.types(topic)
        await person.world.deliver()


async def asked_for(world: World, ref: str = "azbuka", number: int = 1) -> Lead:
    """A stand's request, as it is kept."""
    async with world.storage.reading() as work:
        leads = [lead for lead in await work.leads.of_stand(stand_id(world, ref)) if lead.number == number]
    assert len(leads) == 1
    return leads[0]


async def steps(world: World, by: Person, *names: str, number: int = 1, ref: str = "azbuka") -> None:
    """One of the staff takes steps, one after another, and everybody is told."""
    kept = await world.kept(by)
    assert kept is not None
    for name in names:
        lead, now = await asked_for(world, ref, number), world.clock.now()
        values = Values(taken_by=kept.id) if name == "take" else Values()
        if name == "miss":
            values["misses"] = lead.misses + 1
        async with world.storage.writing() as work:
            assert await work.leads.step(lead.id, STEPS[name], by=kept.id, now=now, **values)
            after = await work.leads.load(lead.id)
            assert after is not None
            await lead_changed(work, after, now)
            if name == "miss":
                await call_missed(work, after, now)
    await world.deliver()


async def is_asked(world: World, ref: str = "azbuka") -> None:
    """The window is over, and the visitor is asked whether they spoke."""
    async with world.storage.writing() as work:
        await ask_spoken(work, await asked_for(world, ref), world.clock.now())
    await world.deliver()


def receipt(person: Person, number: int = 1) -> Message:
    """The one message that says what has become of a request."""
    found = [one for one in person.letters if one.text.startswith(f"Заявка №{number} ·")]
    assert len(found) == 1, [one.text for one in person.letters]
    return found[0]


def story(person: Person, number: int = 1) -> list[str]:
    """What it says of the steps."""
    return receipt(person, number).text.split("\n\n")[-1].split("\n")
