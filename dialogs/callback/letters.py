"""The letters of requests: the receipt that stays true, news that must be noticed, and word to who has taken a call.

They are posted by `dialogs/news/leads.py`, for whoever changes a request.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from dialogs.callback.feature import feature
from dialogs.callback.screens import requests
from dialogs.callback.screens.words import View
from dialogs.kit.letter import Letter, Reading
from dialogs.kit.screen import Screen
from storage.database import Work
from storage.fair.catalogue import Catalogue
from storage.fair.exhibition import Stand
from storage.leads.keys import CANCELLED, MISSED, MOVED, RECEIPT, SPOKEN, UNANSWERED
from storage.leads.tables import Lead
from storage.people.people import Person


@dataclass(frozen=True, slots=True)
class Receipt(Letter):
    """What has become of a request so far."""

    lead: int
    kind: ClassVar[str] = RECEIPT


@dataclass(frozen=True, slots=True)
class Missed(Letter):
    """The stand called, and nobody answered."""

    lead: int
    kind: ClassVar[str] = MISSED


@dataclass(frozen=True, slots=True)
class Unanswered(Letter):
    """The window has passed, and nobody took the request."""

    lead: int
    kind: ClassVar[str] = UNANSWERED
    unasked: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Spoken(Letter):
    """Have they spoken?"""

    lead: int
    kind: ClassVar[str] = SPOKEN


@dataclass(frozen=True, slots=True)
class CallMoved(Letter):
    """To who has taken a call: it shall be at another time."""

    lead: int
    kind: ClassVar[str] = MOVED


@dataclass(frozen=True, slots=True)
class Cancelled(Letter):
    """To who had taken it: there shall be none."""

    lead: int
    kind: ClassVar[str] = CANCELLED


async def look(work: Work, leads: Collection[Lead], catalogue: Catalogue, person: Person, now: datetime) -> View:
    """What the requests are looked at with."""
    names = await work.questions.boards.names({lead.taken_by for lead in leads if lead.taken_by is not None})
    calls = frozenset(lead.id for lead in leads if lead.kind == "call" and lead.closed_at is None)
    return View(catalogue, person, now, names, calls - await work.privacy.contacts.given(calls))


async def _own(number: int, reading: Reading) -> tuple[Lead, View] | None:
    """The reader's own request."""
    lead = await reading.work.leads.load(number)
    if lead is None or lead.person_id != reading.person.id:
        return None
    return lead, await look(reading.work, [lead], reading.catalogue, reading.person, reading.now)


@feature.draws(Receipt)
async def draw_receipt(letter: Receipt, reading: Reading) -> Screen | None:
    own = await _own(letter.lead, reading)
    return own and requests.receipt(*own)


@feature.draws(Missed)
async def draw_missed(letter: Missed, reading: Reading) -> Screen | None:
    own = await _own(letter.lead, reading)
    if own is None:
        return None
    if own[0].state == "waits":
        return requests.missed(*own)
    return requests.given_up(*own) if own[0].state == "closed" else None


@feature.draws(Unanswered)
async def draw_unanswered(letter: Unanswered, reading: Reading) -> Screen | None:
    own = await _own(letter.lead, reading)
    if own is None or own[0].state != "new" or own[0].ends is None or own[0].ends > reading.now:
        return None
    return requests.unanswered(*own)


@feature.draws(Spoken)
async def draw_spoken(letter: Spoken, reading: Reading) -> Screen | None:
    own = await _own(letter.lead, reading)
    if own is None or own[0].state not in ("taken", "called") or own[0].visitor_says is not None:
        return None
    return requests.spoken(*own)


@feature.draws(CallMoved)
async def draw_moved(letter: CallMoved, reading: Reading) -> Screen | None:
    taken = await _taken(letter.lead, reading)
    if taken is None or taken[0].state != "taken":
        return None
    return requests.told_moved(*taken, View(reading.catalogue, reading.person, reading.now))


@feature.draws(Cancelled)
async def draw_cancelled(letter: Cancelled, reading: Reading) -> Screen | None:
    taken = await _taken(letter.lead, reading)
    return requests.told_cancelled(*taken) if taken is not None and taken[0].state == "cancelled" else None


async def _taken(number: int, reading: Reading) -> tuple[Lead, Stand] | None:
    """A request that the reader has taken, while they work at its stand."""
    lead = await reading.work.leads.load(number)
    stand = None if lead is None else reading.catalogue.stands.get(lead.stand_id)
    if lead is None or stand is None or lead.taken_by != reading.person.id:
        return None
    return (lead, stand) if await reading.work.staff.may_staff(reading.person.id, stand.id) else None
