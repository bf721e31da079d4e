"""Invents the people of the sample programme: names from many regions, posts that fit the talk, no real person."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import yaml


@dataclass(frozen=True, slots=True)
class Group:
    """Names and surnames that go together; `weight` says how often."""

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
        self._groups = [
            Group(each["weight"], tuple(each["women"]), tuple(each["men"]), tuple(each["surnames"]))
            for each in bank["groups"]
        ]
        self._cities: list[str] = bank["cities"]
        self._regions: dict[str, list[str]] = bank["regions"]
        self._taken: set[str] = set()

    def circle(self, posts: Sequence[str], size: int, region: str | None, rng: Random) -> list[Person]:
        """The people of one cluster, or of one region, who speak in turn; neighbours have different posts."""
        cities = self._regions[region] if region else self._cities
        return [self._invent(posts[number % len(posts)], rng.choice(cities), rng) for number in range(size)]

    def _invent(self, post: str, city: str, rng: Random) -> Person:
        """A post that differs for women and men is written with a slash: «студентка / студент»."""
        hers, _, his = post.partition(" / ")
        while True:
            (group,) = rng.choices(self._groups, [each.weight for each in self._groups])
            surname = rng.choice(group.surnames)
            if rng.random() < 0.3:  # as in schools, most of the people are women
                person = Person(f"{rng.choice(group.men)} {surname}", f"{his or hers}, {city}")
            else:
                person = Person(f"{rng.choice(group.women)} {_feminine(surname)}", f"{hers}, {city}")
            if person.name not in self._taken:
                self._taken.add(person.name)
                return person


def _feminine(surname: str) -> str:
    if surname.endswith(("ов", "ев", "ёв", "ин", "ын")):
        return surname + "а"
    if surname.endswith(("ий", "ой", "ый")):
        return surname[:-2] + "ая"
    return surname
