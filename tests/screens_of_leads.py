"""Every screen of the stands' desks, with words of the length that people and fairs have at most."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

from dialogs.kit.screen import Screen
from dialogs.leads import screens
from dialogs.leads.card import Card, card, past
from storage.fair.catalogue import Catalogue
from storage.leads.notes import LeadNote
from storage.leads.tables import LONGEST_NOTE, LONGEST_TOPIC, Kind, Lead, State
from storage.leads.threads import LONGEST_MESSAGE, ThreadMessage
from storage.privacy.consents import FIELDS
from tests.screens_of_contacts import LONG_CARD, SHORT_CARD

AT = datetime(2020, 4, 27, 6, 50, tzinfo=UTC)
HOLDER = "Анна Константиновна Константинопольская-Преображенская из города Петропавловска-"
SAID = tuple(ThreadMessage(number, 1, False, 1, "Щ" * LONGEST_MESSAGE, AT, AT) for number in range(1, 5))
NOTE = LeadNote(1, 1, 2, "Ш" * LONGEST_NOTE, AT, AT)


def lead(number: int, stand: int, kind: Kind = "message", **values: Any) -> Lead:
    """A stand's lead."""
    told: dict[str, Any] = {field.name: None for field in fields(Lead)}
    told |= {"id": number, "stand_id": stand, "number": number, "person_id": 1, "kind": kind, "state": "new"}
    told |= {"revision": 1, "repeats": 0, "misses": 0, "opened_at": AT, "changed_at": AT}
    return Lead(**told | values)


def screens_of_leads(catalogue: Catalogue) -> Iterator[tuple[str, Screen]]:
    """All of them."""
    stand = max(catalogue.stands.values(), key=lambda stand: len(stand.short or stand.title))
    full: dict[str, Any] = {
        "topic": "Ж" * LONGEST_TOPIC,
        "rating": 5,
        "visitor_says": True,
        "staff_says": False,
        "repeats": 21,
        "misses": 2,
    }
    window = {"starts": AT, "ends": AT + timedelta(hours=1)}
    for kind in get_args(Kind):
        times = window if kind == "call" else {}
        for state in get_args(State):
            one = lead(1234, stand.id, kind, state=state, **times, **full)
            for menu in (None, "close", "missed"):
                yield (
                    "desk request",
                    card(
                        Card(
                            one,
                            stand,
                            catalogue.zone,
                            True,
                            "Asia/Kamchatka",
                            HOLDER,
                            menu=menu,
                            given=menu is None,
                            said=SAID,
                            first=menu is None,
                            files=("Ж" * 100,),
                            notes=((NOTE, HOLDER), (NOTE, None)),
                        )
                    ),
                )
        yield (
            "desk request above",
            past(lead(1234, stand.id, kind, **times), SAID if kind == "message" else (), ("схема.pdf",)),
        )
        bare = lead(1, stand.id, kind, alarmed_at=AT, person_id=None, **times)
        yield "desk request overlooked", card(Card(bare, stand, catalogue.zone, False, "Europe/Kaliningrad"))
        for contact in (LONG_CARD, SHORT_CARD):
            shown = screens.Shown(lead(1234, stand.id, kind, **times, **full), stand, catalogue.zone, "Asia/Kamchatka")
            for minutes in (None, 1, 10):
                yield "desk contact", screens.contact(shown, contact.of(FIELDS), minutes)
                yield "desk contact elsewhere", screens.off_messenger(shown, minutes)
        yield "desk contact sealed", screens.contact_sealed(bare)
        for yours in (True, False):
            yield "desk contact gone", screens.contact_gone(bare, yours=yours)
    yield (
        "desk question whether they spoke",
        screens.did_you_speak(screens.Shown(lead(1, stand.id, "call", **window, **full), stand, catalogue.zone)),
    )
    for stand in catalogue.stands.values():
        yield f"desk board of {stand.ref}", screens.board(stand, {"new": 312, "closed": 1041})
        for name in (HOLDER, None):
            yield f"desk table of {stand.ref}", screens.table_taken(stand, name, 21)
        yield f"desk untaken at {stand.ref}", screens.untaken(lead(1, stand.id), stand, 30)
        for chat in (True, False):
            yield f"desk unattended {stand.ref}", screens.unattended(stand, {"new": 21}, chat=chat)
    yield from _taken_back(catalogue)


def _taken_back(catalogue: Catalogue) -> Iterator[tuple[str, Screen]]:
    """What is said of visitors who take everything back."""
    for numbers in ((7,), tuple(range(1_000, 1_040))):
        yield "desk forgotten", screens.forgotten(numbers)
        for stand in (None, *catalogue.stands.values()):
            yield "desk table", screens.exported(numbers, stand)
