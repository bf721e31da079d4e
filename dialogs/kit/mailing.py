"""The words around every mail, whichever feature it comes from."""

from dialogs.kit.phrase import Phrase, say


def why(fair: str) -> Phrase:
    """Why it came, for its last lines; `fair` is the fair's title, if there is one."""
    if fair:
        return say(
            "You asked for this letter in the assistant of {fair}. If it was not you, just ignore it.", fair=fair
        )
    return say("You asked for this letter in the fair's assistant. If it was not you, just ignore it.")
