"""Letters of contacts: the code that proves an address of e-mail, and word to a stand that a contact was withdrawn."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from dialogs.contacts.feature import feature
from dialogs.contacts.screens import consents, steps
from dialogs.kit.letter import Letter, Reading
from dialogs.kit.screen import Mail, Screen
from dialogs.news.leads import desks_of, lead_changed
from storage.database import Work
from storage.leads.tables import Lead
from storage.post.outbox import Lane, Posting
from storage.privacy.email_proofs import CODE

_SOON = timedelta(seconds=60)
_WORTH_TELLING = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class EmailCode(Letter):
    """The code of the person's proof, if it is still the one of that number."""

    number: int
    kind: ClassVar[str] = CODE


@dataclass(frozen=True, slots=True)
class ContactWithdrawn(Letter):
    """The visitor of a lead has withdrawn the contact: a stand must erase what it has copied."""

    lead: int
    kind: ClassVar[str] = "contact-withdrawn"


async def tell_stand(work: Work, lead: Lead, now: datetime) -> None:
    """After a lead has lost its contact: redraw what shows it, and say so in the stand's chats."""
    await lead_changed(work, lead, now)
    letter = ContactWithdrawn(lead.id)
    times = (now, now + _SOON, now + _WORTH_TELLING)
    for address, reader in await desks_of(work, lead.stand_id):
        await work.outbox.put(Posting(letter.kind, letter.about(), Lane.SERVICE, *times), address, reader)


@feature.draws(EmailCode)
async def draw_code(letter: EmailCode, reading: Reading) -> Mail | None:
    proof = await reading.work.privacy.email_proofs.of(reading.person.id)
    if proof is None or proof.sent != letter.number or reading.now >= proof.until:
        return None
    return steps.code_mail(reading.catalogue, proof.email, proof.code)


@feature.draws(ContactWithdrawn)
async def draw_withdrawal(letter: ContactWithdrawn, reading: Reading) -> Screen | None:
    lead = await reading.work.leads.load(letter.lead)
    if lead is None or await reading.work.privacy.contacts.given([lead.id]):
        return None
    return consents.told_stand(lead)
