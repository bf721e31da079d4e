"""New messages: text, photos, documents, albums."""

import random
from collections.abc import Sequence
from typing import Any

from simulator.telegram import objects
from simulator.telegram.account import Account
from simulator.telegram.attachments import Kind, read_file, read_media
from simulator.telegram.dialogs import Dialog
from simulator.telegram.errors import ApiError, bad_request
from simulator.telegram.markup import Forced, Inline, Markup, Removed, check_inline, read_markup
from simulator.telegram.parameters import Parameters
from simulator.telegram.posts import Content, FilePost, Post, TextPost
from simulator.telegram.texts import check_length, read_caption, read_text
from simulator.world import Keyboard

ALBUM_LIMIT = 10
ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


async def send_message(account: Account, call: Parameters) -> Any:
    return _send(account, call, [TextPost(read_text(call), read_preview(call))])[0]


async def send_photo(account: Account, call: Parameters) -> Any:
    return _send_file(account, call, "photo")


async def send_document(account: Account, call: Parameters) -> Any:
    return _send_file(account, call, "document")


async def send_media_group(account: Account, call: Parameters) -> Any:
    items = call.json("media", "can't parse media JSON object")
    if not isinstance(items, list):
        raise bad_request("expected an Array of InputMedia")
    if not items:
        raise bad_request("There are no messages to send")
    if len(items) > ALBUM_LIMIT:
        raise bad_request("Too many messages to send as an album")
    contents = [_album_item(account, call, number, item) for number, item in enumerate(items, 1)]
    if len({content.file.kind for content in contents}) > 1:
        raise bad_request("Document can't be mixed with other media types")
    return _send(account, call, contents, album=str(random.getrandbits(53)))


async def send_chat_action(account: Account, call: Parameters) -> bool:
    if call.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    dialog = account.find(call.text("chat_id"))
    account.check_reachable(dialog)
    account.show_typing(dialog)
    return True


def read_preview(call: Parameters) -> dict[str, Any] | None:
    options = call.json("link_preview_options", "can't parse link preview options JSON object")
    if call.flag("disable_web_page_preview"):
        return {"is_disabled": True}
    return options if isinstance(options, dict) and options else None


def _send_file(account: Account, call: Parameters, kind: Kind) -> Any:
    content = FilePost(read_file(account, call, kind, call.text(kind)), read_caption(call))
    return _send(account, call, [content])[0]


def _album_item(account: Account, call: Parameters, number: int, item: Any) -> FilePost:
    try:
        file, caption = read_media(account, call, item)
        return FilePost(file, read_caption(caption))
    except ApiError as error:
        words = error.description.removeprefix("Bad Request: ")
        raise bad_request(f'Failed to send message #{number} with the error message "{words}"') from None


def _send(account: Account, call: Parameters, contents: Sequence[Content], album: str | None = None) -> list[Any]:
    """Checks come in the order of the real server: the chat, the reply, the content, then the inner servers."""
    markup = None if album else read_markup(call)
    dialog = account.find(call.text("chat_id"))
    if dialog.group and isinstance(markup, Keyboard):
        _check_public(markup)
    thread = _read_thread(dialog, call)
    reply_to = _read_reply(dialog, call)
    for content in contents:
        check_length(content)
    buttons = markup.rows if isinstance(markup, Inline) else ()
    check_inline(buttons)
    account.check_reachable(dialog)
    if dialog.closed(thread):
        raise bad_request("TOPIC_CLOSED")
    account.limits.take(dialog.id, len(contents))
    posts = [
        account.add(
            dialog,
            content,
            out=False,
            thread=thread,
            buttons=buttons,
            had_keyboard=isinstance(markup, Keyboard),
            reply_to=reply_to,
            album=album,
        )
        for content in contents
    ]
    _lay_keyboard(account, dialog, posts[-1], markup)
    return [objects.message(account, dialog, post) for post in posts]


def _check_public(keyboard: Keyboard) -> None:
    keys = [key for row in keyboard.rows for key in row]
    if any(key.contact for key in keys):
        raise bad_request("Phone number can be requested in private chats only")
    if any(key.location for key in keys):
        raise bad_request("Location can be requested in private chats only")


def _read_thread(dialog: Dialog, call: Parameters) -> int | None:
    """Where there are no topics the number is ignored without a word."""
    thread = call.integer("message_thread_id")
    if not thread or dialog.chat.group is None or not dialog.chat.group.forum:
        return None
    if not dialog.topic(thread):
        raise bad_request("message thread not found")
    return thread


def _read_reply(dialog: Dialog, call: Parameters) -> Post | None:
    asked = call.json("reply_parameters", "can't parse reply parameters JSON object") or {}
    if not isinstance(asked, dict):
        raise bad_request("object expected as reply parameters")
    number = asked.get("message_id") or call.integer("reply_to_message_id")
    if not number:
        return None
    post = dialog.posts.get(number) if isinstance(number, int) else None
    if post is None and not (asked.get("allow_sending_without_reply") or call.flag("allow_sending_without_reply")):
        raise bad_request("message to be replied not found")
    return post


def _lay_keyboard(account: Account, dialog: Dialog, post: Post, markup: Markup) -> None:
    match markup:
        case Keyboard():
            dialog.keyboard_from = post
            account.world.put_keyboard(dialog.chat, markup)
        case Removed():
            account.world.put_keyboard(dialog.chat, None)
        case Inline() | Forced() | None:
            pass


METHODS = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendMediaGroup": send_media_group,
    "sendChatAction": send_chat_action,
}
