"""Giving a consent, in a chat or on a page: what it is for, the document that is read, and that it was agreed to."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import get_args

from dialogs.consent import agreement, fields
from dialogs.kit.policy import PrivacyPolicy
from dialogs.kit.screen import Paragraph
from storage.database import Work
from storage.fair.catalogue import Catalogue
from storage.fair.exhibition import Stand
from storage.people.people import Person
from storage.privacy.consents import FIELDS, Consent, Field, Purpose
from storage.privacy.contacts import ContactCard


@dataclass(frozen=True, slots=True)
class Document:
    """A consent as it is read, to a stand for one purpose; without a stand to the organiser, for keeping the card.

    `short` says it in three lines above the text, where the text is folded up.
    """

    purpose: Purpose
    stand: Stand | None
    fields: tuple[Field, ...]
    text: tuple[Paragraph, ...]
    until: datetime
    short: tuple[Paragraph, ...] = ()

    def spoken(self, language: str) -> str:
        """What its reader sees, and what is kept of it."""
        return agreement.plain((*self.short, *self.text), language)

    def seal(self, language: str) -> int:
        """What shows that a text which was read is this one."""
        return agreement.seal(self.spoken(language))


def to_organiser(catalogue: Catalogue, privacy: PrivacyPolicy, now: datetime) -> Document:
    """The consent that a card is kept under: to all fields, of which the person gives what they choose."""
    text = agreement.to_organiser(catalogue, privacy, now)
    return Document("card", None, FIELDS, text, agreement.term(catalogue, privacy, now))


def to_stand(
    catalogue: Catalogue,
    privacy: PrivacyPolicy,
    now: datetime,
    purpose: Purpose,
    stand: Stand,
    chosen: Collection[Field],
) -> Document:
    """The consent by which a stand gets exactly those fields."""
    text = agreement.to_stand(catalogue, privacy, now, purpose, stand, chosen)
    return Document(purpose, stand, tuple(chosen), text, agreement.term(catalogue, privacy, now))


def in_chat(
    catalogue: Catalogue,
    privacy: PrivacyPolicy,
    now: datetime,
    purpose: Purpose,
    stand: Stand | None,
    chosen: Collection[Field],
    *,
    kept: bool,
) -> tuple[Document, ...]:
    """The consents that one press in a chat gives, which are one text; unless a card is `kept` already, also to that.

    The last of them is the one that was asked for.
    """
    short = (agreement.in_short(catalogue, privacy, now, purpose, stand, chosen),)
    if stand is None:
        return (replace(to_organiser(catalogue, privacy, now), short=short),)
    asked = replace(to_stand(catalogue, privacy, now, purpose, stand, chosen), short=short)
    if kept or purpose == "message":
        return (asked,)
    both = agreement.to_both(catalogue, privacy, now, purpose, stand, chosen)
    return tuple(replace(one, short=short, text=both) for one in (to_organiser(catalogue, privacy, now), asked))


async def give(work: Work, person: Person, document: Document, now: datetime) -> Consent:
    """Keep that the person agrees to the document, by the text that they have read."""
    return await work.privacy.consents.give(
        person.id,
        person.messenger,
        document.purpose,
        None if document.stand is None else document.stand.id,
        version=agreement.VERSION,
        text_hash=await work.privacy.consent_texts.keep(document.spoken(person.language)),
        fields=document.fields,
        now=now,
        until=document.until,
    )


async def shared(work: Work, person_id: int, purpose: Purpose, stand_id: int) -> tuple[Consent, ContactCard] | None:
    """The consent by which a stand may have what the purpose needs, and the card that has it; None: something lacks."""
    consent = await work.privacy.consents.live(person_id, purpose, stand_id)
    if consent is None or not fields.allows(consent, purpose):
        return None
    card = await work.privacy.contacts.card(person_id)
    return None if card is None or not fields.is_enough(card, purpose) else (consent, card)


async def may_write(work: Work, privacy: PrivacyPolicy, person: Person, stand_id: int) -> bool:
    """Whether the person is old enough to write to stands, and allows this one to read it."""
    old_enough = person.age == "adult" or (person.age == "minor" and privacy.asks_minors)
    return old_enough and await work.privacy.consents.live(person.id, "message", stand_id) is not None


def wanted(catalogue: Catalogue, word: str, stand_id: int) -> tuple[Purpose, Stand | None] | None:
    """What contacts are to be given for, as a button says it; only a card is kept for no stand, whose number is 0.

    None: there is no such purpose, or no such stand.
    """
    purpose: Purpose | None = next((one for one in get_args(Purpose) if one == word), None)
    stand = catalogue.stands.get(stand_id)
    if purpose is None or (purpose == "card") != (stand_id == 0) or (stand is None and stand_id != 0):
        return None
    return purpose, stand
