"""Lays the invented sessions out in time: texts from the bank, hours, people, players, stands by theme."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from people import People, Person

MOSCOW = ZoneInfo("Europe/Moscow")
CLOCK = datetime(2020, 4, 27, 9, 45, tzinfo=MOSCOW)  # where the demo begins: what ended before it has a recording
SLOTS = ("10:00", "11:15", "12:30", "14:00", "15:15", "16:30", "18:00")
PARTS = {
    "april-26": (date(2020, 4, 26),),
    "april-27": (date(2020, 4, 27),),
    "april-28": (date(2020, 4, 28),),
    "april-29": (date(2020, 4, 29),),
    "continued": tuple(date(2020, *day) for day in ((4, 30), (5, 2), (5, 4), (5, 5), (5, 6), (5, 7), (5, 8))),
    "map": (date(2020, 5, 28), date(2020, 5, 29), date(2020, 5, 30)),
    "unscheduled": (),
}
MINUTES = {"lecture": 45, "master_class": 45, "webinar": 45}
HANDOUTS = {
    "lecture": ("Презентация лекции", "slides.pdf"),
    "master_class": ("Пошаговый конспект", "steps.pdf"),
    "webinar": ("Слайды вебинара", "slides.pdf"),
    "discussion": ("Тезисы участников", "theses.pdf"),
    "round_table": ("Тезисы участников", "theses.pdf"),
    "open_day": ("Памятка поступающему", "guide.pdf"),
    "plenary": ("Тезисы докладов", "theses.pdf"),
}


@dataclass(frozen=True, slots=True)
class Hour:
    """A text of the bank with its place in the programme."""

    text: dict[str, Any]
    starts: datetime | None


def sessions(path: Path, people: People, stands: dict[str, list[str]]) -> list[dict[str, Any]]:
    """All sessions of one cluster in order of time. `stands`: stands by the theme of this cluster and by name."""
    bank = yaml.safe_load(path.read_text("utf-8"))
    cluster = path.stem
    rng = Random(f"mmso-2020/{cluster}")
    hours = [hour for part in PARTS for hour in _hours(bank.get(part, []), PARTS[part], rng)]
    circles: dict[str | None, Iterator[Person]] = {}
    moderators = cycle(people.circle(bank["moderators"], 3, None, rng))
    for region in {hour.text.get("region"): None for hour in hours}:
        size = 3 * sum(hour.text.get("region") == region for hour in hours)
        circles[region] = cycle(people.circle(bank["posts"], size, region, rng))
    return [
        _session(f"{cluster}-{number:02}", cluster, hour, next(moderators), circles[hour.text.get("region")], rng)
        | _stands(hour.text, stands.get(cluster, []), rng)
        | {"demo": True}
        for number, hour in enumerate(hours, start=1)
    ]


def _hours(texts: list[dict[str, Any]], days: tuple[date, ...], rng: Random) -> list[Hour]:
    if not days:
        return [Hour(text, None) for text in texts]
    offset = 0 if len(texts) >= len(days) else rng.randrange(len(days))
    shares = [texts[number :: len(days)] for number in range(len(days))]
    by_day = {days[(number + offset) % len(days)]: share for number, share in enumerate(shares)}
    return [hour for day in sorted(by_day) for hour in _day(by_day[day], day, rng)]


def _day(texts: list[dict[str, Any]], day: date, rng: Random) -> list[Hour]:
    """One day of one cluster: the hours set by the text stay, the others take free slots; nothing overlaps."""
    fixed = [(_moment(day, text["at"]), text) for text in texts if "at" in text]
    busy = [(starts, starts + timedelta(minutes=_minutes(text))) for starts, text in fixed]
    free = [
        slot
        for slot in (_moment(day, clock) for clock in SLOTS)
        if all(slot >= end or slot + timedelta(hours=1) <= begin for begin, end in busy)
    ]
    open_texts = [text for text in texts if "at" not in text]
    chosen = sorted(rng.sample(free, len(open_texts)))
    placed = [*fixed, *zip(chosen, open_texts, strict=True)]
    return [Hour(text, starts) for starts, text in sorted(placed, key=lambda pair: pair[0])]


def _session(
    name: str, cluster: str, hour: Hour, moderator: Person, circle: Iterator[Person], rng: Random
) -> dict[str, Any]:
    text, starts = hour.text, hour.starts
    ended = starts is not None and starts + timedelta(minutes=_minutes(text)) <= CLOCK
    session: dict[str, Any] = {"id": name, "cluster": cluster, "title": text["title"]}
    if "short" in text:
        session["short"] = text["short"]
    session |= {
        "kind": text["kind"],
        "starts": starts.isoformat() if starts else None,
        "minutes": _minutes(text),
    }
    session |= {key: text[key] for key in ("language", "region", "summary") if key in text}
    session["moderator"] = {"name": moderator.name, "post": moderator.post}
    speakers = [next(circle) for _ in range(rng.choice((3, 3, 4)))]
    session["speakers"] = [{"name": person.name, "post": person.post} for person in speakers]
    if starts:
        session["player"] = f"https://player.example.org/{name}"
    if ended:
        session["recording"] = f"https://player.example.org/{name}/recording"
    if rng.random() < 0.3:
        title, file = HANDOUTS[text["kind"]]
        session["materials"] = [
            {"id": "handout", "title": title, "url": f"https://materials.example.org/{name}/{file}"}
        ]
    if text.get("cancelled"):
        session["status"] = "cancelled"
    return session


def _stands(text: dict[str, Any], by_theme: list[str], rng: Random) -> dict[str, Any]:
    """One stand gives the session; by theme there are, now and then, two or three of them."""
    if "stand" in text:
        return {"stands": [text["stand"]]}
    if rng.random() < 0.35 and len(by_theme) > 1:
        return {"stands": rng.sample(by_theme, min(len(by_theme), rng.choice((2, 2, 3))))}
    return {}


def _minutes(text: dict[str, Any]) -> int:
    minutes: int = text.get("minutes", MINUTES.get(text["kind"], 60))
    return minutes


def _moment(day: date, clock: str) -> datetime:
    return datetime.combine(day, datetime.strptime(clock, "%H:%M").time(), MOSCOW)  # noqa: DTZ007
