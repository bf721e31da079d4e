"""Photos and documents: uploaded to an address that the API hands out, saved, then attached by their names."""

import re
import secrets
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Literal

import orjson

from simulator.files import Files, StoredFile, picture_size
from simulator.vk.errors import wrong
from simulator.vk.posts import Attachment

FIRST_MEDIA = 457_239_017
MOST_ATTACHMENTS = 10
PHOTO_BYTES, SIDES, RATIO = 50 << 20, 14_000, 20
NAME = re.compile(r"(photo|doc)(-?\d+)_(\d+)(?:_(\w+))?")
Kind = Literal["photo", "doc"]


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    mime: str
    content: bytes


@dataclass(slots=True)
class Media:
    files: Files
    owner: int
    url: str = ""  # where the API listens
    _uploaded: dict[str, list[Upload]] = field(default_factory=dict)
    _saved: dict[tuple[str, int], Attachment] = field(default_factory=dict)
    _ids: "count[int]" = field(default_factory=lambda: count(FIRST_MEDIA))

    def take_photos(self, uploads: list[Upload]) -> dict[str, Any]:
        """The answer of the upload address: what is no picture is left out without a word."""
        good = [upload for upload in uploads if _is_photo(upload.content)]
        ticket = secrets.token_hex(16)
        self._uploaded[ticket] = good
        photos = [{"photo": f"{ticket}:{number}", "sizes": []} for number in range(len(good))]
        return {"server": 626_627, "photo": orjson.dumps(photos).decode(), "hash": ticket}

    def take_document(self, uploads: list[Upload]) -> dict[str, Any]:
        if not uploads or not uploads[0].content:
            return {"error": "no_file", "error_descr": "no file was uploaded"}
        ticket = secrets.token_hex(16)
        self._uploaded[ticket] = uploads[:1]
        return {"file": f"{self.owner}|0|{ticket}"}

    def save_photos(self, photo: str, ticket: str) -> list[Any]:
        if photo in {"", "[]"}:
            raise wrong("photos_list is invalid")
        uploads = self._uploaded.pop(ticket, None)
        if uploads is None:
            raise wrong("hash is invalid")
        return [self._keep("photo", upload, upload.name).body for upload in uploads]

    def save_document(self, file: str, title: str) -> Any:
        uploads = self._uploaded.pop(file.rpartition("|")[2], None)
        if not uploads:
            raise wrong("file is undefined" if not file else "file is invalid")
        return self._keep("doc", uploads[0], title or uploads[0].name).body

    def received(self, kind: Kind, file: StoredFile, person: int) -> Attachment:
        """What a person attaches: it is theirs, and found under no name of the community's."""
        names = {"id": next(self._ids), "owner_id": person, "access_key": secrets.token_hex(9)}
        return Attachment(kind, names | self._describe(kind, file), file)

    def find(self, names: str) -> tuple[Attachment, ...]:
        items = [name.strip() for name in names.split(",") if name.strip()]
        if len(items) > MOST_ATTACHMENTS:
            raise wrong("too many attachments")
        return tuple(map(self._find, items))

    def _find(self, name: str) -> Attachment:
        parts = NAME.fullmatch(name)
        found = self._saved.get((parts[1], int(parts[3]))) if parts and int(parts[2]) == self.owner else None
        if parts is None or found is None or (parts[4] and parts[4] != found.body["access_key"]):
            raise wrong(f"attachment {name} is invalid")
        return found

    def _keep(self, kind: Kind, upload: Upload, title: str) -> Attachment:
        file = self.files.add("photo" if kind == "photo" else "document", title, upload.mime, upload.content)
        number = next(self._ids)
        body = {"id": number, "owner_id": self.owner, "access_key": secrets.token_hex(9), **self._describe(kind, file)}
        self._saved[kind, number] = Attachment(kind, body, file)
        return self._saved[kind, number]

    def _describe(self, kind: Kind, file: StoredFile) -> dict[str, Any]:
        """What VK says of a file beside its names; a document's address leads on to where it lies."""
        if kind == "photo":
            size = {"type": "x", "url": f"{self.url}/vk/lies/{file.id}", "width": file.width, "height": file.height}
            return {"album_id": -64, "text": "", "sizes": [size]}
        told = {"title": file.name, "size": file.size, "ext": file.name.rpartition(".")[2].lower(), "type": 1}
        return told | {"url": f"{self.url}/vk/doc/{file.id}"}


def _is_photo(content: bytes) -> bool:
    size = picture_size(content) if len(content) <= PHOTO_BYTES else None
    return size is not None and sum(size) <= SIDES and max(size) <= RATIO * min(size)
