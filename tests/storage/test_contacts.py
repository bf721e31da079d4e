"""Contacts hang on consents: nothing personal without one, nothing after it was withdrawn, nothing readable in rows."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from storage.database import Storage, Work
from storage.leads.steps import Step
from storage.leads.tables import OPEN
from storage.privacy.consents import Consent, Field, Purpose
from storage.privacy.contacts import CARDS_OF_CONTACTS, ContactCard
from storage.privacy.sealing import NoKeys, Sealer, Unreadable
from tests.databases import Database

NOW = datetime(2020, 4, 27, 6, 45, tzinfo=UTC)
UNTIL = NOW + timedelta(days=30)
KEY, OTHER_KEY = Fernet.generate_key().decode(), Fernet.generate_key().decode()
CARD = ContactCard("Анна Иванова", "+79161234567", "anna@example.org", "Школа № 5", "", own_phone=True)


@pytest.fixture
async def storage(fair_database: Database) -> AsyncIterator[Storage]:
    storage = Storage(fair_database.url, sealer=Sealer([KEY]))
    await storage.refresh()
    yield storage
    await storage.close()


async def visitor(work: Work, user: str = "1") -> int:
    return (await work.people.add("paper", user, "ru", NOW)).id


async def agrees(
    work: Work, person: int, purpose: Purpose, stand: int | None, *fields: Field, text_hash: str = "a" * 64
) -> Consent:
    return await work.privacy.consents.give(
        person, "paper", purpose, stand, version="1", text_hash=text_hash, fields=fields, now=NOW, until=UNTIL
    )


def stands(storage: Storage) -> list[int]:
    return list(storage.catalogue.stands)[:2]


async def test_a_card_is_read_back_as_it_was_kept(storage: Storage) -> None:
    async with storage.writing() as work:
        anna = await visitor(work)
        consent = await agrees(work, anna, "card", None, "name", "phone", "email")
        await work.privacy.contacts.keep(anna, consent, CARD, NOW)
    async with storage.reading() as work:
        assert await work.privacy.contacts.card(anna) == CARD


async def test_nothing_is_readable_in_the_rows(storage: Storage) -> None:
    async with storage.writing() as work:
        anna = await visitor(work)
        await work.privacy.contacts.keep(anna, await agrees(work, anna, "card", None, "phone"), CARD, NOW)
    async with storage.engine.connect() as connection:
        (sealed,) = (await connection.execute(text("SELECT sealed FROM contact_cards"))).scalars()
    assert not any(value in sealed for value in ("Анна", "9161234567", "example.org"))


async def test_there_is_no_card_without_a_consent_to_keep_it(storage: Storage) -> None:
    async with storage.writing() as work:
        anna, viktor = await visitor(work), await visitor(work, "2")
        others = await agrees(work, viktor, "card", None, "phone")
        to_a_stand = await agrees(work, anna, "call", stands(storage)[0], "phone")
        withdrawn = await agrees(work, anna, "card", None, "phone")
        await work.privacy.contacts.withdraw(withdrawn, NOW)
    for consent in (others, to_a_stand, withdrawn):
        with pytest.raises(IntegrityError):
            async with storage.writing() as work:
                await work.privacy.contacts.keep(anna, consent, CARD, NOW)


async def test_a_stand_gets_what_its_consent_names_and_no_other_stand_does(storage: Storage) -> None:
    here, there = stands(storage)
    async with storage.writing() as work:
        anna = await visitor(work)
        lead, new = await work.leads.open(here, anna, "materials", NOW)
        elsewhere, _ = await work.leads.open(there, anna, "materials", NOW)
        consent = await agrees(work, anna, "materials", here, "name", "phone")
        await work.privacy.contacts.attach(lead.id, consent, CARD)
        assert new
        assert await work.privacy.contacts.of_lead(lead.id) == {
            "name": "Анна Иванова",
            "phone": "+79161234567",
            "own_phone": "yes",
        }
    with pytest.raises(IntegrityError):
        async with storage.writing() as work:
            await work.privacy.contacts.attach(elsewhere.id, consent, CARD)


async def test_a_changed_card_reaches_the_stands_that_may_have_it(storage: Storage) -> None:
    here, _ = stands(storage)
    async with storage.writing() as work:
        anna = await visitor(work)
        lead, _ = await work.leads.open(here, anna, "materials", NOW)
        kept = await agrees(work, anna, "card", None, "name", "phone", "email")
        await work.privacy.contacts.keep(anna, kept, CARD, NOW)
        await work.privacy.contacts.attach(lead.id, await agrees(work, anna, "materials", here, "email"), CARD)
        await work.privacy.contacts.keep(anna, kept, ContactCard(name="Анна", email="new@example.org"), NOW)
        assert await work.privacy.contacts.of_lead(lead.id) == {"email": "new@example.org"}


async def test_a_withdrawal_takes_away_what_hung_on_it_and_stays_as_a_proof(storage: Storage) -> None:
    here, _ = stands(storage)
    async with storage.writing() as work:
        anna = await visitor(work)
        lead, _ = await work.leads.open(here, anna, "materials", NOW)
        consent = await agrees(work, anna, "materials", here, "email")
        await work.privacy.contacts.attach(lead.id, consent, CARD)
    with pytest.raises(IntegrityError):  # a consent cannot end while something hangs on it
        async with storage.writing() as work:
            await work.privacy.consents.end(consent.id, NOW)
    async with storage.writing() as work:
        assert await work.privacy.contacts.withdraw(consent, NOW) == [lead.id]
        assert await work.privacy.contacts.of_lead(lead.id) is None
        assert await work.privacy.consents.live(anna, "materials", here) is None
        proof = await work.privacy.consents.load(consent.id)
        assert proof is not None
        assert (proof.proof, proof.withdrawn_at) == (consent.proof, NOW)
    with pytest.raises(IntegrityError):
        async with storage.writing() as work:
            await work.privacy.contacts.attach(lead.id, consent, CARD)


async def test_agreeing_twice_to_the_same_text_is_one_consent(storage: Storage) -> None:
    async with storage.writing() as work:
        anna = await visitor(work)
        first = await agrees(work, anna, "card", None, "phone")
        assert await agrees(work, anna, "card", None, "phone") == first
        wider = await agrees(work, anna, "card", None, "phone", "email")
        assert wider.id != first.id
        assert await work.privacy.consents.live(anna, "card", None) == wider


async def test_one_open_lead_of_a_kind_for_a_visitor_and_a_stand(storage: Storage) -> None:
    here, there = stands(storage)
    window = (NOW + timedelta(hours=3), NOW + timedelta(hours=4))
    async with storage.writing() as work:
        anna = await visitor(work)
        first, new = await work.leads.open(here, anna, "call", NOW, window=window)
        again, newer = await work.leads.open(here, anna, "call", NOW, window=window)
        other, _ = await work.leads.open(there, anna, "call", NOW, window=window)
        assert (new, newer, again.id, again.repeats) == (True, False, first.id, 1)
        assert (first.number, other.number) == (1, 1)
        assert await work.leads.step(first.id, Step("close", OPEN, "closed"), by=None, now=NOW)
        assert not await work.leads.step(first.id, Step("close", OPEN, "closed"), by=None, now=NOW)
        second, new = await work.leads.open(here, anna, "call", NOW, window=window)
        assert (new, second.number) == (True, 2)


async def test_what_is_kept_is_sealed_anew_by_the_newest_key(storage: Storage, fair_database: Database) -> None:
    async with storage.writing() as work:
        anna, viktor = await visitor(work), await visitor(work, "2")
        for person in (anna, viktor):
            await work.privacy.contacts.keep(person, await agrees(work, person, "card", None, "phone"), CARD, NOW)
    both = Storage(fair_database.url, sealer=Sealer([OTHER_KEY, KEY]))
    async with both.writing() as work:
        first = await work.personal.renew(CARDS_OF_CONTACTS.name, 0, 1)
        rest = await work.personal.renew(CARDS_OF_CONTACTS.name, first.last, 9)
    await both.close()
    assert [first.rows, rest.rows, first.unreadable + rest.unreadable] == [1, 1, 0]
    async with storage.reading() as work:
        with pytest.raises(Unreadable):
            await work.privacy.contacts.card(anna)


async def test_without_a_key_nothing_personal_is_taken(fair_database: Database) -> None:
    keyless = Storage(fair_database.url)
    async with keyless.writing() as work:
        anna = await visitor(work)
        consent = await agrees(work, anna, "card", None, "phone")
        assert not work.privacy.contacts.sealer.ready
        with pytest.raises(NoKeys):
            await work.privacy.contacts.keep(anna, consent, CARD, NOW)
    await keyless.close()
