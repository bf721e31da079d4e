"""What people type instead of pressing: where the names of places lead, in every messenger and in both languages.

The names are data: `dialogs.kit.vocabulary`. Whole messages only: what is written to a stand or asked of a speaker is
longer, and what is none of these is searched.
"""

import re
from collections.abc import Collection, Mapping
from datetime import datetime

from dialogs.callback.routes import OpenMyRequests
from dialogs.contacts.routes import OpenCard
from dialogs.exhibition.routes import OpenExhibition, OpenStand
from dialogs.help.routes import OpenHelp
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.route import Route
from dialogs.kit.vocabulary import vocabulary
from dialogs.kit.words import plain
from dialogs.materials.routes import OpenMyMaterials
from dialogs.menu.routes import OpenMenu
from dialogs.plan.routes import OpenPlan
from dialogs.privacy.routes import OpenPrivacy
from dialogs.programme.routes import OpenNow, OpenProgramme, OpenRecordings, OpenSession
from dialogs.questions.routes import OpenMyQuestions
from dialogs.search.routes import OpenSearch
from dialogs.settings.routes import OpenSettings
from dialogs.tour.routes import OpenTour
from storage.fair.catalogue import Catalogue
from storage.fair.exhibition import Stand

Door = Route | str  # a route, or the name of a command

DOORS: Mapping[str, Door] = {
    "menu": OpenMenu(),
    "now": OpenNow(),
    "plan": OpenPlan(),
    "programme": OpenProgramme(),
    "recordings": OpenRecordings(),
    "exhibition": OpenExhibition(),
    "route": OpenTour(),
    "requests": OpenMyRequests(),
    "questions": OpenMyQuestions(),
    "materials": OpenMyMaterials(),
    "card": OpenCard(),
    "settings": OpenSettings(),
    "help": OpenHelp(),
    "search": OpenSearch(),
    "privacy": OpenPrivacy(),
    "stop": "stop",
    "forget": "forget",
}
_SAID = {
    "hello": say("Hello! What would you like to see?"),
    "thanks": say("You are welcome! Here is where to go on:"),
    "how": say("I am well, thank you, and everything goes by the schedule. Here is what there is to see:"),
    "agreed": say("Good. Here is where to go on:"),
}
_STAND = re.compile(r"(?:(?:стенд|stand)\s*(?:№\s*)?)?([0-9]{1,6})")


def door(text: str) -> Door | None:
    """Where words lead that are the name of a place."""
    named = vocabulary().doors.get(plain(text))
    return None if named is None else DOORS[named]


def leaves(text: str) -> bool:
    """Whether these words leave a form that is open: none of its answers reads so."""
    return vocabulary().doors.get(plain(text)) == "menu"


def way(text: str, catalogue: Catalogue, watched: Collection[int], now: datetime) -> Route | None:
    """Where words lead by what there is at the fair and what of it the reader watches; None: nowhere."""
    words = plain(text)
    if vocabulary().talk.get(words) == "nearest":
        return _nearest(catalogue, watched, now)
    found = _STAND.fullmatch(words)
    return None if found is None else _stand(catalogue, int(found[1]))


def small_talk(text: str) -> Phrase | None:
    """What is said to a greeting, to thanks, and to what only agrees."""
    return _SAID.get(vocabulary().talk.get(plain(text), ""))


def _stand(catalogue: Catalogue, number: int) -> Route | None:
    found: Stand | None = next((stand for stand in catalogue.stands.values() if stand.number == number), None)
    return None if found is None else OpenStand(found.id)


def _nearest(catalogue: Catalogue, watched: Collection[int], now: datetime) -> Route:
    """What of it is on, or comes next."""
    chosen = (catalogue.sessions.get(number) for number in watched)
    ahead: list[tuple[datetime, int]] = [
        (one.starts, one.id)
        for one in chosen
        if one is not None and one.starts and one.ends and not one.cancelled and now < one.ends
    ]
    return OpenSession(min(ahead)[1], "plan0") if ahead else OpenNow()
