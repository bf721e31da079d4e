"""What a PDF does when it is opened: scripts, programs that it starts, files that it brings along."""

import re
import zlib
from typing import Literal

Found = Literal["mismatch", "locked", "active", "archive"]

_MOST_UNPACKED, _MOST_OF_ONE = 128 << 20, 32 << 20  # bytes of all objects that are packed together, and of one lot


def _spelled(name: str) -> bytes:
    """A PDF name, each letter of which may be written by its number: `/J#61vaScript`."""
    return b"".join(b"(?:%c|#%02x|#%02X)" % (sign, sign, sign) for sign in name.encode())


_ACTS = re.compile(
    b"/(?:"
    + b"|".join(map(_spelled, ("JavaScript", "Launch", "EmbeddedFile", "RichMedia", "ImportData", "SubmitForm")))
    + b"|"
    + _spelled("XFA")
    + rb"(?=[\s\[(<\d/]))"
)
_LOCKED = re.compile(rb"/Encrypt\s+\d+\s+\d+\s+R")
_OBJECTS = re.compile(b"/" + _spelled("ObjStm"))
_NEAR = 500  # bytes from an object's type to where it begins
_MOST_STREAMS = 10_000


def look(content: bytes) -> Found | None:
    """No script, no start of programs, no files in it; what objects are packed together is looked at as well."""
    if b"%PDF" not in content[:1024]:
        return "mismatch"
    if _LOCKED.search(content):
        return "locked"
    if _ACTS.search(content):
        return "active"
    return _in_packed_objects(content)


def _in_packed_objects(content: bytes) -> Found | None:
    room = _MOST_UNPACKED
    for number, packed in enumerate(_OBJECTS.finditer(content)):
        if number > _MOST_STREAMS:
            return "archive"
        begins = content.find(b"stream", packed.end(), packed.end() + _NEAR)
        if begins < 0:
            continue
        unpacked = _inflated(content, begins + len(b"stream"), min(room, _MOST_OF_ONE))
        room -= len(unpacked)
        if room <= 0:
            return "archive"
        if _ACTS.search(unpacked):
            return "active"
    return None


def _inflated(content: bytes, at: int, most: int) -> bytes:
    """What a stream unpacks to, as far as it does."""
    try:
        begins = at + len(content[at : at + 2]) - len(content[at : at + 2].lstrip())
        return zlib.decompressobj().decompress(memoryview(content)[begins:], max(most, 1))
    except zlib.error:
        return b""
