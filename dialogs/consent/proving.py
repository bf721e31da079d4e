"""Proving an address of e-mail, in a chat or on a page: a code is mailed there, and has to come back from its reader.

So that nobody's mailbox is flooded through us, codes are counted by the address, by who asks, and for the whole fair,
and go on being counted when who asked is forgotten.
"""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from dialogs.consent import codes
from dialogs.consent.codes import Wait
from dialogs.kit import limits
from dialogs.kit.errors import Trouble
from storage.address import Address
from storage.database import Work
from storage.people.people import Person
from storage.post.outbox import Lane, Posting
from storage.privacy.consents import Consent
from storage.privacy.contacts import ContactCard
from storage.privacy.email_proofs import CODE, EmailProof
from storage.privacy.guards import of_address

MAIL = "email"  # by which way codes go; their chat is the person's number, which says nothing to anybody
_SOON = timedelta(seconds=60)

_log = structlog.get_logger()


async def mail_code(work: Work, person: Person, consent: Consent, email: str, now: datetime) -> EmailProof | Wait:
    """Mail a code to the address, which is looked up when it leaves; the one before proves nothing any more."""
    if (until := await _free_at(work, person, email, now)) is not None:
        return Wait(until)
    code = f"{secrets.randbelow(10**codes.SIGNS):0{codes.SIGNS}d}"
    proof = await work.privacy.email_proofs.ask(person.id, consent, email, code, now)
    await work.privacy.guards.note("code", person, now, now + limits.DAY, other=of_address(email))
    posting = Posting(CODE, {"number": proof.sent}, Lane.SERVICE, now, now + _SOON, proof.until)
    await work.outbox.put(posting, Address(MAIL, str(person.id)), person.id)
    return proof


async def _free_at(work: Work, person: Person, email: str, now: datetime) -> datetime | None:
    guards = work.privacy.guards
    there = [one.at for one in await guards.of_other(of_address(email), now, "code")]
    theirs = [one.at for one in await guards.of_person(person, now, "code")]
    whole = limits.CODES_OF_THE_FAIR
    found = [
        limits.free_at(limits.CODES_TO_AN_ADDRESS, there, now),
        limits.free_at(limits.CODES_FOR_A_PERSON, theirs, now),
    ]
    if await guards.count("code", now - whole.within) >= whole.most:
        _log.warning("codes.too_many", within=str(whole.within), most=whole.most)
        found.append(now + limits.HOUR / 4)
    return max((at for at in found if at is not None), default=None)


async def take_code(
    work: Work, person: Person, consent: Consent, card: ContactCard, code: str, now: datetime
) -> ContactCard | Trouble:
    """The card with its address confirmed, which is kept now; a code is right once, for the address of the card."""
    proof = await work.privacy.email_proofs.of(person.id)
    if proof is None or not codes.is_awaited(proof, card.email, now):
        return Trouble(codes.holds_no_more())
    if not secrets.compare_digest(proof.code, code):
        await work.privacy.email_proofs.failed(person.id)
        return Trouble(codes.wrong(codes.TRIES - proof.tries - 1))
    await work.privacy.email_proofs.done(person.id, now)
    confirmed = replace(card, email_confirmed=True)
    await work.privacy.contacts.keep(person.id, consent, confirmed, now)
    return confirmed
