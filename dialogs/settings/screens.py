"""The settings as screens."""

from dialogs.contacts.routes import OpenCard, OpenConsents
from dialogs.help.routes import OpenHelp
from dialogs.kit.choice import told
from dialogs.kit.phrase import LANGUAGES, Phrase, say
from dialogs.kit.screen import Bold, Button, Entry, Line, Listing, Row, Screen, paragraph, screen
from dialogs.kit.times import MOSCOW, zone_mark
from dialogs.matching.routes import OpenChoice
from dialogs.menu.routes import OpenMenu
from dialogs.privacy.routes import OpenPrivacy
from dialogs.settings.routes import ChooseZone, OpenSettings, SetLanguage, SetZone, SwitchReminders
from dialogs.settings.rules import RUSSIAN_ZONES
from storage.fair.catalogue import Catalogue
from storage.people.people import Person

LANGUAGE_NAMES = {"ru": "Русский", "en": "English"}  # each in itself: who reads it will find it


def settings(catalogue: Catalogue, person: Person) -> Screen:
    """What is set, and the buttons that change it."""
    reminders = say("on") if person.reminders and not person.muted else say("off")
    lines = paragraph(
        say("Language: {language}", language=LANGUAGE_NAMES[person.language]),
        say("Reminders: {state}", state=reminders),
        say("Your time: {zone}", zone=_own_zone(catalogue, person)),
        *([_interests(person)] if person.choice else []),
    )
    on = person.reminders and not person.muted
    others = [language for language in LANGUAGES if language != person.language]
    buttons: list[Row] = [
        tuple(Button(LANGUAGE_NAMES[language], SetLanguage(language)) for language in others),
        (Button(say("Turn reminders off") if on else say("Turn reminders on"), SwitchReminders(not on)),),
        (Button(say("My time zone"), ChooseZone()), Button(say("My interests"), OpenChoice())),
        (Button(say("My contact card"), OpenCard()), Button(say("My consents"), OpenConsents())),
        (Button(say("Help"), OpenHelp()), Button(say("What I keep about you"), OpenPrivacy())),
        (Button(say("Menu"), OpenMenu()),),
    ]
    return screen(Bold(say("Settings")), lines, buttons=buttons)


def _interests(person: Person) -> Line:
    """«Интересы: учитель · егэ · после уроков»."""
    words = told(person.choice)
    return (say("Interests:"), *(piece for at, word in enumerate(words) for piece in (" · " if at else " ", word)))


def _own_zone(catalogue: Catalogue, person: Person) -> Phrase:
    if not person.zone_offset:
        return say("as at the fair ({zone})", zone=zone_mark(catalogue.zone))
    name = _offset(catalogue, person.zone_offset)
    city = next((city for hours, city in RUSSIAN_ZONES if hours * 60 == person.zone_offset), None)
    if city is None or catalogue.zone.key != MOSCOW:
        return name
    return say("{zone} ({city})", zone=name, city=city)


def _offset(catalogue: Catalogue, offset: int) -> Phrase:
    hours, minutes = divmod(abs(offset), 60)
    sign = "+" if offset >= 0 else "−"
    shift = f"{sign}{hours}" + (f":{minutes:02}" if minutes else "")
    return say("{zone}{shift}", zone=zone_mark(catalogue.zone), shift="" if offset == 0 else shift)


def zones(catalogue: Catalogue, at: int) -> Screen:
    """The zones to choose from, two in a row."""
    buttons: list[Button] = []
    for hours, city in RUSSIAN_ZONES:
        name = _offset(catalogue, hours * 60)
        label = say("{zone} {city}", zone=name, city=city) if catalogue.zone.key == MOSCOW else name
        buttons.append(Button(label, SetZone(hours * 60)))
    rows = tuple(Entry(tuple(buttons[first : first + 2])) for first in range(0, len(buttons), 2))
    words = say("Choose your time zone, and I will show your time next to the fair's.")
    leaving: Row = (Button(say("Back"), OpenSettings()), Button(say("Menu"), OpenMenu()))
    zones = Listing(rows, at, ChooseZone(), len(rows))
    return screen(Bold(say("My time zone")), words, listing=zones, buttons=[leaving])


def stopped() -> Screen:
    """The answer to `/stop`."""
    return screen(
        say(
            "Everything is off: you will get no more messages. Your plan is kept. "
            "To come back, press the button or send /start."
        ),
        buttons=[(Button(say("Turn reminders on"), SwitchReminders(on=True)),)],
    )
