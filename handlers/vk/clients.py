"""What people's VK clients can draw. Only their messages tell; the kind is kept with the person."""

from collections.abc import Mapping

ALL = ""  # keyboards inside messages, whose presses we answer
TEXT = "text"  # keyboards inside messages, but a press comes as a message
BELOW = "below"  # a keyboard below the field only
NO_KEYBOARD = "none"


def client_of(told: object) -> str | None:
    """The kind of client by its `client_info`; None where there is none."""
    match told:
        case {"keyboard": False}:
            return NO_KEYBOARD
        case {"inline_keyboard": False}:
            return BELOW
        case {"button_actions": [*actions]}:
            return ALL if "callback" in actions else TEXT
        case Mapping():
            return ALL
    return None
