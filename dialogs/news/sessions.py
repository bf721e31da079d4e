"""News of the programme: reminders before a slot, and who is told when sessions move, are cancelled or come back.

Who could not open a session's player is told when it is mended.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from dialogs.kit.policy import every_notice
from dialogs.news.terms import A_CHANGE, CATCH_UP
from storage.address import Address
from storage.database import Storage
from storage.fair.catalogue import LONGEST_SESSION
from storage.importers.fair_file import FairFile
from storage.importers.loading import Change, SessionChange, load
from storage.plans.reminders import CHANGE, REMINDER, SEVERAL, Audience, reminder_key, slot_number
from storage.post.outbox import Lane, Posting
from storage.work import Work

AGAIN = "reminder-again"  # asked for below a reminder
MENDED = "player-mended"


async def load_fair(
    storage: Storage, file: FairFile, folder: Path, now: datetime, notice_minutes: Sequence[int], *, dry: bool = False
) -> tuple[Change, ...]:
    """Make the database say what the file says, and tell whom it concerns, all in one transaction.

    A dry run tells the same changes and makes none.

    :raises DatabaseTrouble: nothing was loaded.
    """

    async def tell(work: Work, changes: Sequence[SessionChange]) -> None:
        for change in changes:
            await session_changed(work, change, now, notice_minutes)
        await work.privacy.audit.note("import", f"fair {file.fair.id}", None, now)

    return await load(storage, file, folder, tell, dry=dry)


def reminder(audience: Audience, early: timedelta, last: datetime) -> Posting:
    """A slot's reminder: it may leave `early` before its notice, and not after `last`."""
    slot, notice = audience.slot, audience.notice
    due, key = slot - timedelta(minutes=notice), reminder_key(slot, notice)
    about = {"slot": slot_number(slot), "lead": notice} | ({"second": True} if audience.second else {})
    return Posting(REMINDER, about, Lane.REMINDER, due - early, min(slot, last), last, once=key, key=key)


def renewed(slot: datetime, notice: int) -> Posting:
    """As a slot starts, the message that reminded of it says so; it is an edit, which waits for all reminders."""
    about, key = {"slot": slot_number(slot), "lead": notice}, reminder_key(slot, notice)
    until = slot + LONGEST_SESSION
    return Posting(REMINDER, about, Lane.CHANGE, slot, slot + CATCH_UP, until, once=f"renewed/{key}", key=key)


async def remind_again(work: Work, slot: datetime, at: datetime, to: Address, person_id: int) -> None:
    """Remind somebody of a slot once more, at a moment of their choice; asked twice in a minute, once."""
    once = f"{AGAIN}:{slot_number(slot)}:{slot_number(at)}:{person_id}"
    about, last = {"slot": slot_number(slot)}, slot + LONGEST_SESSION
    await work.outbox.put(Posting(AGAIN, about, Lane.REMINDER, at, at, last, once=once), to, person_id)


async def player_mended(work: Work, session: int, ends: datetime | None, now: datetime) -> int:
    """Tell those for whom a session's player did not open that it does now; how many are told."""
    until = max(now + CATCH_UP, ends or now + A_CHANGE)
    letter = Posting(MENDED, {"session": session}, Lane.CHANGE, now, now + CATCH_UP, until)
    return await work.plans.unopened.mended(session, letter, now)


async def session_changed(work: Work, change: SessionChange, now: datetime, notice_minutes: Sequence[int]) -> None:
    """Tell its subscribers that a session moved, was cancelled or came back, and correct the reminders they have."""
    was, new = change.was, change.new
    if new.player is not None and new.player != was.player and not new.off:
        await player_mended(work, change.session, new.ends, now)
    if not _is_news(change) or (was.is_over(now) and new.is_over(now)):
        return
    until = max([now + A_CHANGE, *(end for end in (was.ends, new.ends) if end is not None)])
    about = {"session": change.session, "was": slot_number(was.starts) if was.starts else None, "off": was.off}
    await work.plans.reminders.announce(change.session, Posting(CHANGE, about, Lane.CHANGE, now, now, until))
    for slot in dict.fromkeys(slot for slot in (was.starts, new.starts) if slot is not None):
        for notice in every_notice(notice_minutes):
            await _correct(work, change.session, slot, notice, now)


def _is_news(change: SessionChange) -> bool:
    """Whether it moved, was cancelled or came back; where a cancelled session would have been is no news."""
    was, new = change.was, change.new
    return (was.starts, was.off) != (new.starts, new.off) and not (was.off and new.off)


async def _correct(work: Work, session: int, slot: datetime, notice: int, now: datetime) -> None:
    """Redraw the reminders of a slot that the session left or joined, where people see them or soon will.

    Where one was dropped before its time because nothing was left of the slot, it may be planned again.
    """
    if now < slot - timedelta(minutes=notice):
        await work.plans.reminders.plan_again(session, slot, notice)
    about = {"slot": slot_number(slot), "lead": notice, "moved": session}
    several = {**about, "moved": SEVERAL}
    letter = Posting(REMINDER, about, Lane.CHANGE, now, now, now + A_CHANGE, key=reminder_key(slot, notice))
    await work.plans.reminders.correct(session, letter, several)
