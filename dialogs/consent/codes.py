"""Codes that prove an address of e-mail: how one is read, whether it still holds, and why none can be mailed; pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dialogs.kit.errors import Trouble
from dialogs.kit.limits import later
from dialogs.kit.phrase import Phrase, say, say_n
from storage.privacy.email_proofs import EmailProof

SIGNS = 6
TRIES = 5
_IN_SECONDS = timedelta(minutes=2)  # a wait below is told in seconds


@dataclass(frozen=True, slots=True)
class Wait:
    """No code may be mailed before that moment."""

    until: datetime

    def why(self, now: datetime, zone: ZoneInfo) -> Phrase:
        """In words of who asked for one."""
        if self.until - now < _IN_SECONDS:
            return say_n(
                "The letter may still be on its way. Try again in {n} second.",
                "The letter may still be on its way. Try again in {n} seconds.",
                -int((now - self.until).total_seconds() // 1),
            )
        return say(
            "I have mailed many codes already, and wait a while so that nobody's mailbox is flooded. "
            "The next one can leave {when}.",
            when=later(self.until, now, zone),
        )


def read_code(text: str) -> str | Trouble:
    """The six digits that were written, however they are parted."""
    digits = "".join(sign for sign in text if sign.isascii() and sign.isdigit())
    if len(digits) != SIGNS or any(sign.isalpha() for sign in text):
        return Trouble(say("The code is the six figures of my letter. If the address is wrong, change it."))
    return digits


def is_awaited(proof: EmailProof | None, email: str, now: datetime) -> bool:
    """Whether a code that was mailed to this address may still come back."""
    return proof is not None and proof.email == email and now < proof.until and proof.tries < TRIES


def wrong(tries_left: int) -> Phrase:
    """Another code came back."""
    if tries_left <= 0:
        return say("The code is wrong again, so it holds no more. Press “Send the code again”, and write the new one.")
    return say_n("The code is wrong; {n} try is left.", "The code is wrong; {n} tries are left.", tries_left)


def holds_no_more() -> Phrase:
    """Its time is over, or it was of another address."""
    return say("This code holds no more. Press “Send the code again”, and write the new one.")
