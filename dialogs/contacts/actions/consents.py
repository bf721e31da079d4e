"""«Мои согласия»: reading what was agreed to, and withdrawing it."""

from collections.abc import Iterable

from dialogs.consent.withdraw import alike, live, withdraw
from dialogs.contacts.feature import feature
from dialogs.contacts.letters import tell_stand
from dialogs.contacts.routes import AskWithdraw, OpenConsent, OpenConsents, Withdraw
from dialogs.contacts.screens import consents as screens
from dialogs.kit.errors import Stale
from dialogs.kit.phrase import say, say_n
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit
from dialogs.news.forgetting import contacts_taken_back, mail_in_doubt, words_taken_back
from storage.privacy.consents import Consent


@feature.on(OpenConsents)
async def open_consents(visit: Visit, route: OpenConsents) -> Screen:
    async with visit.storage.reading() as work:
        all_of_them = await work.privacy.consents.of_person(visit.person.id)
    return screens.consents(visit.catalogue, all_of_them, route.at)


@feature.on(OpenConsent)
async def open_consent(visit: Visit, route: OpenConsent) -> Screen:
    async with visit.storage.reading() as work:
        one = _own(visit, await work.privacy.consents.load(route.consent))
        text = await work.privacy.consent_texts.load(one.text_hash)
    return screens.consent(visit.catalogue, one, text or "", route.at)


@feature.on(AskWithdraw)
async def ask_withdraw(visit: Visit, route: AskWithdraw) -> Reply:
    return Reply(await _ask_withdraw(visit, route), anew=route.below)


async def _ask_withdraw(visit: Visit, route: AskWithdraw) -> Screen:
    async with visit.storage.reading() as work:
        all_of_them = await work.privacy.consents.of_person(visit.person.id)
        live = [one for one in all_of_them if one.withdrawn_at is None]
        one = _own(visit, await work.privacy.consents.load(route.consent)) if route.consent else None
    if not live or (one is not None and one.withdrawn_at is not None):
        return screens.consents(visit.catalogue, all_of_them, route.at, say("It has been withdrawn already."))
    if one is None:
        return screens.ask_withdraw_all(len(live), route.at)
    return screens.ask_withdraw(visit.catalogue, one, route.at)


@feature.on(Withdraw, changes=True)
async def withdraw_consents(visit: Visit, route: Withdraw) -> Reply:
    """Who presses twice withdraws once."""
    if route.consent:
        one = _own(visit, await visit.work.privacy.consents.load(route.consent))
        chosen = await alike(visit.work, visit.person.id, one)
    else:
        chosen = await live(visit.work, visit.person.id)
    ended = await end(visit, chosen)
    all_of_them = await visit.work.privacy.consents.of_person(visit.person.id)
    if ended:
        word = say_n("Withdrawn: {n} consent holds no more.", "Withdrawn: {n} consents hold no more.", ended)
    else:
        word = say("It has been withdrawn already.")
    return Reply(screens.consents(visit.catalogue, all_of_them, route.at, word), toast=word)


async def end(visit: Visit, consents: Iterable[Consent]) -> int:
    """End those of the consents that still stand, and tell the stands; how many did."""
    work, now = visit.work, visit.now
    done = await withdraw(work, consents, now, by=visit.person.id)
    await words_taken_back(work, done.said, done.files, now)
    told = {lead.id: lead for lead in done.leads}
    for lead in told.values():
        await tell_stand(work, lead, now)
    await contacts_taken_back(work, visit.catalogue, list(told.values()), now)
    await mail_in_doubt(work, visit.person, now)
    return done.ended


def _own(visit: Visit, consent: Consent | None) -> Consent:
    if consent is None or consent.person_id != visit.person.id:
        raise Stale
    return consent
