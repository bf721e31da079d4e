"""What a PDF does when it is opened: scripts, programs that it starts, files that it brings along."""

import re
import zlib
from collections.abc import Iterator
from typing import Literal

from dialogs.kit.room import Room

Found = Literal["mismatch", "locked", "active"]


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


def look(content: bytes, room: Room) -> Found | None:
    """No script, no start of programs, no files in it; what objects are packed together is looked at as well.

    :raises TooLarge: more is packed than may be unpacked.
    """
    if b"%PDF" not in content[:1024]:
        return "mismatch"
    if _LOCKED.search(content):
        return "locked"
    if _ACTS.search(content) or any(map(_ACTS.search, _packed_objects(content, room))):
        return "active"
    return None


def _packed_objects(content: bytes, room: Room) -> Iterator[bytes]:
    """What lies in the streams of objects; what is read of the file counts too, for bytes may be named often."""
    ends = 0
    for packed in _OBJECTS.finditer(content):
        begins = content.find(b"stream", packed.end(), packed.end() + _NEAR)
        if begins < 0:
            continue
        begins += len(b"stream")
        if ends < begins:
            found = content.find(b"endstream", begins)
            ends = len(content) if found < 0 else found
        unpacked = _inflated(content[begins:ends].lstrip(), room.of_one)
        room.take(ends - begins + len(unpacked))
        yield unpacked


def _inflated(packed: bytes, most: int) -> bytes:
    """What a stream unpacks to, as far as it does."""
    try:
        return zlib.decompressobj().decompress(packed, max(most, 1))
    except zlib.error:
        return b""
