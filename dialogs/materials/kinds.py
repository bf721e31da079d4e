"""What staff may send for a material: which kinds of files, how large, which links, and what it is called."""

import re
from typing import Literal
from urllib.parse import urlsplit

from dialogs.kit.filenames import PLAIN, type_of
from dialogs.kit.words import readable

LARGEST = 20 << 20  # bytes of a file that messengers let a bot fetch
LONGEST_TITLE, LONGEST_URL = 120, 500
TAKEN = (
    *(
        "pdf",
        "doc",
        "docx",
        "odt",
        "rtf",
        "txt",
        "md",
        "xls",
        "xlsx",
        "ods",
        "csv",
        "ppt",
        "pptx",
        "odp",
        "pps",
        "ppsx",
    ),
    *("epub", "fb2", "djvu", "jpg", "jpeg", "png", "gif", "webp", "heic", "mp3", "m4a", "ogg", "wav", "mp4", "m4v"),
    *("mov", "webm", "mkv", "avi", "zip"),
)
_EXTENSION = re.compile(r"\.([A-Za-z0-9]{1,8})$")
_SEPARATORS = re.compile(r"[_\s]+")
# Programs by their first bytes, whatever they are called: Windows, Linux, macOS, scripts.
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa", b"\xca\xfe\xba\xbe", b"#!")
_HARMFUL_TYPES = ("x-msdownload", "x-dosexec", "x-executable", "x-sh", "javascript", "package-archive", "x-msi", "html")

Refusal = Literal["large", "kind"]


def refusal(name: str, media_type: str, size: int | None) -> Refusal | None:
    """Why a file is not taken: too large to be fetched, or none of the kinds that visitors open without harm."""
    if any(media_type.endswith(harmful) for harmful in _HARMFUL_TYPES) or not _is_taken(name, media_type):
        return "kind"
    return "large" if size is not None and size > LARGEST else None


def _is_taken(name: str, media_type: str) -> bool:
    extension = _EXTENSION.search(name)
    if extension is not None:
        return extension[1].lower() in TAKEN
    return media_type != PLAIN and any(type_of(f"a.{known}") == media_type for known in TAKEN)


def is_program(content: bytes) -> bool:
    """Whether a file is a program under another name."""
    return content.startswith(_PROGRAMS)


def title_of(name: str) -> str:
    """What a material is called by its file: «прайс 2020»."""
    stem = _SEPARATORS.sub(" ", _EXTENSION.sub("", name)).strip()
    return (stem or name)[:LONGEST_TITLE]


def read_title(text: str) -> str:
    """A title as it was typed, on one line."""
    return " ".join(readable(text).split())


def read_link(text: str) -> str | None:
    """A web address that visitors can be sent to; None where it is none, or nobody could tell where it leads."""
    said = text.strip()
    if len(said) > LONGEST_URL or not said.isprintable() or " " in said:
        return None
    try:
        parts = urlsplit(said)
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname or ""
    named = "." in host.strip(".") and not host.replace(".", "").isdecimal()
    if parts.scheme != "https" or not named or parts.username is not None or port not in (None, 443):
        return None
    return said
