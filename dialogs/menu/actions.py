"""Arriving, coming back to the menu, and choosing a language on the way in."""

from dataclasses import replace

from dialogs.kit.dispatch import READ_RUSSIAN
from dialogs.kit.errors import Stale
from dialogs.kit.feature import Feature
from dialogs.kit.phrase import LANGUAGES, Phrase, say
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit
from dialogs.menu import screens
from dialogs.menu.routes import OpenMenu, SpeakAtFirst
from storage.catalogue import Catalogue

feature = Feature("menu")


class _Home:
    """What the dispatcher shows when nothing else answers."""

    def menu(self, catalogue: Catalogue, word: Phrase | None = None) -> Screen:
        return screens.menu(catalogue, word)

    def welcome(self, visit: Visit) -> Reply:
        """Everything is on again after `/stop`; an open form is given up."""
        visit.person = replace(visit.person, muted=False, form=None)
        return Reply(_welcome(visit), anew=True)


home = _Home()


def _welcome(visit: Visit) -> Screen:
    said = visit.event.language.lower()[:2]
    return screens.welcome(visit.catalogue, ask_language=bool(said) and said not in READ_RUSSIAN | set(LANGUAGES))


@feature.on(OpenMenu)
async def open_menu(visit: Visit, _route: OpenMenu) -> Screen:
    return screens.menu(visit.catalogue, None)


@feature.command("menu", say("the main menu"))
async def menu_command(visit: Visit, _argument: str) -> Reply:
    return Reply(screens.menu(visit.catalogue, None), anew=True)


@feature.on(SpeakAtFirst, changes=True)
async def speak_at_first(visit: Visit, route: SpeakAtFirst) -> Screen:
    if route.language not in LANGUAGES:
        raise Stale
    visit.person = replace(visit.person, language=route.language)
    return _welcome(visit)
