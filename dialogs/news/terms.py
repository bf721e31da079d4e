"""How soon what people are told has to leave, and for how long it is worth telling: every term once."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from storage.post.outbox import Lane, Posting

CATCH_UP = timedelta(seconds=60)  # within which what is shown becomes true again
TAKE_BACK = timedelta(seconds=30)  # in which a slip of the finger tells nobody anything
WINDOW = timedelta(hours=1)  # of a call
SOONEST = timedelta(minutes=15)  # before the window: somebody has to read the request first
PAUSE = timedelta(seconds=15)  # counts change with every step, and a group bears few letters a minute
LEISURE = timedelta(seconds=30)  # for counts, which nobody waits for
SECOND_THOUGHTS = timedelta(seconds=30)  # for whoever pressed the wrong button, before others hear of it

AN_INVITATION = timedelta(hours=72)  # in which a link or a code has to be used
A_GUEST = timedelta(minutes=15)  # that a group has for its /bind, before the bot leaves it
BY_HAND = timedelta(seconds=30)  # after which people are asked to do what the bot could not

A_WORD = timedelta(minutes=10)  # an answer to what somebody just wrote
A_BINDING = timedelta(minutes=30)  # of a group by a code
A_CHANGE = timedelta(hours=12)  # of the programme, at the least
A_CALL = timedelta(days=2)
A_MATERIAL = timedelta(days=2)
A_QUESTION = timedelta(days=3)
A_REMINDER = timedelta(days=3)  # to a stand, of a request that nobody takes or handles
A_TROUBLE = timedelta(hours=12)
A_THREAD = timedelta(days=7)
A_REQUEST = timedelta(days=30)  # a stand's chat that was away for a while still gets its cards


def soon(
    kind: str,
    about: Mapping[str, Any],
    now: datetime,
    worth: timedelta,
    *,
    lane: Lane = Lane.SERVICE,
    once: str | None = None,
    key: str | None = None,
) -> Posting:
    """A letter that leaves from `now` on, and not later than it is worth telling."""
    return Posting(kind, about, lane, now, now + CATCH_UP, now + worth, once=once, key=key)
