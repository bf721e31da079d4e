"""Which of a slot's sessions a reminder names, when reminders leave, and where else to watch."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dialogs.kit.clashes import by_time, watched
from dialogs.kit.nights import DAY, ENDS, EVENING, FALLS, at_own, own_clock
from storage.fair.catalogue import LONGEST_SESSION, Catalogue
from storage.fair.programme import Session
from storage.people.people import Person
from storage.plans.evenings import Evening

AT_ONCE = timedelta(minutes=15)  # from then on a session's card shows the player too
HORIZON = timedelta(hours=1)  # how long before its first reminder a slot is planned
LONGEST_HEAD_START = timedelta(minutes=30)
EARLY_START = timedelta(minutes=2)  # the most that word of a start may leave before it
AGAIN = timedelta(minutes=5)
WORTH = timedelta(hours=6)  # how late a reminder of many hours before may come
RENEWED = timedelta(minutes=5)  # after the start, in which shown reminders are renewed
OFTEN, SELDOM = timedelta(seconds=30), timedelta(minutes=5)  # who subscribed since is planned for by then
NEAR = 60  # notices of so many minutes at most are planned often, and their messages renewed at the start


def starts_at_once(session: Session, now: datetime) -> bool:
    """Whether news of a session has to carry the link: no other letter may come in time."""
    if session.starts is None or session.ends is None:
        return False
    return session.starts - AT_ONCE <= now < session.ends


def worth_reminding(sessions: Iterable[Session], plan: frozenset[int], now: datetime) -> list[Session]:
    """The chosen sessions of a slot that take place and are not over."""
    chosen = (session for session in sessions if session.id in plan and not session.cancelled)
    return [session for session in chosen if session.ends and now < session.ends]


def head_start(recipients: int, per_second: float, notice: int) -> timedelta:
    """How long before the notice sending has to begin, for the last letter to leave by then.

    Of a start it is little: who hears «it starts in 20 minutes» then has heard it before.
    """
    return min(timedelta(seconds=int(recipients / per_second)), LONGEST_HEAD_START if notice else EARLY_START)


def last_moment(slot: datetime, notice: int, known: Sequence[int]) -> datetime:
    """Until when a reminder may leave: then that of the next notice says the same, or there is nothing left to see."""
    next_ = max((other for other in known if other < notice), default=None)
    if next_ is None:
        return slot + LONGEST_SESSION
    return min(slot - timedelta(minutes=next_, seconds=1), slot - timedelta(minutes=notice) + WORTH)


def planned_again(notice: int) -> timedelta:
    """After what time it is looked who else is to be reminded."""
    return OFTEN if notice <= NEAR else SELDOM


def wants(person: Person, notice: int, *, second: bool) -> bool:
    """Whether they still want that letter; the first word of a slot comes at its start whatever they chose."""
    return person.notices is None or notice in person.notices or (notice == 0 and not second)


# --- evenings --------------------------------------------------------------------------------------------------------


def evening_of(now: datetime, zone: ZoneInfo, own: str | None) -> Evening | None:
    """The evening that it is now by such clocks, and what it tells of; None while it is none."""
    clock = own_clock(now, zone, own)
    if not EVENING <= clock.time() < FALLS:
        return None
    today, tomorrow = clock.date(), clock.date() + DAY

    def moment(day: date, hour: time) -> datetime:
        return at_own(datetime.combine(day, hour), zone, own)

    midnight = time()
    day = moment(tomorrow, midnight), moment(tomorrow + DAY, midnight)
    night = moment(today, FALLS), moment(tomorrow, ENDS)
    return Evening(own, today.toordinal(), moment(today, EVENING), day, night)


def told_tonight(person: Person, catalogue: Catalogue, evening: Evening) -> tuple[list[Session], list[Session]]:
    """What is watched tomorrow, if that is asked for, and in the night, if nobody is to be woken; by time."""
    mine = sorted((session for session in watched(catalogue, person) if not session.cancelled), key=by_time)
    night = _within(mine, evening.night) if person.quiet else []
    day = _within(mine, evening.tomorrow) if person.digest else []
    return [session for session in day if session not in night], night


def _within(sessions: Iterable[Session], span: tuple[datetime, datetime]) -> list[Session]:
    return [session for session in sessions if session.starts and span[0] <= session.starts < span[1]]


# --- players ---------------------------------------------------------------------------------------------------------


def fallback(session: Session) -> str | None:
    """Where else a session can be watched."""
    return session.fallback_player or session.cluster.fallback_player
