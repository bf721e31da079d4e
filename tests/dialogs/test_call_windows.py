"""Windows in which a stand calls: rules on a fair of any hours, and a law that holds for all of them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise, product
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dialogs.callback import rules
from dialogs.callback.screens import order, words
from dialogs.kit.phrase import speak
from dialogs.kit.reading import one_line
from dialogs.kit.zones import RUSSIAN
from storage.fair.catalogue import Catalogue
from storage.fair.exhibition import Floor, Stand
from storage.fair.programme import Stage
from storage.people.people import Person

MOSCOW = ZoneInfo("Europe/Moscow")
ZONES = (MOSCOW, ZoneInfo("Asia/Kamchatka"), ZoneInfo("Europe/Kaliningrad"), ZoneInfo("Europe/Berlin"))
FIRST, LAST = date(2020, 4, 26), date(2020, 4, 29)
NOW = datetime(2020, 4, 27, 9, 45, tzinfo=MOSCOW)


def stand(opens: str = "10:00", closes: str = "18:00") -> Stand:
    hours = [time.fromisoformat(at) if at else None for at in (opens, closes)]
    nothing: dict[str, Any] = dict.fromkeys(("short", "summary", "logo", "site", "video", "phone", "email"))
    return Stand(
        1, "s", Floor(1, "f", "Этаж"), 47, "Стенд", **nothing, opens=hours[0], closes=hours[1], products=(),
        materials=(), webinars=(),
    )  # fmt: skip


def fair(zone: ZoneInfo = MOSCOW, *stages: tuple[date, date]) -> Catalogue:
    days = stages or ((FIRST, LAST),)
    of_it = tuple(Stage(number, str(number), "Этап", first, last) for number, (first, last) in enumerate(days))
    return Catalogue(1, "f", "Салон", zone, None, stages=of_it)


def hours(begins: list[datetime], zone: ZoneInfo = MOSCOW) -> list[str]:
    return [f"{at.astimezone(zone):%H:%M}" for at in begins]


def test_windows_follow_one_another_from_opening_to_the_last_whole_hour() -> None:
    tuesday = date(2020, 4, 28)
    assert hours(rules.windows(fair(), stand("10:00", "13:00"), tuesday, NOW)) == ["10:00", "11:00", "12:00"]
    assert hours(rules.windows(fair(), stand("10:30", "13:15"), tuesday, NOW)) == ["10:30", "11:30"]
    assert rules.windows(fair(), stand("10:00", "10:59"), tuesday, NOW) == []
    assert hours(rules.windows(fair(), stand("22:30", "23:59"), tuesday, NOW)) == ["22:30"]
    assert rules.windows(fair(), stand("", ""), tuesday, NOW) == []


@pytest.mark.parametrize(("now", "first"), [("09:45", "10:00"), ("09:46", "11:00"), ("16:45", "17:00")])
def test_a_window_is_offered_until_a_quarter_of_an_hour_before(now: str, first: str) -> None:
    at = datetime.combine(NOW.date(), time.fromisoformat(now), MOSCOW)
    assert hours(rules.windows(fair(), stand(), NOW.date(), at))[0] == first


def test_only_days_of_the_fair_on_which_a_window_remains_are_offered() -> None:
    assert rules.days(fair(), stand(), NOW) == [date(2020, 4, 27), date(2020, 4, 28), LAST]
    assert rules.days(fair(), stand(), NOW.replace(hour=16, minute=46))[0] == date(2020, 4, 28)
    assert rules.days(fair(), stand(), NOW.replace(day=29, hour=16, minute=45)) == [LAST]
    assert rules.days(fair(), stand(), NOW.replace(day=29, hour=16, minute=46)) == []
    assert rules.days(fair(), stand(), NOW - timedelta(days=30))[0] == FIRST
    later = (date(2020, 6, 6), date(2020, 6, 7))
    assert rules.days(fair(MOSCOW, (LAST, LAST), later), stand(), NOW) == [LAST, *later]
    assert rules.days(fair(MOSCOW, later, (LAST, LAST)), stand(), NOW) == [LAST, *later]
    assert rules.windows(fair(), stand(), LAST + timedelta(days=1), NOW) == []


def test_a_change_of_clocks_makes_no_window_longer_or_shorter() -> None:
    sunday, berlin = date(2020, 3, 29), ZoneInfo("Europe/Berlin")  # 02:00 becomes 03:00
    spring = fair(berlin, (sunday, sunday))
    found = rules.windows(spring, stand("00:00", "06:00"), sunday, NOW - timedelta(days=60))
    assert hours(found, berlin) == ["00:00", "01:00", "03:00", "04:00", "05:00"]


def _cases() -> Iterator[tuple[Catalogue, Stand, datetime]]:
    dice = Random(5)
    quarters = [f"{hour:02}:{minute:02}" for hour, minute in product(range(24), (0, 15, 30, 45))]
    for zone in ZONES:
        for _ in range(150):
            opens, closes = sorted(dice.sample(quarters, 2))
            now = datetime(2020, 4, 25, tzinfo=UTC) + timedelta(minutes=dice.randrange(6 * 24 * 60))
            yield fair(zone), stand(opens, closes), now


def test_every_offered_window_is_an_hour_inside_the_hours_on_a_fair_day_and_begins_in_the_future() -> None:
    offered = 0
    for catalogue, here, now in _cases():
        for day in rules.days(catalogue, here, now):
            begins = rules.windows(catalogue, here, day, now)
            assert begins
            offered += len(begins)
            for at in begins:
                first, last = (one.astimezone(catalogue.zone) for one in (at, at + rules.WINDOW))
                assert here.opens is not None
                assert here.closes is not None
                assert first.date() == last.date() == day
                assert here.opens <= first.time() < last.time() <= here.closes
                assert FIRST <= day <= LAST
                assert at >= now + rules.SOONEST
                assert rules.is_window(catalogue, here, at, now)
            assert all(later - earlier >= rules.WINDOW for earlier, later in pairwise(begins))
    assert offered > 1000


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ("Europe/Kaliningrad", "21:30–22:30 у вас · 22:30–23:30 МСК"),
        ("Europe/Moscow", "22:30–23:30 МСК"),
        ("Europe/Samara", "23:30–00:30 у вас · 22:30–23:30 МСК"),
        ("Asia/Kabul", "вт, 28 апр, 00:00–01:00 у вас · 22:30–23:30 МСК"),
        ("Asia/Kamchatka", "вт, 28 апр, 07:30–08:30 у вас · 22:30–23:30 МСК"),
        (None, "22:30–23:30 МСК"),
    ],
)
def test_a_window_is_said_on_both_clocks_with_the_day_where_it_is_another(own: str | None, said: str) -> None:
    view = seen_from(own)
    assert speak(words.window(datetime(2020, 4, 27, 22, 30, tzinfo=MOSCOW), view), "ru") == said


@pytest.mark.parametrize("own", RUSSIAN.values())
def test_a_window_fits_a_narrow_button_in_all_eleven_zones(own: str) -> None:
    for hour in range(23):
        begins = datetime(2020, 4, 27, hour, tzinfo=MOSCOW)
        assert len(speak(words.hours(begins, seen_from(own)), "ru")) <= 40


def test_every_zone_of_russia_can_be_chosen_and_all_others_by_a_city() -> None:
    shown = order.zones(seen_from(None), stand(), 0)
    assert shown.listing is not None
    labels = [speak(button.label, "ru") for entry in shown.listing.entries for button in entry.row]
    assert len(labels) == 12
    assert labels[-1] == "Другой город"


def seen_from(own: str | None) -> words.View:
    person = Person(1, "paper", "1", "ru", NOW, zone=own)
    return words.View(fair(), person, NOW)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  Учебники\n для\tпервого  класса ", "Учебники для первого класса"), ("а\u202eб\u200b", "аб"), ("…", "…")],
)
def test_a_topic_is_kept_on_one_line_without_what_nobody_sees(typed: str, kept: str) -> None:
    assert one_line(typed) == kept
