"""What stories of the stands' desks share: a stand's group with its staff, and visitors who ask something of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dialogs.news.leads import lead_changed, lead_opened, lead_receipt
from storage.fair.exhibition import Stand
from storage.leads.tables import Kind, Lead
from storage.privacy.consents import FIELDS, Field
from storage.privacy.contacts import ContactCard
from storage.staff.staff import Goal, RoleName
from tests.groups import Group, Member
from tests.paper import PAPER, Person
from tests.sheet import Message
from tests.world import World

ANNA = ContactCard("Анна Иванова", "+79161234567", "anna@example.org", "Школа № 5", "учитель", own_phone=True)
UNTIL = timedelta(days=30)


@dataclass
class Desk:
    """A stand's group and two of its staff."""

    world: World
    stand: Stand
    group: Group
    ivan: Member
    olga: Member

    def card(self, number: int = 1) -> Message:
        """The newest card of a lead."""
        cards = [message for message in self.group.messages if message.text.startswith(f"№{number} ·")]
        assert cards, [message.text for message in self.group.messages]
        return cards[-1]

    def cards(self) -> list[str]:
        """The numbers of all cards, in the order in which they came."""
        texts = [message.text for message in self.group.messages if message.text.startswith("№")]
        return [text.partition(" ·")[0] for text in texts]

    async def tap(self, who: Member, label: str, number: int = 1) -> str:
        """Press a button of a lead's card; what passed over the chat."""
        await who.taps(label, on=self.card(number))
        await self.world.tick()
        return who.toast

    async def missed(self, who: Member, number: int = 1) -> str:
        """Say that nobody answered, though it is early, and let it reach the visitor; what passed over the chat."""
        await self.tap(who, "Не дозвонился", number)
        if self.card(number).find("Да, никто не ответил"):
            await self.tap(who, "Да, никто не ответил", number)
        self.world.clock.move(timedelta(seconds=31))
        await self.world.tick()
        return who.toast

    async def replies(self, who: Member, text: str, number: int = 1) -> None:
        """Write something in reply to a lead's card."""
        await who.replies(text, to=self.card(number))
        await self.world.tick()

    async def lead(self, number: int = 1) -> Lead:
        """The stand's lead of that number."""
        async with self.world.storage.reading() as work:
            return next(lead for lead in await work.leads.of_stand(self.stand.id) if lead.number == number)

    async def notes(self, number: int = 1) -> list[str]:
        """What the staff noted of it, the oldest first."""
        async with self.world.storage.reading() as work:
            return [note.text for note in await work.leads.notes.of_lead((await self.lead(number)).id)]

    async def steps(self, number: int = 1) -> list[str]:
        """The steps that it has taken."""
        async with self.world.storage.reading() as work:
            return [step for step, _, _ in await work.leads.steps((await self.lead(number)).id)]


async def invitation(world: World, goal: Goal, role: RoleName = "stand", stand: str = "azbuka") -> str:
    """A code for staff, or for their group."""
    of = named(world, stand).id if role in ("stand", "head") else None
    now = world.clock.now()
    async with world.storage.writing() as work:
        return await work.staff.invite(role, None, of, goal, now, now + UNTIL)


async def staff(world: World, user: str, name: str, stand: str = "azbuka", role: RoleName = "stand") -> Person:
    """Somebody of a stand, who opened a private link; or its head."""
    person = world.person(user, name=name)
    await person.opens(f"staff-{await invitation(world, 'person', role, stand)}")
    return person


async def organiser(world: World, user: str = "90") -> Person:
    """Somebody who may do everything."""
    person = world.person(user, name="Марина")
    await person.opens(f"staff-{await invitation(world, 'person', 'organiser')}")
    return person


def named(world: World, stand: str) -> Stand:
    """The stand of that id."""
    found = world.storage.catalogue.stand_named(stand)
    assert found is not None
    return found


async def set_up(world: World, stand: str = "azbuka", first: int = 71) -> Desk:
    """A group that is the stand's."""
    group = world.group("Стенд")
    ivan, olga = await staff(world, str(first), "Иван", stand), await staff(world, str(first + 1), "Ольга", stand)
    desk = Desk(world, named(world, stand), group, group.member(ivan), group.member(olga))
    await desk.ivan.says(f"/bind {await invitation(world, 'place', 'stand', stand)}")
    await world.tick()
    return desk


def at(world: World, time: str) -> datetime:
    """That time of today, on the fair's clocks."""
    zone = world.storage.catalogue.zone
    return datetime.fromisoformat(f"{world.clock.now().astimezone(zone).date()} {time}").replace(tzinfo=zone)


async def asks(
    world: World,
    user: str = "1",
    kind: Kind = "call",
    *,
    stand: str = "azbuka",
    window: tuple[str, str] = ("14:00", "15:00"),
    topic: str | None = "Прописи для левшей",
    zone: str | None = "Asia/Krasnoyarsk",
    card: ContactCard | None = ANNA,
) -> Lead:
    """A visitor asks something of a stand and allows it what it needs for that; straight into the storage."""
    now = world.clock.now()
    hours = (at(world, window[0]), at(world, window[1])) if kind == "call" else None
    async with world.storage.writing() as work:
        person = await work.people.find(PAPER, user) or await work.people.add(PAPER, user, "ru", now)
        if zone is not None:
            await work.people.save(person, replace(person, zone=zone))
        of = named(world, stand).id
        lead, new = await work.leads.open(of, person.id, kind, now, topic=topic, window=hours)
        if card is not None and kind != "message":
            fields: tuple[Field, ...] = ("name", "phone") if kind == "call" else FIELDS
            consent = await work.privacy.consents.give(
                person.id, PAPER, kind, of, version="1", text_hash="a" * 64, fields=fields, now=now, until=now + UNTIL
            )
            await work.privacy.contacts.attach(lead.id, consent, card)
        if new:
            await lead_opened(work, lead, now)
            await lead_receipt(work, lead, now)
        else:
            await lead_changed(work, lead, now)
    await world.tick()
    return lead


async def allows_writing(person: Person, *stands: str) -> None:
    """The person is of age and lets these stands read what they write; straight into the storage."""
    world, now = person.world, person.world.clock.now()
    async with world.storage.writing() as work:
        kept = await work.people.find(PAPER, person.user) or await work.people.add(PAPER, person.user, "ru", now)
        await work.people.save(kept, replace(kept, age="adult"))
        for stand in stands or ("azbuka",):
            of, until = named(world, stand).id, now + UNTIL
            await work.privacy.consents.give(
                kept.id, PAPER, "message", of, version="1", text_hash="a" * 64, fields=(), now=now, until=until
            )


async def withdraws(world: World, lead: Lead, *, told: bool = True) -> None:
    """The visitor takes the consent back, as the settings do it; not `told`: no letter of that leaves yet."""
    now = world.clock.now()
    async with world.storage.writing() as work:
        assert lead.person_id is not None
        for consent in await work.privacy.consents.of_stand(lead.person_id, lead.stand_id):
            for lost in await work.privacy.contacts.withdraw(consent, now):
                changed = await work.leads.load(lost)
                assert changed is not None
                await lead_changed(work, changed, now)
    if told:
        await world.tick()
