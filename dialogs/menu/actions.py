"""Arriving, coming back to the menu, and choosing a language on the way in."""

from dataclasses import replace

from dialogs.kit.errors import Stale
from dialogs.kit.languages import reads_ours
from dialogs.kit.phrase import LANGUAGES, Phrase, say
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit
from dialogs.menu import rules, screens, words
from dialogs.menu.feature import feature
from dialogs.menu.glance import SHOWN, glance
from dialogs.menu.routes import OpenMenu, SpeakAtFirst
from dialogs.search.routes import FindTyped
from storage.fair.catalogue import Catalogue


class _Home:
    """What the dispatcher shows when nothing else answers."""

    def menu(self, catalogue: Catalogue, word: Phrase) -> Screen:
        """A word about what happened, and the doors."""
        return screens.after_a_word(catalogue, word)

    def first(self, visit: Visit) -> Screen:
        """What is worth seeing now, and the doors."""
        return _first(visit)

    def welcome(self, visit: Visit, word: Phrase | None = None) -> Reply:
        """Everything is on again after `/stop`; an open form is given up."""
        if word is None and visit.person.muted and visit.person.reminders:
            word = say("Welcome back! Reminders are on again, and your plan is where you left it.")
        visit.person = replace(visit.person, muted=False, form=None)
        return Reply(_welcome(visit, word), anew=True)

    def leaves(self, text: str) -> bool:
        """Whether these words leave a form that is open."""
        return words.leaves(text)

    def door(self, text: str) -> words.Door | None:
        """Where words lead that are the name of a place: a route, or a command."""
        return words.door(text)

    def chat(self, visit: Visit, text: str) -> Reply:
        """What is answered to words that may lead somewhere, and to a greeting; all others are looked for."""
        to = words.way(text, visit.catalogue, visit.person.watched, visit.now)
        if to is not None:
            return Reply(onward=to, anew=True)
        said = words.small_talk(text)
        if said is not None:
            return Reply(screens.after_a_word(visit.catalogue, said), anew=True)
        return Reply(onward=FindTyped(), anew=True)

    def introduce(self, visit: Visit, shown: Screen) -> Screen:
        """What somebody sees who follows a link and meets us for the first time."""
        name, ask = rules.spoken_name(visit.event.name), not reads_ours(visit.event.language)
        return screens.introduced(visit.catalogue, shown, name=name, ask_language=ask)


home = _Home()


def _welcome(visit: Visit, word: Phrase | None = None) -> Screen:
    """The first screen with a greeting; the choice of a language takes the place of a session."""
    ask = not reads_ours(visit.event.language)
    hello = screens.hello(visit.catalogue, rules.spoken_name(visit.event.name))
    seen = glance(visit.catalogue, visit.person, visit.now, shown=SHOWN - ask)
    return screens.first(visit.catalogue, visit.person, visit.now, seen, hello=hello, word=word, ask_language=ask)


def _first(visit: Visit) -> Screen:
    return screens.first(visit.catalogue, visit.person, visit.now, glance(visit.catalogue, visit.person, visit.now))


@feature.on(OpenMenu)
async def open_menu(visit: Visit, _route: OpenMenu) -> Screen:
    return _first(visit)


@feature.command("menu", say("the main menu"))
async def menu_command(visit: Visit, _argument: str) -> Reply:
    return Reply(_first(visit), anew=True)


@feature.on(SpeakAtFirst, changes=True)
async def speak_at_first(visit: Visit, route: SpeakAtFirst) -> Reply:
    """A card that a link led to stays: the welcome comes under it."""
    if route.language not in LANGUAGES:
        raise Stale
    visit.person = replace(visit.person, language=route.language)
    return Reply(_welcome(visit), anew=route.below)
