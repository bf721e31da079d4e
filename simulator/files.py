"""Uploaded bytes, kept in memory under an id that the page and the bot can ask for."""

import secrets
import struct
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was sent; one given by a web address is never fetched and has no bytes."""

    id: str
    number: int
    kind: Literal["photo", "document"]
    name: str
    mime: str
    content: bytes
    address: str | None = None
    width: int = 0
    height: int = 0
    told_size: int | None = None  # of a file so big that its bytes are not kept

    @property
    def size(self) -> int:
        return len(self.content) if self.told_size is None else self.told_size

    @property
    def url(self) -> str:
        return self.address or f"/sim/files/{self.id}"


class Files:
    def __init__(self) -> None:
        self._files: dict[str, StoredFile] = {}

    def add(
        self,
        kind: Literal["photo", "document"],
        name: str,
        mime: str,
        content: bytes,
        address: str | None = None,
        told_size: int | None = None,
    ) -> StoredFile:
        width, height = picture_size(content) or (1280, 720)
        number, unguessable = len(self._files), secrets.token_urlsafe(24)
        file = StoredFile(unguessable, number, kind, name, mime, content, address, width, height, told_size)
        self._files[file.id] = file
        return file

    def find(self, file_id: str) -> StoredFile | None:
        return self._files.get(file_id)

    def numbered(self, number: int) -> StoredFile | None:
        return next((file for file in self._files.values() if file.number == number), None)


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF, BMP or JPEG picture, or None for anything else."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        return struct.unpack(">II", content[16:24])
    if content[:6] in {b"GIF87a", b"GIF89a"} and len(content) >= 10:
        return struct.unpack("<HH", content[6:10])
    if content[:2] == b"BM" and len(content) >= 26:
        width, height = struct.unpack("<ii", content[18:26])
        return width, abs(height)
    return _jpeg_size(content) if content[:2] == b"\xff\xd8" else None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:  # a frame header; the others are tables
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return None
