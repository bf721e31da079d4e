"""News of enclosures: photos and documents that people send beside their words go to whoever reads the words.

What cannot be passed on is said to who sent it, where they sent it; the words reach their reader all the same.
"""

from collections.abc import Sequence
from datetime import datetime

from dialogs.kit.event import File, Sent, SentFile, album_of
from dialogs.kit.incoming import refusal
from dialogs.kit.visit import Visit
from dialogs.news.leads import desks_of
from dialogs.news.terms import A_THREAD, A_WORD, soon
from storage.address import Address
from storage.leads.threads import ThreadMessage
from storage.people.enclosures import FETCH, NOT_PASSED, OF_ANSWER, OF_MESSAGE, OF_NOTE, SHOWN, Enclosure, shown_key
from storage.post.outbox import Posting
from storage.work import Work


def sent_files(visit: Visit) -> tuple[File, ...]:
    """The photos and documents that came with the words."""
    return visit.event.act.files if isinstance(visit.event.act, SentFile) else ()


async def enclose(visit: Visit, key: str, files: Sequence[File]) -> None:
    """Let files go along with the words that the key names; what cannot is said to who sent it."""
    for file in files:
        why = refusal(file.name, file.media_type, file.size)
        if why is None:
            await _fetch(visit, key, file)
        else:
            await tell_sender(visit.work, visit.event.place, why, visit.now)
    if isinstance(visit.event.act, Sent):
        await tell_sender(visit.work, visit.event.place, "other", visit.now)


async def _fetch(visit: Visit, key: str, file: File) -> None:
    person, at, now = visit.person, visit.event.place, visit.now
    number = await visit.work.enclosures.add(
        key=key,
        person_id=person.id,
        album=album_of(visit.event.act),
        messenger=at.messenger,
        chat=at.chat,
        thread=at.thread,
        handle=file.handle,
        name=file.name,
        media_type=file.media_type,
        photo=file.photo,
        at=now,
    )
    await visit.work.outbox.put(soon(FETCH, {"enclosure": number}, now, A_WORD), person.address, person.id)


async def album_goes_on(visit: Visit) -> str | None:
    """The key of the words that the rest of the album went along with, where this is a further part of it."""
    known = await visit.work.enclosures.of_album(visit.person.id, album_of(visit.event.act))
    return known[0].key if known else None


async def tell_sender(work: Work, at: Address, why: str, now: datetime) -> None:
    """Say why something was not passed on, once a minute where it was sent."""
    once = f"{NOT_PASSED}/{at.messenger}/{at.chat[:24]}/{why}/{int(now.timestamp()) // 60}"
    await work.outbox.put(soon(NOT_PASSED, {"why": why}, now, A_WORD, once=once), at)


async def pass_on(work: Work, enclosure: Enclosure, now: datetime) -> bool:
    """Show a file that has come to whoever reads the words; False where it is to wait until they have gone."""
    name, _, number = enclosure.key.rpartition("-")
    if f"{name}-" == OF_NOTE:
        return False
    if f"{name}-" == OF_ANSWER:
        return await _to_audience(work, int(number), enclosure, now)
    message = await work.leads.threads.load(int(number)) if f"{name}-" == OF_MESSAGE else None
    if message is not None:
        await _to_other_side(work, message, _shown(enclosure, now, shown_key(enclosure.id)))
    return True


async def _to_audience(work: Work, question_id: int, enclosure: Enclosure, now: datetime) -> bool:
    question = await work.questions.load(question_id)
    if question is not None and question.state == "answered":
        await work.questions.mail.to_audience(question.id, _shown(enclosure, now, None))
        return True
    return question is None


async def _to_other_side(work: Work, message: ThreadMessage, posting: Posting) -> None:
    lead = await work.leads.load(message.lead_id)
    if lead is None:
        return
    if not message.by_staff:
        for address, reader in await desks_of(work, lead.stand_id):
            await work.outbox.put(posting, address, reader)
    elif (visitor := await work.people.address_of(lead.person_id)) is not None:
        await work.outbox.put(posting, visitor, lead.person_id)


def _shown(enclosure: Enclosure, now: datetime, key: str | None) -> Posting:
    return soon(SHOWN, {"enclosure": enclosure.id}, now, A_THREAD, key=key)
