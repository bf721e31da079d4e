"""What is asked for each purpose and in which order, and what buttons carry of it; pure."""

from collections.abc import Collection

from dialogs.consent import fields
from dialogs.kit.errors import Trouble
from dialogs.kit.phrase import say
from dialogs.kit.reading import read_name
from storage.privacy.consents import FIELDS, Field, Purpose
from storage.privacy.contacts import ContactCard


def field_of(word: str) -> Field | None:
    """The field of that name."""
    return next((field for field in FIELDS if field == word), None)


def to_ask(card: ContactCard, purpose: Purpose) -> tuple[Field, ...]:
    """What has to be asked, in order: of who fills in a card all of use, on the way to a stand only what it needs."""
    if fields.is_enough(card, purpose):
        return ()
    asked = fields.needed(purpose) + (fields.offered(purpose) if purpose == "card" else ())
    return tuple(field for field in asked if field not in fields.given(card))


def optional(field: Field, purpose: Purpose) -> bool:
    """Whether the purpose can do without the field."""
    return field not in fields.needed(purpose)


def to_tell(card: ContactCard, purpose: Purpose) -> tuple[Field, ...]:
    """What a stand would get for the purpose: what it needs, and what else of use the card has."""
    return tuple(field for field in fields.given(card) if field in fields.useful(purpose))


def packed(chosen: Collection[Field]) -> str:
    """Fields as a button carries them: their first letters."""
    return "".join(field[0] if field != "phone" else "t" for field in FIELDS if field in chosen)


def unpacked(letters: str, card: ContactCard, purpose: Purpose) -> tuple[Field, ...] | None:
    """The fields that a button carries; None where the card or the purpose has others by now."""
    chosen = tuple(field for field in to_tell(card, purpose) if packed((field,)) in letters)
    enough = all(field in chosen for field in fields.needed(purpose))
    return chosen if enough and packed(chosen) == letters else None


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
