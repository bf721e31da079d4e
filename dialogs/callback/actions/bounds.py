"""How many calls one person may order; those of before they were forgotten count, too."""

from dialogs.callback import rules
from dialogs.callback.actions.windows import view_of
from dialogs.callback.screens import order
from dialogs.kit.visit import Reply, Visit
from storage.fair.exhibition import Stand


async def too_many(visit: Visit, stand: Stand) -> Reply | None:
    """Why no further call can be ordered from the stand, when it can, and what helps."""
    work, person, now = visit.work, visit.person, visit.now
    calls = [lead for lead in await work.leads.of_person(person.id) if lead.kind == "call"]
    before = await work.privacy.guards.of_person(person, now, "call", "open call")
    ordered = [(lead.stand_id, lead.opened_at) for lead in calls]
    ordered += [(one.number, one.at) for one in before if one.kind == "call" and one.number is not None]
    waiting = sum(lead.closed_at is None for lead in calls) + sum(one.kind == "open call" for one in before)
    card = await work.privacy.contacts.card(person.id)
    proved = card is None or card.own_phone  # who has no card is asked for one first
    bound = rules.bound(ordered, waiting, stand.id, now, proved=proved)
    if bound is None:
        return None
    return Reply(order.bounded(view_of(visit), stand, bound, sharable=visit.policy.vouches(person.messenger)))
