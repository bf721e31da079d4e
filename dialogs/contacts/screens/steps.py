"""The walk to a contact as screens: age, consents, the fields one by one, and kind words where it ends early."""

from collections.abc import Collection

from dialogs.consent import agreement
from dialogs.consent.fields import AGES, given
from dialogs.contacts import rules
from dialogs.contacts.routes import (
    AskAge,
    AskWithdraw,
    ChangeEmail,
    NotNow,
    OpenCard,
    RemoveField,
    SendCodeAgain,
    SetAge,
    SkipField,
    UseMessengerName,
)
from dialogs.contacts.screens.asking import value
from dialogs.exhibition.routes import OpenStand
from dialogs.kit.form import GIVE_UP
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.reading import shown_email
from dialogs.kit.screen import (
    AnyButton,
    Bold,
    Button,
    LinkButton,
    Mail,
    Paragraph,
    Row,
    Screen,
    paragraph,
    screen,
)
from dialogs.menu.routes import OpenMenu
from storage.fair.catalogue import Catalogue
from storage.fair.exhibition import Stand
from storage.privacy.consents import Consent, Field, Purpose
from storage.privacy.contacts import ContactCard

_QUESTIONS: dict[Field, Phrase] = {
    "name": say("What is your name? Please write it as you want to be addressed."),
    "phone": say("What is your phone number? Please write it like this: +7 916 123-45-67."),
    "email": say("What is your e-mail address?"),
    "organisation": say("Where do you work or study? For instance: School No. 5, Barnaul."),
    "post": say("What are you there? For instance: a teacher of mathematics."),
}


def age(purpose: Purpose, stand: Stand | None) -> Screen:
    """How old the reader is, who is no adult or has not said so."""
    number = _number(stand)
    return screen(
        Bold(say("How old are you?")),
        say("The law treats children's data with special care."),
        buttons=[
            (Button(AGES["child"], SetAge("child", purpose, number)),),
            (
                Button(AGES["minor"], SetAge("minor", purpose, number)),
                Button(AGES["adult"], SetAge("adult", purpose, number)),
            ),
            (Button(say("Not now"), NotNow(purpose, number)),),
        ],
    )


def for_parents(purpose: Purpose, stand: Stand | None, links: Collection[str], *, child: bool) -> Screen:
    """The reader is too young to share contacts themselves; the links open the bot, where they are known."""
    if purpose == "message" and child:
        word = say(
            "Thank you for being honest! I pass on no words of anybody under 14, and have kept none: "
            "until tomorrow I remember this answer alone."
        )
    elif purpose == "message":
        word = say("Thank you! Until you are 18, a parent writes to the stands of this fair.")
    elif child:
        word = say(
            "Thank you for being honest! I take no contacts from anybody under 14, and have kept none: "
            "until tomorrow I remember this answer alone."
        )
    else:
        word = say("Thank you! Until you are 18, a parent shares contacts at this fair.")
    how: list[Paragraph] = [
        paragraph(say("Show this message to your mother or father: they can open me in a messenger of their own."))
    ]
    if links:
        how.append(paragraph(say("Here I am:"), *sorted(links)))
    wrong = Button(say("I pressed the wrong button"), AskAge(purpose, _number(stand)))
    return screen(Bold(word), *how, *_directly(stand), buttons=[(wrong,), *_ways_on(stand)])


def age_again(stand: Stand | None, contact: str) -> Screen:
    """Who has said that they are under 14 is asked again another day; `contact` is how the organisers are reached."""
    organisers = [say("The organisers help, too: {contact}.", contact=contact)] if contact else []
    return screen(
        Bold(say("I can ask you about your age again tomorrow.")),
        say(
            "I ask once a day: the law treats children's data with special care. If you pressed the wrong button, "
            "come back then; everything that needs no contacts works all the same."
        ),
        *_directly(stand),
        *organisers,
        buttons=_ways_on(stand),
    )


def closed(stand: Stand | None, *, over: bool, shares: bool = True) -> Screen:
    """No contacts are taken here at all; or, where none would be shared, no words passed on."""
    if not shares:
        word = say("The fair is over, and I pass on no messages to its stands any more.")
    elif over:
        word = say("The fair is over, and I take no contacts any more.")
    else:
        word = say("I cannot take contacts at this fair yet: the organisers have not set it up.")
    return screen(Bold(word), *_directly(stand), buttons=_ways_on(stand))


def not_now(stand: Stand | None) -> Screen:
    """Nothing is given; it goes without."""
    word = say("All right. I have passed nothing on.")
    return screen(Bold(word), *_directly(stand), buttons=_ways_on(stand))


