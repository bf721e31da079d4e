"""The settings as screens."""

from collections.abc import Sequence
from datetime import datetime

from dialogs.contacts.routes import OpenCard, OpenConsents
from dialogs.help.routes import OpenHelp
from dialogs.kit.nights import ENDS, EVENING, FALLS
from dialogs.kit.phrase import LANGUAGES, Capital, Listed, Phrase, Value, say, say_n
from dialogs.kit.policy import ReminderPolicy
from dialogs.kit.screen import Bold, Button, Entry, Listing, Row, Screen, paragraph, screen
from dialogs.kit.times import MOSCOW, differ, in_hours, shift, zone_mark
from dialogs.kit.zones import RUSSIAN
from dialogs.menu.routes import OpenMenu
from dialogs.privacy.routes import OpenPrivacy
from dialogs.recordings.routes import SendRecordings
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
from dialogs.settings.rules import RUSSIAN_ZONES
from storage.fair.catalogue import Catalogue
from storage.people.people import Person

LANGUAGE_NAMES = {"ru": "Русский", "en": "English"}  # each in itself: who reads it will find it


def settings(catalogue: Catalogue, person: Person, now: datetime, usual: Sequence[int]) -> Screen:
    """What is set, and the buttons that change it."""
    on = person.reminders and not person.muted
    lines = paragraph(
        say("Language: {language}", language=LANGUAGE_NAMES[person.language]),
        say("Reminders: {state}", state=times_of(person.hears(usual)) if on else say("off")),
        say("Your time: {zone}", zone=_own_zone(catalogue, person, now)),
        say("Recordings come: {when}", when=say("at once") if person.recordings_at_once else say("in the evening")),
    )
    others = [language for language in LANGUAGES if language != person.language]
    buttons: list[Row] = [
        tuple(Button(LANGUAGE_NAMES[language], SetLanguage(language)) for language in others),
        (Button(say("How to remind me"), OpenReminders()), _switch(on=on)),
        (Button(say("My time zone"), ChooseZone()), _recordings(person)),
        (Button(say("My contact card"), OpenCard()), Button(say("My consents"), OpenConsents())),
        (Button(say("Help"), OpenHelp()), Button(say("What I keep about you"), OpenPrivacy())),
        (Button(say("Menu"), OpenMenu()),),
    ]
    return screen(Bold(say("Settings")), lines, buttons=buttons)


def _own_zone(catalogue: Catalogue, person: Person, now: datetime) -> Phrase:
    zone = catalogue.zone
    if not differ(now, zone, person.zone):
        return say("as at the fair ({zone})", zone=zone_mark(zone))
    name = say("{zone}{shift}", zone=zone_mark(zone), shift=shift(now, zone, person.zone))
    city = next((city for hours, city in RUSSIAN_ZONES if RUSSIAN[hours] == person.zone), None)
    return name if city is None else say("{zone} ({city})", zone=name, city=city)


def _recordings(person: Person) -> Button:
    label = say("Recordings in the evening") if person.recordings_at_once else say("Recordings at once")
    return Button(label, SendRecordings(not person.recordings_at_once))


def _switch(*, on: bool) -> Button:
    return Button(say("Turn reminders off") if on else say("Turn reminders on"), SwitchReminders(not on))


def reminders(person: Person, policy: ReminderPolicy) -> Screen:
    """When one is reminded, and the buttons that change it."""
    on = person.reminders and not person.muted
    chosen = person.hears(policy.leads) if on else ()
    hours: dict[str, Value] = {"since": f"{FALLS:%H:%M}", "until": f"{ENDS:%H:%M}"}
    lines = paragraph(
        say("I remind you {when}.", when=times_of(chosen)) if on else say("Reminders are off."),
        say("In the evening, at {time}: what comes tomorrow.", time=f"{EVENING:%H:%M}")
        if person.digest
        else say("In the evening I do not write."),
        say(
            "At night, from {since} to {until}, I do not wake you: of a session at night I write in the evening.",
            **hours,
        )
        if person.quiet
        else say("I write at night, too."),
    )
    toggles = [_toggle(notice, on=notice in chosen) for notice in policy.known]
    digest = say("No evening letters") if person.digest else say("Tell me in the evening what comes tomorrow")
    night = say("Write at night, too") if person.quiet else say("Do not write at night")
    return screen(
        Bold(say("Reminders")),
        lines,
        buttons=[
            *(tuple(toggles[first : first + 2]) for first in range(0, len(toggles), 2)),
            (Button(digest, SwitchDigest(not person.digest)),),
            (Button(night, SwitchQuiet(not person.quiet)),),
            (_switch(on=on),),
            (Button(say("Back"), OpenSettings()), Button(say("Menu"), OpenMenu())),
        ],
    )


def _toggle(notice: int, *, on: bool) -> Button:
    name = Capital(_time_of(notice))
    return Button(say("✓ {name}", name=name) if on else name, SwitchNotice(notice, not on))


def times_of(notices: Sequence[int]) -> Listed:
    """«за час, за 10 минут и в начале»."""
    return Listed(tuple(map(_time_of, notices)))


def _time_of(notice: int) -> Phrase:
    """«за час»."""
    days, hours = divmod(notice, 24 * 60)
    if notice == 0:
        return say("at the start")
    if notice in (60, 24 * 60):
        return say("an hour before") if notice == 60 else say("a day before")
    if not hours:
        return say_n("{n} day before", "{n} days before", days)
    if notice % 60 == 0:
        return say_n("{n} hour before", "{n} hours before", notice // 60)
    return say_n("{n} minute before", "{n} minutes before", notice)


def _offset(catalogue: Catalogue, offset: int) -> Phrase:
    return say("{zone}{shift}", zone=zone_mark(catalogue.zone), shift=in_hours(offset))


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
