"""Events as VK writes them, version 5.199."""

from typing import Any

Json = dict[str, Any]

GROUP, VIKTOR = 2020, 5000001
CHAT = 2_000_000_007
EVENT = "5e1f" * 10
CARD: Json = {
    "id": 0,
    "conversation_message_id": 7,
    "peer_id": CHAT,
    "from_id": -GROUP,
    "text": "№14",
    "date": 1763640000,
}
CLIENT: Json = {
    "button_actions": ["text", "vkpay", "open_app", "location", "open_link", "callback"],
    "keyboard": True,
    "inline_keyboard": True,
    "carousel": True,
    "lang_id": 0,
}


def update(kind: str, what: Any, **fields: Any) -> Json:
    """An event; `fields` replace or add, None takes away."""
    told = {"type": kind, "event_id": EVENT, "v": "5.199", "object": what, "group_id": GROUP} | fields
    return {name: value for name, value in told.items() if value is not None}


def message(client: Json | None = None, **fields: Any) -> Json:
    """A message of Viktor's in his own dialog."""
    told = {
        "date": 1763640000,
        "from_id": VIKTOR,
        "id": 31,
        "version": 10001,
        "out": 0,
        "fwd_messages": [],
        "important": False,
        "is_hidden": False,
        "attachments": [],
        "conversation_message_id": 12,
        "text": "Привет",
        "peer_id": VIKTOR,
        "random_id": 0,
    } | fields
    written = {name: value for name, value in told.items() if value is not None}
    return update("message_new", {"message": written, "client_info": CLIENT if client is None else client})


def press(**fields: Any) -> Json:
    """Viktor's press on a button of our message."""
    told = {
        "user_id": VIKTOR,
        "peer_id": VIKTOR,
        "event_id": "a1b2c3d4e5f6",
        "payload": {"r": "session:7"},
        "conversation_message_id": 11,
    } | fields
    return update("message_event", {name: value for name, value in told.items() if value is not None})


NO_WORDS: dict[str, Json] = {
    "photo": {"attachments": [{"type": "photo", "photo": {"id": 1, "owner_id": VIKTOR}}]},
    "sticker": {"attachments": [{"type": "sticker", "sticker": {"sticker_id": 9}}]},
    "audio_message": {"attachments": [{"type": "audio_message", "audio_message": {"duration": 7}}]},
    "location": {"geo": {"type": "point", "coordinates": {"latitude": 55.7, "longitude": 37.6}}},
    "message": {"fwd_messages": [{"from_id": 1, "text": "Привет"}]},
}
DOC: Json = {
    "id": 7,
    "owner_id": VIKTOR,
    "title": "план.pdf",
    "size": 4096,
    "ext": "pdf",
    "type": 1,
    "url": "https://vk.com/doc5000001_7?hash=a1&dl=b2&api=1&no_preview=1",
    "access_key": "a7",
}
PHOTO: Json = {
    "id": 6,
    "owner_id": VIKTOR,
    "album_id": -3,
    "access_key": "a6",
    "sizes": [
        {"type": "s", "url": "https://sun9-1.userapi.com/s.jpg?size=75x50", "width": 75, "height": 50},
        {"type": "w", "url": "https://sun9-1.userapi.com/w.jpg?size=1280x853", "width": 1280, "height": 853},
        {"type": "m", "url": "https://sun9-1.userapi.com/m.jpg?size=130x87", "width": 130, "height": 87},
    ],
}
NOT_OURS: dict[str, Json] = {
    "our own message": message(from_id=-GROUP, out=1),
    "our own message, by its mark alone": message(out=1),
    "another community": message(from_id=-77, peer_id=-77),
    "somebody was invited": message(peer_id=CHAT, action={"type": "chat_invite_user", "member_id": VIKTOR}),
    "somebody was shown out": message(peer_id=CHAT, action={"type": "chat_kick_user", "member_id": VIKTOR}),
    "another community was invited": message(peer_id=CHAT, action={"type": "chat_invite_user", "member_id": -77}),
    "a chat was called": message(peer_id=CHAT, action={"type": "chat_title_update", "text": "Салон"}),
    "an action of nobody": message(peer_id=CHAT, action={"type": "chat_kick_user"}),
    "another community in a chat": message(peer_id=CHAT, from_id=-77, text="/menu"),
    "another community's event": message() | {"group_id": 7},
    "no community": update("message_new", message()["object"], group_id=None),
    "no id": update("message_new", message()["object"], event_id=None),
    "an empty id": update("message_new", message()["object"], event_id=""),
    "an endless id": update("message_new", message()["object"], event_id="a" * 81),
    "a message of an old version": update("message_new", message()["object"]["message"]),
    "somebody else's dialog": message(peer_id=VIKTOR + 1),
    "a press in somebody else's dialog": press(user_id=1),
    "a press without a payload": press(payload=None),
    "a press with a list": press(payload=["r", "session:7"]),
    "a press with a word": press(payload="session:7"),
    "a press with a number": press(payload=7),
    "a press with a deep payload": press(payload="[" * 900),
    "a press with a route that is none": press(payload={"r": {"r": "session:7"}}),
    "a press without a ticket": press(event_id=None),
    "a reply of ours": update("message_reply", message()["object"]["message"]),
    "an edited message of ours": update("message_edit", message(out=1)["object"]["message"]),
    "typing": update("message_typing_state", {"state": "typing", "from_id": VIKTOR, "to_id": -GROUP}),
    "a new member": update("group_join", {"user_id": VIKTOR, "join_type": "join"}),
    "a person by a word": message(from_id="5000001"),
    "a person past all numbers": message(from_id=10**60, peer_id=10**60),
    "a person that is a truth": message(from_id=True, peer_id=True),
    "a denial by nobody": update("message_deny", {}),
    "no object": update("message_new", "Привет"),
}
ALL: tuple[Json, ...] = (
    message(),
    message(text="Начать", payload='{"command":"start"}', ref="session-reading", ref_source="link"),
    message(text="Программа", payload='{"r":"session:7"}'),
    message(peer_id=CHAT, text="[club2020|Салон], /menu"),
    message(peer_id=CHAT, text="В записи будет всё.", reply_message=CARD),
    message(peer_id=CHAT, text="", action={"type": "chat_kick_user", "member_id": -GROUP}),
    message(peer_id=CHAT, text="", action={"type": "chat_invite_user", "member_id": -GROUP}),
    press(peer_id=CHAT),
    press(),
    press(payload={"command": "menu"}),
    update("message_allow", {"user_id": VIKTOR, "key": ""}),
    update("message_deny", {"user_id": VIKTOR}),
    *(message(text="", **fields) for fields in NO_WORDS.values()),
    message(text="Наш план", attachments=[{"type": "doc", "doc": DOC}]),
    message(text="", attachments=[{"type": "photo", "photo": PHOTO}]),
    *NOT_OURS.values(),
)
