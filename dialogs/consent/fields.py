"""The fields of a contact card: how each is called, read and shown, which purposes need it, and at which ages; pure.

Whatever asks for contacts, in a chat or on a page, goes by this one list.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from dialogs.kit.errors import Trouble
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.reading import read_email, read_name, read_phone, read_words, shown_email, shown_phone
from storage.privacy.consents import Consent, Field, Purpose
from storage.privacy.contacts import ContactCard

AGES: Mapping[str, Phrase] = {"child": say("I am under 14"), "minor": say("14 to 17"), "adult": say("18 or older")}


@dataclass(frozen=True, slots=True)
class ContactField:
    """A field: `called` amid a sentence, `label` on the card, `yours` to who fills it in, `theirs` to who calls them.

    `needed`: what cannot do without it. `offered`: what may do with it; it is asked for only beside something needed.
    """

    name: Field
    called: Phrase
    label: Phrase
    yours: Phrase
    theirs: Phrase
    needed: tuple[Purpose, ...] = ()
    offered: tuple[Purpose, ...] = ()
    read: Callable[[str], str | Trouble] = read_words
    shown: Callable[[str], str] = str


_IN_ORDER = (
    ContactField(
        "name",
        called=say("name"),
        label=say("Name"),
        yours=say("Your name"),
        theirs=say("Name"),
        needed=("card", "call", "materials"),
        read=read_name,
    ),
    ContactField(
        "phone",
        called=say("phone number"),
        label=say("Phone"),
        yours=say("Your phone"),
        theirs=say("Phone"),
        needed=("call",),
        offered=("card", "materials"),
        read=read_phone,
        shown=shown_phone,
    ),
    ContactField(
        "email",
        called=say("e-mail address"),
        label=say("E-mail address"),
        yours=say("Your e-mail"),
        theirs=say("E-mail"),
        needed=("materials",),
        offered=("card",),
        read=read_email,
        shown=shown_email,
    ),
    ContactField(
        "organisation",
        called=say("organisation"),
        label=say("Organisation"),
        yours=say("Where you work or study"),
        theirs=say("Organisation"),
        offered=("card", "materials"),
    ),
    ContactField(
        "post",
        called=say("post"),
        label=say("Post"),
        yours=say("What you are there"),
        theirs=say("Post"),
        offered=("card", "materials"),
    ),
)
CONTACT_FIELDS: Mapping[Field, ContactField] = {one.name: one for one in _IN_ORDER}


def read_field(field: Field, text: str, home: str) -> str | Trouble:
    """What was written for a field, as it is kept; `home` is the country of phone numbers without one."""
    return read_phone(text, home) if field == "phone" else CONTACT_FIELDS[field].read(text)


def needed(purpose: Purpose) -> tuple[Field, ...]:
    """The fields that the purpose cannot do without."""
    return tuple(one.name for one in _IN_ORDER if purpose in one.needed)


def offered(purpose: Purpose) -> tuple[Field, ...]:
    """The fields that may be left out."""
    return tuple(one.name for one in _IN_ORDER if purpose in one.offered)


def useful(purpose: Purpose) -> tuple[Field, ...]:
    """All fields that the purpose needs or offers."""
    return tuple(one.name for one in _IN_ORDER if purpose in (*one.needed, *one.offered))


def given(card: ContactCard) -> tuple[Field, ...]:
    """The fields that the card has."""
    return tuple(field for field in CONTACT_FIELDS if getattr(card, field))


def is_enough(card: ContactCard, purpose: Purpose) -> bool:
    """Whether the card has all that the purpose needs."""
    return set(needed(purpose)) <= set(given(card))


def allows(consent: Consent, purpose: Purpose) -> bool:
    """Whether the consent is to all that the purpose needs."""
    return set(needed(purpose)) <= set(consent.fields)


def changed(card: ContactCard, field: Field, value: str, *, own: bool = False) -> ContactCard:
    """The card with another value in one field: what was proved of the old one is not of the new one.

    :param own: the messenger vouches that this phone is the person's.
    """
    match field:
        case "name":
            return replace(card, name=value)
        case "phone":
            return replace(card, phone=value, own_phone=own)
        case "email":
            return replace(card, email=value, email_confirmed=card.email_confirmed and card.email == value)
        case "organisation":
            return replace(card, organisation=value)
        case "post":
            return replace(card, post=value)
