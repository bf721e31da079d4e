"""Pictures as bytes: how many dots they have, where they tell they were taken, and the same picture without that."""

import re
from collections.abc import Iterator
from itertools import islice

PICTURES = ("jpg", "jpeg", "png", "gif", "webp", "heic")
_JPEG, _PNG, _GIF = b"\xff\xd8\xff", b"\x89PNG", b"GIF8"
_PNG_HEAD = 8
_HEIC = (b"heic", b"heix", b"heim", b"hevc", b"mif1", b"msf1", b"avif")
_TOLD = (0xE1, 0xED, 0xFE)  # of a JPEG's segments: Exif and XMP, IPTC, comments
_SIZES = frozenset((*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)))
_SCAN = 0xDA
_PADDING = re.compile(rb"\xff+")  # of a JPEG, before each mark
_MOST_PARTS = 20_000  # of a picture: a large one has hundreds; what has more is made to keep us busy
_ORIENTATION, _POSITION = 0x0112, 0x8825  # tags of Exif
_PNG_TOLD = (b"eXIf", b"tEXt", b"zTXt", b"iTXt")
_WEBP_TOLD = (b"EXIF", b"XMP ")
_WEBP_FLAGS = 0x0C  # of VP8X: there is Exif, there is XMP
_EXTENT = re.compile(rb"ispe.{4}(.{4})(.{4})", re.DOTALL)
Segment = tuple[int, int, int]  # the mark, and where it begins and ends


def is_picture(content: bytes) -> bool:
    """Whether it begins as pictures do; which kind it is does not matter, for apps look for themselves."""
    return content.startswith((_JPEG, _PNG, _GIF)) or _is_webp(content) or _is_heic(content)


def pixels(content: bytes) -> int:
    """How many dots it has by what its head says; 0 where it does not say so."""
    if content.startswith(_PNG):
        return _number(content, 16, 4) * _number(content, 20, 4)
    if content.startswith(_GIF):
        return _number(content, 6, 2, "little") * _number(content, 8, 2, "little")
    if _is_webp(content):
        return _webp_pixels(content)
    if _is_heic(content):
        sides = _EXTENT.findall(content[: 1 << 20])
        return max((int.from_bytes(one) * int.from_bytes(other) for one, other in sides), default=0)
    found = (at for mark, at, _ in islice(_segments(content), _MOST_PARTS) if mark in _SIZES)
    return max((_number(content, at + 5, 2) * _number(content, at + 7, 2) for at in found), default=0)


def tells_where(content: bytes) -> bool:
    """Whether it tells where it was taken, or may, in a way that `without_place` does not take out."""
    if not _is_heic(content):
        return _is_crowded(content)
    at = content.find(b"Exif\x00\x00")
    return b"GPSLatitude" in content or (at >= 0 and _tag(content[at + 6 : at + (1 << 16)], _POSITION) is not None)


def without_place(content: bytes) -> bytes:
    """The same picture without what a camera tells of itself and the place; it still knows which side is up."""
    if _is_crowded(content):
        return content
    if content.startswith(_JPEG):
        return _jpeg_without(content)
    if content.startswith(_PNG):
        return _png_without(content)
    return _webp_without(content) if _is_webp(content) else content


def _number(content: bytes, at: int, size: int, order: str = "big") -> int:
    return int.from_bytes(content[at : at + size], "little" if order == "little" else "big")


def _is_crowded(content: bytes) -> bool:
    """Whether it has more parts than any picture."""
    if content.startswith(_JPEG):
        parts: Iterator[object] = _segments(content)
    elif content.startswith(_PNG):
        parts = _png_chunks(content)
    else:
        parts = _webp_chunks(content) if _is_webp(content) else iter(())
    return next(islice(parts, _MOST_PARTS, None), None) is not None


# --- JPEG ------------------------------------------------------------------------------------------------------------


