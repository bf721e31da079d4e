"""Help as a screen."""

from collections.abc import Sequence

from dialogs.kit.phrase import say, say_n
from dialogs.kit.screen import Bold, Button, Row, Screen, paragraph, screen
from dialogs.menu.routes import OpenMenu
from dialogs.questions.routes import OpenMyQuestions
from dialogs.search.routes import OpenSearch
from dialogs.settings.routes import OpenSettings
from storage.fair.catalogue import Catalogue

_LEAVING: list[Row] = [
    (Button(say("🔎 Search"), OpenSearch()), Button(say("My questions"), OpenMyQuestions())),
    (Button(say("⚙️ Settings"), OpenSettings()), Button(say("Menu"), OpenMenu())),
]


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
            say("You can also write what you are looking for, and:"),
            say("“search” — how to look for something"),
            say("“menu” — the main menu"),
            say("“now” — what is on now and soon"),
            say("“plan” — my plan"),
            say("“stand 121” — a stand by its number"),
            say("“settings” — language, reminders, time zone"),
            say("“stop” — turn everything off"),
            say("“my data” — what I keep about you"),
            say("“forget me” — delete all my data"),
        ),
        *([say("The fair's website: {site}", site=catalogue.site)] if catalogue.site else []),
        buttons=_LEAVING,
    )
