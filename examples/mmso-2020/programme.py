"""Lays the invented sessions out in time: texts from the bank, hours, people, players, stands by theme."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from needs import Needs, ways_to_follow
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
    "lecture": ({"ru": "Презентация лекции", "en": "Lecture slides"}, "slides.pdf"),
    "master_class": ({"ru": "Пошаговый конспект", "en": "Step-by-step notes"}, "steps.pdf"),
    "webinar": ({"ru": "Слайды вебинара", "en": "Webinar slides"}, "slides.pdf"),
    "discussion": ({"ru": "Тезисы участников", "en": "Speakers' points"}, "theses.pdf"),
    "round_table": ({"ru": "Тезисы участников", "en": "Speakers' points"}, "theses.pdf"),
    "open_day": ({"ru": "Памятка поступающему", "en": "Guide for applicants"}, "guide.pdf"),
    "plenary": ({"ru": "Тезисы докладов", "en": "Points of the talks"}, "theses.pdf"),
}

Text = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Hour:
    """A text of the bank with its place in the programme."""

    text: Text
    starts: datetime | None  # None: to be announced

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=_minutes(self.text))


def sessions(path: Path, people: People, by_theme: dict[str, list[str]], needs: Needs) -> list[dict[str, Any]]:
    """All sessions of one cluster in order of time, ready to be written."""
    cluster = path.stem
    bank = yaml.safe_load(path.read_text("utf-8"))
    rng = Random(f"mmso-2020/{cluster}")
    hours = [hour for part, days in PARTS.items() for hour in _hours(bank.get(part, []), days, rng)]
    moderators = cycle(people.circle(bank["moderators"], 3, None, rng))
    regions = [hour.text.get("region") for hour in hours]
    circles = {
        region: cycle(people.circle(bank["posts"], 3 * regions.count(region) + 1, region, rng))
        for region in dict.fromkeys(regions)
    }
    rows = []
    for number, hour in enumerate(hours, start=1):
        circle = circles[hour.text.get("region")]
        team = [next(moderators), *(next(circle) for _ in range(rng.choice((3, 3, 4))))]
        row = _session(f"{cluster}-{number:02}", cluster, hour, team)
        beside = _handout(row, rng) | _stands(hour.text, by_theme.get(cluster, []), rng)
        rows.append(row | needs.of(row) | ways_to_follow(row) | beside | _status(hour.text))
    return rows


def _hours(texts: list[Text], days: tuple[date, ...], rng: Random) -> list[Hour]:
    if not days:
        return [Hour(text, None) for text in texts]
    offset = 0 if len(texts) >= len(days) else rng.randrange(len(days))
    dealt = {days[(number + offset) % len(days)]: texts[number :: len(days)] for number in range(len(days))}
    return [hour for day in sorted(dealt) for hour in _day(dealt[day], day, rng)]


def _day(texts: list[Text], day: date, rng: Random) -> list[Hour]:
    """One day of one cluster: hours set by a text stay, the others take free slots; nothing overlaps."""
    fixed = [Hour(text, _moment(day, text["at"])) for text in texts if "at" in text]
    loose = [text for text in texts if "at" not in text]
    slots = [_moment(day, slot) for slot in SLOTS]
    free = [slot for slot in slots if not any(_overlaps(slot, hour) for hour in fixed)]
    placed = zip(sorted(rng.sample(free, len(loose))), loose, strict=True)
    return sorted([*fixed, *(Hour(text, starts) for starts, text in placed)], key=lambda hour: str(hour.starts))


def _overlaps(slot: datetime, hour: Hour) -> bool:
    return hour.starts is not None and hour.starts - timedelta(hours=1) < slot < hour.starts + hour.length


def _session(name: str, cluster: str, hour: Hour, team: list[Person]) -> dict[str, Any]:
    text, starts = hour.text, hour.starts
    moderator, *speakers = [{"name": person.name, "post": person.post} for person in team]
    row: dict[str, Any] = {"id": name, "cluster": cluster}
    row |= {key: text[key] for key in ("title", "short", "kind") if key in text}
    row |= {"starts": starts.isoformat() if starts else None, "minutes": _minutes(text)}
    row |= {key: text[key] for key in ("language", "region", "summary") if key in text}
    row |= {"moderator": moderator, "speakers": speakers}
    if starts:
        row["player"] = f"https://player.example.org/{name}"
        if starts + hour.length <= CLOCK:
            row["recording"] = f"https://player.example.org/{name}/recording"
    return row


def _handout(row: dict[str, Any], rng: Random) -> dict[str, Any]:
    if rng.random() > 0.3:
        return {}
    title, file = HANDOUTS[row["kind"]]
    return {
        "materials": [{"id": "handout", "title": title, "url": f"https://materials.example.org/{row['id']}/{file}"}]
    }


def _stands(text: Text, by_theme: list[str], rng: Random) -> dict[str, Any]:
    """The one stand that gives the session; or, now and then, two or three whose theme it is."""
    if "stand" in text:
        return {"stands": [text["stand"]]}
    if rng.random() < 0.35 and len(by_theme) > 2:
        return {"stands": rng.sample(by_theme, rng.choice((2, 3)))}
    return {}


def _status(text: Text) -> dict[str, Any]:
    return ({"status": "cancelled"} if text.get("cancelled") else {}) | {"demo": True}


def _minutes(text: Text) -> int:
    minutes: int = text.get("minutes", MINUTES.get(text["kind"], 60))
    return minutes


def _moment(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), MOSCOW)
