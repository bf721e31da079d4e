"""In which order a tour leads through the exhibition."""

from collections.abc import Collection

from storage.fair.catalogue import Catalogue
from storage.fair.exhibition import Stand


def in_order(catalogue: Catalogue, wanted: Collection[int]) -> list[Stand]:
    """By floors, then by numbers; who has no number comes last on the floor, by name."""
    floors = {floor: at for at, floor in enumerate(catalogue.floors)}
    known = [catalogue.stands[number] for number in wanted if number in catalogue.stands]
    return sorted(known, key=lambda on: (floors[on.floor.id], on.number is None, on.number or 0, on.title))