def _segments(content: bytes) -> Iterator[Segment]:
    """The segments before the picture itself."""
    at = 2
    while padding := _PADDING.match(content, at):
        at = padding.end() - 1
        if at + 4 > len(content) or (mark := content[at + 1]) == _SCAN:
            return
        end = at + 2 + max(2, _number(content, at + 2, 2))
        yield mark, at, end
        at = end


def _jpeg_without(content: bytes) -> bytes:
    told = [(at, end) for mark, at, end in _segments(content) if mark in _TOLD]
    if not told:
        return content
    kept = bytearray(content[:2]) + _upright(content, told)
    begin = 2
    for at, end in told:
        kept += content[begin:at]
        begin = end
    return bytes(kept + content[begin:])


def _upright(content: bytes, told: list[tuple[int, int]]) -> bytes:
    """A segment that says which side is up, and nothing else; empty where none said so."""
    for at, end in told:
        if content[at + 4 : at + 10] == b"Exif\x00\x00":
            side = _tag(content[at + 10 : end], _ORIENTATION)
            if side is not None and 1 < side <= 8:
                entry = b"\x12\x01\x03\x00\x01\x00\x00\x00" + bytes((side, 0, 0, 0))
                exif = b"Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00" + entry + b"\x00\x00\x00\x00"
                return b"\xff\xe1" + (len(exif) + 2).to_bytes(2) + exif
    return b""


def _tag(tiff: bytes, wanted: int) -> int | None:
    """The value of a tag in the first list of an Exif block."""
    order = {b"II": "little", b"MM": "big"}.get(tiff[:2])
    if order is None:
        return None
    at = _number(tiff, 4, 4, order)
    for entry in range(at + 2, at + 2 + 12 * min(_number(tiff, at, 2, order), 500), 12):
        if _number(tiff, entry, 2, order) == wanted and len(tiff) >= entry + 12:
            size = 2 if _number(tiff, entry + 2, 2, order) == 3 else 4
            return _number(tiff, entry + 8, size, order)
    return None


# --- PNG and WebP ----------------------------------------------------------------------------------------------------


def _png_chunks(content: bytes) -> Iterator[tuple[int, int]]:
    """Where chunks begin and end."""
    at = _PNG_HEAD
    while at + 12 <= len(content):
        end = at + 12 + _number(content, at, 4)
        yield at, end
        at = end


def _png_without(content: bytes) -> bytes:
    kept, end = [content[:_PNG_HEAD]], _PNG_HEAD
    for at, end in _png_chunks(content):
        if content[at + 4 : at + 8] not in _PNG_TOLD:
            kept.append(content[at:end])
    return b"".join([*kept, content[end:]])


def _is_webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def _is_heic(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in _HEIC


def _webp_pixels(content: bytes) -> int:
    match content[12:16]:
        case b"VP8X":
            return (_number(content, 24, 3, "little") + 1) * (_number(content, 27, 3, "little") + 1)
        case b"VP8L":
            packed = _number(content, 21, 4, "little")
            return ((packed & 0x3FFF) + 1) * (((packed >> 14) & 0x3FFF) + 1)
        case _:
            return (_number(content, 26, 2, "little") & 0x3FFF) * (_number(content, 28, 2, "little") & 0x3FFF)


def _webp_chunks(content: bytes) -> Iterator[tuple[int, int]]:
    at = 12
    while at + 8 <= len(content):
        size = _number(content, at + 4, 4, "little")
        yield at, at + 8 + size + size % 2
        at += 8 + size + size % 2


def _webp_without(content: bytes) -> bytes:
    kept = []
    for at, end in _webp_chunks(content):
        chunk = bytearray(content[at:end])
        if chunk[:4] == b"VP8X" and len(chunk) > 8:
            chunk[8] &= ~_WEBP_FLAGS & 0xFF
        if chunk[:4] not in _WEBP_TOLD:
            kept.append(bytes(chunk))
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body
