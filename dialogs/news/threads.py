"""News of threads: what one side wrote reaches the other, and that it was ended."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dialogs.news.leads import desks_of, lead_changed
from dialogs.news.terms import A_THREAD, soon
from storage.leads.steps import TAKE
from storage.leads.tables import Lead
from storage.leads.threads import ENDED, FROM_STAND, FROM_VISITOR, ThreadMessage, said_key
from storage.work import Work


async def thread_said(
    work: Work, lead: Lead, text: str, *, by_staff: bool, by: int | None, now: datetime
) -> ThreadMessage:
    """Keep a message and send it to the other side; who answers a new request for the stand has taken it by that.

    :param by: the person who wrote it.
    """
    message = await work.leads.threads.add(lead, text, by_staff=by_staff, by=by, now=now)
    about, key = {"message": message.id}, said_key(message.id)
    if by_staff:
        await work.leads.step(lead.id, TAKE, by=by, now=now, taken_by=by)
        await _to_visitor(work, lead, FROM_STAND, about, now, key)
    else:
        await _to_stand(work, lead, FROM_VISITOR, about, now, key)
    await lead_changed(work, lead, now)
    return message


async def thread_ended(work: Work, lead: Lead, *, by_staff: bool, now: datetime) -> None:
    """Tell the other side that a thread was ended; ending it is a step of its request."""
    about = {"lead": lead.id, "by_staff": by_staff}
    if by_staff:
        await _to_visitor(work, lead, ENDED, about, now)
    else:
        await _to_stand(work, lead, ENDED, about, now)


async def _to_visitor(
    work: Work, lead: Lead, kind: str, about: Mapping[str, Any], now: datetime, key: str | None = None
) -> None:
    if (visitor := await work.people.address_of(lead.person_id)) is not None:
        await work.outbox.put(soon(kind, about, now, A_THREAD, key=key), visitor, lead.person_id)


async def _to_stand(
    work: Work, lead: Lead, kind: str, about: Mapping[str, Any], now: datetime, key: str | None = None
) -> None:
    for address, person in await desks_of(work, lead.stand_id):
        await work.outbox.put(soon(kind, about, now, A_THREAD, key=key), address, person)
