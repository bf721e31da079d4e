"""Help and privacy as screens."""

from collections.abc import Sequence

from dialogs.kit.phrase import Phrase, say, say_n
from dialogs.kit.screen import Bold, Button, Row, Screen, paragraph, screen
from dialogs.menu.routes import OpenMenu
from dialogs.settings.routes import OpenSettings
from storage.catalogue import Catalogue

_LEAVING: list[Row] = [(Button(say("⚙️ Settings"), OpenSettings()), Button(say("Menu"), OpenMenu()))]


def help_(catalogue: Catalogue, leads: Sequence[int]) -> Screen:
    """What one can do here."""
    lead = (
        say("in time")
        if not leads
        else say_n("{n} minute before the start", "{n} minutes before the start", max(leads))
    )
    return screen(
        Bold(say("How to use the assistant")),
        paragraph(
            say("• Find a session in the programme, or see what is on now."),
            say("• Press “Remind me”: I will write to you {lead} with the link to the player.", lead=lead),
            say("• If a session is moved or cancelled, I will tell you."),
            say("• Ask a question on a session's card: I will tell you what becomes of it."),
            say("• Look at the stands in the exhibition: what they do, their products and webinars."),
            say("• Everything you chose is in “My plan”."),
        ),
        paragraph(
            say("You can also write:"),
            say("/menu — the main menu"),
            say("/now — what is on now and soon"),
            say("/plan — my plan"),
            say("/settings — language, reminders, time zone"),
            say("/stop — turn everything off"),
            say("/privacy — what I keep about you"),
        ),
        *([say("The fair's website: {site}", site=catalogue.site)] if catalogue.site else []),
        buttons=_LEAVING,
    )


def privacy(hours: int) -> Screen:
    """What is stored, and that nothing more is; `hours` after a session it is forgotten who asked in it."""
    kept: list[Phrase] = [
        say("• your number in this messenger, to be able to answer you, and the day you first came;"),
        say("• your language, your time zone if you chose one, and whether reminders are on;"),
        say("• the sessions that you asked to be reminded of, and which messages about them have been sent;"),
        say("• the questions that you asked or joined, and the name that you have in this messenger beside yours;"),
        say("• a question that you have begun to write, until you send it or leave it;"),
        say("• whether you have blocked me, so that I do not write in vain."),
    ]
    return screen(
        Bold(say("What I keep about you")),
        paragraph(*kept),
        say_n(
            "The moderators see your name beside your question; others see it too unless you ask without a name. "
            "{n} hour after the session I forget who asked.",
            "The moderators see your name beside your question; others see it too unless you ask without a name. "
            "{n} hours after the session I forget who asked.",
            hours,
        ),
        say(
            "Nothing more: neither your phone number nor anything else that you write here. "
            "For two days I also keep the numbers of handled messages, so that none is handled twice."
        ),
        say("To get no more messages, send /stop."),
        buttons=_LEAVING,
    )
