"""Which steps of requests are open to a member of the stand's staff, and when somebody is reminded; pure."""

from datetime import datetime, timedelta

from dialogs.kit.policy import Policy
from storage.leads.leads import Values
from storage.leads.steps import GIVE_UP, MISS, Step
from storage.leads.tables import LONGEST_NOTE as LONGEST_NOTE
from storage.leads.tables import Kind, Lead
from storage.people.people import Person

URGENT: tuple[Kind, ...] = ("call", "message")  # somebody waits; who asked for materials has got them
NEW_TIMES = 2  # so often the visitor is asked for a new time; the next miss is the end
HIGHEST_RATING = 5
ALARM, RAISE = timedelta(minutes=15), timedelta(minutes=30)  # untaken for so long: the chat, then the organisers
AHEAD = timedelta(minutes=10)  # of the window, who has taken the call is reminded
# What a request that waits for all again forgets:
ANEW = Values(taken_by=None, alarmed_at=None, raised_at=None, reminded_at=None)


def may(step: Step, lead: Lead, by: int) -> bool:
    """Whether the table allows the step; who was first is decided by the database."""
    return lead.kind in step.kinds and lead.state in step.out_of and not (step.who == "holder" and lead.taken_by != by)


def miss(lead: Lead) -> Step:
    """What it means that nobody answered: a new time is asked for, or it was the last try."""
    return MISS if lead.misses < NEW_TIMES else GIVE_UP


def too_early(lead: Lead, now: datetime) -> bool:
    """Whether the visitor did not expect the call yet."""
    return lead.starts is not None and now < lead.starts


def noting(lead: Lead) -> Step:
    """Keeping a note: a step that leads nowhere."""
    return Step("note", (lead.state,), lead.state, "holder")


def reminded(lead: Lead, now: datetime) -> bool:
    """Whether who takes the lead now needs no reminder of its window: it comes at once, or is over."""
    return lead.starts is None or lead.starts - AHEAD <= now


def notable(lead: Lead, by: int) -> bool:
    """Whether that member of staff may write a note: who has taken it, also after it was closed."""
    return lead.taken_by == by and lead.state not in ("new", "cancelled")


def shows_contacts(policy: Policy, reader: Person) -> bool:
    """Whether contacts may be shown where that person reads."""
    return reader.messenger not in policy.privacy.off_messenger
