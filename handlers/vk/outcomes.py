"""What VK's errors mean for a message."""

from dialogs.kit.messenger import Gone, Later, Outcome, Refused
from handlers.vk.packing import NoAnswer, VkError

# Why somebody cannot be written to: they blocked us, never wrote or forbade it, by their privacy, by their account.
_GONE = frozenset({900, 901, 902, 936})
_LATER = {
    1: Later(3.0, unsure=True),
    5: Later(30.0),  # the token is not accepted: not the message's fault
    6: Later(1.0, flood=True),  # too many calls in a second
    9: Later(60.0, flood=True),  # too much of the same
    10: Later(5.0, unsure=True),
    13: Later(5.0, unsure=True),  # a script that broke off
    14: Later(600.0, flood=True),  # a captcha, which only a person can solve
    27: Later(30.0),
    28: Later(30.0),
    29: Later(300.0, flood=True),  # this method's number of calls for today
    36: Later(5.0, unsure=True),
    995: Later(10.0, unsure=True),  # the messenger is not well
}
CAPTCHA = 14
REFUSED_TOKEN = frozenset({5, 27, 28})


def outcome_of(trouble: VkError | NoAnswer) -> Outcome:
    """What a failed call means for its message."""
    if isinstance(trouble, NoAnswer):
        return Later(2.0, unsure=trouble.unsure)
    if trouble.code in _GONE:
        return Gone()
    return _LATER.get(trouble.code) or Refused(str(trouble))
