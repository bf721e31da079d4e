"""What a one-time page does in its transaction: ask, keep what was given, show what may be seen; each page once."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from dialogs.consent import age, agreement, codes, fields, give, phones, proving
from dialogs.consent.codes import Wait
from dialogs.consent.give import Document
from dialogs.kit.errors import Trouble
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.policy import PrivacyPolicy
from dialogs.news.leads import contacts_changed
from dialogs.privacy.letters import Shared, posting
from dialogs.privacy.rules import TO_ORGANISER, TO_STAND, Asked, Given
from storage.database import Work
from storage.fair.catalogue import Catalogue
from storage.leads.tables import Lead, holds
from storage.people.people import Person
from storage.privacy.consents import Consent, Purpose
from storage.privacy.contacts import ContactCard
from storage.privacy.email_proofs import LASTS
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


async def too_young(work: Work, opened: Opened) -> bool:
    """Whether the page's person has said today that they are under 14."""
    return opened.person.age is None and await age.is_child(work, opened.person, opened.now)


async def keep(
    work: Work, catalogue: Catalogue, policy: PrivacyPolicy, opened: Opened, wanted: Asked, given: Given
) -> Literal["used", "kept", "code"]:
    """Keep it under its consents, once, and let the chat go on with what it was given for.

    "used": somebody was first. "code": a code has been mailed to the address that was given, and is to be written here.
    """
    person, now = opened.person, opened.now
    if not await work.privacy.pages.use(opened.page, now):
        return "used"
    if given.age == "child":
        await age.remember_child(work, catalogue, person, now)
        await work.people.save(person, replace(person, age=None))
        return "kept"
    await work.people.save(person, replace(person, age=given.age))
    if given.age == "minor" and not policy.asks_minors:
        return "kept"
    under = await work.privacy.consents.live(person.id, "card", None)
    for document in wanted.documents.values():
        consent = await give.give(work, person, document, now)
        under = consent if document.stand is None else under
    if under is None:
        raise LookupError("a card is kept without a consent to keep it")
    await phones.phone_changed(work, person, given.card.phone, now)
    await contacts_changed(work, await work.privacy.contacts.keep(person.id, under, given.card, now), now)
    letter = Shared(wanted.purpose, 0 if wanted.stand is None else wanted.stand.id)
    await work.outbox.put(posting(letter, now, person.id), person.address, person.id)
    email = given.card.email if "email" in fields.useful(wanted.purpose) else ""
    if not (policy.mail and email) or given.card.email_confirmed:
        return "kept"
    if isinstance(await proving.mail_code(work, person, under, email, now), Wait):
        return "kept"
    await work.privacy.pages.ask_code(opened.page)
    return "code"


async def waiting(work: Work, token: str, now: datetime) -> Opened | None:
    """A page that was filled in, whose reader may still write the code of the address that it was mailed to.

    Every other page that was used is over, whatever its reader has to prove elsewhere.
    """
    page = await work.privacy.pages.asking(token, now - LASTS)
    person = None if page is None else await work.people.load(page.person_id)
    if page is None or person is None:
        return None
    proof = await work.privacy.email_proofs.of(person.id)
    return Opened(page, person, now) if proof is not None and now < proof.until else None


async def take_code(work: Work, opened: Opened, text: str) -> Phrase | None:
    """Confirm the address by the code; or what is wrong with it."""
    read = codes.read_code(text)
    if isinstance(read, Trouble):
        return read.why
    person, now = opened.person, opened.now
    card, under = await _kept(work, person)
    if card is None or under is None:
        return codes.holds_no_more()
    taken = await proving.take_code(work, person, under, card, read, now)
    return taken.why if isinstance(taken, Trouble) else None


async def mail_again(work: Work, catalogue: Catalogue, opened: Opened) -> Phrase:
    """Mail another code; what is said of it."""
    person, now = opened.person, opened.now
    card, under = await _kept(work, person)
    if card is None or under is None or not card.email or card.email_confirmed:
        return codes.holds_no_more()
    mailed = await proving.mail_code(work, person, under, card.email, now)
    if isinstance(mailed, Wait):
        return mailed.why(now, catalogue.zone)
    return say("I have mailed another code; the one before holds no more.")


async def _kept(work: Work, person: Person) -> tuple[ContactCard | None, Consent | None]:
    card = await work.privacy.contacts.card(person.id)
    return card, await work.privacy.consents.live(person.id, "card", None)


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
