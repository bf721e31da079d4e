"""The settings of reminders: a screen, and its words for when one is reminded."""

from collections.abc import Sequence

from dialogs.kit.nights import ENDS, EVENING, FALLS
from dialogs.kit.phrase import Capital, Listed, Phrase, Value, say, say_n
from dialogs.kit.policy import ReminderPolicy
from dialogs.kit.screen import Bold, Button, Screen, paragraph, screen
from dialogs.menu.routes import OpenMenu
from dialogs.settings.routes import OpenSettings, SwitchDigest, SwitchNotice, SwitchQuiet, SwitchReminders
from storage.people.people import Person


def switched(notices: Sequence[int], notice: int, *, on: bool) -> tuple[int, ...]:
    """The notices with that one, or without it; the longest first."""
    return tuple(sorted({*notices, notice} if on else {*notices} - {notice}, reverse=True))


def switch(*, on: bool) -> Button:
    """Turns all of them off, or on again."""
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
            (switch(on=on),),
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
