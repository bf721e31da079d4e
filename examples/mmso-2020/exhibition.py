"""Furnishes the invented stands: texts from the bank, numbers by floor, contacts nobody has, materials, webinars."""

from pathlib import Path
from random import Random
from typing import Any

import yaml

from drawings import LOGOS

HOURS = (("10:00", "18:00"), ("09:00", "17:00"), ("11:00", "19:00"), ("10:00", "16:00"))
PRICE = {"id": "price", "title": "Прайс-лист", "file": "materials/price.pdf", "gate": "contacts"}
COURSE = {"id": "course", "title": "Программа курса", "file": "materials/course.pdf", "gate": "contacts"}
PARENTS = {"id": "parents", "title": "Памятка родителям", "file": "materials/parents.pdf", "gate": "open"}
CATALOGUE = {"id": "catalogue", "title": "Каталог оборудования", "file": "materials/catalogue.pdf", "gate": "contacts"}
LESSON = {"id": "lesson", "title": "Сценарий урока", "file": "materials/lesson.pdf", "gate": "open"}
ADMISSION = {"id": "admission", "title": "Памятка абитуриенту", "file": "materials/admission.pdf", "gate": "open"}
MATERIALS = {
    "platforms": (PRICE, LESSON, PARENTS),
    "programmes": (COURSE, PRICE, PARENTS),
    "equipment": (CATALOGUE, PRICE, LESSON),
    "publishers": (PRICE, LESSON, PARENTS),
    "places": (PARENTS, LESSON),
    "campus": (ADMISSION, COURSE),
    "community": (PARENTS, LESSON),
}


def stands(floor: str, texts: list[dict[str, Any]], first: int, webinars: dict[str, list[str]]) -> list[dict[str, Any]]:
    """The stands of one floor, numbered from `first`."""
    return [
        _stand(floor, text, number)
        | ({"webinars": webinars[text["id"]]} if text["id"] in webinars else {})
        | {"demo": True}
        for number, text in enumerate(texts, start=first)
    ]


def by_theme(texts: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Which stands suit which cluster."""
    themes: dict[str, list[str]] = {}
    for text in texts:
        for cluster in text["themes"]:
            themes.setdefault(cluster, []).append(text["id"])
    return themes


def bank(path: Path) -> list[dict[str, Any]]:
    texts: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))
    return texts


def _stand(floor: str, text: dict[str, Any], number: int) -> dict[str, Any]:
    name = text["id"]
    rng = Random(f"mmso-2020/{name}")
    stand = {"id": name, "floor": floor, "number": number, "title": text["title"]}
    stand |= {key: text[key] for key in ("short", "summary") if key in text}
    if name in LOGOS:
        stand["logo"] = f"logos/{name}.png"
    stand["site"] = f"https://{name}.example.org"
    if rng.random() < 0.35:
        stand["video"] = f"https://video.example.org/{name}"
    stand["contacts"] = {
        "phone": f"+7 495 000-0{number // 100}-{number % 100:02}",  # no subscriber's number begins with 000
        "email": f"{name}@example.org",
    }
    if rng.random() < 0.85:
        opens, closes = rng.choice(HOURS)
        stand["hours"] = {"from": opens, "to": closes}
    if "products" in text:
        stand["products"] = text["products"]
    if materials := rng.sample(MATERIALS[floor], min(len(MATERIALS[floor]), rng.choice((0, 1, 1, 2, 2, 3)))):
        stand["materials"] = materials
    return stand
