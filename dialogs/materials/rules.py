"""The rules of materials: who gets which, how they are packed, and what staff may send for one."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from dialogs.kit.incoming import EXTENSION
from dialogs.kit.incoming import LARGEST as LARGEST
from dialogs.kit.incoming import TAKEN as TAKEN
from dialogs.kit.incoming import refusal as refusal
from dialogs.kit.words import readable
from storage.fair.catalogue import Catalogue
from storage.fair.exhibition import Stand
from storage.fair.materials import Material
from storage.fair.programme import Session
from storage.privacy.consents import Consent

TOGETHER = 10  # documents of one message
MOST_MAILED = 10 << 20  # bytes of all files of a mail
AGAIN = timedelta(minutes=1)  # who taps twice gets once

LONGEST_TITLE = 120
_SEPARATORS = re.compile(r"[_\s]+")
Owner = Stand | Session


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


def once(person: int, what: str, numbers: Collection[int], under: Consent | None, now: datetime) -> str:
    """What a letter to the person is known by: two taps in a row are one, but not if the consent was given anew."""
    minute = int(now.timestamp() // AGAIN.total_seconds())
    several = "" if len(numbers) == 1 else f"+{len(numbers) - 1}"
    return f"{what}/{person}/{min(numbers, default=0)}{several}/{minute}" + ("" if under is None else f"/{under.id}")


def title_of(name: str) -> str:
    """What a material is called by its file: «прайс 2020»."""
    stem = _SEPARATORS.sub(" ", EXTENSION.sub("", name)).strip()
    return (stem or name)[:LONGEST_TITLE]


def read_title(text: str) -> str:
    """A title as it was typed, on one line."""
    return " ".join(readable(text).split())
