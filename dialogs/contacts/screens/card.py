"""«Моя визитка» as screens: what it says, and how it is changed and deleted."""

from dialogs.consent.fields import CONTACT_FIELDS
from dialogs.contacts.routes import (
    AskDeleteCard,
    AskWithdraw,
    ConfirmEmail,
    DeleteCard,
    EditField,
    OpenCard,
    OpenConsents,
    Provide,
)
from dialogs.contacts.screens.steps import lines
from dialogs.kit.phrase import Phrase, say, say_n
from dialogs.kit.screen import Bold, Button, Row, Screen, screen
from dialogs.menu.routes import OpenMenu
from dialogs.settings.routes import OpenSettings
from storage.privacy.contacts import ContactCard


def card(kept: ContactCard, word: Phrase | None = None, *, mail: bool) -> Screen:
    """The card, with a button for each field; `mail`: its address can be confirmed."""
    edits = [Button(one.label, EditField(one.name)) for one in CONTACT_FIELDS.values()]
    confirm: Row = ()
    if mail and kept.email and not kept.email_confirmed:
        confirm = (Button(say("Confirm the e-mail"), ConfirmEmail()),)
    return screen(
        *([word] if word is not None else []),
        Bold(say("My contact card")),
        lines(kept),
        say("Only those stands get it that you allow it to. What would you like to change?"),
        buttons=[
            tuple(edits[:3]),
            tuple(edits[3:]),
            confirm,
            (Button(say("Delete the card"), AskDeleteCard()), Button(say("My consents"), OpenConsents())),
            _leaving(),
        ],
    )


def none(word: Phrase | None = None) -> Screen:
    """There is no card yet, or none any more."""
    return screen(
        *([word] if word is not None else []),
        Bold(say("My contact card")),
        say(
            "It is empty. Fill it in once, and I will not ask again: when a stand is to call you or to give you "
            "its materials, you only say yes."
        ),
        buttons=[
            (Button(say("Fill it in"), Provide("card", 0)),),
            (Button(say("My consents"), OpenConsents()),),
            _leaving(),
        ],
    )


def ask_delete(stands: int) -> Screen:
    """Before the card is deleted; `stands` have consents of their own."""
    return screen(
        Bold(say("Delete your contact card?")),
        say("I will erase it, and your consent to keep it ends."),
        *([_stays(stands)] if stands else []),
        buttons=[
            (Button(say("Yes, delete it"), DeleteCard()),),
            (Button(say("No"), OpenCard()),),
        ],
    )


def deleted(stands: int) -> Screen:
    """The card is gone."""
    withdraw: Row = (Button(say("Withdraw everything"), AskWithdraw(0)),) if stands else ()
    return screen(
        Bold(say("Your contact card is erased.")),
        *([_stays(stands)] if stands else []),
        buttons=[withdraw, (Button(say("My consents"), OpenConsents()),), _leaving()],
    )


def _stays(stands: int) -> Phrase:
    return say_n(
        "What you gave to stands stays with them until you withdraw it: {n} consent still holds.",
        "What you gave to stands stays with them until you withdraw it: {n} consents still hold.",
        stands,
    )


def _leaving() -> Row:
    return (Button(say("Settings"), OpenSettings()), Button(say("Menu"), OpenMenu()))
