"""News of visitors who are forgotten, or take back what they allowed: it reaches whoever was shown anything of them.

What the bot itself posted of their words is taken out of the stands' chats. Of what people wrote down and downloaded
the bot can only remind them. No letter names the visitor: they hold numbers of requests, and outlive an erasure.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from dialogs.kit.phrase import say
from dialogs.news.leads import desks_of, lead_changed
from dialogs.news.terms import A_MATERIAL, A_REQUEST, soon
from storage.fair.catalogue import Catalogue
from storage.leads.keys import SPOKE, spoke_key
from storage.leads.tables import Lead
from storage.leads.threads import FROM_VISITOR, said_key
from storage.people.enclosures import SHOWN, shown_key
from storage.people.people import Person
from storage.post.outbox import Posting
from storage.privacy.audit import ALL_STANDS, stand_exported
from storage.work import Work

# To a stand's chats, and to who took a table of it away: which requests' visitors are to be erased there.
FORGOTTEN, EXPORTED = "visitor-forgotten", "lead-exported"
# The mail with a stand's materials, and to the chat of who asked for it, that it did not leave.
MAILED, NOT_MAILED = "materials-mail", "materials-not-mailed"
EVENING_OFF = "evening-mail-off"  # to who had tomorrow's plan mailed: it is not any more
TAKEN_BACK = say("The visitor took this message back.")  # where it cannot be deleted any more


async def visitor_forgotten(
    work: Work,
    catalogue: Catalogue,
    leads: Collection[Lead],
    said: Collection[int],
    files: Collection[int],
    now: datetime,
) -> None:
    """After a visitor was erased: take their words out of the stands' chats, and ask to erase what was copied.

    :param leads: what they asked of stands.
    :param said: their messages to stands.
    :param files: what they sent to stands.
    """
    for lead in leads:
        await lead_changed(work, lead, now)
    await _again(work, [_letter(SPOKE, {"lead": lead.id}, spoke_key(lead.id), now) for lead in leads])
    await words_taken_back(work, said, files, now)
    for stand_id, numbers in _by_stand(leads).items():
        posting = soon(FORGOTTEN, {"stand": stand_id, "numbers": numbers}, now, A_REQUEST)
        for address, reader in await desks_of(work, stand_id):
            await work.outbox.put(posting, address, reader)
    await contacts_taken_back(work, catalogue, leads, now)


async def words_taken_back(work: Work, said: Iterable[int], files: Iterable[int], now: datetime) -> None:
    """After these messages and files are no more: take them out of the chats in which the bot posted them."""
    words = [_letter(FROM_VISITOR, {"message": number}, said_key(number), now) for number in said]
    await _again(work, words + [_letter(SHOWN, {"enclosure": one}, shown_key(one), now) for one in files])


async def contacts_taken_back(work: Work, catalogue: Catalogue, leads: Collection[Lead], now: datetime) -> None:
    """Tell everybody who took these requests away in a table which rows of it are to be erased.

    Of a table that was made by a command nobody knows who has it: the organisers are told.
    """
    for stand_id, numbers in _by_stand(leads).items():
        stand = catalogue.stand_ever(stand_id)
        rows = [lead.id for lead in leads if lead.stand_id == stand_id]
        by_stand = await work.privacy.audit.exporters(stand_exported(stand.ref if stand else ""), rows)
        by_command = await work.privacy.audit.exporters(ALL_STANDS, rows)
        readers = {number for number in by_stand if number is not None}
        readers |= set(await work.staff.organisers()) if by_command else set()
        about = {"stand": stand_id, "numbers": numbers}
        for person in (await work.people.of(readers)).values():
            await work.outbox.put(soon(EXPORTED, about, now, A_REQUEST), person.address, person.id)


async def mail_in_doubt(work: Work, person: Person, now: datetime) -> None:
    """After a person withdrew something: they are told of mails that will not come for that, and asked again."""
    for about in await work.outbox.waiting_for(person.id, MAILED):
        key = f"{NOT_MAILED}-{about['stand']}"
        await work.outbox.put(soon(NOT_MAILED, about, now, A_MATERIAL, key=key), person.address, person.id)
    chosen = await work.plans.choices.of(person.id)
    if chosen.evening and await work.privacy.consents.live(person.id, "card", None) is None:
        await work.plans.choices.choose(person.id, replace(chosen, evening=False))
        await work.outbox.put(soon(EVENING_OFF, {}, now, A_MATERIAL), person.address, person.id)


def _by_stand(leads: Iterable[Lead]) -> dict[int, list[int]]:
    """The numbers that people see, by stand."""
    found: dict[int, list[int]] = {}
    for lead in leads:
        found.setdefault(lead.stand_id, []).append(lead.number)
    return {stand: sorted(numbers) for stand, numbers in found.items()}


def _letter(kind: str, about: Mapping[str, Any], key: str, now: datetime) -> tuple[str, Posting]:
    return key, soon(kind, about, now, A_REQUEST, key=key)


async def _again(work: Work, letters: Iterable[tuple[str, Posting]]) -> None:
    """Draw again what stands under these keys, wherever it does: of what is no more, that it goes."""
    posted = dict(letters)
    found = await work.post.standing.places_of(list(posted))
    readers = await work.people.at({place for _, place in found})  # nobody, of a group
    put = [(posted[key], place, readers[place].id if place in readers else None) for key, place in found]
    await work.outbox.put_all(put)
