"""Which files that people send are taken: none too large to be fetched, and none that could harm who opens it."""

import re
from typing import Literal

from dialogs.kit.filenames import PLAIN, type_of

LARGEST = 20 << 20  # bytes of a file that messengers let a bot fetch
TAKEN = (
    *("pdf", "doc", "docx", "odt", "rtf", "txt", "md", "xls", "xlsx", "ods", "csv"),
    *("ppt", "pptx", "odp", "pps", "ppsx"),
    *("epub", "fb2", "djvu", "jpg", "jpeg", "png", "gif", "webp", "heic", "mp3", "m4a", "ogg", "wav", "mp4", "m4v"),
    *("mov", "webm", "mkv", "avi", "zip"),
)
EXTENSION = re.compile(r"\.([A-Za-z0-9]{1,8})$")
_HARMFUL_TYPES = ("x-msdownload", "x-dosexec", "x-executable", "x-sh", "javascript", "package-archive", "x-msi", "html")

Refusal = Literal["large", "kind"]


def refusal(name: str, media_type: str, size: int | None) -> Refusal | None:
    """Why a file is not taken: too large to be fetched, or none of the kinds that people open without harm."""
    if any(media_type.endswith(harmful) for harmful in _HARMFUL_TYPES) or not _is_taken(name, media_type):
        return "kind"
    return "large" if size is not None and size > LARGEST else None


def _is_taken(name: str, media_type: str) -> bool:
    extension = EXTENSION.search(name)
    if extension is not None:
        return extension[1].lower() in TAKEN
    return media_type != PLAIN and any(type_of(f"a.{known}") == media_type for known in TAKEN)
