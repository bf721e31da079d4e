"""One example of everything else that people send: a bot must not stumble over any of it."""

from typing import Any

from simulator.messenger import RED_SQUARE, Refused, Spot
from simulator.pictures import picture
from simulator.vk.media import Media
from simulator.vk.posts import Attachment, Content

OTHERS: dict[str, dict[str, Any]] = {
    "sticker": {"sticker_id": 9012, "product_id": 279, "is_allowed": True, "images": []},
    "voice": {"id": 1, "owner_id": 1, "duration": 7, "link_ogg": "https://vk.com/voice.ogg", "access_key": "a1"},
    "video": {"id": 2, "owner_id": 1, "duration": 12, "title": "Урок", "access_key": "a2"},
    "audio": {"id": 3, "owner_id": 1, "duration": 180, "artist": "Хор учителей", "title": "Гимн"},
    "poll": {"id": 4, "owner_id": 1, "question": "Придёте?", "votes": 0, "answers": []},
    "wall": {"id": 5, "from_id": 1, "to_id": 1, "text": "Посмотрите на это", "attachments": []},
    "link": {"url": "https://example.org/", "title": "Ссылка", "description": ""},
}
NAMES = {"voice": "audio_message"}
KINDS = ("photo", "document", "location", *OTHERS)


def geo(at: Spot = RED_SQUARE) -> dict[str, Any]:
    latitude, longitude = at
    return {"type": "point", "coordinates": {"latitude": latitude, "longitude": longitude}}


def sample(kind: str, media: Media, person: int, at: Spot | None = None) -> Content:
    if kind == "location":
        return Content(geo=geo(at or RED_SQUARE))
    if kind == "photo":
        file = media.files.add("photo", "photo.png", "image/png", picture(320, 200))
        return Content(attachments=(media.received("photo", file, person),))
    if kind == "document":
        file = media.files.add("document", "Вопросы.txt", "text/plain", "Вопросы к докладчику\n".encode())
        return Content(attachments=(media.received("doc", file, person),))
    if kind not in OTHERS:
        raise Refused(400, f"cannot send {kind!r}; there are: {', '.join(KINDS)}")
    return Content(attachments=(Attachment(NAMES.get(kind, kind), OTHERS[kind]),))
