"""The one consent of a walk as it is asked: which documents one press gives, and the screen that they are read on."""

from collections.abc import Collection

from dialogs.consent import give
from dialogs.consent.give import Document
from dialogs.contacts.screens import asking as screens
from dialogs.contacts.screens.asking import Asking
from dialogs.kit.screen import Paragraph, Screen
from dialogs.kit.visit import Visit
from storage.fair.exhibition import Stand
from storage.privacy.consents import Field, Purpose
from storage.privacy.contacts import ContactCard


def documents(
    visit: Visit, purpose: Purpose, stand: Stand | None, fields: Collection[Field], *, kept: bool
) -> tuple[Document, ...]:
    """What one press agrees to now; `kept`: a card is kept already."""
    return give.in_chat(visit.catalogue, visit.policy.privacy, visit.now, purpose, stand, fields, kept=kept)


def ask(
    visit: Visit,
    purpose: Purpose,
    stand: Stand | None,
    card: ContactCard,
    fields: Collection[Field],
    *before: Paragraph,
    kept: bool,
    whole: bool = False,
) -> Screen:
    """The consent to be read, and given with the age of who has not said it yet."""
    asked = documents(visit, purpose, stand, fields, kept=kept)[-1]
    asking = Asking(
        purpose=purpose,
        stand=stand,
        card=card,
        fields=tuple(fields),
        seal=asked.seal(visit.person.language),
        at=int(visit.now.timestamp()),
        of_age=visit.person.age is not None,
    )
    return screens.consent(asking, asked.short, asked.text, *before, whole=whole)
