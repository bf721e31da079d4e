"""People, chats and messages as the Bot API's JSON: what is absent is not sent, never null."""

from collections.abc import Mapping
from typing import Any

from simulator.files import StoredFile
from simulator.telegram.account import Account, Dialog
from simulator.telegram.posts import FilePost, OtherPost, Post, Rich, TextPost
from simulator.world import Person

Json = dict[str, Any]


def _given(fields: Mapping[str, Any]) -> Json:
    return {name: value for name, value in fields.items() if value not in (None, "")}


def user(person: Person) -> Json:
    return {"id": person.id, "is_bot": False, "first_name": person.name} | _given(
        {"last_name": person.last_name, "username": person.username, "language_code": person.language}
    )


def bot_user(account: Account) -> Json:
    return {"id": account.id, "is_bot": True, "first_name": account.face.name, "username": account.face.username}


def bot_member(account: Account, *, kicked: bool) -> Json:
    """A blocked bot is a kicked one."""
    member: Json = {"user": bot_user(account), "status": "kicked" if kicked else "member"}
    return member | {"until_date": 0} if kicked else member


def private_chat(person: Person) -> Json:
    names = _given({"last_name": person.last_name, "username": person.username})
    return {"id": person.id, "first_name": person.name, **names, "type": "private"}


def message(account: Account, dialog: Dialog, post: Post) -> Json:
    person = account.person(dialog)
    fields: Json = {
        "message_id": post.id,
        "from": user(person) if post.out else bot_user(account),
        "chat": private_chat(person),
        "date": int(post.date.timestamp()),
    }
    if post.edited:
        fields["edit_date"] = int(post.edited.timestamp())
    if post.reply_to:
        fields["reply_to_message"] = message(account, dialog, post.reply_to)
    if post.album:
        fields["media_group_id"] = post.album
    fields |= content(post)
    if post.buttons:
        fields["reply_markup"] = {"inline_keyboard": [[dict(button) for button in row] for row in post.buttons]}
    return fields


def content(post: Post) -> Json:
    match post.content:
        case TextPost(rich, preview):
            return _rich("text", "entities", rich) | _given({"link_preview_options": preview})
        case FilePost(file, caption) if file.kind == "photo":
            return {"photo": photo_sizes(file)} | _rich("caption", "caption_entities", caption)
        case FilePost(file, caption):
            return {"document": document(file)} | _rich("caption", "caption_entities", caption)
        case OtherPost(body, caption):
            return {**body, **_rich("caption", "caption_entities", caption)}


def _rich(text: str, entities: str, rich: Rich) -> Json:
    if not rich.text:
        return {}
    told: Json = {text: rich.text}
    if rich.entities:
        told[entities] = [
            _given({"offset": e.offset, "length": e.length, "type": e.type, "url": e.url, "language": e.language})
            for e in rich.entities
        ]
    return told


def photo_sizes(file: StoredFile) -> list[Json]:
    """A thumbnail and the whole, as the same bytes: nobody here looks at pixels."""
    sizes = []
    for letter, side in (("s", 90), ("x", 1280)):
        scale = min(1.0, side / max(file.width, file.height, 1))
        size = {"width": max(1, round(file.width * scale)), "height": max(1, round(file.height * scale))}
        sizes.append({**file_ids(file, letter), **size})
    return sizes if sizes[0]["width"] != sizes[1]["width"] else sizes[1:]


def document(file: StoredFile) -> Json:
    return _given({"file_name": file.name, "mime_type": file.mime}) | file_ids(file)


def file_ids(file: StoredFile, letter: str = "") -> Json:
    return {
        "file_id": file.id + ("" if letter in {"", "x"} else f"-{letter}"),
        "file_unique_id": f"AQAD{file.number:04d}{letter}",
        "file_size": len(file.content),
    }
