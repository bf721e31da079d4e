"""«Моя визитка»: looking at what is kept, and deleting it."""

from dataclasses import replace

from dialogs.consent import withdraw
from dialogs.contacts.actions.consents import end
from dialogs.contacts.feature import feature
from dialogs.contacts.routes import AskDeleteCard, DeleteCard, OpenCard
from dialogs.contacts.screens import card, steps
from dialogs.kit.visit import Reply, Visit
from dialogs.privacy.routes import OpenOffMessenger


@feature.on(OpenCard, changes=True)
async def open_card(visit: Visit, _route: OpenCard) -> Reply:
    privacy = visit.policy.privacy
    visit.person = replace(visit.person, form=None)
    if not privacy.ready:
        return Reply(steps.closed(None, over=False))
    if visit.person.messenger in privacy.off_messenger:
        return Reply(onward=OpenOffMessenger("card", 0))
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
    live = await withdraw.live(visit.work, visit.person.id)
    await end(visit, [one for one in live if one.stand_id is None])
    return Reply(card.deleted(await _given_to_stands(visit)))


async def _given_to_stands(visit: Visit) -> int:
    return sum(one.stand_id is not None for one in await withdraw.live(visit.work, visit.person.id))
