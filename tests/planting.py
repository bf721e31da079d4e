"""A person of whom everything is kept that can be: a row in every table that is about people, with words to look for.

A new table about people is planted here too: the tests of privacy say which one is missing.
"""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import ColumnElement, Table, false, func, or_, select

from dialogs.news.leads import asked_in_vain, lead_receipt
from dialogs.news.threads import thread_said
from storage.database import Work
from storage.fair.files import StoredFile, file_hash
from storage.leads.steps import Step
from storage.leads.tables import OPEN
from storage.leads.threads import said_key
from storage.people.people import KeptSearch, OpenForm
from storage.people.people import Person as Kept
from storage.plans.choices import PlanChoices
from storage.privacy.consents import FIELDS, Consent, Purpose
from storage.privacy.contacts import ContactCard
from storage.privacy.personal import HOLDINGS, about, tables_of_people
from storage.questions.boards import Menu
from storage.tables import all_tables
from tests.paper import Person
from tests.world import World

USER = "778899001"
CARD = ContactCard(
    name="Канарейка Жёлтая",
    phone="+79160001122",
    email="kenar@canary.example.org",
    organisation="Гимназия певчих птиц",
    post="Солистка",
    own_phone=True,
    email_confirmed=True,
)
NAME_IN_MESSENGER = "Кенарь К. 🐤"
FILE = StoredFile(file_hash("Фото канарейки".encode()), "канарейка.jpg", "image/jpeg", "Фото канарейки".encode())
NOTED = "Канарейке нужен счёт"  # by a stand's staff
WORDS = (
    "Перезвоните канарейке",
    "Канарейка пишет стенду",
    "Черновик канарейки",
    "Вопрос канарейки?",
    "Что искала канарейка",
)
CANARIES = (
    *WORDS,
    NOTED,
    FILE.name,
    CARD.name,
    CARD.phone,
    CARD.email,
    CARD.organisation,
    CARD.post,
    NAME_IN_MESSENGER,
)


async def planted(world: World) -> Person:
    """The person, who has done everything here that people and staff do."""
    person = world.person(USER, name=NAME_IN_MESSENGER)
    await person.opens("session-reading")
    await person.taps("Напоминать")
    await world.pass_time(minutes=6)
    now = world.clock.now()
    async with world.storage.writing() as work:
        kept = await work.people.find("paper", USER)
        assert kept is not None
        await _ask(world, work, kept)
        await _request(world, work, kept)
        await _work_as_staff(world, work, kept)
        await _plan(world, work, kept)
        await work.privacy.pages.make(kept.id, "data", now, now + timedelta(minutes=30))
        draft = OpenForm("question", 1, 0, {"text": WORDS[2]})
        await work.people.save(kept, replace(kept, form=draft, searches=(KeptSearch(1, WORDS[4]),)))
    return person


async def _plan(world: World, work: Work, kept: Kept) -> None:
    """A player that did not open, and the plan in a calendar and in mails."""
    now = world.clock.now()
    await work.plans.unopened.note(next(iter(world.storage.catalogue.sessions)), kept.id, now)
    await work.plans.keys.make(kept.id, "calendar", now)
    await work.plans.choices.choose(kept.id, PlanChoices(evening=True))


async def _ask(world: World, work: Work, kept: Kept) -> None:
    now, session = world.clock.now(), next(iter(world.storage.catalogue.sessions))
    await work.questions.ask(session, kept.id, WORDS[3], False, now, NAME_IN_MESSENGER)
    moderator = await work.people.add("paper", "moderator", "ru", now)
    await work.questions.mute(kept.id, session, now, moderator.id)


async def agrees(world: World, work: Work, kept: Kept, purpose: Purpose, stand: int | None) -> Consent:
    """A consent to everything that a card has."""
    now = world.clock.now()
    until, text_hash = now + timedelta(days=365), "a" * 64
    return await work.privacy.consents.give(
        kept.id, "paper", purpose, stand, version="1", text_hash=text_hash, fields=FIELDS, now=now, until=until
    )


