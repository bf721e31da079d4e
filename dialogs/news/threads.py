"""News of threads: what one side wrote reaches the other, and that it was ended."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from dialogs.kit.visit import Visit
from dialogs.news.enclosures import album_goes_on, enclose, sent_files
from dialogs.news.leads import desks_of, lay_below, lead_changed, reader_at
from dialogs.news.terms import A_THREAD, A_WORD, soon
from storage.leads.steps import TAKE
from storage.leads.tables import Lead
from storage.leads.threads import ENDED, FROM_STAND, FROM_VISITOR, NOT_TOLD, ROW, ThreadMessage, row_until, said_key
from storage.work import Work

Unsaid = Literal["empty", "long", "over"]


async def thread_said(
    work: Work, lead: Lead, text: str, *, by_staff: bool, by: int | None, now: datetime
) -> ThreadMessage:
    """Keep a message and show it to the other side; who answers a new request for the stand has taken it by that.

    What has no words but a file shows nothing by itself: the file comes after it (`enclosures.py`).

    :param by: the person who wrote it.
    """
    before = row_until(await work.leads.threads.of_lead(lead.id))
    message = await work.leads.threads.add(lead, text, by_staff=by_staff, by=by, now=now)
    if by_staff:
        await work.leads.step(lead.id, TAKE, by=by, now=now, taken_by=by)
        if text:
            about, key = {"message": message.id}, said_key(message.id)
            await _to_visitor(work, lead, FROM_STAND, about, now, key)
    elif before and message.at - before[-1].at > ROW:
        await lay_below(work, lead, said_key(before[-1].id), (FROM_VISITOR, {"message": before[-1].id}), now)
    await lead_changed(work, await work.leads.load(lead.id) or lead, now)
    return message


async def say_by_staff(visit: Visit, lead: Lead, words: str) -> None:
    """What somebody of the stand's staff writes in their group goes to the visitor, files with it."""
    files = sent_files(visit)
    if files and not words and (key := await album_goes_on(visit)) is not None:
        await enclose(visit, key, files)
        return
    message = await thread_said(visit.work, lead, words, by_staff=True, by=visit.person.id, now=visit.now)
    await written(visit, message)
    await enclose(visit, said_key(message.id), files)


async def tell_why(visit: Visit, lead: Lead, why: Unsaid) -> None:
    """Say in the stand's group why a reply did not go to the visitor."""
    about = {"number": lead.number, "word": why}
    await visit.work.outbox.put(soon(NOT_TOLD, about, visit.now, A_WORD), visit.event.place)


async def written(visit: Visit, message: ThreadMessage, own: str = "") -> None:
    """Remember by which message of the person's it was written: an edit of that corrects it."""
    own, at = own or visit.event.message, visit.event.place
    await visit.work.post.written.note(at, own, visit.person.id, said_key(message.id), visit.now)


async def thread_corrected(work: Work, message: ThreadMessage, lead: Lead, text: str, now: datetime) -> None:
    """Other words in place of those that were written: they are corrected wherever they stand."""
    await work.leads.threads.correct(message.id, text, now)
    kind = FROM_STAND if message.by_staff else FROM_VISITOR
    for one in await work.leads.threads.of_lead(lead.id):
        if one.id < message.id or one.by_staff != message.by_staff:
            continue
        key = said_key(one.id)
        for place in await work.post.standing.places(key):
            reader = lead.person_id if message.by_staff else await reader_at(work, place)
            await work.outbox.put(soon(kind, {"message": one.id}, now, A_THREAD, key=key), place, reader)
    if not message.by_staff:
        await lead_changed(work, lead, now)


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
