"""Many stands, many staff, many requests: by no door does anybody see a contact that is not theirs to see."""

import io
import random
from collections.abc import Iterator

import pytest
from python_calamine import load_workbook

from dialogs.leads.card import Card, card
from dialogs.leads.routes import DownloadLeads
from storage.importers.fair_file import FairFile
from storage.leads.notes import LeadNote
from storage.leads.steps import TAKE
from storage.leads.threads import ThreadMessage
from storage.privacy.consents import FIELDS
from storage.privacy.contacts import ContactCard
from storage.staff.staff import RoleName
from storage.work import Work
from tests.amount import attacked
from tests.dialogs.leading import UNTIL, organiser
from tests.paper import PAPER, Person
from tests.screens_of_leads import AT, lead
from tests.world import World

STANDS, STAFF, REQUESTS = attacked(3, 50), attacked(3, 40), attacked(30, 5000)
DOORS = attacked(9, 200)  # of the staff, how many look behind every door
PHONES = ("+7 999 123-45-67", "8 (999) 123-45-67", "89991234567", "+7(999)1234567", "999 123 45 67", "8-999-123-45-67")


def many(fair: FairFile) -> FairFile:
    """The small fair with so many stands."""
    first = fair.stands[0].model_copy(update={"materials": (), "webinars": ()})
    stands = [first.model_copy(update={"id": f"stand-{n}", "number": 1000 + n}) for n in range(STANDS)]
    return fair.model_copy(update={"stands": (*fair.stands, *stands)})


async def ask(work: Work, world: World, stand: int, number: int, taker: int | None) -> None:
    """A request with a contact that says whose it is."""
    now = world.clock.now()
    visitor = await work.people.add(PAPER, f"v{number}", "ru", now)
    one, _ = await work.leads.open(stand, visitor.id, "materials", now)
    consent = await work.privacy.consents.give(
        visitor.id,
        PAPER,
        "materials",
        stand,
        version="1",
        text_hash="a" * 64,
        fields=FIELDS,
        now=now,
        until=now + UNTIL,
    )
    await work.privacy.contacts.attach(one.id, consent, ContactCard(f"{stand}/{taker}/{number}"))
    if taker is not None:
        await work.leads.step(one.id, TAKE, by=taker, now=now, taken_by=taker)


def contacts(person: Person) -> Iterator[list[str]]:
    """Whose contacts stand in what the person got: stand, taker, number of each."""
    for content in person.files.values():
        header, *rows = load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        yield from (str(row[header.index("Имя")]).split("/") for row in rows)


@pytest.mark.shield("P8")
@pytest.mark.only("sqlite")
async def test_nobody_sees_a_row_of_others(world: World, small_fair: FairFile) -> None:
    await world.imports(many(small_fair))
    dice, now = random.Random("doors"), world.clock.now()
    stands = [stand.id for stand in world.storage.catalogue.stands.values() if stand.ref.startswith("stand-")]
    assert len(stands) == STANDS
    crew: dict[int, list[tuple[Person, int]]] = {stand: [] for stand in stands}
    async with world.storage.writing() as work:
        for at, stand in enumerate(stands):
            for number in range(STAFF):
                user = f"s{at}-{number}"
                member = await work.people.add(PAPER, user, "ru", now)
                role: RoleName = "head" if number == 0 else "stand"
                code = await work.staff.invite(role, None, stand, "person", now, now + UNTIL)
                await work.staff.accept(code, member.id, now)
                crew[stand].append((world.person(user), member.id))
        for number in range(REQUESTS):
            stand = dice.choice(stands)
            taker = dice.choice([*(member for _, member in crew[stand]), None])
            await ask(work, world, stand, number, taker)
    everybody = [(stand, at, *one) for stand in stands for at, one in enumerate(crew[stand])]
    looked = 0
    for stand, at, person, number in dice.sample(everybody, min(DOORS, len(everybody))):
        other = dice.choice([one for one in stands if one != stand])
        for door in (stand, other):
            await person.presses(DownloadLeads(door).pack())
            await world.deliver()
        for of, by, _ in contacts(person):
            assert int(of) == stand, "of another stand"
            assert at == 0 or by == str(number), "of a colleague"
            looked += 1
        async with world.storage.reading() as work:
            rows = [line.contact["name"] async for line in work.leads.lines.lines(stand, number)]
            assert all(row.split("/")[:2] == [str(stand), str(number)] for row in rows)
            assert set(await work.leads.lines.held(stand, number)) <= set(await work.leads.lines.held(stand))
    assert looked, "somebody saw something"
    marina = await organiser(world)
    await marina.presses(DownloadLeads(stands[0]).pack())
    await world.deliver()
    assert {of for of, _, _ in contacts(marina)} == {str(stands[0])}


@pytest.mark.shield("P9")
@pytest.mark.parametrize("phone", PHONES)
def test_no_card_in_a_group_tells_a_phone(world: World, phone: str) -> None:
    """Not in a topic, a message, or a note, whenever it was written."""
    stand = next(iter(world.storage.catalogue.stands.values()))
    words = f"Звоните на {phone}, после обеда"
    said = (ThreadMessage(1, 1, by_staff=False, person_id=1, text=words, at=AT),)
    note = LeadNote(1, 1, 2, words, AT, None)
    for kind in ("message", "materials"):
        drawn = card(
            Card(
                lead(1, stand.id, "message" if kind == "message" else "materials", topic=words),
                stand,
                world.storage.catalogue.zone,
                named=True,
                said=said,
                notes=((note, "Иван"),),
            )
        )
        text = repr(drawn)
        assert "Звоните на …, после обеда" in text
        assert "999" not in text
