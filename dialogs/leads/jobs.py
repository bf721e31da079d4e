"""What happens on the stands' desks as time passes; everything is repeatable, in several processes too."""

from datetime import datetime
from functools import partial

from dialogs.kit.letter import Letter
from dialogs.kit.policy import Policy
from dialogs.kit.recently_posted import RecentlyPosted
from dialogs.leads import rules
from dialogs.leads.feature import feature
from dialogs.leads.letters import (
    CallOver,
    CallSoon,
    LeadBoard,
    LeadCard,
    posting,
)
from dialogs.news.leads import ask_spoken, lead_changed, lead_opened_again, tell_machine
from storage.address import Address
from storage.database import Storage, Work
from storage.leads import steps
from storage.leads.keys import lead_board_key, lead_card_key, lead_contact_key, spoke_key
from storage.leads.leads import Values

_LETTERS_AT_ONCE = 40  # posted in one transaction, for which nobody has to wait long


@feature.every(seconds=5)
class SettingUp:
    """Lets every chat of a stand have its counts, and the cards that are missing there: in a chat that came later."""

    def __init__(self) -> None:
        self._posted = RecentlyPosted()

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        del policy
        async with storage.reading() as work:
            boards = await work.leads.desks.missing_boards(_LETTERS_AT_ONCE)
            cards = await work.leads.desks.missing_cards(_LETTERS_AT_ONCE)
        wanted: list[tuple[Letter, Address, str]] = [
            *((LeadBoard(stand), address, lead_board_key(stand)) for address, stand in boards),
            *((LeadCard(lead), address, lead_card_key(lead)) for address, lead in cards),
        ]
        fresh = [one for one in wanted if not self._posted.has(one[1], one[2], now)]
        if fresh:
            async with storage.writing() as work:
                for letter, to, key in fresh:
                    await work.outbox.put(posting(letter, now, key), to)


@feature.every(seconds=5)
class Alarming:
    """Shows the whole chat once more what nobody takes, and then lets organisers know; at once, where nobody can."""

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        del policy
        async with storage.reading() as work:
            late = await work.leads.untaken(now - rules.ALARM, "alarmed_at", rules.URGENT)
            later = await work.leads.untaken(now - rules.RAISE, "raised_at", rules.URGENT)
            unattended = await work.leads.desks.unattended()
        if late:
            async with storage.writing() as work:
                for lead in late:
                    if await work.leads.mark(lead.id, "alarmed_at", now):
                        await lead_opened_again(work, lead, now)
        for stand in unattended:
            await storage.in_turns(partial(_raise, stand, now))
        if later:
            async with storage.writing() as work:
                for lead in later:
                    await work.leads.mark(lead.id, "raised_at", now)


async def _raise(stand: int, now: datetime, work: Work) -> int:
    return await work.leads.desks.raise_all(stand, now)


@feature.every(seconds=5)
class Reminding:
    """Tells who has taken a call, once, that its window comes."""

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        async with storage.reading() as work:
            if not await work.leads.to_remind(now + rules.AHEAD):
                return
        async with storage.writing() as work:
            for lead in await work.leads.to_remind(now + rules.AHEAD):
                taker = None if lead.taken_by is None else await work.people.load(lead.taken_by)
                if not await work.leads.mark(lead.id, "reminded_at", now) or taker is None or lead.starts is None:
                    continue
                if lead.starts <= now:
                    continue
                here = rules.shows_contacts(policy, taker)
                letter = posting(CallSoon(lead.id, here), now, f"{lead_contact_key(lead, here=here)}-soon")
                await work.outbox.put(letter, taker.address, taker.id)
                if here and await work.privacy.contacts.given([lead.id]):
                    await work.privacy.audit.note("reveal", f"lead {lead.id}", taker.id, now)


@feature.every(seconds=5)
class Asking:
    """Asks both sides, once, whether they spoke."""

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        del policy
        async with storage.reading() as work:
            if not await work.leads.to_ask(now):
                return
        async with storage.writing() as work:
            for lead in await work.leads.to_ask(now):
                if not await work.leads.mark(lead.id, "asked_at", now):
                    continue
                await ask_spoken(work, lead, now)
                taker = None if lead.taken_by is None else await work.people.load(lead.taken_by)
                if taker is not None:
                    await work.outbox.put(posting(CallOver(lead.id), now, spoke_key(lead.id)), taker.address, taker.id)


@feature.every(seconds=5)
class Releasing:
    """Gives back what somebody has who may not handle it any more."""

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        del policy
        async with storage.reading() as work:
            if not await work.leads.desks.orphans():
                return
        async with storage.writing() as work:
            for lead in await work.leads.desks.orphans():
                step = steps.FINISH if lead.state == "called" else steps.RELEASE
                anew = rules.ANEW if step is steps.RELEASE else Values()
                done = await work.leads.step(lead.id, step, by=None, now=now, holder=lead.taken_by, **anew)
                changed = await work.leads.load(lead.id) if done else None
                if changed is not None:
                    await lead_changed(work, changed, now)


@feature.every(seconds=1)
class Telling:
    """Tells stands' own machines what has become of their leads, whoever changed them.

    Those of withdrawn stands only that visitors have withdrawn, too.
    """

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        crm, catalogue = policy.staff.crm, storage.catalogue
        shown = {one.id: crm[one.ref] for one in map(catalogue.stand_named, crm) if one is not None}
        gone = {one.id: crm[one.ref] for one in catalogue.withdrawn_stands.values() if one.ref in crm}
        machines = shown | gone
        if not machines:
            return
        async with storage.reading() as work:
            if not await work.leads.desks.to_tell(shown, gone, 1):
                return
        async with storage.writing() as work:
            for lead, what in await work.leads.desks.to_tell(shown, gone, _LETTERS_AT_ONCE):
                await tell_machine(work, lead, what, machines[lead.stand_id], now)
                given = bool(await work.privacy.contacts.given([lead.id]))
                await work.leads.desks.told(lead, contact=given)
                if given:
                    stand = storage.catalogue.stands.get(lead.stand_id)
                    about = f"crm of {lead.stand_id if stand is None else stand.ref}"
                    await work.privacy.audit.note("reveal", about, None, now, whose={"lead": [lead.id]})
