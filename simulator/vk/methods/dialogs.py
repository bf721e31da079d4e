"""What is said without words: answers to presses, typing, marks of reading, and whether one may write."""

from typing import Any

from simulator.vk.community import Community
from simulator.vk.errors import wrong
from simulator.vk.parameters import Parameters

SNACKBAR, DATA = 90, 1000


def send_message_event_answer(community: Community, call: Parameters) -> int:
    event, person, peer = call.text("event_id"), call.required("user_id"), call.required("peer_id")
    if not event:
        raise wrong("event_id is a required parameter")
    text, link = _read_answer(call)
    press = community.presses.answer(event, person, peer)
    if text or link:
        community.world.toast(press.chat, press.person, text or link, alert=False)
    return 1


def _read_answer(call: Parameters) -> tuple[str, str]:
    """The words of a snackbar, or the address that the app opens."""
    invalid = wrong("event_data is invalid")
    if len(call.text("event_data")) > DATA:
        raise wrong(f"event_data should be no more than {DATA} letters length")
    match call.json("event_data", invalid):
        case None:
            return "", ""
        case {"type": "show_snackbar", "text": str(text)} if 1 <= len(text) <= SNACKBAR:
            return text, ""
        case {"type": "show_snackbar", "text": str(text)}:
            raise wrong(f"event_data text should be 1-{SNACKBAR} letters length, not {len(text)}")
        case {"type": "open_link", "link": str(link)} if link.startswith(("http://", "https://")):
            return "", link
        case {"type": "open_app", "app_id": int(), "hash": str()}:
            return "", ""
    raise invalid


def is_messages_from_group_allowed(community: Community, call: Parameters) -> dict[str, int]:
    community_id(community, call)
    dialog = community.dialogs.get(call.required("user_id"))
    if dialog is None or dialog.group:
        return {"is_allowed": 0}
    person = community.person(dialog)
    writes = dialog.chat.started and not person.blocked and not person.deactivated and dialog.refusal is None
    return {"is_allowed": int(writes if dialog.allowed is None else dialog.allowed)}


def set_activity(community: Community, call: Parameters) -> int:
    if call.text("type") not in {"typing", "audiomessage"}:
        raise wrong("type should be typing or audiomessage")
    dialog = community.find(call.integer("peer_id") or call.required("user_id"))
    community.check_reachable(dialog)
    community.show_typing(dialog)
    return 1


def mark_as_read(community: Community, call: Parameters) -> int:
    community.find(call.required("peer_id"))
    return 1


def community_id(community: Community, call: Parameters) -> None:
    """A token speaks for one community only."""
    if call.required("group_id") != community.id:
        raise wrong("group_id is invalid")


METHODS: dict[str, Any] = {
    "messages.sendMessageEventAnswer": send_message_event_answer,
    "messages.isMessagesFromGroupAllowed": is_messages_from_group_allowed,
    "messages.setActivity": set_activity,
    "messages.markAsRead": mark_as_read,
}
