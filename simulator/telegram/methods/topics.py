"""What the bot does with the topics of a forum."""

from typing import Any

from simulator.telegram.account import Account
from simulator.telegram.dialogs import Dialog, Group
from simulator.telegram.errors import bad_request
from simulator.telegram.parameters import Parameters
from simulator.telegram.topics import COLOR, add_topic, drop_topic, rename_topic, set_closed, topics

TITLE = 128
COLORS = 0xFFFFFF


async def create_forum_topic(account: Account, call: Parameters) -> dict[str, Any]:
    dialog, group = _find_forum(account, call)
    if not group.standing.topics:
        raise bad_request("not enough rights to create a topic")
    title, color = _read_title(call), call.integer("icon_color", COLOR)
    if not 0 <= color <= COLORS:
        raise bad_request("Invalid icon color specified")
    account.limits.take(dialog.id)
    opening = add_topic(account, dialog, title, color)
    group.own_topics.add(opening.id)
    return {"message_thread_id": opening.id, "name": title, "icon_color": color}


async def edit_forum_topic(account: Account, call: Parameters) -> bool:
    """Without a name only the icon would change, which nobody sees here."""
    dialog, thread = _find_topic(account, call, "edit the topic")
    title = _read_title(call) if call.text("name") else ""
    if title == topics(dialog)[thread].title:
        raise bad_request("TOPIC_NOT_MODIFIED")
    if title:
        account.limits.take(dialog.id)
        rename_topic(account, dialog, thread, title)
    return True


async def close_forum_topic(account: Account, call: Parameters) -> bool:
    return _set_closed(account, call, closed=True)


async def reopen_forum_topic(account: Account, call: Parameters) -> bool:
    return _set_closed(account, call, closed=False)


async def delete_forum_topic(account: Account, call: Parameters) -> bool:
    dialog, thread = _find_topic(account, call, "delete the topic")
    drop_topic(account, dialog, thread)
    return True


def _set_closed(account: Account, call: Parameters, *, closed: bool) -> bool:
    dialog, thread = _find_topic(account, call, "close or open the topic")
    if dialog.closed(thread) == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    account.limits.take(dialog.id)
    set_closed(account, dialog, thread, closed=closed)
    return True


def _find_forum(account: Account, call: Parameters) -> tuple[Dialog, Group]:
    dialog = account.find(call.text("chat_id"))
    if dialog.group is None or dialog.chat.group is None or not dialog.chat.group.forum:
        raise bad_request("the chat is not a forum")
    return dialog, dialog.group


def _find_topic(account: Account, call: Parameters, what: str) -> tuple[Dialog, int]:
    """Who opened a topic may change it without being its administrator."""
    dialog, group = _find_forum(account, call)
    thread = call.integer("message_thread_id")
    if thread <= 0:
        raise bad_request("Invalid forum topic identifier specified")
    if not dialog.topic(thread):
        raise bad_request("TOPIC_ID_INVALID")
    if not (group.standing.topics or thread in group.own_topics):
        raise bad_request(f"not enough rights to {what}")
    return dialog, thread


def _read_title(call: Parameters) -> str:
    title = " ".join(call.text("name").split())[:TITLE]
    if not title:
        raise bad_request("Name must be non-empty")
    return title


METHODS = {
    "createForumTopic": create_forum_topic,
    "editForumTopic": edit_forum_topic,
    "closeForumTopic": close_forum_topic,
    "reopenForumTopic": reopen_forum_topic,
    "deleteForumTopic": delete_forum_topic,
}
