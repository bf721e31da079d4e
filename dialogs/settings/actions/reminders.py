"""When one wants to be reminded: how long before, in the evening, at night."""

from dataclasses import replace

from dialogs.kit.errors import Stale
from dialogs.kit.phrase import say
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit
from dialogs.settings import reminding
from dialogs.settings.feature import feature
from dialogs.settings.routes import OpenReminders, SwitchDigest, SwitchNotice, SwitchQuiet


def _reminders(visit: Visit) -> Screen:
    return reminding.reminders(visit.person, visit.policy.reminders)


@feature.on(OpenReminders)
async def open_reminders(visit: Visit, _route: OpenReminders) -> Screen:
    return _reminders(visit)


@feature.on(SwitchNotice, changes=True)
async def switch_notice(visit: Visit, route: SwitchNotice) -> Reply:
    """Who takes the last one out wants none, and finds their choice again when they want some."""
    person = visit.person
    if route.notice not in visit.policy.reminders.known:
        raise Stale
    on = person.reminders and not person.muted
    notices = reminding.switched(person.hears(visit.policy.notice_minutes) if on else (), route.notice, on=route.on)
    if not notices:
        visit.person = replace(person, reminders=False)
        return Reply(_reminders(visit), toast=say("Reminders are off."))
    visit.person = replace(person, notices=notices, reminders=True, muted=False)
    return Reply(_reminders(visit), toast=say("I will remind you {when}.", when=reminding.times_of(notices)))


@feature.on(SwitchDigest, changes=True)
async def switch_digest(visit: Visit, route: SwitchDigest) -> Reply:
    visit.person = replace(visit.person, digest=route.on)
    toast = say("I will write at 20:00 what comes tomorrow.") if route.on else say("No more letters in the evening.")
    return Reply(_reminders(visit), toast=toast)


@feature.on(SwitchQuiet, changes=True)
async def switch_quiet(visit: Visit, route: SwitchQuiet) -> Reply:
    visit.person = replace(visit.person, quiet=route.on)
    toast = say("I will not wake you at night.") if route.on else say("I will write at night, too.")
    return Reply(_reminders(visit), toast=toast)
