"""A message as the page shows it."""

from collections.abc import Mapping
from typing import Any

from simulator import world
from simulator.telegram.posts import FilePost, OtherPost, Post, ServicePost, TextPost

SERVICE = {
    "sticker": "Стикер",
    "voice": "Голосовое сообщение",
    "video": "Видео",
    "video_note": "Кружок",
    "audio": "Аудиозапись",
    "animation": "GIF",
    "location": "Геопозиция",
    "poll": "Опрос",
    "dice": "Кубик",
}


def draw(post: Post) -> world.Message:
    photo, document, contact, service = _attached(post)
    quoted = post.reply_to if post.reply_to and not isinstance(post.reply_to.content, ServicePost) else None
    return world.Message(
        id=post.id,
        out=post.out,
        date=post.date,
        author="anonymous" if post.anonymous else post.author,
        thread=post.thread if post.topic else None,
        pinned=post.pinned,
        notice=post.content.notice if isinstance(post.content, ServicePost) else None,
        edited=post.edited,
        text=post.rich.text,
        entities=post.rich.entities,
        photo=photo,
        document=document,
        contact=contact,
        link_preview=isinstance(post.content, TextPost) and post.content.shows_preview,
        buttons=tuple(tuple(_button(button) for button in row) for row in post.buttons) or None,
        service=service,
        reply_to=quoted.id if quoted else None,
        album=post.album,
    )


def _attached(post: Post) -> tuple[world.Photo | None, world.Document | None, world.Contact | None, str | None]:
    match post.content:
        case FilePost(file) if file.kind == "photo":
            return world.Photo(file.url, file.width, file.height), None, None, None
        case FilePost(file):
            return None, world.Document(file.name, file.size, file.url), None, None
        case OtherPost({"contact": card}):
            own = card.get("user_id") == post.author
            return None, None, world.Contact(card["phone_number"], card["first_name"], own), None
        case OtherPost(body):
            return None, None, None, next((SERVICE[kind] for kind in SERVICE if kind in body), "Сообщение")
        case TextPost() | ServicePost():
            return None, None, None, None


def _button(button: Mapping[str, Any]) -> world.Button:
    style = button.get("style")
    if "callback_data" in button:
        return world.Button(button["text"], "callback", style=style)
    if "url" in button:
        return world.Button(button["text"], "url", button["url"], style)
    return world.Button(button["text"], "other", style=style)
