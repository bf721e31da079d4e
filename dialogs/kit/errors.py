"""What may go wrong in a dialog, in four kinds.

Trouble             a value, not an exception: an answer in a form that cannot be taken; the form asks again
Stale               the world of a pressed button is gone: a friendly word and a fresh menu
Denied              not allowed, which looks the same as "does not exist"
anything else       a bug: rolled back, logged under a short code; the person sees an apology with the code
"""

from dataclasses import dataclass

from dialogs.kit.phrase import Phrase


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why an answer cannot be taken, kindly, and what to write instead."""

    why: Phrase


class Stale(Exception):
    """The button leads to something that is no longer there."""


class Denied(Exception):
    """The person may not do this; nobody is told whether it exists.

    `why` is said in place of the usual word; it has to be the same for what there is and for what there is not.
    """

    def __init__(self, why: Phrase | None = None) -> None:
        super().__init__()
        self.why = why
