"""What is true of searches: which are kept, what they can be narrowed to, and what a fair has to be looked for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from zlib import crc32

from dialogs.search.index.asking import Query
from dialogs.search.index.finding import Hit
from dialogs.search.index.searching import Narrowed
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session
from storage.people.people import KeptSearch, Person

KEPT = 4  # searches of a person: the last ones
PAGE = 3  # results: with a star each, and three ways on, they nearly fill the messenger that has room for ten buttons
_NUMBERS = 10**8
_LONGEST_FIGURES = 4  # longer ones may be somebody's number
_LONGEST_MISSED = 100
_LONGEST_EXAMPLE = 14


@dataclass(frozen=True, slots=True)
class Choices:
    """What the sessions that were found can be narrowed to, each with how many would be left."""

    days: Sequence[tuple[date, int]] = ()
    clusters: Sequence[tuple[int, int]] = ()
    regions: Sequence[tuple[str, int, int]] = ()  # with the row of a session there
    recorded: int = 0
    english: int = 0


def numbered(search: KeptSearch) -> KeptSearch:
    """The search with the number that stands for what is looked for: the same again for the same."""
    return replace(search, number=crc32(repr(replace(search, number=0, missed=False)).encode()) % _NUMBERS)


def keeping(person: Person, search: KeptSearch) -> Person:
    """The person with this search before the others."""
    others = [one for one in person.searches if one.number != search.number]
    return replace(person, searches=(search, *others)[:KEPT])


def kept(person: Person, number: int) -> KeptSearch | None:
    """The search of that number, if it is one of the last."""
    return next((one for one in person.searches if one.number == number), None)


def narrowed(search: KeptSearch) -> Narrowed:
    """What was chosen of it; a day that no calendar has is none."""
    day = date.fromordinal(search.day) if 0 < search.day <= date.max.toordinal() else None
    return Narrowed(day, search.cluster, search.region, search.recorded, search.english)


def choices(catalogue: Catalogue, hits: Sequence[Hit], chosen: Narrowed) -> Choices:
    """What would leave some of the sessions, and not all."""
    sessions = [catalogue.sessions[hit.document.number] for hit in hits if hit.document.kind == "session"]
    days: dict[date, int] = {}
    clusters: dict[int, int] = {}
    regions: dict[str, tuple[int, int]] = {}
    for session in sessions:
        if (day := catalogue.day_of(session)) is not None:
            days[day] = days.get(day, 0) + 1
        clusters[session.cluster.id] = clusters.get(session.cluster.id, 0) + 1
        if session.region:
            first, count = regions.get(session.region, (session.id, 0))
            regions[session.region] = (first, count + 1)
    recorded, english = sum(one.recording is not None for one in sessions), sum(_is_english(one) for one in sessions)
    return Choices(
        sorted(days.items()) if chosen.day is None else (),
        sorted(clusters.items(), key=lambda one: -one[1]) if not chosen.cluster else (),
        [(name, *found) for name, found in sorted(regions.items())] if not chosen.region else (),
        0 if chosen.recorded else recorded,
        0 if chosen.english else english,
    )


def _is_english(session: Session) -> bool:
    return session.language == "en"


def missed_words(query: Query) -> str:
    """What is told of a query that found nothing: its words in small letters, without figures that may be a number."""
    words = (word.said for word in query.words)
    telling = [word for word in words if sum(map(str.isdecimal, word)) <= _LONGEST_FIGURES]
    text = " ".join(telling)
    return text if len(text) <= _LONGEST_MISSED else text[:_LONGEST_MISSED].rpartition(" ")[0]


def examples(catalogue: Catalogue) -> list[str]:
    """Things of this fair that could be written: a subject, a surname, a stand and a number."""
    names = sorted((one.short or one.title for one in catalogue.clusters.values()), key=len)
    speakers = (one.speakers[0].name for one in catalogue.sessions.values() if one.speakers)
    surname = next((name.rpartition(" ")[2] for name in speakers), "")
    stand = next((one.title for one in catalogue.stands.values() if len(one.title) <= _LONGEST_EXAMPLE), "")
    number = next((str(one.number) for one in reversed(list(catalogue.stands.values())) if one.number), "")
    return [one for one in (*(name.lower() for name in names[:1]), surname, stand, number) if one]
