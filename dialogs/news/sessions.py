"""News of the programme: reminders before a slot, and who is told when sessions move, are cancelled or come back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from dialogs.news.terms import A_CHANGE
from storage.database import Storage
from storage.importers.fair_file import FairFile
from storage.importers.loading import Change, SessionChange, load
from storage.plans.reminders import CHANGE, REMINDER, SEVERAL, START, reminder_key, slot_number
from storage.post.outbox import Lane, Posting
from storage.work import Work


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


def reminder(slot: datetime, notice: int, early: timedelta, last: datetime) -> Posting:
    """A slot's reminder: it may leave `early` before its notice, and not after `last`."""
    due = slot - timedelta(minutes=notice)
    about, key = {"slot": slot_number(slot), "lead": notice}, reminder_key(slot, notice)
    return Posting(REMINDER, about, Lane.REMINDER, due - early, min(slot, last), last, once=key, key=key)


async def session_changed(work: Work, change: SessionChange, now: datetime, notice_minutes: Sequence[int]) -> None:
    """Tell its subscribers that a session moved, was cancelled or came back, and correct the reminders they have."""
    was, new = change.was, change.new
    if not _is_news(change) or (was.is_over(now) and new.is_over(now)):
        return
    until = max([now + A_CHANGE, *(end for end in (was.ends, new.ends) if end is not None)])
    about = {"session": change.session, "was": slot_number(was.starts) if was.starts else None, "off": was.off}
    await work.plans.reminders.announce(change.session, Posting(CHANGE, about, Lane.CHANGE, now, now, until))
    for slot in dict.fromkeys(slot for slot in (was.starts, new.starts) if slot is not None):
        for notice in dict.fromkeys((*notice_minutes, START)):
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
