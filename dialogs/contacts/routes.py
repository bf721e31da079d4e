"""Where the buttons of contacts and consents lead.

`purpose` and `stand` say what is being done: contacts are given to a stand for a call, for materials, or ("card", 0) to
be kept only; for a "message" none are, but it needs a consent, too. `at` is the number, from 0, of a consent in the
list.
"""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route


@dataclass(frozen=True, slots=True)
class Provide(Route):
    """Ask for all that is still missing for a purpose, then go on with it."""

    purpose: str
    stand: int
    path: ClassVar[str] = "give"


@dataclass(frozen=True, slots=True)
class SetAge(Route):
    """Say how old one is: "child", "minor" or "adult"."""

    age: str
    purpose: str
    stand: int
    path: ClassVar[str] = "give.age"


@dataclass(frozen=True, slots=True)
class AskAge(Route):
    """Say it once more: a wrong button was pressed."""

    purpose: str
    stand: int
    path: ClassVar[str] = "give.again"


@dataclass(frozen=True, slots=True)
class SayYounger(Route):
    """Be under 18, which the consent does not ask about more precisely."""

    purpose: str
    stand: int
    path: ClassVar[str] = "give.young"


@dataclass(frozen=True, slots=True)
class ReadConsent(Route):
    """Read what the stand would get if it were these fields, each by its first letter; `whole`: every word of it."""

    purpose: str
    stand: int
    fields: str
    whole: bool = False
    path: ClassVar[str] = "give.read"


@dataclass(frozen=True, slots=True)
class GiveConsent(Route):
    """Agree to exactly the text that `seal` is of, read `at` that second; to the organiser, if there are no fields.

    `adult`: say that one is 18 or older, too.
    """

    purpose: str
    stand: int
    fields: str
    seal: int
    at: int = 0
    adult: bool = False
    path: ClassVar[str] = "give.yes"


@dataclass(frozen=True, slots=True)
class CorrectField(Route):
    """Write a field anew that a consent shows, and come back to it."""

    purpose: str
    stand: int
    field: str
    path: ClassVar[str] = "give.fix"


@dataclass(frozen=True, slots=True)
class NotNow(Route):
    """Give nothing, and learn how it goes without."""

    purpose: str
    stand: int
    path: ClassVar[str] = "give.no"


@dataclass(frozen=True, slots=True)
class UseMessengerName(Route):
    """Be called as in the messenger."""

    path: ClassVar[str] = "give.name"


@dataclass(frozen=True, slots=True)
class SkipField(Route):
    """Do not give the field that is asked; `all_others`: nor what would be asked after it."""

    all_others: bool = False
    field: str = ""
    path: ClassVar[str] = "give.skip"


@dataclass(frozen=True, slots=True)
class SendCodeAgain(Route):
    """The code has not come."""

    path: ClassVar[str] = "give.code"


@dataclass(frozen=True, slots=True)
class ChangeEmail(Route):
    """The address was wrong."""

    path: ClassVar[str] = "give.email"


@dataclass(frozen=True, slots=True)
class OpenCard(Route):
    """One's own contact card."""

    path: ClassVar[str] = "card"


@dataclass(frozen=True, slots=True)
class EditField(Route):
    """Write one field of it anew."""

    field: str
    path: ClassVar[str] = "card.edit"


@dataclass(frozen=True, slots=True)
class RemoveField(Route):
    """Leave one field empty."""

    field: str
    path: ClassVar[str] = "card.empty"


@dataclass(frozen=True, slots=True)
class ConfirmEmail(Route):
    """Get a code to the address that the card has; then the materials of the stand are mailed, unless it is 0."""

    stand: int = 0
    path: ClassVar[str] = "card.confirm"


@dataclass(frozen=True, slots=True)
class AskDeleteCard(Route):
    """Before the card is deleted."""

    path: ClassVar[str] = "card.delete"


@dataclass(frozen=True, slots=True)
class DeleteCard(Route):
    """Delete it, and end the consent that it was kept under."""

    path: ClassVar[str] = "card.deleted"


@dataclass(frozen=True, slots=True)
class OpenConsents(Route):
    """All that the reader agreed to."""

    at: int = 0
    path: ClassVar[str] = "consents"


@dataclass(frozen=True, slots=True)
class OpenConsent(Route):
    """One consent, word by word."""

    consent: int
    at: int = 0
    path: ClassVar[str] = "consent"


@dataclass(frozen=True, slots=True)
class AskWithdraw(Route):
    """Before a consent is withdrawn; 0: all of them. `below`: the message stays, and the question comes below it."""

    consent: int
    at: int = 0
    below: bool = False
    path: ClassVar[str] = "consent.end"


@dataclass(frozen=True, slots=True)
class Withdraw(Route):
    """Withdraw it; 0: all of them."""

    consent: int
    at: int = 0
    path: ClassVar[str] = "consent.ended"
