"""The rules of materials: who gets which, how they are packed, and what staff may send for one."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

from dialogs.kit.filenames import PLAIN, type_of
from dialogs.kit.words import readable
from storage.fair.catalogue import Catalogue
from storage.fair.exhibition import Stand
from storage.fair.materials import Material
from storage.fair.programme import Session

TOGETHER = 10  # documents of one message
MOST_MAILED = 10 << 20  # bytes of all files of a mail
AGAIN = timedelta(minutes=1)  # who taps twice gets once

LARGEST = 20 << 20  # bytes of a file that messengers let a bot fetch
LONGEST_TITLE, LONGEST_URL = 120, 500
TAKEN = (
    *("pdf", "doc", "docx", "odt", "rtf", "txt", "md", "xls", "xlsx", "ods", "csv"),
    *("ppt", "pptx", "odp", "pps", "ppsx"),
    *("epub", "fb2", "djvu", "jpg", "jpeg", "png", "gif", "webp", "heic", "mp3", "m4a", "ogg", "wav", "mp4", "m4v"),
    *("mov", "webm", "mkv", "avi", "zip"),
)
_EXTENSION = re.compile(r"\.([A-Za-z0-9]{1,8})$")
_SEPARATORS = re.compile(r"[_\s]+")
# Programs by their first bytes, whatever they are called: Windows, Linux, macOS, scripts.
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa", b"\xca\xfe\xba\xbe", b"#!")
_HARMFUL_TYPES = ("x-msdownload", "x-dosexec", "x-executable", "x-sh", "javascript", "package-archive", "x-msi", "html")

Owner = Stand | Session
Refusal = Literal["large", "kind"]


def find(catalogue: Catalogue, number: int) -> tuple[Material, Owner] | None:
    """The material of that number, and whose it is."""
    return next(((one, owner) for one, owner in _all(catalogue) if one.id == number), None)


def _all(catalogue: Catalogue) -> Iterator[tuple[Material, Owner]]:
    owners: tuple[Mapping[int, Owner], ...] = (catalogue.stands, catalogue.sessions)
    for group in owners:
        for owner in group.values():
            for material in owner.materials:
                yield material, owner


def is_open(material: Material) -> bool:
    """Whether everybody gets it."""
    return material.gate == "open"


def given(stand: Stand, *, allowed: bool) -> list[Material]:
    """What the person gets of the stand's materials; `allowed`: the stand may have their contacts."""
    return [material for material in stand.materials if is_open(material) or allowed]


def gated(stand: Stand) -> list[Material]:
    """What the stand gives in exchange for contacts."""
    return [material for material in stand.materials if not is_open(material)]


def files(materials: Iterable[Material]) -> list[Material]:
    """Those of them that are files."""
    return [material for material in materials if material.file is not None]


def packages(materials: Sequence[Material]) -> Iterator[Sequence[Material]]:
    """As many as one message bears, the rest in the next one."""
    for first in range(0, len(materials), TOGETHER):
        yield materials[first : first + TOGETHER]


def enclosed(materials: Sequence[Material], sizes: Mapping[str, int]) -> tuple[list[Material], list[Material]]:
    """The files that go with a mail, in order as long as they fit, and those that do not."""
    fit: list[Material] = []
    left: list[Material] = []
    room = MOST_MAILED
    for material in files(materials):
        size = sizes.get(material.file or "", MOST_MAILED + 1)
        (fit if size <= room else left).append(material)
        room -= size if size <= room else 0
    return fit, left


def once(person: int, what: str, numbers: Collection[int], now: datetime) -> str:
    """What a letter to the person is known by: two taps in a row are one."""
    minute = int(now.timestamp() // AGAIN.total_seconds())
    several = "" if len(numbers) == 1 else f"+{len(numbers) - 1}"
    return f"{what}/{person}/{min(numbers, default=0)}{several}/{minute}"


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
