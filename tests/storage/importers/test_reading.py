"""A file that is right comes out typed: aware times, days, numbers, files by their path."""

import re
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path, PurePosixPath

import pytest
import yaml
from pydantic import ValidationError

from storage.importers.fair_file import FairFile, HoursEntry, SessionEntry, SpeakerEntry
from storage.importers.mistakes import Mistakes
from storage.importers.reading import read_fair, read_fair_file
from storage.importers.template import template

MOSCOW = timezone(timedelta(hours=3))
LEAST = """
fair: {id: f, title: Салон}
clusters: [{id: c, title: Кластер, kind: cluster}]
sessions: [{id: s, cluster: c, title: Урок, kind: lecture, minutes: 1}]
floors: [{id: f, title: Этаж}]
stands: [{id: s, floor: f, title: Стенд}]
"""


def read(text: str) -> FairFile:
    file = read_fair(text.encode())
    assert isinstance(file, FairFile), file
    return file


def refused(text: str) -> str:
    mistakes = read_fair(text.encode())
    assert isinstance(mistakes, Mistakes)
    return str(mistakes)


def session(**changed: str) -> SessionEntry:
    given = {"title": "Урок", "minutes": "1"} | changed
    entry = ", ".join(f"{key}: {value}" for key, value in given.items())
    return read(LEAST.replace("title: Урок, kind: lecture, minutes: 1", f"kind: lecture, {entry}")).sessions[0]


def test_a_right_file_is_read_with_its_types(programme: str, folder: Path) -> None:
    path = folder / "fair.yaml"
    path.write_text(programme, encoding="utf-8")
    file = read_fair_file(path)
    assert isinstance(file, FairFile)
    first, second = file.sessions
    assert first.starts == datetime(2020, 4, 26, 10, tzinfo=MOSCOW)
    assert first.minutes == 60
    assert first.demo is True
    assert first.moderator == SpeakerEntry(name="Имя Фамилия", post="методист")
    assert (second.starts, second.status, second.language, second.demo) == (None, "scheduled", "ru", False)
    assert file.stages[0].last_day == date(2020, 4, 29)
    assert file.days[1].theme is None
    stand = file.stands[0]
    assert stand.number == 47
    assert stand.logo == PurePosixPath("logo.png")
    assert stand.products[0].photo == "https://example.org/photo.jpg"
    assert stand.hours == HoursEntry.model_validate({"from": time(10), "to": time(18)})
    assert stand.materials[0].file == PurePosixPath("materials/price.pdf")
    assert (stand.materials[0].gate, stand.materials[1].gate) == ("contacts", "open")


def test_only_the_least_is_required() -> None:
    file = read(LEAST)
    assert file.fair.timezone == "Europe/Moscow"
    assert file.sessions[0].starts is None
    assert file.stands[0].hours is None
    assert read("fair: {id: f, title: Салон}").sessions == ()


def test_null_is_the_same_as_nothing() -> None:
    optional = [name for name, field in SessionEntry.model_fields.items() if not field.is_required()]
    assert session(**dict.fromkeys(optional, "null")) == session()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("yes", "yes"),
        ("12:30", "12:30"),
        ("2020-04-26", "2020-04-26"),
        ("0x1F", "0x1F"),
        ("'null'", "null"),
        ("1e3", "1e3"),
        ("'  Урок   рисования '", "Урок рисования"),
        ("'Сложение и\u0306'", "Сложение й"),
        ("'в\u00a02020\u00a0году'", "в\u00a02020\u00a0году"),
        ("Урок 👩‍🏫", "Урок 👩‍🏫"),
        ("'a\u2028b'", "a b"),
    ],
)
def test_texts_are_read_as_written(written: str, kept: str) -> None:
    assert session(title=written).title == kept


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2020-04-26T10:00:00+03:00", (7, 0)),
        ("2020-04-26 10:00+03:00", (7, 0)),
        ("2020-04-26 10:00 +03:00", (7, 0)),
        ("2020-04-26T10:00Z", (10, 0)),
        ("'2020-04-26T9:30:00.000+0545'", (3, 45)),
    ],
)
def test_times_with_a_zone(written: str, utc: tuple[int, int]) -> None:
    starts = session(starts=written).starts
    assert starts is not None
    assert (starts.utctimetuple().tm_hour, starts.utctimetuple().tm_min) == utc


def test_the_advice_for_a_naive_time_is_in_the_fairs_zone() -> None:
    text = LEAST.replace("title: Салон", "title: Салон, timezone: Asia/Vladivostok")
    said = refused(text.replace("minutes: 1", "minutes: 1, starts: 2020-04-26T10:00"))
    assert said == "line 4: sessions[s].starts: the time has no zone; write 2020-04-26T10:00:00+10:00"


def test_stands_may_have_one_number_on_different_floors() -> None:
    stands = "stands: [{id: a, floor: f, number: 1, title: А}, {id: b, floor: %s, number: 01, title: Б}]"
    two = "fair: {id: f, title: Салон}\nfloors: [{id: f, title: Ф}, {id: g, title: Г}]\n" + stands
    assert [stand.number for stand in read(two % "g").stands] == [1, 1]
    assert "there twice" in refused(two % "f")


@pytest.mark.parametrize(
    "site", ["https://мвд.рф/путь", "http://127.0.0.1:8080/x?y#z", "http://localhost", "HTTPS://EXAMPLE.ORG"]
)
def test_addresses_are_kept_as_written(site: str) -> None:
    assert session(player=f"'{site}'").player == site


def test_an_entry_built_by_a_program_obeys_the_same_rules() -> None:
    built = SessionEntry(
        id="s", cluster="c", title=" Урок ", kind="lecture", minutes=60, starts=datetime(2020, 4, 26, 10, tzinfo=MOSCOW)
    )
    assert (built.title, built.minutes) == ("Урок", 60)
    with pytest.raises(ValidationError, match="no zone"):
        SessionEntry(id="s", cluster="c", title="Урок", kind="lecture", minutes=60, starts=datetime(2020, 4, 26, 10))  # noqa: DTZ001
    with pytest.raises(ValidationError, match="hidden control character"):
        SessionEntry(id="s", cluster="c", title="Урок \ud800", kind="lecture", minutes=60)


def test_the_template_is_a_right_file_that_shows_every_key() -> None:
    text = template()
    file = read(text)
    shown = {*re.findall(r"[a-z_]+(?=:)", text), "demo"}  # what is invented for a sample is no example to follow
    for entries in (file.stages, file.days, file.clusters, file.sessions, file.floors, file.stands):
        for name, field in type(entries[0]).model_fields.items():
            assert (field.alias or name) in shown, name
    assert yaml.safe_load(text).keys() == FairFile.model_fields.keys()
