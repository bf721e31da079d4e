"""What is more often a slip than meant is named, and is no mistake."""

from storage.importers.doubts import doubts
from storage.importers.fair_file import FairFile
from storage.importers.reading import read_fair

FAIR = """
fair: {id: f, title: Салон}
stages: [{id: main, title: Этап, first_day: 2020-04-26, last_day: 2020-04-26}]
days: [{date: 2020-04-27, theme: Тема}]
clusters: [{id: c, title: Кластер, kind: cluster}]
sessions:
"""
STARTS = "2020-04-{day}T1{n}:00:00+03:00"
SESSION = f"  - {{{{id: s-{{n}}, cluster: c, title: Встреча, kind: lecture, minutes: 45, starts: {STARTS}}}}}\n"


def read(text: str) -> FairFile:
    file = read_fair(text.encode())
    assert isinstance(file, FairFile), file
    return file


def test_days_and_sessions_outside_every_stage_are_doubtful() -> None:
    text = FAIR + SESSION.format(n=0, day=26) + SESSION.format(n=1, day=27)
    assert list(doubts(read(text))) == ["days 2020-04-27: in no stage", "sessions s-1: 2020-04-27 is in no stage"]


def test_a_session_belongs_to_the_day_it_has_in_the_fairs_zone() -> None:
    text = FAIR.replace("2020-04-27", "2020-04-26") + SESSION.format(n=0, day=26).replace(
        "T10:00:00+03", "T22:30:00+00"
    )
    assert list(doubts(read(text))) == ["sessions s-0: 2020-04-27 is in no stage"]


def test_an_overfull_day_is_doubtful() -> None:
    text = FAIR.replace("2020-04-27", "2020-04-26") + "".join(SESSION.format(n=n, day=26) for n in range(8))
    assert list(doubts(read(text))) == ["clusters c: 8 sessions on 2020-04-26, more than 7"]


def test_stands_without_hours_are_counted() -> None:
    text = FAIR.replace("2020-04-27", "2020-04-26") + SESSION.format(n=0, day=26)
    text += "floors: [{id: f, title: Этаж}]\nstands:\n"
    text += "".join(f"  - {{id: s{n}, floor: f, title: Стенд {n}}}\n" for n in range(3))
    text += "  - {id: s9, floor: f, title: Стенд, hours: {from: '10:00', to: '18:00'}}\n"
    assert list(doubts(read(text))) == ["stands: 3 without hours; calls from them are arranged at the fair's own"]
