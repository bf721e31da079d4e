"""What VK's errors mean for a message."""

from collections.abc import Mapping
from dataclasses import replace

from dialogs.kit.messenger import Gone, Later, Outcome, Refused
from dialogs.kit.weather import Refusal
from handlers.vk.packing import NoAnswer, VkError

_GONE = frozenset(
    {
        *(900, 901, 902, 936),  # they blocked us, never wrote or forbade it, by their privacy, by their account
        *(917, 922, 925, 927, 945, 1012),  # the chat: we are not let in, have left, may not write; it is no more
    }
)
NO_ACCESS = 15  # to messages: the community does not have them, or its key may not use them
CANNOT_EDIT = frozenset({100, 909, 910, 920, 949, NO_ACCESS})  # not there, too old, too big, other, pinned, not ours
CANNOT_DELETE = CANNOT_EDIT | {924}  # it may not be deleted for everybody, or not any more
_REFUSED_TOKEN = Later(30.0, whole=True, token=True)
_LATER = {
    1: Later(3.0, unsure=True, whole=True),
    5: _REFUSED_TOKEN,
    6: Later(1.0, flood=True, whole=True),  # too many calls in a second
    9: Later(60.0, flood=True),  # too much of the same
    10: Later(5.0, unsure=True, whole=True),
    13: Later(5.0, unsure=True),  # a script that broke off
    14: Later(600.0, flood=True),  # a captcha, which only a person can solve
    27: _REFUSED_TOKEN,
    28: _REFUSED_TOKEN,
    29: Later(300.0, flood=True),  # this method's number of calls for today
    36: Later(5.0, unsure=True, whole=True),
    NO_ACCESS: Later(60.0),
    912: Later(60.0),  # a switch of the community's settings
    995: Later(10.0, unsure=True, whole=True),  # the messenger is not well
}
MENDS = {
    NO_ACCESS: "in the community's settings, Messages: switch them on; the key has to have the right to messages; "
    "letters wait",
    14: "a person has to write from the community once and solve the captcha; letters wait",
    912: "in the community's settings, Messages, Bot settings: switch on bot abilities, and that it may be added to "
    "chats; letters wait",
}
REFUSED_TOKEN = frozenset({5, 27, 28})
REFUSALS: Mapping[int, Refusal] = {14: "captcha", NO_ACCESS: "shut", 912: "chats"}


def outcome_of(trouble: VkError | NoAnswer) -> Outcome:
    """What a failed call means for its message."""
    if isinstance(trouble, NoAnswer):
        return Later(2.0, unsure=trouble.unsure, whole=True)
    if trouble.code in _GONE:
        return Gone()
    later = _LATER.get(trouble.code)
    if later is None:
        return Refused(str(trouble))
    return replace(later, whole=False) if trouble.of_one else later
