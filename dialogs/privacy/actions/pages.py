"""What a one-time page does in its transaction: ask, keep what was given, show what may be seen; each page once."""

from dataclasses import dataclass, replace
from datetime import datetime

from dialogs.consent import agreement, fields, give
from dialogs.consent.give import Document
from dialogs.kit.policy import PrivacyPolicy
from dialogs.news.leads import contacts_changed
from dialogs.privacy.letters import Shared, posting
from dialogs.privacy.rules import TO_ORGANISER, TO_STAND, Asked, Given
from storage.database import Work
from storage.fair.catalogue import Catalogue
from storage.leads.tables import Lead, holds
from storage.people.people import Person
from storage.privacy.consents import Purpose
from storage.privacy.contacts import ContactCard
from storage.privacy.pages import Page


@dataclass(frozen=True, slots=True)
class Opened:
    """A page that may be used, and whose it is."""

    page: Page
    person: Person
    now: datetime


async def asked(work: Work, catalogue: Catalogue, policy: PrivacyPolicy, opened: Opened) -> Asked | None:
    """What a page for giving contacts asks; None: it asks nothing, or its stand is gone."""
    page, now = opened.page, opened.now
    stand = catalogue.stands.get(page.stand_id or 0)
    if page.purpose == "data" or page.purpose == "reveal":  # noqa: PLR1714 (so the purpose is known to be another)
        return None
    if (stand is None and page.stand_id is not None) or not policy.ready:
        return None
    if agreement.is_over(catalogue, policy, now):
        return None
    purpose: Purpose = page.purpose
    card = await work.privacy.contacts.card(opened.person.id) or ContactCard()
    documents: dict[str, Document] = {}
    if await work.privacy.consents.live(opened.person.id, "card", None) is None:
        documents[TO_ORGANISER] = give.to_organiser(catalogue, policy, now)
    if stand is not None:
        documents[TO_STAND] = give.to_stand(catalogue, policy, now, purpose, stand, fields.useful(purpose))
    return Asked(purpose, stand, fields.given(card), documents, policy.phone_country)


async def keep(work: Work, policy: PrivacyPolicy, opened: Opened, wanted: Asked, given: Given) -> bool:
    """Keep it under its consents, once; and let the chat go on with what it was given for."""
    person, now = opened.person, opened.now
    if not await work.privacy.pages.use(opened.page, now):
        return False
    if given.age == "child":
        await work.people.save(person, replace(person, age=None))
        return True
    await work.people.save(person, replace(person, age=given.age))
    if given.age == "minor" and not policy.asks_minors:
        return True
    under = await work.privacy.consents.live(person.id, "card", None)
    for document in wanted.documents.values():
        consent = await give.give(work, person, document, now)
        under = consent if document.stand is None else under
    if under is None:
        raise LookupError("a card is kept without a consent to keep it")
    await contacts_changed(work, await work.privacy.contacts.keep(person.id, under, given.card, now), now)
    letter = Shared(wanted.purpose, 0 if wanted.stand is None else wanted.stand.id)
    await work.outbox.put(posting(letter, now, person.id), person.address, person.id)
    return True


async def seen(work: Work, lead: Lead | None, person_id: int) -> bool:
    """Whether a visitor's contact may be shown to the person: who has taken the request and is still its staff."""
    return lead is not None and holds(lead, person_id) and await work.staff.may_staff(person_id, lead.stand_id)


async def reveal(work: Work, opened: Opened) -> dict[str, str] | None:
    """The contact of the page's request, noted as seen; None: there is none to be seen by this person."""
    lead = await work.leads.load(opened.page.lead_id or 0)
    if lead is None or not await seen(work, lead, opened.person.id):
        return None
    contact = await work.privacy.contacts.of_lead(lead.id)
    if contact is None or not await work.privacy.pages.use(opened.page, opened.now):
        return None
    await work.privacy.audit.note("reveal", f"lead {lead.id}", opened.person.id, opened.now)
    return contact
