"""Messages that change or go."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from simulator.telegram import objects
from simulator.telegram.account import Account
from simulator.telegram.attachments import read_media
from simulator.telegram.dialogs import Dialog
from simulator.telegram.errors import NOT_MODIFIED, bad_request
from simulator.telegram.markup import check_inline, read_inline
from simulator.telegram.methods.sending import read_preview
from simulator.telegram.parameters import Parameters
from simulator.telegram.posts import Content, FilePost, OtherPost, Post, ServicePost, TextPost
from simulator.telegram.texts import check_length, read_caption, read_text

DELETABLE_FOR = timedelta(hours=48)
BULK_LIMIT = 100


async def edit_message_text(account: Account, call: Parameters) -> Any:
    content = TextPost(read_text(call), read_preview(call))

    def change(old: Content) -> Content:
        if not isinstance(old, TextPost):
            raise bad_request("there is no text in the message to edit")
        return content

    return _edit(account, call, change)


async def edit_message_caption(account: Account, call: Parameters) -> Any:
    caption = read_caption(call)

    def change(old: Content) -> Content:
        if isinstance(old, TextPost | ServicePost):
            raise bad_request("there is no caption in the message to edit")
        return replace(old, caption=caption)

    return _edit(account, call, change)


async def edit_message_media(account: Account, call: Parameters) -> Any:
    item = call.json("media", "can't parse InputMedia JSON object")
    file, caption = read_media(account, call, item)
    content = FilePost(file, read_caption(caption))
    return _edit(account, call, lambda _old: content)


async def edit_message_reply_markup(account: Account, call: Parameters) -> Any:
    return _edit(account, call, lambda old: old)


async def delete_message(account: Account, call: Parameters) -> bool:
    dialog, post = _find(account, call, "delete")
    _check_deletable(account, dialog, post)
    account.drop(dialog, post)
    return True


async def delete_messages(account: Account, call: Parameters) -> bool:
    numbers = call.json("message_ids", "can't parse message identifiers JSON object")
    if not isinstance(numbers, list) or not numbers:
        raise bad_request("Message identifiers are not specified")
    if len(numbers) > BULK_LIMIT:
        raise bad_request("Too many message identifiers specified")
    dialog = account.find(call.text("chat_id"))
    posts = [post for post in dialog.posts.values() if post.id in numbers]
    if not posts:
        raise bad_request("message to delete not found")
    for post in posts:
        _check_deletable(account, dialog, post)
    for post in posts:
        account.drop(dialog, post)
    return True


def _edit(account: Account, call: Parameters, change: Callable[[Content], Content]) -> Any:
    buttons = read_inline(call)
    dialog, post = _find(account, call, "edit")
    if post.out or post.had_keyboard or isinstance(post.content, OtherPost | ServicePost):
        raise bad_request("message can't be edited")
    content = change(post.content)
    check_length(content)
    check_inline(buttons)
    if (content, buttons) == (post.content, post.buttons):
        raise bad_request(NOT_MODIFIED)
    if dialog.group:
        account.limits.take(dialog.id)  # in a group edits count as messages do
    changed = account.keep(dialog, replace(post, content=content, buttons=buttons, edited=account.moment()))
    return objects.message(account, dialog, changed)


def _find(account: Account, call: Parameters, purpose: str) -> tuple[Dialog, Post]:
    number = call.integer("message_id")
    if not call.text("chat_id") and not number:
        raise bad_request(
            "MESSAGE_ID_INVALID" if call.text("inline_message_id") else "message identifier is not specified"
        )
    dialog = account.find(call.text("chat_id"))
    if number not in dialog.posts:
        raise bad_request(f"message to {purpose} not found")
    return dialog, dialog.posts[number]


def _check_deletable(account: Account, dialog: Dialog, post: Post) -> None:
    """In a group what others wrote is deleted by administrators."""
    if dialog.group and post.out and dialog.group.standing.status != "administrator":
        raise bad_request("message can't be deleted")
    if account.clock.now() - post.date > DELETABLE_FOR:
        raise bad_request("message can't be deleted for everyone")


METHODS = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
