"""Changing the settings; `/stop` turns everything off. Whose clocks the reader lives by is asked in `clocks.py`."""

from dataclasses import replace

from dialogs.kit.errors import Stale
from dialogs.kit.phrase import LANGUAGES, say
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit
from dialogs.settings import screens
from dialogs.settings.feature import feature
from dialogs.settings.routes import OpenSettings, SetLanguage, SwitchReminders


def _settings(visit: Visit) -> Screen:
    return screens.settings(visit.catalogue, visit.person, visit.now, visit.policy.notice_minutes)


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


@feature.command("stop", say("turn everything off"), changes=True)
async def stop(visit: Visit, _argument: str) -> Reply:
    """Waiting letters stay: for who is muted they are dropped when due, and who comes back in time still gets them."""
    visit.person = replace(visit.person, muted=True, form=None)
    return Reply(screens.stopped(), anew=True)
