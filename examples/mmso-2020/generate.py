"""Writes the sample fair: the real frame of ММСО-2020, filled to its real size with invented sessions and stands.

    python examples/mmso-2020/generate.py [FOLDER]

The same texts give the same file, byte for byte: no clock, no network, chance from fixed seeds.
"""

import sys
from pathlib import Path

import yaml

import exhibition
import drawings
import programme
from people import People
from writing import comment, items

HERE = Path(__file__).resolve().parent
TEXTS = HERE / "texts"


def compose() -> str:
    """The whole fair.yaml."""
    frame = _real("frame")
    fair = yaml.safe_load(frame)
    floors = {floor["id"]: exhibition.bank(TEXTS / "stands" / f"{floor['id']}.yaml") for floor in fair["floors"]}
    parts = [frame, "\n", _real("sessions")]

    people = People(TEXTS / "people.yaml")
    by_theme = exhibition.by_theme([text for texts in floors.values() for text in texts])
    webinars: dict[str, list[str]] = {}
    for cluster in fair["clusters"]:
        rows = programme.sessions(TEXTS / "sessions" / f"{cluster['id']}.yaml", people, by_theme)
        parts += [comment(f"{cluster['title']}: придумано"), items(rows)]
        for row in rows:
            if row["kind"] in {"webinar", "master_class"} and len(row.get("stands", ())) == 1:
                webinars.setdefault(row["stands"][0], []).append(row["id"])

    parts += ["\n", real_stands := _real("stands")]
    taken = [stand["number"] for stand in yaml.safe_load(real_stands)["stands"]]
    for level, floor in enumerate(fair["floors"], start=1):
        first = max((number for number in taken if number // 100 == level), default=level * 100) + 1
        rows = exhibition.stands(floor["id"], floors[floor["id"]], first, webinars)
        parts += [comment(f"{floor['title']}: придумано"), items(rows)]
    return "".join(parts)


def main() -> None:
    """Writes fair.yaml, the logos and the photos of products."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    (folder / "fair.yaml").write_text(compose(), "utf-8")
    drawings.draw_all(folder)


def _real(name: str) -> str:
    return (TEXTS / "real" / f"{name}.yaml").read_text("utf-8")


if __name__ == "__main__":
    main()
