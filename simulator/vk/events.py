"""An event of the community, and which kinds of events are switched on."""

import secrets
from typing import Any

VERSION = "5.199"
KINDS = (
    "message_new",
    "message_reply",
    "message_edit",
    "message_allow",
    "message_deny",
    "message_event",
    "message_read",
    "message_typing_state",
    "group_join",
    "group_leave",
)
USUAL = frozenset(KINDS) - {"message_reply"}


def event(kind: str, body: dict[str, Any], group: int) -> dict[str, Any]:
    return {"type": kind, "event_id": secrets.token_hex(20), "v": VERSION, "object": body, "group_id": group}


def switches(on: frozenset[str]) -> dict[str, int]:
    return {kind: int(kind in on) for kind in KINDS}
