"""The steps of a request to a stand as one table: out of which states, into which, and who takes them."""

from dataclasses import dataclass
from typing import Literal, get_args

from storage.leads.tables import OPEN, Kind, State

KINDS: tuple[Kind, ...] = get_args(Kind)
Who = Literal["staff", "holder", "visitor", "time"]  # any of the stand's staff, who has taken it, who asked, nobody


@dataclass(frozen=True, slots=True)
class Step:
    """One step of requests of these kinds."""

    name: str
    out_of: tuple[State, ...]
    to: State
    who: Who = "staff"
    kinds: tuple[Kind, ...] = KINDS


TAKE = Step("take", ("new",), "taken")
RETURN = Step("return", ("taken", "waits"), "new", "holder")
CALL = Step("call", ("taken", "waits"), "called", "holder", ("call",))
MISS = Step("miss", ("taken",), "waits", "holder", ("call",))
UNMISS = Step("unmiss", ("waits",), "taken", "holder", ("call",))
GIVE_UP = Step("give up", ("taken",), "closed", "holder", ("call",))
CLOSE = Step("close", ("taken", "waits", "called"), "closed", "holder")
CANCEL = Step("cancel", ("new", "taken", "waits"), "cancelled", "visitor", ("call",))
END = Step("cancel", OPEN, "cancelled", "visitor", ("message",))
MOVE_UNTAKEN = Step("move", OPEN, "new", "visitor", ("call",))
MOVE_TAKEN = Step("move", OPEN, "taken", "visitor", ("call",))
# When who has taken it may not handle it any more:
RELEASE = Step("release", ("taken", "waits"), "new", "time")
FINISH = Step("finish", ("called",), "closed", "time")
# When the visitor is forgotten, or the member of staff who has taken it:
FORGET = Step("forget", OPEN, "cancelled", "time")
LEAVE = Step("leave", OPEN, "new", "time")
STEPS = (
    *(TAKE, RETURN, CALL, MISS, UNMISS, GIVE_UP, CLOSE),
    *(CANCEL, END, MOVE_UNTAKEN, MOVE_TAKEN),
    *(RELEASE, FINISH, FORGET, LEAVE),
)
