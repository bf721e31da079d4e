"""What people agree to: the text of a consent, the same in a chat and on a page, and what proves that it is the same.

A consent is a document of its own. It says who answers for the data, what for, which data, what is done with them, who
gets them, until when, and how to withdraw. Nobody's data stand in it, so that it can be kept and shown again.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from babel.dates import format_date

from dialogs.consent.fields import CONTACT_FIELDS
from dialogs.kit.phrase import Phrase, say, speak
from dialogs.kit.policy import PrivacyPolicy
from dialogs.kit.screen import Bold, Italic, Link, Paragraph, Piece, paragraph
from storage.fair.catalogue import Catalogue
from storage.fair.exhibition import Stand
from storage.privacy.consent_texts import text_hash
from storage.privacy.consents import FIELDS, Field, Purpose

VERSION = "2"  # of the words below; what somebody agreed to is kept as they saw it
_SEAL_SIGNS = 12  # of a hash in hexadecimal: as many as a button carries in one number

_WHAT_FOR: Mapping[Purpose, Phrase] = {
    "card": say(
        "What for: to keep my contact card, so that I need not write it anew for every stand, "
        "and to pass it on to those stands that I allow it to, one by one."
    ),
    "call": say("What for: so that the stand can call me back, as I asked."),
    "materials": say("What for: so that the stand can give me its materials and write to me about them."),
    "message": say("What for: so that the stand can answer what I write to it."),
}
_IN_SHORT: Mapping[Purpose, Phrase] = {
    "call": say("Only to call you back."),
    "materials": say("Only to give you its materials and to write about them."),
}


@dataclass(frozen=True, slots=True)
class FullDate:
    """«29 мая 2020 г.»."""

    day: date

    def speak(self, language: str) -> str:
        return format_date(self.day, "long", locale="ru" if language == "ru" else "en_GB")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A title in quotation marks; those in it become inner ones."""

    title: str

    def speak(self, language: str) -> str:
        if language == "ru":
            return f"«{self.title.replace('«', '„').replace('»', '“')}»"
        return f"“{self.title.replace('“', '‘').replace('”', '’')}”"


@dataclass(frozen=True, slots=True)
class FieldNames:
    """«имя, телефон»; always in the same order."""

    fields: Collection[Field]

    def speak(self, language: str) -> str:
        return ", ".join(CONTACT_FIELDS[field].called.speak(language) for field in FIELDS if field in self.fields)


def term(catalogue: Catalogue, privacy: PrivacyPolicy, now: datetime) -> datetime:
    """The moment until which a consent given now holds: some time after the last day of the fair."""
    days = [stage.last_day for stage in catalogue.stages]
    last = max(days) if days else now.astimezone(catalogue.zone).date()
    return datetime.combine(last + timedelta(days=1), time(), catalogue.zone) + privacy.term


def is_over(catalogue: Catalogue, privacy: PrivacyPolicy, now: datetime) -> bool:
    """Whether no consent holds any more, nor can one be given that does."""
    return term(catalogue, privacy, now) <= now


def to_organiser(catalogue: Catalogue, privacy: PrivacyPolicy, now: datetime) -> tuple[Paragraph, ...]:
    """The consent that a contact card is kept under."""
    return (*_to_keep(catalogue, privacy), *_end(catalogue, privacy, now, _how_to_withdraw(privacy)))


def _to_keep(catalogue: Catalogue, privacy: PrivacyPolicy) -> tuple[Paragraph, ...]:
    return (
        paragraph(Bold(say("Consent to the processing of personal data"))),
        paragraph(
            say(
                "Freely, of my own will and in my own interest, I allow {operator}, the organiser of {fair}, "
                "to process my personal data as follows.",
                operator=_operator(catalogue, privacy),
                fair=Quoted(catalogue.title),
            )
        ),
        paragraph(_WHAT_FOR["card"]),
        paragraph(
            say("Which data: {fields}; of these, only what I choose to give.", fields=FieldNames(FIELDS)),
            say(
                "What is done with them: they are recorded, kept (enciphered), corrected at my word, "
                "used for what is said above and erased, by a program."
            ),
            say("Who gets them: nobody. Each stand gets them only by a separate consent."),
        ),
    )


def to_stand(
    catalogue: Catalogue,
    privacy: PrivacyPolicy,
    now: datetime,
    purpose: Purpose,
    stand: Stand,
    fields: Collection[Field],
) -> tuple[Paragraph, ...]:
    """The consent by which a stand gets exactly those fields, for one purpose; or what is written to it."""
    if purpose == "message":
        return _to_write(catalogue, privacy, now, stand)
    return (*_to_pass_on(catalogue, privacy, purpose, stand, fields), *_end_at_stand(catalogue, privacy, now))


def to_both(
    catalogue: Catalogue,
    privacy: PrivacyPolicy,
    now: datetime,
    purpose: Purpose,
    stand: Stand,
    fields: Collection[Field],
) -> tuple[Paragraph, ...]:
    """Both in one document of two sections: a card is kept, and the stand gets those fields of it."""
    return (
        *_to_keep(catalogue, privacy),
        *_to_pass_on(catalogue, privacy, purpose, stand, fields),
        *_end_at_stand(catalogue, privacy, now),
    )


