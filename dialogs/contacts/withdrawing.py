"""Withdrawing: a consent ends with all that hangs on it, the stands are told, and the log has a line of it."""

from collections.abc import Iterable

from dialogs.contacts.letters import tell_stand
from dialogs.kit.visit import Visit
from storage.privacy.consents import Consent


async def withdraw(visit: Visit, consents: Iterable[Consent]) -> int:
    """End those of the consents that still stand; how many did."""
    work, ended = visit.work, 0
    for consent in consents:
        if consent.withdrawn_at is not None:
            continue
        ended += 1
        lost = await work.privacy.contacts.withdraw(consent, visit.now)
        await work.privacy.audit.note("withdraw", f"consent {consent.proof}", visit.person.id, visit.now)
        for number in lost:
            if (lead := await work.leads.load(number)) is not None:
                await tell_stand(work, lead, visit.now)
    return ended


async def alike(visit: Visit, consent: Consent) -> list[Consent]:
    """The consent and every other of the same person to the same: to end one of them would end nothing."""
    same = (consent.purpose, consent.stand_id)
    return [
        one
        for one in await visit.work.privacy.consents.of_person(visit.person.id)
        if (one.purpose, one.stand_id) == same
    ]


async def live(visit: Visit) -> list[Consent]:
    """All of the person's consents that still stand."""
    return [one for one in await visit.work.privacy.consents.of_person(visit.person.id) if one.withdrawn_at is None]
