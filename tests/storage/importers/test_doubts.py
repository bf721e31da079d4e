"""What is more often a slip than meant is named, and is no mistake."""

import pytest

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


OWN, NO_NAME = "it opens on one machine or in one network only", "no site can have such a name"


@pytest.mark.parametrize(
    ("address", "odd"),
    [
        ("http://localhost:8080/live", OWN),
        ("https://player.localhost/1", OWN),
        ("http://127.0.0.1/", OWN),
        ("http://127.1/", OWN),
        ("https://192.168.1.5/live", OWN),
        ("https://10.0.0.7/", OWN),
        ("https://169.254.1.1/", OWN),
        ("https://100.64.0.1/", OWN),
        ("https://0.0.0.0/", OWN),
        ("http://[::1]/", OWN),
        ("http://[fd00::1]:8000/", OWN),
        ("https://nas.local/", OWN),
        ("https://video.test/1", OWN),
        ("https://exa_mple.org/1", NO_NAME),
        ("https://-a.ru", NO_NAME),
        ("https://a-.ru", NO_NAME),
        ("https://example.org./page", NO_NAME),
        ("https://example..org/", NO_NAME),
        (f"https://{'a' * 64}.ru/", NO_NAME),
        ("https://example.org/page", None),
        ("https://live.школа.рф/1", None),
        ("https://8.8.8.8/", None),
    ],
)
def test_links_that_visitors_cannot_open_are_to_be_looked_at_again(address: str, odd: str | None) -> None:
    session = SESSION.format(n=0, day=26).replace("}\n", f", player: '{address}'}}\n")
    text = FAIR.replace("2020-04-27", "2020-04-26") + session
    told = list(doubts(read(text)))
    if odd is None:
        assert told == []
    else:
        [line] = told
        assert line.startswith(f'sessions s-0: player: "{address[:50]}')
        assert odd in line


def test_every_link_of_a_file_is_looked_at() -> None:
    own = "http://localhost/"
    stand = (
        "floors: [{id: one, title: Этаж}]\n"
        f"stands: [{{id: a, floor: one, title: Стенд, site: '{own}s', video: '{own}v', logo: '{own}l.png',"
        f" products: [{{title: Кубики, photo: '{own}p.png'}}], materials: [{{id: m, title: Цены, url: '{own}m'}}]}}]\n"
    )
    links = f", player: '{own}1', recording: '{own}2', materials: [{{id: r, title: Раздатка, url: '{own}3'}}]}}\n"
    session = SESSION.format(n=0, day=26).replace("}\n", links)
    head = FAIR.replace("2020-04-27", "2020-04-26").replace("title: Салон}", f"title: Салон, site: '{own}f'}}")
    told = list(doubts(read(head + session + stand)))
    assert len([line for line in told if OWN in line]) == 9


def test_stands_without_hours_are_counted() -> None:
    text = FAIR.replace("2020-04-27", "2020-04-26") + SESSION.format(n=0, day=26)
    text += "floors: [{id: f, title: Этаж}]\nstands:\n"
    text += "".join(f"  - {{id: s{n}, floor: f, title: Стенд {n}}}\n" for n in range(3))
    text += "  - {id: s9, floor: f, title: Стенд, hours: {from: '10:00', to: '18:00'}}\n"
    assert list(doubts(read(text))) == ["stands: 3 without hours; calls from them are arranged at the fair's own"]
