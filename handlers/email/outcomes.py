"""What the mail server's answers mean for a letter: pure. Its words are kept from the log, for they name mailboxes."""

from typing import Literal

from dialogs.kit.messenger import Later, Outcome, Refused

AGAIN = 15.0  # seconds until a server that does not answer is asked again
NOT_YET = 60.0  # seconds for one mailbox that is not ready: full, or careful with whom it does not know
OURS = 60.0  # seconds after which something that an operator has to mend is tried again
_CLOSING = 421

Step = Literal["sender", "recipient", "message"]

# What concerns the server and not the letter is no failure of the letter's: nothing is lost however long it lasts.
AWAY = Later(AGAIN, whole=True)
NOT_LET_IN = Later(OURS, whole=True, token=True)
UNSURE = Later(NOT_YET, unsure=True)


def outcome_of(code: int, step: Step) -> Outcome:
    """What a refusal at that step of a mail means.

    Who may not be written to is no reason to stop writing to the person in their messenger, so nobody is gone.
    """
    if code == _CLOSING or (code < 500 and step == "sender"):
        return AWAY
    if code < 500:
        return Later(NOT_YET)
    if step == "sender":
        return NOT_LET_IN
    if step == "recipient":
        return Refused(f"the mail server takes nothing for this mailbox ({code})")
    return Refused(f"the mail server takes no such letter ({code})")
