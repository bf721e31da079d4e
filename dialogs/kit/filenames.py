"""What files that people send are called, and of which type they are: as their phones say it, so anything may come."""

import re
import unicodedata
from mimetypes import MimeTypes

from dialogs.kit.words import clean

LONGEST = 100  # signs
_LOOKED_AT = 1_000  # signs, from the end: the extension stands there
PLAIN = "application/octet-stream"
_EXTENSION = 12  # signs of an extension that is kept, its dot among them
_TYPE = re.compile(r"[a-z0-9][\w.+-]{0,40}/[a-z0-9][\w.+-]{0,56}", re.ASCII)
_KNOWN = MimeTypes()  # the same on all machines
_OFFICE = "application/vnd.openxmlformats-officedocument"
for _kind, _ending in (
    (f"{_OFFICE}.wordprocessingml.document", ".docx"),
    (f"{_OFFICE}.spreadsheetml.sheet", ".xlsx"),
    (f"{_OFFICE}.presentationml.presentation", ".pptx"),
    ("image/webp", ".webp"),
):
    _KNOWN.add_type(_kind, _ending)


def file_name(told: object, otherwise: str) -> str:
    """The name without folders and without signs that hide what it is; of a long one the extension is kept."""
    words = clean(told[-_LOOKED_AT:]) if isinstance(told, str) else ""
    words = words[max(map(words.rfind, "/\\")) + 1 :]
    seen = "".join(sign for sign in words if unicodedata.category(sign)[0] not in "CZ" or sign == " ").strip(" .")
    if not seen:
        return otherwise
    if len(seen) <= LONGEST:
        return seen
    stem, dot, extension = seen.rpartition(".")
    if not stem or len(extension) >= _EXTENSION:
        return seen[:LONGEST].rstrip(" .")
    return stem[: LONGEST - len(extension) - 1] + dot + extension


def media_type(told: object, otherwise: str = PLAIN) -> str:
    """The media type, if it is one."""
    kind = told[:LONGEST].lower() if isinstance(told, str) else ""
    return kind if _TYPE.fullmatch(kind) else otherwise


def type_of(name: str) -> str:
    """The media type by the extension of a name."""
    _, dot, extension = name.rpartition(".")
    kind, packed = _KNOWN.guess_type(f"file{dot}{extension}")
    return kind if kind is not None and packed is None else PLAIN


def unnamed(stem: str, kind: str) -> str:
    """A name for what came without one."""
    return stem + (_KNOWN.guess_extension(kind) or "")
