"""«Моя визитка» and «Мои согласия»: looking at what is kept, deleting it, withdrawing what was agreed to."""

from dataclasses import replace
from datetime import datetime

from dialogs.contacts import card, lists, screens, withdrawing
from dialogs.contacts.routes import (
    AskDeleteCard,
    AskWithdraw,
    DeleteCard,
    OpenCard,
    OpenConsent,
    OpenConsents,
    Withdraw,
)
from dialogs.contacts.walk import feature as feature
from dialogs.kit.errors import Stale
from dialogs.kit.phrase import say, say_n
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Policy, Reply, Visit
from dialogs.privacy.routes import OpenElsewhere
from storage.database import Storage
from storage.privacy.consents import Consent

_SWEEPS_EVERY = 600.0  # seconds


@feature.on(OpenCard, changes=True)
async def open_card(visit: Visit, _route: OpenCard) -> Reply:
    privacy = visit.policy.privacy
    visit.person = replace(visit.person, form=None)
    if not privacy.ready:
        return Reply(screens.closed(None, over=False))
    if visit.person.messenger in privacy.elsewhere:
        return Reply(onward=OpenElsewhere("card", 0))
    kept = await visit.work.privacy.contacts.card(visit.person.id)
    return Reply(card.none() if kept is None else card.card(kept, mail=privacy.mail))


@feature.on(AskDeleteCard, changes=True)
async def ask_delete_card(visit: Visit, _route: AskDeleteCard) -> Reply:
    visit.person = replace(visit.person, form=None)
    if await visit.work.privacy.consents.live(visit.person.id, "card", None) is None:
        return Reply(onward=OpenCard())
    return Reply(card.ask_delete(await _given_to_stands(visit)))


@feature.on(DeleteCard, changes=True)
async def delete_card(visit: Visit, _route: DeleteCard) -> Reply:
    visit.person = replace(visit.person, form=None)
    await withdrawing.withdraw(visit, [one for one in await withdrawing.live(visit) if one.stand_id is None])
    return Reply(card.deleted(await _given_to_stands(visit)))


async def _given_to_stands(visit: Visit) -> int:
    return sum(one.stand_id is not None for one in await withdrawing.live(visit))


@feature.on(OpenConsents)
async def open_consents(visit: Visit, route: OpenConsents) -> Screen:
    async with visit.storage.reading() as work:
        all_of_them = await work.privacy.consents.of_person(visit.person.id)
    return lists.consents(visit.catalogue, all_of_them, route.at)


@feature.on(OpenConsent)
async def open_consent(visit: Visit, route: OpenConsent) -> Screen:
    async with visit.storage.reading() as work:
        one = _own(visit, await work.privacy.consents.load(route.consent))
        text = await work.privacy.consent_texts.load(one.text_hash)
    return lists.consent(visit.catalogue, one, text or "", route.at)


@feature.on(AskWithdraw)
async def ask_withdraw(visit: Visit, route: AskWithdraw) -> Screen:
    async with visit.storage.reading() as work:
        all_of_them = await work.privacy.consents.of_person(visit.person.id)
        live = [one for one in all_of_them if one.withdrawn_at is None]
        one = _own(visit, await work.privacy.consents.load(route.consent)) if route.consent else None
    if not live or (one is not None and one.withdrawn_at is not None):
        return lists.consents(visit.catalogue, all_of_them, route.at, say("It has been withdrawn already."))
    if one is None:
        return lists.ask_withdraw_all(len(live), route.at)
    return lists.ask_withdraw(visit.catalogue, one, route.at)


@feature.on(Withdraw, changes=True)
async def withdraw(visit: Visit, route: Withdraw) -> Reply:
    """Who presses twice withdraws once."""
    if route.consent:
        one = _own(visit, await visit.work.privacy.consents.load(route.consent))
        chosen = await withdrawing.alike(visit, one)
    else:
        chosen = await withdrawing.live(visit)
    ended = await withdrawing.withdraw(visit, chosen)
    all_of_them = await visit.work.privacy.consents.of_person(visit.person.id)
    if ended:
        word = say_n("Withdrawn: {n} consent holds no more.", "Withdrawn: {n} consents hold no more.", ended)
    else:
        word = say("It has been withdrawn already.")
    return Reply(lists.consents(visit.catalogue, all_of_them, route.at, word), toast=word)


def _own(visit: Visit, consent: Consent | None) -> Consent:
    if consent is None or consent.person_id != visit.person.id:
        raise Stale
    return consent


@feature.every(_SWEEPS_EVERY)
class Sweep:
    """Codes that came back or ran out long ago are dropped."""

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        del policy
        await storage.in_turns(lambda work: work.privacy.email_proofs.forget(now))
