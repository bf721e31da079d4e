"""The settings as screens."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dialogs.contacts.routes import OpenCard, OpenConsents
from dialogs.help.routes import OpenHelp
from dialogs.kit.choice import told
from dialogs.kit.form import GIVE_UP
from dialogs.kit.phrase import LANGUAGES, Phrase, Spoken, say
from dialogs.kit.screen import Bold, Button, Entry, Line, Listing, Row, Screen, paragraph, screen
from dialogs.kit.times import MOSCOW, differ, in_hours, mine_alone, shift, zone_mark
from dialogs.kit.zones import RUSSIAN
from dialogs.matching.routes import OpenChoice
from dialogs.menu.routes import OpenMenu
from dialogs.privacy.routes import OpenPrivacy
from dialogs.recordings.routes import SendRecordings
from dialogs.settings import reminding
from dialogs.settings.cities import City, Country, city_of
from dialogs.settings.routes import (
    ChooseZone,
    OpenReminders,
    OpenSettings,
    SetLanguage,
    SetZone,
    SwitchReminders,
    TakeZone,
    WriteCity,
)
from dialogs.settings.rules import in_button
from storage.fair.catalogue import Catalogue
from storage.people.people import Person

LANGUAGE_NAMES = {"ru": "Русский", "en": "English"}  # each in itself: who reads it will find it


def settings(catalogue: Catalogue, person: Person, now: datetime, usual: Sequence[int]) -> Screen:
    """What is set, and the buttons that change it."""
    on = person.reminders and not person.muted
    lines = paragraph(
        say("Language: {language}", language=LANGUAGE_NAMES[person.language]),
        say("Reminders: {state}", state=reminding.times_of(person.hears(usual)) if on else say("off")),
        say("Your time: {zone}", zone=_own_zone(catalogue, person, now)),
        say("Recordings come: {when}", when=say("at once") if person.recordings_at_once else say("in the evening")),
        *([_interests(person)] if person.choice else []),
    )
    others = [language for language in LANGUAGES if language != person.language]
    buttons: list[Row] = [
        (
            *(Button(LANGUAGE_NAMES[language], SetLanguage(language)) for language in others),
            Button(say("How to remind me"), OpenReminders()),
        ),
        (reminding.switch(on=on),),
        (Button(say("My time zone"), ChooseZone()), _recordings(person)),
        (Button(say("My interests"), OpenChoice()),),
        (Button(say("My contact card"), OpenCard()), Button(say("My consents"), OpenConsents())),
        (Button(say("Help"), OpenHelp()), Button(say("What I keep about you"), OpenPrivacy())),
        (Button(say("Menu"), OpenMenu()),),
    ]
    return screen(Bold(say("Settings")), lines, buttons=buttons)


def _recordings(person: Person) -> Button:
    label = say("Recordings in the evening") if person.recordings_at_once else say("Recordings at once")
    return Button(label, SendRecordings(not person.recordings_at_once))


def _interests(person: Person) -> Line:
    """«Интересы: учитель · егэ · после уроков»."""
    words = told(person.choice)
    return (say("Interests:"), *(piece for at, word in enumerate(words) for piece in (" · " if at else " ", word)))


def _own_zone(catalogue: Catalogue, person: Person, now: datetime) -> Phrase:
    zone = catalogue.zone
    if person.zone is None or not differ(now, zone, person.zone):
        return say("as at the fair ({zone})", zone=zone_mark(zone))
    beside = say("{zone}{shift}", zone=zone_mark(zone), shift=shift(now, zone, person.zone))
    return say("{time}, {city} ({zone})", time=mine_alone(now, zone, person.zone), city=named(person.zone), zone=beside)


def named(zone: str) -> Spoken | str:
    """A zone by the city that it is known by: «Владивосток»; else by its own name: «UTC+7», «Boise»."""
    if (city := city_of(zone)) is not None:
        return city
    if zone.startswith("Etc/GMT"):
        east = -int(zone.removeprefix("Etc/GMT") or 0)
        return f"UTC{in_hours(east * 60)}"
    return zone.rpartition("/")[2].replace("_", " ")


def now_shown(catalogue: Catalogue, zone: str, city: City | None, now: datetime) -> Phrase:
    """Whose clocks are shown from now on, so that a wrong one is seen at once."""
    where, time = city or named(zone), mine_alone(now, catalogue.zone, zone)
    if not differ(now, catalogue.zone, zone):
        return say("{city}: it is {time}, as at the fair.", city=where, time=time)
    return say("{city}: it is {time}. Now your time comes first.", city=where, time=time)


def zones(catalogue: Catalogue, now: datetime, at: int) -> Screen:
    """Russia's zones to choose from, two in a row, and the way to all the others."""
    buttons: list[Button] = []
    for hours, zone in RUSSIAN.items():
        beside = say("{zone}{shift}", zone=zone_mark(catalogue.zone), shift=shift(now, catalogue.zone, zone))
        offset = _beside(catalogue, now, hours)
        buttons.append(Button(say("{zone} {city}", zone=beside, city=named(zone)), SetZone(offset)))
    rows = tuple(Entry(tuple(buttons[first : first + 2])) for first in range(0, len(buttons), 2))
    words = say("Choose your time zone, or name your city: then your time comes first, and the fair's beside it.")
    leaving: Row = (Button(say("Back"), OpenSettings()), Button(say("Menu"), OpenMenu()))
    other: Row = (Button(say("Another city"), WriteCity()),)
    return screen(
        Bold(say("My time zone")),
        words,
        listing=Listing(rows, at, ChooseZone(), len(rows)),
        buttons=[other, leaving],
    )


def _beside(catalogue: Catalogue, now: datetime, hours: int) -> int:
    """In minutes, how far clocks are from the fair's that are so many hours from Moscow's."""
    moscow, fair = (now.astimezone(zone).utcoffset() or timedelta() for zone in (ZoneInfo(MOSCOW), catalogue.zone))
    return hours * 60 + (moscow - fair) // timedelta(minutes=1)


def which_city() -> Screen:
    """Ask for a city, or what tells as much."""
    return screen(
        Bold(say("Which city are you in?")),
        say(
            "Write it, “Omsk” or “London”. You can also send me your location: I take only the time zone of it, "
            "and forget the place."
        ),
        buttons=[(GIVE_UP,)],
    )


def which_of(cities: Sequence[City], now: datetime) -> Screen:
    """The cities that may be meant, with what their clocks show."""
    return screen(
        Bold(say("Which one is yours?") if len(cities) > 1 else say("Is this your city?")),
        say("If it is not here, write it once more, with the country: “Moscow, USA”."),
        buttons=[*((_choice(city, now),) for city in cities), (GIVE_UP,)],
    )


def _choice(city: City, now: datetime) -> Button:
    time = f"{now.astimezone(ZoneInfo(city.zone)):%H:%M}"
    name: Spoken = say("{city}, {country}", city=city, country=Country(city.country)) if city.country else city
    return Button(say("{name} · {time}", name=name, time=time), TakeZone(in_button(city.zone)))


def stopped() -> Screen:
    """The answer to `/stop`."""
    return screen(
        say(
            "Everything is off: you will get no more messages. Your plan is kept. "
            "To come back, press the button or send /start."
        ),
        buttons=[(Button(say("Turn reminders on"), SwitchReminders(on=True)),)],
    )
