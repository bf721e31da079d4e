"""Writes the sample fair: the real frame of ММСО-2020, filled to its real size with invented sessions and stands.

    python examples/mmso-2020/generate.py [FOLDER]

The same texts give the same file, byte for byte: no clock, no network, chance from fixed seeds.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import drawings
import exhibition
import programme
import yaml
from needs import Needs
from people import People
from writing import comment, items

HERE = Path(__file__).resolve().parent
TEXTS = HERE / "texts"


def main() -> None:
    """Writes fair.yaml, the logos and the photos of products."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    (folder / "fair.yaml").write_text("".join(compose()), "utf-8")
    drawings.draw_all(folder)


def compose() -> Iterator[str]:
    """The whole file, part by part; what is real is taken over as it was written, comments and all."""
    frame = _real("frame")
    fair = yaml.safe_load(frame)
    floors = {floor["id"]: exhibition.bank(TEXTS / "stands" / f"{floor['id']}.yaml") for floor in fair["floors"]}
    yield frame

    yield "\n" + _real("sessions")
    people, needs = People(TEXTS / "people.yaml"), Needs(TEXTS / "needs.yaml")
    by_theme = exhibition.by_theme([text for texts in floors.values() for text in texts])
    webinars: dict[str, list[str]] = {}
    for cluster in fair["clusters"]:
        rows = programme.sessions(TEXTS / "sessions" / f"{cluster['id']}.yaml", people, by_theme, needs)
        yield comment(f"{cluster['title']['ru']}: придумано, {len(rows)}") + items(rows)
        for row in rows:
            for stand in _given_by(row):
                webinars.setdefault(stand, []).append(row["id"])

    yield "\n" + (real_stands := _real("stands"))
    taken = [stand["number"] for stand in yaml.safe_load(real_stands)["stands"]]
    english = exhibition.english(TEXTS / "english.yaml")
    for level, (floor, texts) in enumerate(floors.items(), start=1):
        first = max([level * 100, *(number for number in taken if number // 100 == level)]) + 1
        yield comment(f"Этаж {level}: придумано, {len(texts)}")
        yield items(exhibition.stands(floor, texts, first, webinars, english))


def _given_by(row: dict[str, Any]) -> list[str]:
    """The stand whose own session it is: it stands alone; stands by theme come in twos and threes."""
    stands: list[str] = row.get("stands", [])
    return stands if len(stands) == 1 else []


def _real(name: str) -> str:
    return (TEXTS / "real" / f"{name}.yaml").read_text("utf-8")


if __name__ == "__main__":
    main()