def holds(consent: Consent, stand: Stand | None) -> Screen:
    """It cannot be left undone: the consent was given, and holds."""
    names = agreement.FieldNames(consent.fields)
    if stand is None:
        word = say("This consent is given already: your contact card is kept.")
    elif consent.purpose == "message":
        word = say("This consent is given already: {stand} reads what you write to it.", stand=agreement.named(stand))
    else:
        word = say(
            "This consent is given already: {stand} has got: {fields}.", stand=agreement.named(stand), fields=names
        )
    withdraw = Button(say("Withdraw"), AskWithdraw(consent.id))
    return screen(Bold(word), say("Withdraw it?"), buttons=[(withdraw,), *_ways_on(stand)])


def question(field: Field, purpose: Purpose, name: str, *, edited: bool, more: bool) -> Screen:
    """Ask for one field; `more`: others are asked after it."""
    buttons: list[Row] = []
    if field == "name" and name:
        buttons.append((Button(name, UseMessengerName()),))
    if edited and field != "name":
        buttons.append((Button(say("Leave it empty"), RemoveField(field)),))
    if not edited and rules.optional(field, purpose):
        skips: list[AnyButton] = [Button(say("Skip"), SkipField(field=field))]
        skips += [Button(say("Skip all the rest"), SkipField(True, field))] if more else []
        buttons.append(tuple(skips))
    leave = Button(say("Leave it as it is"), OpenCard()) if edited else GIVE_UP
    return screen(
        _QUESTIONS[field],
        buttons=[*buttons, (leave,)],
        asks_phone=say("Share my number") if field == "phone" else None,
    )


def share_instead(*, sharable: bool) -> Phrase:
    """So many stands are to call that another number cannot just be typed; `sharable`: the messenger vouches for it."""
    if not sharable:
        return say(
            "Several stands are to call you, so I do not change the number that they have. Write another one when "
            "they have spoken to you, or cancel some of the calls first."
        )
    return say(
        "Several stands are to call you, so another number has to be your own: "
        "share it by the button, or cancel some of the calls first."
    )


def ask_code(email: str) -> Screen:
    """A code is on its way; `email` is where to, or "" where that need not be said again."""
    where = say("I have mailed a code to {email}. Please write it here: six figures.", email=shown_email(email))
    again = say("Please write the code from my letter: six figures.")
    return screen(
        where if email else again,
        say("It holds for 15 minutes. If it does not come, look among unwanted mail."),
        buttons=_below_code(),
    )


def no_code(why: Phrase) -> Screen:
    """No code can be mailed now."""
    return screen(why, buttons=_below_code())


def _below_code() -> list[Row]:
    return [
        (Button(say("Send the code again"), SendCodeAgain()),),
        (Button(say("Change the address"), ChangeEmail()), GIVE_UP),
    ]


def code_mail(catalogue: Catalogue, email: str, code: str) -> Mail:
    """The letter with the code, which stands where no list of letters and no locked screen shows it."""
    return Mail(
        email,
        say("Your code · {fair}", fair=catalogue.title),
        (
            paragraph(
                say(
                    "Write this code to the fair's assistant, in your messenger or on its page, "
                    "where it is asked for. It holds for 15 minutes."
                )
            ),
            paragraph(Bold(code)),
            paragraph(say("You have asked for no code? Then delete this letter: nothing happens without the code.")),
        ),
    )


def lines(card: ContactCard) -> Paragraph:
    """All fields of a card, one on each line."""
    return paragraph(*(_line(card, field) for field in given(card)))


def _line(card: ContactCard, field: Field) -> Phrase:
    said = value(card, field)
    if field == "phone" and not card.own_phone:
        return say("{line} (typed by hand)", line=said)
    if field == "email":
        return (
            say("{line} (confirmed)", line=said) if card.email_confirmed else say("{line} (not confirmed)", line=said)
        )
    return said


def _directly(stand: Stand | None) -> list[Paragraph]:
    """How the stand is reached without us."""
    if stand is None or not (stand.phone or stand.email or stand.site):
        return []
    told = [say("You can reach the stand directly:")]
    told += [say("Phone: {phone}", phone=stand.phone)] if stand.phone else []
    told += [say("E-mail: {email}", email=stand.email)] if stand.email else []
    return [paragraph(*told)]


def _ways_on(stand: Stand | None) -> list[Row]:
    menu = Button(say("Menu"), OpenMenu())
    if stand is None:
        return [(menu,)]
    site: list[AnyButton] = [LinkButton(say("Website"), stand.site)] if stand.site else []
    return [tuple(site), (Button(say("Back to the stand"), OpenStand(stand.id)), menu)]


def _number(stand: Stand | None) -> int:
    return 0 if stand is None else stand.id
