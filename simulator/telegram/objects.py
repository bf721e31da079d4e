"""People, chats and messages as the Bot API's JSON: what is absent is not sent, never null."""

from collections.abc import Mapping
from typing import Any

from simulator.files import StoredFile
from simulator.telegram.account import Account
from simulator.telegram.dialogs import Dialog, Standing
from simulator.telegram.posts import FilePost, OtherPost, Post, Rich, ServicePost, TextPost
from simulator.world import Person

Json = dict[str, Any]
ADMIN_RIGHTS = (
    *("can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members"),
    *("can_promote_members", "can_change_info", "can_invite_users"),
    *("can_post_stories", "can_edit_stories", "can_delete_stories", "can_send_welcome_messages"),
)
MEMBER_RIGHTS = (
    *("can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos"),
    *("can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages"),
    *("can_add_web_page_previews", "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics"),
    *("can_edit_tag", "can_react_to_messages"),
)
# Speaks for administrators without a name.
ANONYMOUS = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


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
    return bot_standing(account, Standing("kicked" if kicked else "member"))


def bot_standing(account: Account, standing: Standing) -> Json:
    member: Json = {"user": bot_user(account), "status": standing.status}
    match standing.status:
        case "kicked":
            return member | {"until_date": 0}
        case "administrator":
            own = {"can_be_edited": False, "is_anonymous": False}
            topics = {"can_manage_topics": standing.topics, "can_pin_messages": standing.pin}
            return member | own | dict.fromkeys(ADMIN_RIGHTS, True) | topics
        case "restricted":
            return member | dict.fromkeys(MEMBER_RIGHTS, False) | {"is_member": True, "until_date": 0}
    return member


def member(dialog: Dialog, person: Person) -> Json:
    """A person in a group; the first of its members owns it."""
    group, told = dialog.chat.group, {"user": user(person)}
    if group is None or person.id not in group.members:
        return told | {"status": "left"}
    hidden = dialog.group is not None and person.id in dialog.group.anonymous
    if person.id == group.members[0]:
        return told | {"status": "creator", "is_anonymous": hidden}
    if person.id not in group.admins:
        return told | {"status": "member"}
    rights = dict.fromkeys((*ADMIN_RIGHTS, "can_manage_topics", "can_pin_messages"), True)
    return told | {"status": "administrator", "can_be_edited": False, "is_anonymous": hidden} | rights


def private_chat(person: Person) -> Json:
    names = _given({"last_name": person.last_name, "username": person.username})
    return {"id": person.id, "first_name": person.name, **names, "type": "private"}


def group_chat(dialog: Dialog) -> Json:
    known, group = dialog.chat.group, dialog.group
    if known is None or group is None:
        raise TypeError("not a group")
    told: Json = {"id": dialog.id, "title": known.title, "type": group.kind}
    if not group.supergroup:
        return told | {"all_members_are_administrators": False}
    return told | ({"is_forum": True} if known.forum else {})


def chat(account: Account, dialog: Dialog) -> Json:
    return group_chat(dialog) if dialog.group else private_chat(account.person(dialog))


def author(account: Account, dialog: Dialog, post: Post) -> Json:
    if post.anonymous:
        return {"from": ANONYMOUS, "sender_chat": group_chat(dialog)}
    by_person = post.out and post.author is not None
    return {"from": user(account.world.member(dialog.chat, post.author or 0)) if by_person else bot_user(account)}


def message(account: Account, dialog: Dialog, post: Post) -> Json:
    fields: Json = {
        "message_id": post.id,
        **author(account, dialog, post),
        "chat": chat(account, dialog),
        "date": int(post.date.timestamp()),
    }
    if post.thread:
        fields["message_thread_id"] = post.thread
    if post.topic:
        fields["is_topic_message"] = True
    if post.via_bot:
        fields["via_bot"] = bot_user(account)
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
        case ServicePost(body):
            return dict(body)


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
        "file_size": file.size,
    }
