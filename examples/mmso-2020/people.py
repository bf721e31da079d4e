"""Invents the people of the sample programme: names from many regions, posts that fit the talk, no real person."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import yaml


@dataclass(frozen=True, slots=True)
class Group:
    """Names and surnames that go together."""

    weight: int
    women: tuple[str, ...]
    men: tuple[str, ...]
    surnames: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A speaker or a moderator, as the programme names them."""

    name: str
    post: str


class People:
    """Invents people, never the same name twice."""

    def __init__(self, path: Path) -> None:
        bank = yaml.safe_load(path.read_text("utf-8"))
        self.groups = [
            Group(each["weight"], tuple(each["women"]), tuple(each["men"]), tuple(each["surnames"]))
            for each in bank["groups"]
        ]
        self.cities: list[str] = bank["cities"]
        self.regions: dict[str, list[str]] = bank["regions"]
        self._taken: set[str] = set()

    def circle(self, posts: Sequence[str], size: int, region: str | None, rng: Random) -> list[Person]:
        """The people of one cluster, or of one region, who speak in turn."""
        cities = self.regions[region] if region else self.cities
        return [self._invent(posts[number % len(posts)], rng.choice(cities), rng) for number in range(size)]

    def _invent(self, post: str, city: str, rng: Random) -> Person:
        while True:
            (group,) = rng.choices(self.groups, [each.weight for each in self.groups])
            surname = rng.choice(group.surnames)
            name = f"{rng.choice(group.women)} {_feminine(surname)}"
            if rng.random() < 0.3:  # as in schools, most speakers are women
                name = f"{rng.choice(group.men)} {surname}"
            if name not in self._taken:
                self._taken.add(name)
                return Person(name, f"{post}, {city}")


def _feminine(surname: str) -> str:
    if surname.endswith(("ов", "ев", "ёв", "ин")):
        return surname + "а"
    if surname.endswith(("ский", "цкий", "ной", "ный", "рный", "вой", "тый", "тный")):
        return surname[:-2] + "ая"
    return surname
