"""The table of steps that a lead takes at its stand, and when somebody is reminded of one; pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import get_args

from storage.leads.leads import LONGEST_NOTE as LONGEST_NOTE
from storage.leads.leads import Kind, Lead, State

KINDS: tuple[Kind, ...] = get_args(Kind)
URGENT: tuple[Kind, ...] = ("call", "message")  # somebody waits; who asked for materials has got them
NEW_TIMES = 2  # so often the visitor is asked for a new time; the next miss is the end
HIGHEST_RATING = 5
ALARM, RAISE = timedelta(minutes=15), timedelta(minutes=30)  # untaken for so long: the chat, then the organisers
AHEAD = timedelta(minutes=10)  # of the window, who has taken the call is reminded


@dataclass(frozen=True, slots=True)
class Step:
    """One step of leads of these kinds: from which states, to which. `held`: only who has taken the lead takes it."""

    name: str
    frm: tuple[State, ...]
    to: State
    held: bool = False
    kinds: tuple[Kind, ...] = KINDS


TAKE = Step("take", ("new",), "taken")
RETURN = Step("return", ("taken", "waits"), "new", held=True)
CALL = Step("call", ("taken", "waits"), "called", held=True, kinds=("call",))
MISS = Step("miss", ("taken",), "waits", held=True, kinds=("call",))
GIVE_UP = Step("give up", ("taken",), "closed", held=True, kinds=("call",))
CLOSE = Step("close", ("taken", "waits", "called"), "closed", held=True)
# By time, when who has taken it may not handle it any more:
RELEASE = Step("release", ("taken", "waits"), "new")
FINISH = Step("finish", ("called",), "closed")
# What a lead that waits for all again forgets:
ANEW = MappingProxyType({"taken_by": None, "alarmed_at": None, "raised_at": None, "reminded_at": None})
STEPS = (TAKE, RETURN, CALL, MISS, GIVE_UP, CLOSE, RELEASE, FINISH)


def may(step: Step, lead: Lead, by: int) -> bool:
    """Whether the table allows the step; who was first is decided by the database."""
    return lead.kind in step.kinds and lead.state in step.frm and not (step.held and lead.taken_by != by)


def miss(lead: Lead) -> Step:
    """What it means that nobody answered: a new time is asked for, or it was the last try."""
    return MISS if lead.misses < NEW_TIMES else GIVE_UP


def reminded(lead: Lead, now: datetime) -> bool:
    """Whether who takes the lead now needs no reminder of its window: it comes at once, or is over."""
    return lead.starts is None or lead.starts - AHEAD <= now


def notable(lead: Lead, by: int) -> bool:
    """Whether that member of staff may write a note: who has taken it, also after it was closed."""
    return lead.taken_by == by and lead.state not in ("new", "cancelled")
