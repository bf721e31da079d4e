"""A message as the page shows it."""

from collections.abc import Mapping
from typing import Any

from simulator import world
from simulator.telegram.posts import FilePost, OtherPost, Post, TextPost

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


def draw(post: Post, person: int) -> world.Message:
    photo, document, contact, service = _attached(post, person)
    return world.Message(
        id=post.id,
        out=post.out,
        date=post.date,
        edited=post.edited,
        text=post.rich.text,
        entities=post.rich.entities,
        photo=photo,
        document=document,
        contact=contact,
        link_preview=isinstance(post.content, TextPost) and post.content.shows_preview,
        buttons=tuple(tuple(_button(button) for button in row) for row in post.buttons) or None,
        service=service,
        reply_to=post.reply_to.id if post.reply_to else None,
        album=post.album,
    )


def _attached(
    post: Post, person: int
) -> tuple[world.Photo | None, world.Document | None, world.Contact | None, str | None]:
    match post.content:
        case FilePost(file) if file.kind == "photo":
            return world.Photo(file.url, file.width, file.height), None, None, None
        case FilePost(file):
            return None, world.Document(file.name, len(file.content), file.url), None, None
        case OtherPost({"contact": card}):
            own = card.get("user_id") == person
            return None, None, world.Contact(card["phone_number"], card["first_name"], own), None
        case OtherPost(body):
            return None, None, None, next((SERVICE[kind] for kind in SERVICE if kind in body), "Сообщение")
        case TextPost():
            return None, None, None, None


def _button(button: Mapping[str, Any]) -> world.Button:
    style = button.get("style")
    if "callback_data" in button:
        return world.Button(button["text"], "callback", style=style)
    if "url" in button:
        return world.Button(button["text"], "url", button["url"], style)
    return world.Button(button["text"], "other", style=style)
