"""Somebody who gives, changes and takes back contacts at random: no button fails, and all that is kept is lawful."""

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.contacts.routes import OpenCard, OpenConsents, Provide
from dialogs.kit.screen import Button
from dialogs.privacy.routes import ForgetMe
from storage.privacy.consent_texts import text_hash
from tests.dialogs.sharing import EMAIL, PHONE, card_of, code_in, found_in_tables, kept, mails, proves, stand
from tests.paper import Person
from tests.world import World

TAPS = 250
OURS = "dialogs.contacts.routes"
PLANTED = ("Канарейкина", PHONE[2:], EMAIL, "Гнездо")
ANSWERS = ("Анна Канарейкина", PHONE, EMAIL, "Гнездо", "+7", "не скажу", "000000")
RARE = {"give", "card", "consents", "give.again", "give.read"}  # they are begun with, or stand where few come
BEGINNINGS = ("call", "materials", "card")


@pytest.mark.only("sqlite")  # buttons are the same on every database
async def test_contacts_at_random(world: World, anna: Person) -> None:
    """Two people, who come upon all buttons between them."""
    await mails(world)
    opened = Counter[str]()
    for seed, person in (("a", anna), ("b", world.person("71"))):
        person.name = "Анна"
        await person.opens()
        await _wanders(world, person, random.Random(seed), opened)
    everywhere = {route.path for route in world.registry.routes if route.__module__ == OURS}
    assert everywhere - set(opened) <= RARE, "some routes were never come upon"


async def _wanders(world: World, anna: Person, dice: random.Random, opened: Counter[str]) -> None:
    for tap in range(TAPS):
        buttons = _ours(anna, dice)
        if not buttons or dice.random() < 0.08:
            await _begins(world, anna, dice)
            continue
        dice.shuffle(buttons)
        button = min(buttons, key=lambda one: opened[one.to.path]) if dice.random() < 0.8 else buttons[0]
        opened[button.to.path] += 1
        toasts = len(anna.toasts)
        await anna.presses(button.to.pack())
        said = " ".join([anna.reads, *anna.toasts[toasts:]])
        assert "Что-то сломалось" not in said, f"{button.to} after {tap} taps"
        assert "устарела" not in said, f"{button.to} after {tap} taps"
        if "до завтра помню" in said:  # one who is under 14 is asked again another day
            await world.time_is(f"{world.clock.now().date() + timedelta(days=1)} 10:00")
        await _answers(world, anna, dice)
        if tap % 25 == 0:
            await world.later(minutes=2)
            await _is_lawful(world, anna)
            await _is_asked_anew(world, anna)


def _ours(anna: Person, dice: random.Random) -> list[Button]:
    """The buttons of contacts on the newest message, sometimes on an older one."""
    message = anna.messages[-1] if dice.random() < 0.9 else dice.choice(anna.messages)
    found = [button for row in message.rows for _, button in row if isinstance(button, Button)]
    return [button for button in found if type(button.to).__module__ == OURS]


async def _begins(world: World, anna: Person, dice: random.Random) -> None:
    purpose = dice.choice(BEGINNINGS)
    begin = Provide(purpose, 0 if purpose == "card" else stand(world))
    await anna.presses(dice.choice((begin, begin, begin, OpenCard(), OpenConsents())).pack())


async def _answers(world: World, anna: Person, dice: random.Random) -> None:
    """Now and then what is asked for, or anything else."""
    found = await world.kept(anna)
    if found is None or found.form is None or not found.form.name.startswith("contacts") or dice.random() < 0.2:
        return
    field = "code" if found.form.draft["code"] else found.form.draft["field"]
    right = {"name": ANSWERS[0], "phone": PHONE, "email": EMAIL, "organisation": "Гнездо", "post": "Гнездо"}
    if field == "code" and dice.random() < 0.6:
        await world.deliver()
        await anna.types(code_in(world.mailbox[-1].text) if world.mailbox else "000000")
    else:
        await anna.types(right.get(field, "000000") if dice.random() < 0.8 else dice.choice(ANSWERS))


async def _is_asked_anew(world: World, anna: Person) -> None:
    """Their age is not known any more."""
    found = await world.kept(anna)
    assert found is not None
    async with world.storage.writing() as work:
        await work.people.save(found, replace(found, age=None))


async def _is_lawful(world: World, anna: Person) -> None:
    """Nothing is readable in the database, and the texts of all consents are there under their hashes."""
    assert await found_in_tables(world, PLANTED) == []
    number, card = await kept(world, anna), await card_of(world, anna)
    async with world.storage.reading() as work:
        consents = await work.privacy.consents.of_person(number)
        assert card is None or any(one.withdrawn_at is None and one.purpose == "card" for one in consents)
        for one in consents:
            text = await work.privacy.consent_texts.load(one.text_hash)
            assert text is not None
            assert text_hash(text) == one.text_hash


async def test_who_is_forgotten_leaves_neither_card_nor_code(world: World, anna: Person) -> None:
    await mails(world)
    await proves(anna, EMAIL)
    await anna.presses(ForgetMe().pack())
    async with world.storage.engine.connect() as connection:
        for table in ("contact_cards", "email_proofs"):
            assert (await connection.exec_driver_sql(f"SELECT count(*) FROM {table}")).scalar_one() == 0
    await world.deliver()
    assert world.mailbox == []
