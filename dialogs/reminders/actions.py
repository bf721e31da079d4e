"""Turning the pages of a reminder that names many sessions."""

from dialogs.kit.screen import Screen
from dialogs.kit.times import moment
from dialogs.kit.visit import Visit
from dialogs.reminders import rules, screens
from dialogs.reminders.feature import feature
from dialogs.reminders.routes import OpenSlot


@feature.on(OpenSlot)
async def open_slot(visit: Visit, route: OpenSlot) -> Screen:
    """The reminder as it would leave at this second, in place of the one that is read."""
    catalogue, person, now = visit.catalogue, visit.person, visit.now
    slot = moment(route.slot)
    sessions = rules.worth_reminding(catalogue.slot(slot), person.plan - person.awaited, now)
    if not sessions:
        return screens.nothing_left()
    return screens.reminder(catalogue, person, now, slot, sessions, route.at)
