"""The city that somebody names: an offline list in which typos, aliases and the other alphabet are forgiven."""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale

LONGEST = 80  # signs of what is looked at: more than any city has, with its country
MOST = 5  # cities to choose from

_WORD = re.compile(r"[^\W_]+")
_ALIKE, _SURE, _CLOSE = 72.0, 92.0, 4.0  # from 0 to 100: worth asking about, meant for sure, as good as the best
_BEFORE = frozenset(("я", "живу", "в", "во", "из", "г", "город", "i", "am", "live", "in", "from", "city"))
# What countries are called beside their names in the Unicode CLDR.
_COUNTRIES = {
    "RU": ("рф", "российская федерация"),
    "US": ("сша", "америка", "usa", "us", "америке"),
    "GB": ("великобритания", "англия", "шотландия", "uk", "england", "scotland"),
    "AE": ("оаэ", "эмираты", "uae"),
    "BY": ("белоруссия",),
    "MD": ("молдавия",),
    "KG": ("кыргызстан",),
    "TM": ("туркмения",),
    "KR": ("корея", "южная корея", "korea"),
    "CZ": ("czech republic",),
}


@dataclass(frozen=True, slots=True)
class City:
    """A city; `large` ones are meant where others have the same name. `country` is its code of two letters."""

    ru: str
    en: str
    zone: str
    country: str
    large: bool

    def speak(self, language: str) -> str:
        return self.ru if language == "ru" else self.en


@dataclass(frozen=True, slots=True)
class Country:
    """A country in words."""

    code: str

    def speak(self, language: str) -> str:
        return str(Locale(language).territories.get(self.code, self.code))


@dataclass(frozen=True, slots=True)
class Found:
    """The cities that may be meant, the likeliest first; `sure`: the first one is."""

    cities: tuple[City, ...] = ()
    sure: bool = False


def _read() -> dict[City, list[str]]:
    """All cities with their aliases."""
    with Path(__file__).with_name("cities.csv").open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    return {
        City(ru, en, zone, country, large == "yes"): aliases.split("|")
        for ru, en, aliases, zone, country, large in rows
    }


_CITIES = _read()  # at the start, for a press waits for no file
_OF_ZONES = {city.zone: city for city in reversed(_CITIES)}


@cache
def _names() -> dict[str, list[City]]:
    """The cities by each of their names."""
    names: defaultdict[str, list[City]] = defaultdict(list)
    for city, aliases in _CITIES.items():
        for name in dict.fromkeys(" ".join(_words(one)) for one in (city.ru, city.en, *aliases)):
            names[name].append(city)
    del names[""]
    return dict(names)


def city_of(zone: str) -> City | None:
    """The city by which a zone is known best: its first in the list."""
    return _OF_ZONES.get(zone)


def find(text: str) -> Found:
    """The cities that may be meant by what was typed, with a country or a region behind the name or without.

    It may take some milliseconds, the first time more: to be done beside the loop.
    """
    words = _words(text[:LONGEST])
    while words:
        if named := _named(words):
            return _of_one_name(named)
        if words[0] not in _BEFORE:
            break
        words = words[1:]
    return _alike(" ".join(words)) if words else Found()


def _words(text: str) -> list[str]:
    """The words by which names are compared: small letters without marks, «ё» as «е»."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("й", "\0")).replace("\0", "й")
    return _WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign)).replace("'", ""))


def _named(words: Sequence[str]) -> list[City]:
    """The cities of just that name; words behind it say in which country or region."""
    names = _names()
    for end in range(len(words), 0, -1):
        cities = names.get(" ".join(words[:end]), [])
        if behind := " ".join(words[end:]):
            cities = [city for city in cities if behind in _whereabouts(city)]
        if cities:
            return list(cities)
    return []


@cache
def _whereabouts(city: City) -> frozenset[str]:
    """What may stand behind a city's name: its country, or the region that its own name has in brackets."""
    told = (country for language in ("ru", "en") if (country := Country(city.country).speak(language)))
    regions = (name.partition("(")[2] for name in (city.ru, city.en))
    return frozenset(" ".join(_words(one)) for one in (*told, *regions, city.country)) | frozenset(
        _COUNTRIES.get(city.country, ())
    )


def _of_one_name(cities: Sequence[City]) -> Found:
    """A large city is meant before all that are not; clocks that go alike make no difference."""
    large = [city for city in cities if city.large]
    meant = large if len(large) == 1 else list(cities)
    return Found(tuple(meant[:MOST]), sure=len({city.zone for city in meant}) == 1)


def _alike(name: str) -> Found:
    """The cities whose names are nearly so."""
    from rapidfuzz import fuzz, process

    near = process.extract(name, _names().keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=MOST)
    if not near:
        return Found()
    best = near[0][1]
    cities = tuple(dict.fromkeys(_each(key for key, score, _ in near if score >= best - _CLOSE)))[:MOST]
    return Found(cities, sure=best >= _SURE and len({city.zone for city in cities}) == 1)


def _each(keys: Iterator[str]) -> Iterator[City]:
    for key in keys:
        yield from _of_one_name(_names()[key]).cities
