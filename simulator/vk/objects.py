"""People, messages and the community as VK's JSON."""

from typing import Any

from simulator.vk.dialogs import FIRST_CHAT
from simulator.vk.posts import Button, Post, Rows
from simulator.world import BotFace, Person

PICTURE = "https://vk.com/images/camera_100.png"


def user(person: Person, fields: list[str]) -> dict[str, Any]:
    name = ("DELETED", "") if person.deactivated else (person.name, person.last_name)
    told: dict[str, Any] = {"id": person.id, "first_name": name[0], "last_name": name[1]}
    if person.deactivated:
        return told | {"deactivated": "deleted"}
    screen_name = person.username or f"id{person.id}"
    known = {"screen_name": screen_name, "domain": screen_name, "photo_50": PICTURE, "photo_100": PICTURE, "online": 1}
    told |= {"can_access_closed": True, "is_closed": False}
    return told | {name: known[name] for name in fields if name in known}


def community(face: BotFace, number: int) -> dict[str, Any]:
    told = {"id": number, "name": face.name, "screen_name": face.username, "is_closed": 0, "type": "page"}
    return told | {"photo_50": PICTURE, "photo_100": PICTURE, "photo_200": PICTURE}


def message(post: Post, peer: int, group: int) -> dict[str, Any]:
    """In a chat of many people the number of the conversation is the only one that a message has."""
    content = post.content
    told: dict[str, Any] = {
        "id": 0 if peer > FIRST_CHAT else post.id,
        "date": int(post.date.timestamp()),
        "peer_id": peer,
        "from_id": post.author if post.author is not None else -group,
        "text": content.text,
        "conversation_message_id": post.cmid,
        "out": int(not post.out),
        "random_id": post.random_id,
        "attachments": [attachment.told() for attachment in content.attachments],
        "fwd_messages": [],
        "is_hidden": False,
        "important": False,
        "version": 10_000_000 + post.id,
        **post.extra,
    }
    if content.geo:
        told["geo"] = content.geo
    if post.edited:
        told["update_time"] = int(post.edited.timestamp())
    if post.rows:
        told["keyboard"] = {"one_time": False, "inline": True, "buttons": _rows(post.rows)}
    if post.reply_to:
        told["reply_message"] = message(post.reply_to, peer, group)
    return told


def _rows(rows: Rows) -> list[Any]:
    return [[_button(button) for button in row] for row in rows]


def _button(button: Button) -> dict[str, Any]:
    fields = {"type": button.type, "label": button.label, "payload": button.payload, "link": button.link}
    told: dict[str, Any] = {"action": {name: value for name, value in fields.items() if value}}
    return told | {"color": button.color} if button.color else told