def _to_pass_on(
    catalogue: Catalogue, privacy: PrivacyPolicy, purpose: Purpose, stand: Stand, fields: Collection[Field]
) -> tuple[Paragraph, ...]:
    return (
        paragraph(Bold(say("Consent to passing personal data on to a stand"))),
        paragraph(
            say(
                "Freely, of my own will and in my own interest, I allow {operator}, the organiser of {fair}, "
                "to pass my personal data on to the exhibitor {stand}, and the exhibitor to process them as follows.",
                operator=_operator(catalogue, privacy),
                fair=Quoted(catalogue.title),
                stand=named(stand),
            )
        ),
        paragraph(_WHAT_FOR[purpose]),
        paragraph(
            say("Which data: {fields}, and nothing else.", fields=FieldNames(fields)),
            say(
                "What is done with them: the organiser passes them on; "
                "the stand records and keeps them, uses them for what is said above and erases them."
            ),
            say("Who gets them: only the exhibitor named here."),
        ),
    )


def _end_at_stand(catalogue: Catalogue, privacy: PrivacyPolicy, now: datetime) -> tuple[Paragraph, ...]:
    vanish = say("My contacts then vanish from the stand's request, and the stand is told to erase them.")
    return _end(catalogue, privacy, now, _how_to_withdraw(privacy), vanish)


def _to_write(catalogue: Catalogue, privacy: PrivacyPolicy, now: datetime, stand: Stand) -> tuple[Paragraph, ...]:
    """The consent by which a stand may read and answer what is written to it: as short as the law lets it be."""
    return (
        paragraph(Bold(say("Consent to writing to a stand"))),
        paragraph(
            say(
                "Freely, of my own will and in my own interest, I allow {operator}, the organiser of {fair}, "
                "to keep what I write and to pass it on to the exhibitor {stand}, "
                "and the exhibitor to read and keep it.",
                operator=_operator(catalogue, privacy),
                fair=Quoted(catalogue.title),
                stand=named(stand),
            )
        ),
        paragraph(
            _WHAT_FOR["message"],
            say("Which data: my messages to this stand. My name, phone and e-mail are not passed on."),
            say("Who gets them: only the exhibitor named here."),
        ),
        *_end(
            catalogue,
            privacy,
            now,
            _how_to_withdraw(privacy),
            say("The conversation then ends, I erase it, and the stand is told to forget it."),
        ),
    )


def in_short(
    catalogue: Catalogue,
    privacy: PrivacyPolicy,
    now: datetime,
    purpose: Purpose,
    stand: Stand | None,
    fields: Collection[Field],
) -> Paragraph:
    """The first three lines of a document: who gets what, what for, and until when."""
    last = FullDate(_last_day(catalogue, privacy, now))
    until = say("Erased after {date}; you can withdraw it at any moment.", date=last)
    if stand is None:
        return paragraph(
            Bold(say("I will keep your contact card.")), say("No stand gets it unless you allow that."), until
        )
    name = Quoted(stand.short or stand.title)
    if purpose == "message":
        what = say("{stand} will read what you write here.", stand=name)
        return paragraph(Bold(what), say("It gets no name, phone or e-mail of yours."), until)
    what = say("{stand} will get: {fields}.", stand=name, fields=FieldNames(fields))
    return paragraph(Bold(what), _IN_SHORT[purpose], until)


def named(stand: Stand) -> Phrase | Quoted:
    """«Азбука утра» (стенд 47)."""
    if stand.number is None:
        return Quoted(stand.title)
    return say("{title} (stand {number})", title=Quoted(stand.title), number=stand.number)


def plain(text: Collection[Paragraph], language: str) -> str:
    """The text as it is kept: the words that the reader sees, line by line."""
    paragraphs = ("\n".join("".join(_words(one, language) for one in line) for line in part.lines) for part in text)
    return "\n\n".join(paragraphs)


def shown_again(kept: str) -> tuple[Paragraph, ...]:
    """A kept text as paragraphs; spoken plainly, they are that text."""
    return tuple(paragraph(*part.split("\n")) for part in kept.split("\n\n"))


def folded(text: tuple[Paragraph, ...], version: str) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    """A text as it was read: what was seen at once, and what was folded up; the first version had nothing folded."""
    return (text, ()) if version == "1" else (text[:1], text[1:])


def seal(kept: str) -> int:
    """What a button remembers of the text it stands under: only what was read is agreed to."""
    return int(text_hash(kept)[:_SEAL_SIGNS], 16)


def spelled(proof: str) -> str:
    """The number of a consent as it is read to somebody: «7f3k-q9ab-cdef»."""
    return "-".join(proof[at : at + 4] for at in range(0, len(proof), 4))


def _end(catalogue: Catalogue, privacy: PrivacyPolicy, now: datetime, *withdrawal: Phrase) -> tuple[Paragraph, ...]:
    last = FullDate(_last_day(catalogue, privacy, now))
    until = say("Until when: through {date}; then everything is erased.", date=last)
    return (paragraph(until), paragraph(*withdrawal))


def _last_day(catalogue: Catalogue, privacy: PrivacyPolicy, now: datetime) -> date:
    return (term(catalogue, privacy, now) - timedelta(seconds=1)).astimezone(catalogue.zone).date()


def _how_to_withdraw(privacy: PrivacyPolicy) -> Phrase:
    if not privacy.contact:
        return say("How to withdraw: at any moment, here: “Settings”, then “My consents”.")
    return say(
        "How to withdraw: at any moment, here: “Settings”, then “My consents”; or by writing to {contact}.",
        contact=privacy.contact,
    )


def _operator(catalogue: Catalogue, privacy: PrivacyPolicy) -> str:
    operator = privacy.operator or catalogue.title
    return f"{operator} ({privacy.address})" if privacy.address else operator


def _words(piece: Piece, language: str) -> str:
    return speak(piece.text if isinstance(piece, Bold | Italic | Link) else piece, language)
