"""Going out of a chat of several people, and putting somebody out of it: both by the same method.

Only an administrator of the chat may put others out. A community goes out of a chat by its own number.
"""

from contextlib import suppress

from dialogs.kit.event import Address, Shown
from dialogs.kit.messenger import Delivered, Outcome, Parcel, Refused
from dialogs.kit.phrase import speak
from dialogs.kit.screen import Text
from handlers.vk.calls import Calls
from handlers.vk.limits import FIRST_CHAT, LARGEST_NUMBER
from handlers.vk.packing import NoAnswer, VkError

_MAY_NOT = frozenset({15, 917, 925})  # access denied; not an administrator there
_NOT_THERE = 935


async def leave(calls: Calls, group: int, parcel: Parcel, word: Text | None) -> Outcome:
    """Say a last word, where that is allowed, and go.

    :raises VkError: it did not work.
    :raises NoAnswer: nobody knows whether it did.
    """
    if word is not None:
        number = parcel.mark % (LARGEST_NUMBER + 1)
        said = {"peer_ids": parcel.to.chat, "random_id": number, "message": speak(word, parcel.language)}
        with suppress(VkError, NoAnswer):
            await calls("messages.send", said)
    return await _put_out(calls, parcel.to, -group)


async def remove(calls: Calls, to: Address, user: str) -> Outcome:
    """Put somebody out; done, too, where they are not there.

    :raises VkError: it did not work.
    :raises NoAnswer: nobody knows whether it did.
    """
    return await _put_out(calls, to, int(user))


async def _put_out(calls: Calls, to: Address, member: int) -> Outcome:
    try:
        await calls("messages.removeChatUser", {"chat_id": int(to.chat) - FIRST_CHAT, "member_id": member})
    except VkError as refusal:
        if refusal.code in _MAY_NOT:
            return Refused(str(refusal))
        if refusal.code != _NOT_THERE:
            raise
    return Delivered(Shown(""))
