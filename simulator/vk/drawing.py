"""A message and a keyboard as the page shows them to the owner of this app."""

import re

from simulator import world
from simulator.files import StoredFile
from simulator.vk.clients import Client
from simulator.vk.formatting import with_addresses
from simulator.vk.posts import Attachment, Button, Post, Rows

SERVICE = {
    "sticker": "Стикер",
    "audio_message": "Голосовое сообщение",
    "video": "Видео",
    "audio": "Аудиозапись",
    "poll": "Опрос",
    "wall": "Запись со стены",
    "link": "Ссылка",
}
PLACE = "Геопозиция"
MENTION = re.compile(r"\[(?:club|id)\d+\|([^\]]+)\]")
LABELS = {"location": "Отправить геопозицию", "vkpay": "Оплатить через VK Pay"}


def draw(post: Post, client: Client) -> world.Message:
    content, text, entities = post.content, post.content.text, post.content.entities
    if post.author is not None and (text := MENTION.sub(r"\1", text)) != content.text:
        entities = with_addresses(text)
    photos = [item.file for item in content.attachments if item.kind == "photo" and item.file]
    documents = [item.file for item in content.attachments if item.kind == "doc" and item.file]
    photo, document = next(iter(photos), None), next(iter(map(_document, documents)), None)
    rows = client.sees(post.rows, inline=True)
    return world.Message(
        id=post.id,
        out=post.out,
        date=post.date,
        edited=post.edited,
        author=post.author,
        notice=post.notice,
        text=text,
        entities=entities,
        photo=world.Photo(photo.url, photo.width, photo.height) if photo else None,
        document=document,
        more_documents=tuple(map(_document, documents[1:])),
        link_preview=content.preview and any(entity.type in {"url", "text_link"} for entity in content.entities),
        buttons=tuple(tuple(map(_button, row)) for row in rows) or None,
        service=PLACE if content.geo else next(filter(None, map(_service, content.attachments)), None),
        reply_to=post.reply_to.id if post.reply_to else None,
    )


def draw_keyboard(rows: Rows, client: Client, *, one_time: bool) -> world.Keyboard | None:
    seen = client.sees(rows, inline=False)
    keys = tuple(
        tuple(
            world.Key(button.label or LABELS[button.type], location=button.type == "location", style=button.color)
            for button in row
        )
        for row in seen
    )
    return world.Keyboard(keys, resize=True, one_time=one_time) if keys else None


def _document(file: StoredFile) -> world.Document:
    return world.Document(file.name, file.size, file.url)


def _service(attachment: Attachment) -> str | None:
    return None if attachment.file else SERVICE.get(attachment.kind, "Вложение")


def _button(button: Button) -> world.Button:
    text = button.label or LABELS[button.type]
    match button.type:
        case "callback" | "text" as kind:
            return world.Button(text, kind, style=button.color)
        case "open_link":
            return world.Button(text, "url", button.link)
    return world.Button(text, "other")
