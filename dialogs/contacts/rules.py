"""What each purpose needs of a contact card, what is asked for it, and when it is all there; pure."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import get_args

from dialogs.kit.errors import Trouble
from dialogs.kit.phrase import say
from dialogs.kit.reading import read_email, read_name, read_phone, read_words
from storage.privacy.consents import FIELDS, Consent, Field, Purpose
from storage.privacy.contacts import ContactCard
from storage.privacy.email_proofs import EmailProof

NEEDED: dict[Purpose, tuple[Field, ...]] = {
    "card": ("name",),
    "call": ("name", "phone"),
    "materials": ("name", "email"),
    "message": (),
}
# What may be left out; it is asked for only where something needed is asked for anyway.
OFFERED: dict[Purpose, tuple[Field, ...]] = {
    "card": ("phone", "email", "organisation", "post"),
    "call": (),
    "materials": ("phone", "organisation", "post"),
    "message": (),
}
CODE_SIGNS = 6
TRIES = 5
PAUSE = timedelta(seconds=60)
CODES_A_DAY = 10


def purpose_of(word: str) -> Purpose | None:
    """The purpose of that name."""
    return next((purpose for purpose in get_args(Purpose) if purpose == word), None)


def field_of(word: str) -> Field | None:
    """The field of that name."""
    return next((field for field in FIELDS if field == word), None)


def given(card: ContactCard) -> tuple[Field, ...]:
    """The fields that the card has."""
    return tuple(field for field in FIELDS if getattr(card, field))


def to_ask(card: ContactCard, purpose: Purpose) -> tuple[Field, ...]:
    """What has to be asked, in order; nothing where all that is needed is there."""
    has = given(card)
    if all(field in has for field in NEEDED[purpose]):
        return ()
    needed = [field for field in NEEDED[purpose] if field not in has]
    return (*needed, *(field for field in OFFERED[purpose] if field not in has))


def optional(field: Field, purpose: Purpose) -> bool:
    """Whether the purpose can do without the field."""
    return field not in NEEDED[purpose]


def unconfirmed(card: ContactCard, purpose: Purpose, *, mail: bool) -> bool:
    """Whether a code has to be mailed first: nothing else goes to an address that nobody has answered from."""
    return mail and "email" in NEEDED[purpose] and bool(card.email) and not card.email_confirmed


def to_tell(card: ContactCard, purpose: Purpose) -> tuple[Field, ...]:
    """What a stand would get for the purpose: what it needs, and what else of use the card has."""
    return tuple(field for field in given(card) if field in (*NEEDED[purpose], *OFFERED[purpose]))


def allows(consent: Consent | None, purpose: Purpose) -> bool:
    """Whether the consent is enough for the purpose."""
    return consent is not None and all(field in consent.fields for field in NEEDED[purpose])


def packed(fields: Collection[Field]) -> str:
    """Fields as a button carries them: their first letters."""
    return "".join(field[0] if field != "phone" else "t" for field in FIELDS if field in fields)


def unpacked(letters: str, card: ContactCard, purpose: Purpose) -> tuple[Field, ...] | None:
    """The fields that a button carries; None where the card or the purpose has others by now."""
    may = to_tell(card, purpose)
    fields = tuple(field for field in may if packed((field,)) in letters)
    needed = all(field in fields for field in NEEDED[purpose])
    return fields if needed and packed(fields) == letters else None


def read(field: Field, text: str) -> str | Trouble:
    """What was written for a field, as it is kept."""
    match field:
        case "name":
            return read_name(text)
        case "phone":
            return read_phone(text)
        case "email":
            return read_email(text)
        case _:
            return read_words(text)


def own_phone(shared: str) -> str | Trouble:
    """A number that the messenger vouches for, as it is kept: some leave the plus out."""
    import phonenumbers

    try:
        number = phonenumbers.parse("+" + shared.strip().removeprefix("+"))
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        return Trouble(say("I cannot read this number. Please write it in figures: +7 916 123-45-67."))
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def messenger_name(name: str) -> str:
    """How the messenger calls the person, if that is a name."""
    known = read_name(name)
    return "" if isinstance(known, Trouble) else known


def changed(card: ContactCard, field: Field, value: str, *, own: bool = False) -> ContactCard:
    """The card with another value in one field: what was proved of the old one is not of the new one."""
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


def read_code(text: str) -> str | Trouble:
    """The six digits that were written, however they are parted."""
    digits = "".join(sign for sign in text if sign.isascii() and sign.isdigit())
    if len(digits) != CODE_SIGNS or any(sign.isalpha() for sign in text):
        return Trouble(say("The code is the six figures of my letter. If the address is wrong, change it."))
    return digits


def waits_for_code(proof: EmailProof | None, email: str, now: datetime) -> bool:
    """Whether a code that was mailed to this address may still come back."""
    return proof is not None and proof.email == email and now < proof.until and proof.tries < TRIES


def pause_left(proof: EmailProof | None, now: datetime) -> int:
    """Seconds until another code may be mailed."""
    if proof is None:
        return 0
    return max(0, -int((now - proof.sent_at - PAUSE).total_seconds() // 1))
