"""Walking among the speakers."""

from dialogs.kit.errors import Stale
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit
from dialogs.speakers import screens
from dialogs.speakers.feature import feature
from dialogs.speakers.routes import OpenLetters, OpenSessionSpeakers, OpenSpeaker, OpenSpeakers


@feature.on(OpenSpeakers)
async def open_speakers(visit: Visit, route: OpenSpeakers) -> Screen:
    return screens.speakers(visit.catalogue, route.at)


@feature.on(OpenLetters)
async def open_letters(visit: Visit, route: OpenLetters) -> Screen:
    shown = screens.letters(visit.catalogue, route.first, route.last, route.at)
    if shown is None:
        raise Stale
    return shown


@feature.on(OpenSessionSpeakers)
async def open_session_speakers(visit: Visit, route: OpenSessionSpeakers) -> Screen:
    return screens.of_session(visit.catalogue, visit.session(route.session), route.at)


@feature.on(OpenSpeaker)
async def open_speaker(visit: Visit, route: OpenSpeaker) -> Screen:
    card = visit.catalogue.speakers.get(route.speaker)
    if card is None:
        raise Stale
    return screens.speaker(visit.catalogue, visit.person, visit.now, card, route.came, route.at)


@feature.link("speaker")
async def follow_link(visit: Visit, ref: str) -> Reply:
    card = visit.catalogue.speaker_named(ref)
    if card is None:
        raise Stale
    return Reply(screens.speaker(visit.catalogue, visit.person, visit.now, card, "", 0), anew=True)
