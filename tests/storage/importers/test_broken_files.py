"""Every mistake is named by its line and path, with what to write instead, and nothing is read.

`broken.txt` is the table: `-` lines of `fair.yaml` are replaced by the `+` lines, then `>` is all that is said.
"""

from pathlib import Path
from typing import NamedTuple

import pytest

from storage.importers.mistakes import Mistakes
from storage.importers.reading import read_fair, read_fair_file

TABLE = Path(__file__).with_name("broken.txt")


class Broken(NamedTuple):
    right: str
    wrong: str
    said: str


def _broken_files() -> list[Broken]:
    cases = TABLE.read_text(encoding="utf-8").split("\n\n")
    return [Broken(*(_lines(case, sign) for sign in "-+>")) for case in cases]


def _lines(case: str, sign: str) -> str:
    return "".join(f"{line[2:]}\n" for line in case.splitlines() if line.startswith(sign))


FILES = _broken_files()


@pytest.mark.parametrize("broken", FILES, ids=lambda broken: (broken.wrong or f"without {broken.right}").strip()[:40])
def test_a_broken_file_says_what_to_write_instead(broken: Broken, programme: str, folder: Path) -> None:
    assert programme.count(broken.right) == 1
    read = read_fair(programme.replace(broken.right, broken.wrong).encode(), folder)
    assert isinstance(read, Mistakes)
    assert f"{read}\n" == broken.said


def test_the_table_is_long_enough() -> None:
    assert len(FILES) > 100


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("    minutes: 60", "\tminutes: 60", "line 28: a tab stands where spaces belong; indent with spaces only"),
        ("Игра и учёба", "Игра\x07", "line 24: a hidden control character (U+0007); delete it"),
        ("Игра и учёба", "Игра\uffff", "line 24: a hidden control character (U+FFFF); delete it"),
        ("Игра и учёба", "и" * 251, "line 24: sessions[s-001].title: the text has 251 characters; shorten it to 250"),
        (
            "О том, как играть.",
            "и" * 4001,
            "line 31: sessions[s-001].summary: the text has 4001 characters; shorten it to 4000",
        ),
        (
            "example.org/live",
            "example.org/" + "i" * 1989,
            "line 37: sessions[s-001].player: the address has 2009 characters; find a shorter one, up to 2000",
        ),
    ],
)
def test_what_a_table_cannot_show(right: str, wrong: str, said: str, programme: str) -> None:
    assert str(read_fair(programme.replace(right, wrong).encode())) == said


def test_all_mistakes_are_told_at_once_in_the_order_of_lines(programme: str) -> None:
    wrong = programme
    for right, instead in (
        ("    webinars: [s-002]", "    webinars: [s-004]"),
        ("first_day: 2020-04-26", "first_day: 26.04.2020"),
        ("kind: discussion", "kind: discusion"),
        ("starts: 2020-04-26T10:00:00+03:00", "starts: 2020-04-26T10:00:00"),
        ("    language: ru", "    language: ru\n    language: en"),
        ("    title: Издательство\n", ""),
        ("        gate: contacts", "        gates: contacts"),
    ):
        wrong = wrong.replace(right, instead)
    read = read_fair(wrong.encode())
    assert isinstance(read, Mistakes)
    assert [(mistake.line, mistake.path) for mistake in read.found] == [
        (9, "stages[main].first_day"),
        (26, "sessions[s-001].kind"),
        (27, "sessions[s-001].starts"),
        (30, "sessions[s-001].language"),
        (53, "stands[press].title"),
        (72, "stands[press].materials[price].gates"),
        (76, "stands[press].webinars[0]"),
    ]


def test_a_mistake_in_a_section_does_not_blame_those_who_refer_to_it(programme: str) -> None:
    read = read_fair(
        programme.replace("- id: preschool", "- id: preschool!").replace("floors:\n", "flours:\n").encode()
    )
    assert isinstance(read, Mistakes)
    assert [mistake.path for mistake in read.found] == ["clusters[0].id", "sessions[s-001].cluster", "flours"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "line 1: the file is empty; `fairway template` prints an example to begin with"),
        (b"# nothing yet\n", "line 2: the file is empty; `fairway template` prints an example to begin with"),
        (b"---\n", "line 2: the file is empty; `fairway template` prints an example to begin with"),
        (b"- fair\n", "line 1: expected keys with values; write {fair: …}"),
        ("fair: Салон".encode("utf-16"), "line 1: this is not UTF-8; save the file as UTF-8"),
        (b"fair:\n  title: " + "Салон".encode("cp1251"), "line 2: this is not UTF-8; save the file as UTF-8"),
        (
            b"#" * (20 * 2**20 + 1),
            "the file is larger than 20 MB; keep texts in it, and pictures and materials beside it",
        ),
    ],
)
def test_what_is_no_programme_at_all(data: bytes, said: str) -> None:
    assert str(read_fair(data)) == said


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    assert "No such file or directory" in str(read_fair_file(tmp_path / "fair.yaml"))
    assert "Is a directory" in str(read_fair_file(tmp_path))
    assert "not a file name" in str(read_fair_file(tmp_path / "fair\0.yaml"))
