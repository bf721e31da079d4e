"""Contacts given on a page: what is asked there, how it is read, and how it is kept, by the same words as in a chat.

A page shows nothing that is kept: whoever carries its link to the reader could look at it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from dialogs.consent import agreement
from dialogs.kit.errors import Trouble
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.reading import read_email, read_name, read_phone, read_words
from dialogs.kit.screen import Paragraph
from storage.fair.exhibition import Stand
from storage.people.tables import Age
from storage.privacy.consents import FIELDS, Field, Purpose
from storage.privacy.contacts import ContactCard

AGES: Mapping[str, Phrase] = {
    "child": say("I am under 14"),
    "minor": say("14 to 17"),
    "adult": say("18 or older"),
}
LONGEST_FIELD = 300
_READERS = {"name": read_name, "phone": read_phone, "email": read_email}
TO_ORGANISER, TO_STAND = "to_organiser", "to_stand"  # the names of the boxes to be ticked


@dataclass(frozen=True, slots=True)
class Needs:
    """What a purpose cannot do without, and what else may be given."""

    needed: tuple[Field, ...]
    offered: tuple[Field, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """All that is asked, in the order of a card."""
        return tuple(field for field in FIELDS if field in (*self.needed, *self.offered))


@dataclass(frozen=True, slots=True)
class Asked:
    """What one page asks: `known` are fields that the card has already, `documents` the consents to be read there."""

    purpose: Purpose
    stand: Stand | None
    needs: Needs
    known: tuple[Field, ...]
    documents: Mapping[str, tuple[Paragraph, ...]]

    def seal(self, language: str) -> str:
        """What shows that the texts which were read are those of now."""
        return "-".join(str(agreement.seal(agreement.plain(text, language))) for text in self.documents.values())


@dataclass(frozen=True, slots=True)
class Given:
    """What was given: a card with the fields that were written; a child gives nothing."""

    age: Age | Literal["child"]
    card: ContactCard


Mistakes = Mapping[str, Phrase]


def read_form(asked: Asked, kept: ContactCard, form: Mapping[str, str], language: str) -> Given | Mistakes:
    """Read what was sent; or what is wrong, by the name of each input.

    Of a child nothing else is even read.
    """
    age = form.get("age", "")
    if age == "child":
        return Given("child", ContactCard())
    mistakes: dict[str, Phrase] = {}
    if age not in AGES:
        mistakes["age"] = say("Please say how old you are: the law asks for it.")
    if form.get("seal") != asked.seal(language):
        mistakes["seal"] = say("The text has changed since. Please read it once more.")
    for box in asked.documents:
        if form.get(box) != "yes":
            mistakes[box] = say(
                "Without this consent I may take nothing. You can also close this page: nothing is kept."
            )
    card = kept
    for field in asked.needs.fields:
        read = _read(asked, field, form.get(field, ""))
        if isinstance(read, Trouble):
            mistakes[field] = read.why
        elif read:
            card = with_field(card, field, read)
    return mistakes or Given("minor" if age == "minor" else "adult", card)


def _read(asked: Asked, field: Field, text: str) -> str | Trouble:
    """The field as it is kept; empty where it may be left out."""
    if not text.strip():
        may = field in asked.known or field not in asked.needs.needed
        return "" if may else Trouble(say("Please fill this in: nothing works without it."))
    return _READERS.get(field, read_words)(text[:LONGEST_FIELD])


def with_field(card: ContactCard, field: Field, value: str) -> ContactCard:
    """The card with another value: what was proved of the old one is not of the new one."""
    match field:
        case "name":
            return replace(card, name=value)
        case "phone":
            return replace(card, phone=value, own_phone=card.own_phone and card.phone == value)
        case "email":
            return replace(card, email=value, email_confirmed=card.email_confirmed and card.email == value)
        case "organisation":
            return replace(card, organisation=value)
        case "post":
            return replace(card, post=value)


def missing(card: ContactCard, needs: Needs) -> bool:
    """Whether the card lacks what the purpose cannot do without."""
    return any(not getattr(card, field) for field in needs.needed)
