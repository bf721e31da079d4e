"""Whose clocks the reader lives by: chosen from Russia's, said by a city, shared as a place, or as at the fair."""

from dataclasses import dataclass, replace

from dialogs.callback.routes import AskCallback
from dialogs.kit.errors import Stale
from dialogs.kit.event import Spot
from dialogs.kit.form import Form, FormStep, with_word
from dialogs.kit.phrase import say
from dialogs.kit.reading import one_line
from dialogs.kit.screen import Screen
from dialogs.kit.times import zone_named
from dialogs.kit.visit import Reply, Visit
from dialogs.kit.zones import zone_beside
from dialogs.programme.routes import GoOn
from dialogs.settings import screens
from dialogs.settings.actions.places import zone_of
from dialogs.settings.cities import City, city_of
from dialogs.settings.feature import feature
from dialogs.settings.routes import ChooseZone, KeepFairTime, OpenSettings, SetZone, TakeZone, WriteCity
from dialogs.settings.rules import of_button


@dataclass(frozen=True, slots=True)
class Draft:
    """Where to go on, and what was answered, which is used up at once: a place is kept nowhere."""

    session: int = 0
    came: str = ""
    stand: int = 0
    said: str = ""
    spot: Spot | None = None


def _ask(_visit: Visit, _draft: Draft) -> Screen:
    return screens.which_city()


def _read(_visit: Visit, draft: Draft, text: str) -> Draft:
    return replace(draft, said=one_line(text))


def _share(_visit: Visit, draft: Draft, spot: Spot) -> Draft:
    return replace(draft, spot=spot)


async def _finish(visit: Visit, draft: Draft) -> Reply:
    understood = await zone_of(draft.spot or draft.said, visit.now)
    draft = replace(draft, said="", spot=None)
    if understood.zone is not None:
        return _set(visit, understood.zone, understood.city, draft)
    asked = form.begin(visit, draft)
    if understood.cities:
        return Reply(screens.which_of(understood.cities, visit.now))
    unknown = say(
        "I do not know such a city. Write the nearest large one, or send me your location. "
        "The difference from Moscow will do, too: “MSK+4”."
    )
    return Reply(with_word(asked, unknown))


form = Form("city", 1, Draft, (FormStep(_ask, _read, spot=_share),), _finish)
feature.forms.append(form)


def _set(visit: Visit, zone: str, city: City | None, draft: Draft) -> Reply:
    """The reader's clocks are known now, and they go on where they were."""
    visit.person = replace(visit.person, zone=zone)
    toast = screens.now_shown(visit.catalogue, zone, city, visit.now)
    if draft.stand:
        return Reply(toast=toast, onward=AskCallback(draft.stand))
    if draft.session:
        return Reply(toast=toast, onward=GoOn(draft.session, draft.came))
    return Reply(toast=toast, onward=OpenSettings())


@feature.on(ChooseZone)
async def choose_zone(visit: Visit, route: ChooseZone) -> Screen:
    return screens.zones(visit.catalogue, visit.now, route.at)


@feature.on(SetZone, changes=True)
async def set_zone(visit: Visit, route: SetZone) -> Reply:
    zone = zone_beside(visit.catalogue.zone, route.offset, visit.now)
    if zone is None:
        raise Stale
    return _set(visit, zone, city_of(zone), Draft())


@feature.on(KeepFairTime, changes=True)
async def keep_fair_time(visit: Visit, route: KeepFairTime) -> Reply:
    visit.person = replace(visit.person, zone=visit.catalogue.zone.key)
    return Reply(onward=GoOn(visit.session(route.session).id, route.came))


@feature.on(WriteCity, changes=True)
async def write_city(visit: Visit, route: WriteCity) -> Screen:
    return form.begin(visit, Draft(route.session, route.came, route.stand))


@feature.on(TakeZone, changes=True)
async def take_zone(visit: Visit, route: TakeZone) -> Reply:
    """Where the question has been answered meanwhile, the zone counts all the same."""
    zone = zone_named(of_button(route.zone))
    if zone is None:
        raise Stale
    try:
        draft = form.draft(visit)
    except Stale:
        draft = Draft()
    else:
        visit.person = replace(visit.person, form=None)
    return _set(visit, zone.key, city_of(zone.key), draft)
