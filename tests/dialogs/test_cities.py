"""Cities as people write them, and the list that they are found in."""

from csv import DictReader
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from zoneinfo import ZoneInfo

import pytest

from dialogs.kit.phrase import speak
from dialogs.settings import cities
from dialogs.settings.cities import Country, city_of, find
from dialogs.settings.rules import read_shift

NOW = datetime(2020, 4, 27, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "city"),
    [
        ("Москва", "Москва"),
        ("MOSCOW", "Москва"),
        ("мск", "Москва"),
        ("Москва, США", "Москва (Айдахо)"),
        ("Moscow, Idaho", "Москва (Айдахо)"),
        ("Алма-Ата", "Алматы"),
        ("almaty", "Алматы"),
        ("London", "Лондон"),
        ("лондон канада", "Лондон (Онтарио)"),
        ("Питер", "Санкт-Петербург"),
        ("г. Орел", "Орёл"),
        ("ЕКБ", "Екатеринбург"),
        ("нск", "Новосибирск"),
        ("по москве", "Москва"),
        ("по МСК", "Москва"),
        ("йошкар  ола", "Йошкар-Ола"),
        ("Новосибрск", "Новосибирск"),
        ("Habarovsk", "Хабаровск"),
        ("я живу в Ош", "Ош"),
        ("Zürich", "Цюрих"),
        ("Петропавловск, Казахстан", "Петропавловск"),
    ],
)
def test_a_city_is_known_in_both_alphabets_with_aliases_typos_and_its_country(typed: str, city: str) -> None:
    found = find(typed)
    assert found.sure
    assert found.cities[0].ru == city


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Петропавловск", ["Петропавловск-Камчатский", "Петропавловск"]),
        ("Петрапавлавск", ["Петропавловск-Камчатский", "Петропавловск"]),
        ("Zheleznogorsk", ["Железногорск (Курская область)", "Железногорск (Красноярский край)"]),
        ("Сан-Хосе", ["Сан-Хосе (Калифорния)", "Сан-Хосе (Коста-Рика)"]),
        ("в Омске", ["Омск"]),
        ("Краснодон", ["Краснодар"]),
    ],
)
def test_what_may_be_another_city_is_asked_about(typed: str, meant: list[str]) -> None:
    found = find(typed)
    assert not found.sure
    assert [city.ru for city in found.cities] == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Москва, Франция",
        "Ктулху",
        "Europe/Moskva",
        "👍" * 4096,
        "'; DROP TABLE people;--",
        "\u202eавксоМ",
        "." * 99,
    ],
)
def test_what_is_no_city_is_none(typed: str) -> None:
    assert find(typed).cities == ()


def test_the_list_holds_every_zone_of_russia_and_no_city_twice() -> None:
    with Path(cities.__file__).with_name("cities.csv").open(encoding="utf-8", newline="") as file:
        rows = list(DictReader(file))
    assert len(rows) > 500
    assert len({(row["ru"], row["country"]) for row in rows}) == len(rows)
    for row in rows:
        assert ZoneInfo(row["zone"])
        assert row["ru"]
        assert row["en"]
        for language in ("ru", "en"):
            assert not row["country"] or speak(Country(row["country"]), language) != row["country"]
    assert sum(row["country"] == "RU" for row in rows) > 170
    assert speak(city_of("Asia/Vladivostok") or "", "en") == "Vladivostok"


def test_even_the_longest_words_are_looked_up_at_once() -> None:
    find("Омск")
    begun = process_time()
    find("абвгд " * 700)
    assert process_time() - begun < 0.05


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("МСК+4", "Asia/Krasnoyarsk"),
        ("мск -1", "Europe/Kaliningrad"),
        ("msk + 9", "Asia/Kamchatka"),
        ("МСК+0", "Europe/Moscow"),
        ("+7", "Etc/GMT-7"),
        ("UTC−3:30", "America/St_Johns"),
        ("utc+5:30", "Asia/Kolkata"),
        ("gmt+0", "Etc/GMT"),
        ("UTC", "Etc/GMT"),
        ("МСК+2:30", "Asia/Kolkata"),
        ("+27", None),
        ("МСК+99", None),
        ("+5:17", None),
        ("7", None),
        ("+7 916 123-45-67", None),
    ],
)
def test_hours_from_moscow_or_greenwich_are_the_last_resort(typed: str, zone: str | None) -> None:
    assert read_shift(typed, NOW) == zone
