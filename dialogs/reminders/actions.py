"""Turning the pages of a reminder that names many sessions."""

from datetime import datetime

from dialogs.kit.errors import Stale
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Visit
from dialogs.reminders import rules, screens
from dialogs.reminders.letters import feature as feature
from dialogs.reminders.routes import OpenSlot


@feature.on(OpenSlot)
async def open_slot(visit: Visit, route: OpenSlot) -> Screen:
    """The reminder as it would leave at this second, in place of the one that is read."""
    catalogue, person, now = visit.catalogue, visit.person, visit.now
    slot = _moment(route.slot)
    sessions = rules.worth_reminding(catalogue.slot(slot), person.plan, now)
    if not sessions:
        return screens.nothing_left()
    return screens.reminder(catalogue, person, now, slot, sessions, route.at)


def _moment(minutes: int) -> datetime:
    try:
        return rules.moment(minutes)
    except (ValueError, OverflowError, OSError) as impossible:
        raise Stale from impossible
