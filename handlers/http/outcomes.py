"""What the answer to an event means for it: pure."""

from dialogs.kit.messenger import Delivered, Gone, Later, Outcome, Refused
from handlers.http.limits import LONGEST_PAUSE

AGAIN = 15.0  # seconds until the next try, where the site does not say; twenty tries outlast two hours
_NOT_NOW = frozenset({408, 409, 425, 429})  # nothing was done; 409: the same event is being taken at this moment


def outcome_of(status: int, retry_after: str, delivered: Delivered) -> Outcome:
    """What a status means, with the `Retry-After` beside it.

    A site that asks for quiet asks it for itself: other addresses are other machines. After a failure of its own nobody
    knows what it had done before.
    """
    if 200 <= status < 300:
        return delivered
    if status == 410:
        return Gone()
    if status in _NOT_NOW:
        return Later(_pause(retry_after))
    if status >= 500:
        return Later(_pause(retry_after), unsure=True)
    return Refused(f"the site answered {status}")


def _pause(retry_after: str) -> float:
    """Seconds to wait; the other form of the header, a date, would need both clocks to agree."""
    told = retry_after.strip()
    if not (told.isascii() and told.isdecimal()):
        return AGAIN
    return min(max(float(told), 1.0), LONGEST_PAUSE)