async def _request(world: World, work: Work, kept: Kept) -> None:
    """To two stands, with contacts; one is written to."""
    now = world.clock.now()
    to_organiser = await agrees(world, work, kept, "card", None)
    await work.privacy.contacts.keep(kept.id, to_organiser, CARD, now)
    await work.privacy.waiting.note(kept.id, now + timedelta(minutes=30))
    await work.privacy.email_proofs.ask(kept.id, to_organiser, CARD.email, "123456", now)
    here, there = list(world.storage.catalogue.stands)[:2]
    window = (now + timedelta(hours=3), now + timedelta(hours=4))
    call, _ = await work.leads.open(here, kept.id, "call", now, topic=WORDS[0], window=window)
    message, _ = await work.leads.open(there, kept.id, "message", now)
    await work.privacy.contacts.attach(call.id, await agrees(world, work, kept, "call", here), CARD)
    await work.privacy.contacts.attach(message.id, await agrees(world, work, kept, "message", there), CARD)
    said = said_key((await thread_said(work, message, WORDS[1], by_staff=False, by=kept.id, now=now)).id)
    await work.post.written.note(kept.address, "137", kept.id, said, now)
    await _enclose(world, work, kept, said)
    staff = await work.people.add("paper", "hand", "ru", now)
    await work.leads.notes.add(call.id, NOTED, staff.id, now)
    await work.leads.received.note(kept.id, [one.id for one in world.storage.catalogue.stands[here].materials], now)
    await work.plans.tour.add(kept.id, here, now)
    await asked_in_vain(work, there, kept.id, "call", now)
    for lead in (call, message):
        await lead_receipt(work, lead, now)
        await work.leads.desks.told(lead, contact=True)


async def _enclose(world: World, work: Work, kept: Kept, key: str) -> None:
    """One photo that is on its way, and one that has come."""
    await _sent(world, work, kept, key, "photo-1")
    here = await work.enclosures.load(await _sent(world, work, kept, key, "photo-2"))
    assert here is not None
    await work.files.keep(replace(FILE, name="file.jpg"))
    await work.files.remember_sent(kept.messenger, "photo-2", FILE.hash)
    await work.enclosures.fetched(here, FILE.hash)


async def _sent(world: World, work: Work, kept: Kept, key: str, handle: str) -> int:
    return await work.enclosures.add(
        key=key,
        person_id=kept.id,
        album="137",
        messenger=kept.messenger,
        chat=kept.user,
        thread="",
        handle=handle,
        name=FILE.name,
        media_type=FILE.media_type,
        photo=True,
        at=world.clock.now(),
    )


async def _work_as_staff(world: World, work: Work, kept: Kept) -> None:
    now, catalogue = world.clock.now(), world.storage.catalogue
    cluster, stand = next(iter(catalogue.clusters)), list(catalogue.stands)[2]
    until = now + timedelta(days=1)
    for code in (
        await work.staff.invite("moderator", cluster, None, "person", now, until),
        await work.staff.invite("stand", None, stand, "person", now, until),
    ):
        await work.staff.accept(code, kept.id, now)
    await work.staff.on_shift(kept.id, cluster, True, now)
    await work.questions.boards.remember_name(kept.id, NAME_IN_MESSENGER)
    visitor = await work.people.add("paper", "visitor", "ru", now)
    lead, _ = await work.leads.open(stand, visitor.id, "materials", now, topic="Чужая тема")
    await work.leads.step(lead.id, Step("take", OPEN, "taken"), by=kept.id, now=now, taken_by=kept.id)
    taken = await work.leads.load(lead.id)
    assert taken is not None
    await work.leads.desks.open_menu(taken, kept.id, "close")
    await work.leads.notes.add(lead.id, "Чужая заметка", kept.id, now)
    question = await work.questions.ask(next(iter(catalogue.sessions)), visitor.id, "Чужой вопрос", True, now)
    await work.questions.replies.add(question.session_id, [question.id], kept.id, "Ответ стаи", now)
    await work.questions.boards.open_menu(question.id, question.revision, Menu("more", (True,), kept.id))
    await work.privacy.audit.note("reveal", f"lead {lead.id}", kept.id, now)


def done_by(table: Table, kept: Kept) -> ColumnElement[bool]:
    """The rows that name the person as one of the staff who made or changed them."""
    return or_(false(), *(table.c[name] == kept.id for name in HOLDINGS[table.name].staff))


async def rows_of(world: World, kept: Kept) -> dict[str, int]:
    """How many rows of each table are about the person, or were made by them."""
    counts: dict[str, int] = {}
    async with world.storage.engine.connect() as connection:
        for table in tables_of_people():
            query = select(func.count()).select_from(table).where(about(table, kept))
            counts[table.name] = (await connection.execute(query)).scalar_one()
        for table in all_tables().sorted_tables:
            query = select(func.count()).select_from(table).where(done_by(table, kept))
            counts[f"{table.name} as staff"] = (await connection.execute(query)).scalar_one()
    return counts
