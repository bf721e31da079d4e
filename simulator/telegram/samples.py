"""One example of everything else that people send: a bot must not stumble over any of it."""

from typing import Any

from simulator.files import Files
from simulator.messenger import RED_SQUARE, Refused, Spot
from simulator.pictures import picture
from simulator.telegram.posts import FilePost, OtherPost


def _file(number: int, **more: Any) -> dict[str, Any]:
    return {"file_id": f"sample-{number}", "file_unique_id": f"AgAD{number}", "file_size": 4096, **more}


OTHERS: dict[str, dict[str, Any]] = {
    "sticker": {
        "sticker": _file(1, width=512, height=512, type="regular", is_animated=False, is_video=False, emoji="👍")
    },
    "voice": {"voice": _file(2, duration=7, mime_type="audio/ogg")},
    "video": {"video": _file(3, width=640, height=360, duration=12, mime_type="video/mp4")},
    "video_note": {"video_note": _file(4, length=240, duration=5)},
    "audio": {"audio": _file(5, duration=180, performer="Хор учителей", title="Гимн", mime_type="audio/mpeg")},
    "animation": {
        "animation": _file(6, width=320, height=240, duration=3, mime_type="video/mp4"),
        "document": _file(6, mime_type="video/mp4"),
    },
    "dice": {"dice": {"emoji": "🎲", "value": 4}},
    "poll": {
        "poll": {
            "id": "5200000000000000001",
            "question": "Придёте?",
            "options": [
                {"persistent_id": "1", "text": "Да", "voter_count": 0},
                {"persistent_id": "2", "text": "Нет", "voter_count": 0},
            ],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": False,
            "members_only": False,
        }
    },
}
KINDS = ("photo", "document", "location", *OTHERS)


def sample(kind: str, files: Files | None = None, at: Spot | None = None) -> FilePost | OtherPost:
    if kind == "location":
        latitude, longitude = at or RED_SQUARE
        return OtherPost({"location": {"latitude": latitude, "longitude": longitude}})
    if kind in OTHERS:
        return OtherPost(OTHERS[kind])
    if files and kind == "photo":
        return FilePost(files.add("photo", "photo.png", "image/png", picture(320, 200)))
    if files and kind == "document":
        content = "Вопросы к докладчику\n".encode()
        return FilePost(files.add("document", "Вопросы.txt", "text/plain", content))
    raise Refused(400, f"cannot send {kind!r}; there are: {', '.join(KINDS)}")
