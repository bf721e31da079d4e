"""People: one row each, and a copy in memory that always equals it."""

import asyncio
import random
from dataclasses import replace

from storage.database import Storage
from storage.people.people import OpenForm, PeopleInMemory, Person
from tests.storage.making import NOW, PAPER, number_of, people, subscribe


async def stored(storage: Storage, person: Person) -> Person | None:
    async with storage.reading() as work:
        return await work.people.load(person.id)


async def test_meeting_somebody_twice_is_meeting_them_once(storage: Storage) -> None:
    [anna] = await people(storage, 1)
    assert await people(storage, 1) == [anna]


async def test_everything_about_a_person_is_kept(fair: Storage) -> None:
    [anna] = await people(fair, 1)
    form = OpenForm("question", 2, 1, {"text": "Почему?", "session": 7})
    after = replace(anna, language="en", zone="Asia/Omsk", reminders=False, muted=True, reachable=False, form=form)
    after = replace(after, client="old")
    async with fair.writing() as work:
        await work.people.save(anna, after)
    assert await stored(fair, anna) == after
    async with fair.writing() as work:
        await work.people.note_prompt(anna.messenger, anna.user, 7, "12")
        await work.people.note_prompt(anna.messenger, anna.user, 0, "13")
    asked = await stored(fair, anna)
    assert asked is not None
    assert asked.form is not None
    assert asked.form.prompt == "13", "only the form that is open"
    await subscribe(fair, anna, "reading")
    found = await stored(fair, anna)
    assert found is not None
    assert found.plan == {number_of(fair, "reading")}
    async with fair.writing() as work:
        await work.people.save(after, replace(after, form=None))
    found = await stored(fair, anna)
    assert found is not None
    assert found.form is None


async def test_saving_touches_only_what_changed(storage: Storage) -> None:
    [anna] = await people(storage, 1)
    async with storage.writing() as work:
        await work.people.save(anna, replace(anna, language="en"))
        await work.people.save(anna, replace(anna, muted=True))
    found = await stored(storage, anna)
    assert found is not None
    assert (found.language, found.muted) == ("en", True)


async def test_memory_equals_the_database_whatever_happens_at_once(storage: Storage) -> None:
    if storage.memory is None:
        return  # several processes keep nothing in memory
    chance = random.Random(7)
    everybody = await people(storage, 8)

    async def change(person: Person) -> None:
        """As an event does: what is known, one field changed, perhaps undone."""
        await asyncio.sleep(chance.random() * 0.02)
        async with storage.writing() as work:
            before = await work.people.now(PAPER, person.user) or person
            after = (
                replace(before, language=chance.choice("ab")),
                replace(before, muted=chance.random() < 0.5),
                replace(before, zone=chance.choice(("Asia/Omsk", "Etc/GMT-3"))),
            )
            await work.people.save(before, chance.choice(after))
            if chance.random() < 0.2:
                raise ValueError

    async def block(person: Person) -> None:
        """As delivery does, beside the events."""
        await asyncio.sleep(chance.random() * 0.02)
        async with storage.writing() as work:
            await work.people.unreachable([person])

    async def look(person: Person) -> None:
        await asyncio.sleep(chance.random() * 0.02)
        async with storage.reading() as work:
            await work.people.find(PAPER, person.user)

    async def live(person: Person) -> None:
        for _ in range(12):
            await asyncio.gather(change(person), return_exceptions=True)
            await asyncio.gather(look(person), block(person) if chance.random() < 0.2 else look(person))

    await asyncio.gather(*(live(person) for person in everybody))
    for person in everybody:
        kept = storage.memory.get(PAPER, person.user)
        assert kept is not None
        assert kept == await stored(storage, person)


def test_memory_forgets_who_was_not_seen_for_the_longest() -> None:
    memory = PeopleInMemory(2)
    for number in (1, 2):
        memory.put(Person(number, PAPER, str(number), "ru", NOW))
    assert memory.get(PAPER, "1")
    memory.put(Person(3, PAPER, "3", "ru", NOW))
    assert memory.get(PAPER, "2") is None
    assert memory.get(PAPER, "1")
