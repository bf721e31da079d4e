"""Withdrawing consents: they end with all that hangs on them, by their giver's word or because their term is over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storage.database import Work
from storage.leads.steps import END
from storage.leads.tables import Lead
from storage.leads.threads import said_key
from storage.privacy.audit import Deed
from storage.privacy.consents import Consent


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """How many consents have ended, and the requests that lost their contact or words: who sees those is to be told.

    `said` and `files` are the numbers of the visitor's messages and of what came along with them that are no more; what
    the stand answered stays in the visitor's own chat.
    """

    ended: int
    leads: tuple[Lead, ...]
    said: tuple[int, ...] = ()
    files: tuple[int, ...] = ()


async def withdraw(work: Work, consents: Iterable[Consent], now: datetime, *, by: int | None) -> Withdrawn:
    """End those of the consents that still stand.

    :param by: the person who withdraws them; None: their term is over.
    """
    ended, leads = 0, list[Lead]()
    said, files = list[int](), list[int]()
    for consent in consents:
        if consent.withdrawn_at is not None:
            continue
        ended += 1
        lost = [await work.leads.load(number) for number in await work.privacy.contacts.withdraw(consent, now)]
        leads += [lead for lead in lost if lead is not None]
        if consent.purpose == "message":
            for thread in await _threads(work, consent):
                messages = await work.leads.threads.of_lead(thread.id)
                theirs = [message.id for message in messages if not message.by_staff]
                said += theirs
                files += await work.enclosures.drop_all([said_key(number) for number in theirs])
                await work.enclosures.drop_all([said_key(message.id) for message in messages if message.by_staff])
                leads.append(await _end_thread(work, thread, now))
        deed: Deed = "purge" if by is None else "withdraw"
        await work.privacy.audit.note(deed, f"consent {consent.proof}", by, now)
    return Withdrawn(ended, tuple(leads), tuple(said), tuple(files))


async def _threads(work: Work, consent: Consent) -> tuple[Lead, ...]:
    if consent.person_id is None or consent.stand_id is None:
        return ()
    return await work.leads.threads.between(consent.person_id, consent.stand_id)


async def _end_thread(work: Work, thread: Lead, now: datetime) -> Lead:
    """What was written to the stand is erased, and nothing more may be written; the thread as it is then."""
    await work.leads.threads.erase(thread.id)
    await work.leads.step(thread.id, END, by=None, now=now)
    return await work.leads.load(thread.id) or thread


async def live(work: Work, person_id: int) -> list[Consent]:
    """All of the person's consents that still stand."""
    return [one for one in await work.privacy.consents.of_person(person_id) if one.withdrawn_at is None]


async def alike(work: Work, person_id: int, consent: Consent) -> list[Consent]:
    """The consent and every other of the same person to the same: to end one of them would end nothing."""
    same = (consent.purpose, consent.stand_id)
    return [one for one in await work.privacy.consents.of_person(person_id) if (one.purpose, one.stand_id) == same]
