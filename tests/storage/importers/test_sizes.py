"""A programme of the real size is read in a moment, and so is one that is full of mistakes."""

import json
import time

import yaml

from storage.importers.fair_file import FairFile
from storage.importers.mistakes import Mistakes
from storage.importers.reading import read_fair

SESSIONS, STANDS = 350, 130
WORST = 1.5  # of bare YAML's time; it is 0.7–1.1, and whatever grows with the square of the file is far beyond


def programme(cluster: str = "c-%d") -> bytes:
    speaker = {"name": "Имя Отчество Фамилия", "post": "директор школы, Барнаул"}
    session = {"kind": "round_table", "starts": "2020-04-26T10:00:00+03:00", "minutes": 60, "summary": "О школе. " * 60}
    session |= {"title": "Как учить и учиться дома: опыт весны", "moderator": speaker, "speakers": [speaker] * 4}
    stand = {
        "title": "Издательство",
        "summary": "Пособия. " * 60,
        "products": [{"title": "Тетрадь", "text": "Опыты."}] * 5,
    }
    sessions = [
        session
        | {
            "id": f"s-{n}",
            "cluster": cluster % (n % 20),
            "stands": [f"stand-{n % STANDS}"],
            "player": f"https://example.org/{n}",
        }
        for n in range(SESSIONS)
    ]
    fair = {
        "fair": {"id": "fair", "title": "Салон"},
        "clusters": [{"id": f"c-{n}", "title": f"Кластер {n}", "kind": "cluster"} for n in range(20)],
        "sessions": sessions,
        "floors": [{"id": "floor", "title": "Этаж"}],
        "stands": [stand | {"id": f"stand-{n}", "floor": "floor", "number": n + 1} for n in range(STANDS)],
    }
    return json.dumps(
        fair, ensure_ascii=False, indent=1
    ).encode()  # YAML too, and with every value on a line of its own


def bare(data: bytes) -> float:
    """CPU seconds that PyYAML alone needs, in Python: the measure of this machine at this moment."""
    started = time.process_time()
    yaml.load(data, Loader=yaml.SafeLoader)
    return time.process_time() - started


def test_a_fair_of_the_real_size_is_read_as_fast_as_bare_yaml() -> None:
    data = programme()
    started = time.process_time()
    file = read_fair(data)
    took = time.process_time() - started
    assert isinstance(file, FairFile)
    assert took < WORST * bare(data)


def test_a_file_full_of_mistakes_is_read_as_fast_as_bare_yaml() -> None:
    data = programme(cluster="k-%d").replace(b'"stand-', b'"stnad-', 300)
    started = time.process_time()
    read = read_fair(data)
    took = time.process_time() - started
    assert isinstance(read, Mistakes)
    assert len(read.found) > SESSIONS
    assert took < WORST * bare(data)
