"""Changing the settings; `/stop` turns everything off."""

from dataclasses import replace

from dialogs.kit.errors import Stale
from dialogs.kit.phrase import LANGUAGES, say
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit
from dialogs.kit.zones import zone_beside
from dialogs.settings import screens
from dialogs.settings.feature import feature
from dialogs.settings.routes import (
    ChooseZone,
    OpenReminders,
    OpenSettings,
    SetLanguage,
    SetZone,
    SwitchDigest,
    SwitchNotice,
    SwitchQuiet,
    SwitchReminders,
)
from dialogs.settings.rules import switched


def _settings(visit: Visit) -> Screen:
    return screens.settings(visit.catalogue, visit.person, visit.now, visit.policy.notice_minutes)


def _reminders(visit: Visit) -> Screen:
    return screens.reminders(visit.person, visit.policy.reminders)


@feature.on(OpenSettings)
async def open_settings(visit: Visit, _route: OpenSettings) -> Screen:
    return _settings(visit)


@feature.command("settings", say("language, reminders, time zone"))
async def settings_command(visit: Visit, _argument: str) -> Reply:
    return Reply(_settings(visit), anew=True)


@feature.on(SetLanguage, changes=True)
async def set_language(visit: Visit, route: SetLanguage) -> Reply:
    if route.language not in LANGUAGES:
        raise Stale
    visit.person = replace(visit.person, language=route.language)
    visit.catalogue = visit.catalogue.spoken(route.language)
    return Reply(_settings(visit), toast=say("I speak English now."))


@feature.on(SwitchReminders, changes=True)
async def switch_reminders(visit: Visit, route: SwitchReminders) -> Reply:
    visit.person = replace(visit.person, reminders=route.on, muted=visit.person.muted and not route.on)
    toast = say("Reminders are on.") if route.on else say("Reminders are off.")
    return Reply(_settings(visit), toast=toast)


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
    notices = switched(person.hears(visit.policy.notice_minutes) if on else (), route.notice, on=route.on)
    if not notices:
        visit.person = replace(person, reminders=False)
        return Reply(_reminders(visit), toast=say("Reminders are off."))
    visit.person = replace(person, notices=notices, reminders=True, muted=False)
    return Reply(_reminders(visit), toast=say("I will remind you {when}.", when=screens.times_of(notices)))


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


@feature.on(ChooseZone)
async def choose_zone(visit: Visit, route: ChooseZone) -> Screen:
    return screens.zones(visit.catalogue, route.at)


@feature.on(SetZone, changes=True)
async def set_zone(visit: Visit, route: SetZone) -> Reply:
    zone = zone_beside(visit.catalogue.zone, route.offset, visit.now)
    if zone is None:
        raise Stale
    visit.person = replace(visit.person, zone=zone)
    return Reply(_settings(visit), toast=say("Now I show your time beside the fair's."))


@feature.command("stop", say("turn everything off"), changes=True)
async def stop(visit: Visit, _argument: str) -> Reply:
    """Waiting letters stay: for who is muted they are dropped when due, and who comes back in time still gets them."""
    visit.person = replace(visit.person, muted=True, form=None)
    return Reply(screens.stopped(), anew=True)
