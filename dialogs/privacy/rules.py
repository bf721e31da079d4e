"""How long a link lives and where it may lead, when all are asleep, and how a page is read that was filled in; pure.

A page shows nothing that is kept: whoever carries its link to the reader could look at it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from dialogs.consent.fields import AGES, changed, needed, read_field, useful
from dialogs.consent.give import Document, wanted
from dialogs.kit.errors import Trouble
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.policy import PrivacyPolicy
from storage.fair.catalogue import Catalogue
from storage.fair.exhibition import Stand
from storage.people.tables import Age
from storage.privacy.consents import Field, Purpose
from storage.privacy.contacts import ContactCard
from storage.privacy.pages import Goal

AUDIT_KEPT = timedelta(days=3 * 365)  # for so long somebody may complain of what was done (ГК РФ, ст. 196)
LINK_LASTS = timedelta(minutes=30)
NIGHT = (time(3), time(5))
LONGEST_FIELD = 300
TO_ORGANISER, TO_STAND = "to_organiser", "to_stand"  # the names of the boxes to be ticked

AT_ONCE_WRITTEN = 16_000_000  # bytes of a file that is written anew before anybody notices
SOON_WRITTEN = 256_000_000  # and of one that takes about a second
STILL = 1.0  # seconds without a writer, after which none is likely to come in the next
PATIENCE = timedelta(seconds=40)  # waiting for such a moment: what was erased is to be gone within a minute


def may_write_anew(size: int, still: float, waited: timedelta, *, night: bool) -> bool:
    """Whether the file is written anew now: writers wait meanwhile, so that a large one waits for a quiet moment."""
    if night or size <= AT_ONCE_WRITTEN:
        return True
    return size <= SOON_WRITTEN and (still >= STILL or waited >= PATIENCE)


def is_night(catalogue: Catalogue, now: datetime) -> bool:
    """Whether hardly anybody at the fair is awake."""
    return NIGHT[0] <= now.astimezone(catalogue.zone).time() < NIGHT[1]


def goal(catalogue: Catalogue, word: str, stand_id: int) -> tuple[Goal, Stand | None] | None:
    """What a page for giving contacts is for, and to which stand; None: nothing of the kind needs a contact."""
    found = wanted(catalogue, word, stand_id)
    if found is None:
        return None
    purpose, stand = found
    return None if purpose == "message" else (purpose, stand)


def off_messenger(policy: PrivacyPolicy, messenger: str) -> bool:
    """Whether contacts must not pass through the messenger."""
    return messenger in policy.off_messenger


def address(pages: str, token: str) -> str:
    """The address of a page."""
    return f"{pages.rstrip('/')}/c/{token}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What one page asks: `known` are fields that the card has already, `documents` the consents to be read there."""

    purpose: Purpose
    stand: Stand | None
    known: tuple[Field, ...]
    documents: Mapping[str, Document]
    home: str  # the country of phone numbers that are written without one

    def seal(self, language: str) -> str:
        """What shows that the texts which were read are those of now."""
        return "-".join(str(document.seal(language)) for document in self.documents.values())


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
    for field in useful(asked.purpose):
        read = _read(asked, field, form.get(field, ""))
        if isinstance(read, Trouble):
            mistakes[field] = read.why
        elif read:
            own = card.own_phone and card.phone == read  # the same number, written once more
            card = changed(card, field, read, own=own)
    return mistakes or Given("minor" if age == "minor" else "adult", card)


def _read(asked: Asked, field: Field, text: str) -> str | Trouble:
    """The field as it is kept; empty where it may be left out."""
    if not text.strip():
        may = field in asked.known or field not in needed(asked.purpose)
        return "" if may else Trouble(say("Please fill this in: nothing works without it."))
    return read_field(field, text[:LONGEST_FIELD], asked.home)
