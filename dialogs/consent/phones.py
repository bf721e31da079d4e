"""Whose phone is called: a number that was typed may be a stranger's, so it is called by few, and several who give the
same one are noticed.
"""

from collections.abc import Collection
from datetime import datetime

from dialogs.kit.limits import DAY, OPEN_CALLS_UNPROVED
from storage.database import Work
from storage.people.people import Person
from storage.privacy.guards import of_phone


async def note_phone(work: Work, person: Person, phone: str, stands: Collection[int], now: datetime) -> None:
    """These stands are to call that number, in E.164."""
    for stand in stands:
        await work.privacy.guards.note("phone", person, now, now + DAY, other=of_phone(phone), number=stand)


async def phone_changed(work: Work, person: Person, phone: str, now: datetime) -> None:
    """The stands that are still to call the person will call that number."""
    if phone:
        await note_phone(work, person, phone, await _to_call(work, person), now)


async def may_type(work: Work, person: Person) -> bool:
    """Whether so few calls wait that nobody has to vouch for another number."""
    return len(await _to_call(work, person)) <= OPEN_CALLS_UNPROVED


async def _to_call(work: Work, person: Person) -> list[int]:
    leads = await work.leads.of_person(person.id)
    return [lead.stand_id for lead in leads if lead.kind == "call" and lead.closed_at is None]
