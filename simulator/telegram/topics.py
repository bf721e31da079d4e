"""Topics of a forum: opened, renamed, closed, deleted, with the messages that say so."""

from dataclasses import replace
from typing import Any

from simulator.telegram.account import Account
from simulator.telegram.dialogs import Dialog
from simulator.telegram.posts import Post, ServicePost
from simulator.world import Topic

COLOR = 7_322_096  # of the icon, when nobody chose one


def add_topic(account: Account, dialog: Dialog, title: str, color: int = COLOR, author: int | None = None) -> Post:
    """The message that opens a topic gives it its number."""
    number = account.new_message(dialog)
    opening = ServicePost({"forum_topic_created": {"name": title, "icon_color": color}}, f"Тема «{title}»")
    topics(dialog)[number] = Topic(number, title)
    account.world.put_topics(dialog.chat)
    by_person = author is not None
    return account.keep(
        dialog, Post(number, by_person, account.moment(), opening, author=author, thread=number, topic=True)
    )


def rename_topic(account: Account, dialog: Dialog, thread: int, title: str) -> None:
    topics(dialog)[thread] = replace(topics(dialog)[thread], title=title)
    account.world.put_topics(dialog.chat)
    _note(account, dialog, thread, {"forum_topic_edited": {"name": title}}, f"Тема теперь называется «{title}»")


def set_closed(account: Account, dialog: Dialog, thread: int, *, closed: bool, author: int | None = None) -> Post:
    topics(dialog)[thread] = replace(topics(dialog)[thread], closed=closed)
    account.world.put_topics(dialog.chat)
    body, words = ("forum_topic_closed", "закрыта") if closed else ("forum_topic_reopened", "снова открыта")
    return _note(account, dialog, thread, {body: {}}, f"Тема {words}", author)


def drop_topic(account: Account, dialog: Dialog, thread: int) -> None:
    """Its messages go with it, and nobody is told."""
    for post in [post for post in dialog.posts.values() if post.topic and post.thread == thread]:
        account.drop(dialog, post)
    del topics(dialog)[thread]
    account.world.put_topics(dialog.chat)


def topics(dialog: Dialog) -> dict[int, Topic]:
    return dialog.chat.group.topics if dialog.chat.group else {}


def _note(
    account: Account, dialog: Dialog, thread: int, body: dict[str, Any], notice: str, author: int | None = None
) -> Post:
    content = ServicePost(body, notice)
    return account.add(dialog, content, out=author is not None, thread=thread, author=author)
