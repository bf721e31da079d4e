"""Says of the invented sessions for whom they are, which needs they answer, and how they can be followed."""

import re
from pathlib import Path
from random import Random
from typing import Any

import yaml

MOST_TAGS, MOST_AUDIENCES = 4, 3
ENDED_WITH_TEXT = 0.3  # of the recorded sessions have a transcript

_MOST = {"tags": MOST_TAGS, "audience": MOST_AUDIENCES}

Row = dict[str, Any]


class Needs:
    """Reads them from a session's own words, and from the cluster that it is in."""

    def __init__(self, path: Path) -> None:
        bank = yaml.safe_load(path.read_text("utf-8"))
        self._clusters: dict[str, dict[str, list[str]]] = bank["clusters"]
        self._words = {kind: {name: _pattern(stems) for name, stems in bank[kind].items()} for kind in _MOST}

    def of(self, row: Row) -> Row:
        """What a session of the programme answers, by the names of the file's keys."""
        usual = self._clusters[row["cluster"]]
        said = " ".join(_russian(row.get(key)) for key in ("title", "summary"))
        return {
            kind: list(dict.fromkeys([*usual[kind], *(n for n, found in words.items() if found.search(said))]))[:most]
            for (kind, words), most in zip(self._words.items(), _MOST.values(), strict=True)
        }


def _pattern(stems: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, stems))})", re.IGNORECASE)


def _russian(text: Any) -> str:
    return str(text["ru"] if isinstance(text, dict) else text or "")


def ways_to_follow(row: Row) -> Row:
    """Captions and signs where many need them, texts of what is over, another player for the worst case."""
    rng = Random(f"mmso-2020/{row['id']}/ways")
    for_all = row["cluster"] == "inclusion" or row["kind"] == "plenary"
    ways: Row = {}
    if for_all or rng.random() < 0.12:
        ways["captions"] = True
    if for_all:
        ways["sign_language"] = True
    if row["kind"] == "plenary":
        ways["languages"] = ["ru", "en"]
    if row["kind"] in ("lecture", "master_class") and rng.random() < 0.2:
        ways["level"] = rng.choice(("beginner", "advanced"))
    if "recording" in row and rng.random() < ENDED_WITH_TEXT:
        ways["transcript"] = f"https://player.example.org/{row['id']}/transcript"
    if "player" in row and rng.random() < 0.2:
        ways["fallback_player"] = f"https://reserve.example.org/{row['id']}"
    return ways
