"""A consent as it is asked for and as it stays: a few lines that are read before deciding, and the whole text."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from dialogs.consent import agreement
from dialogs.consent.fields import CONTACT_FIELDS
from dialogs.contacts import rules
from dialogs.contacts.routes import (
    AskWithdraw,
    CorrectField,
    GiveConsent,
    NotNow,
    OpenConsent,
    ReadConsent,
    SayYounger,
)
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.route import Route
from dialogs.kit.screen import Bold, Button, Fold, Paragraph, Row, Screen, paragraph, screen
from dialogs.kit.times import DayName, clock_time
from storage.fair.exhibition import Stand
from storage.privacy.consents import FIELDS, Consent, Field, Purpose
from storage.privacy.contacts import ContactCard

_WITHOUT: dict[Field, Phrase] = {
    "phone": say("Without the phone"),
    "organisation": say("Without the organisation"),
    "post": say("Without the post"),
}
_CHANGE: dict[Field, Phrase] = {
    "name": say("Change the name"),
    "phone": say("Change the number"),
    "email": say("Change the e-mail"),
}


@dataclass(frozen=True, slots=True)
class Asking:
    """A consent that is asked for: to give these fields of the card to the stand, or to keep a card, without one.

    `seal` and `at`: by which text, read when. `of_age`: the reader has told their age already.
    """

    purpose: Purpose
    stand: Stand | None
    card: ContactCard
    fields: tuple[Field, ...]
    seal: int
    at: int
    of_age: bool

    @property
    def number(self) -> int:
        """The stand's, as buttons carry it."""
        return 0 if self.stand is None else self.stand.id

    @property
    def letters(self) -> str:
        """The fields, as buttons carry them."""
        return rules.packed(self.fields) if self.stand is not None else ""


def document(
    text: tuple[Paragraph, ...], given: Sequence[Consent], zone: ZoneInfo, folded: tuple[Paragraph, ...] = ()
) -> Screen:
    """The document as it stays in the chat: what was agreed to, when, under which number; the last one was asked."""
    asked = given[-1]
    day, time = DayName(asked.given_at.astimezone(zone).date()), clock_time(asked.given_at, zone)
    numbers = ", ".join(agreement.spelled(consent.proof) for consent in given)
    done = say("✓ Consent given on {day}, {time} · No. {number}", day=day, time=time, number=numbers)
    row: Row = (Button(say("Withdraw"), AskWithdraw(asked.id, below=True)),)
    if len(given) > 1:
        row = (*row, Button(say("Withdraw everything"), AskWithdraw(0, below=True)))
    return screen(*text, Bold(done), buttons=[row], fold=_fold(folded, OpenConsent(asked.id)))


def consent(
    asking: Asking, short: tuple[Paragraph, ...], text: tuple[Paragraph, ...], *before: Paragraph, whole: bool
) -> Screen:
    """A consent: three lines, what exactly would be given, and every word of it below or one press away."""
    purpose, number = asking.purpose, asking.number
    give = GiveConsent(purpose, number, asking.letters, asking.seal, asking.at, not asking.of_age)
    shown = (*short, *text) if whole else short
    return screen(
        *before,
        *shown,
        *_values(asking),
        buttons=[*_decision(give), *_others(asking), _corrections(asking)],
        fold=None if whole else _fold(text, ReadConsent(purpose, number, asking.letters, whole=True)),
    )


def _fold(text: tuple[Paragraph, ...], to: Route) -> Fold | None:
    return Fold(text, Button(say("The full text"), to)) if text else None


def _values(asking: Asking) -> list[Paragraph]:
    """What the stand would see."""
    told = [value(asking.card, field) for field in FIELDS if field in asking.fields]
    return [paragraph(*told)] if asking.stand is not None and told else []


def _decision(give: GiveConsent) -> list[Row]:
    """Who has not said their age says it with the same press."""
    no = Button(say("Not now"), NotNow(give.purpose, give.stand))
    if not give.adult:
        return [(Button(say("I agree"), give), no)]
    return [
        (Button(say("I am 18 or older and agree"), give),),
        (Button(say("I am younger"), SayYounger(give.purpose, give.stand)), no),
    ]


def _others(asking: Asking) -> list[Row]:
    """The same with fewer fields, or with all of them again."""
    stand, fields = asking.stand, asking.fields
    if stand is None or not fields:
        return []
    whole = rules.to_tell(asking.card, asking.purpose)
    if drops := tuple(_without(asking, one) for one in FIELDS if one in fields and rules.optional(one, asking.purpose)):
        return [drops]
    if fields == whole:
        return []
    everything = ReadConsent(asking.purpose, stand.id, rules.packed(whole))
    return [(Button(say("Everything after all"), everything),)]


def _without(asking: Asking, drop: Field) -> Button:
    kept = rules.packed([field for field in asking.fields if field != drop])
    to = ReadConsent(asking.purpose, asking.number, kept)
    return Button(_WITHOUT[drop], to, short=CONTACT_FIELDS[drop].label)


def _corrections(asking: Asking) -> Row:
    """What the purpose cannot do without may be wrong, and is written anew."""
    if asking.stand is None:
        return ()
    needed = [field for field in asking.fields if not rules.optional(field, asking.purpose)]
    return tuple(Button(_CHANGE[field], CorrectField(asking.purpose, asking.number, field)) for field in needed)


def thanks(proof: str) -> Paragraph:
    """The number of a consent just given."""
    return paragraph(say("Thank you! The number of your consent: {number}.", number=agreement.spelled(proof)))


def value(card: ContactCard, field: Field) -> Phrase:
    """A field of a card, with its name."""
    known = CONTACT_FIELDS[field]
    return say("{label}: {value}", label=known.label, value=known.shown(getattr(card, field)))
