"""Furnishes the invented stands: texts from the bank, numbers by floor, contacts nobody has, materials, webinars."""

from pathlib import Path
from random import Random
from typing import Any

import yaml
from drawings import LOGOS

HOURS = (("10:00", "18:00"), ("09:00", "17:00"), ("11:00", "19:00"), ("10:00", "16:00"))
PRICE = {
    "id": "price",
    "title": {"ru": "Прайс-лист", "en": "Price list"},
    "file": "materials/price.pdf",
    "gate": "contacts",
}
COURSE = {
    "id": "course",
    "title": {"ru": "Программа курса", "en": "Course outline"},
    "file": "materials/course.pdf",
    "gate": "contacts",
}
CATALOGUE = {
    "id": "catalogue",
    "title": {"ru": "Каталог оборудования", "en": "Equipment catalogue"},
    "file": "materials/catalogue.pdf",
    "gate": "contacts",
}
PARENTS = {
    "id": "parents",
    "title": {"ru": "Памятка родителям", "en": "Notes for parents"},
    "file": "materials/parents.pdf",
    "gate": "open",
}
LESSON = {
    "id": "lesson",
    "title": {"ru": "Сценарий урока", "en": "Lesson plan"},
    "file": "materials/lesson.pdf",
    "gate": "open",
}
ADMISSION = {
    "id": "admission",
    "title": {"ru": "Памятка абитуриенту", "en": "Guide for applicants"},
    "file": "materials/admission.pdf",
    "gate": "open",
}
MATERIALS = {
    "platforms": (PRICE, LESSON, PARENTS),
    "programmes": (COURSE, PRICE, PARENTS),
    "equipment": (CATALOGUE, PRICE, LESSON),
    "publishers": (PRICE, LESSON, PARENTS),
    "places": (PARENTS, LESSON),
    "campus": (ADMISSION, COURSE),
    "community": (PARENTS, LESSON),
}

Text = dict[str, Any]


def bank(path: Path) -> list[Text]:
    """The texts of one floor's stands."""
    texts: list[Text] = yaml.safe_load(path.read_text("utf-8"))
    return texts


def by_theme(texts: list[Text]) -> dict[str, list[str]]:
    """Which stands suit which cluster."""
    themes: dict[str, list[str]] = {}
    for text in texts:
        for cluster in text["themes"]:
            themes.setdefault(cluster, []).append(text["id"])
    return themes


def english(path: Path) -> dict[str, list[str]]:
    """The English titles of stands, each with the short one for buttons, if it has any."""
    titles: dict[str, list[str]] = yaml.safe_load(path.read_text("utf-8"))["stands"]
    return titles


def _titled(text: Text, english: list[str]) -> Text:
    """The title and the short one in both languages; a short one that one language lacks is its title."""
    title, short = english[0], english[-1]
    titled = {"title": {"ru": text["title"], "en": title}}
    if "short" in text or short != title:
        titled["short"] = {"ru": text.get("short", text["title"]), "en": short}
    return titled


def stands(
    floor: str, texts: list[Text], first: int, webinars: dict[str, list[str]], english: dict[str, list[str]]
) -> list[dict[str, Any]]:
    """The stands of one floor, numbered from `first`, ready to be written."""
    rows = []
    for number, text in enumerate(texts, start=first):
        rng = Random(f"mmso-2020/{text['id']}")
        row = _stand(floor, text | _titled(text, english[text["id"]]), number, rng) | _materials(floor, rng)
        if text["id"] in webinars:
            row["webinars"] = webinars[text["id"]]
        rows.append(row | {"demo": True})
    return rows


def _stand(floor: str, text: Text, number: int, rng: Random) -> dict[str, Any]:
    name = text["id"]
    row = {"id": name, "floor": floor, "number": number}
    row |= {key: text[key] for key in ("title", "short", "summary") if key in text}
    if name in LOGOS:
        row["logo"] = f"logos/{name}.png"
    row["site"] = f"https://{name}.example.org"
    if rng.random() < 0.35:
        row["video"] = f"https://video.example.org/{name}"
    phone = f"+7 495 000-{number // 100:02}-{number % 100:02}"  # no subscriber's number begins with 000
    row["contacts"] = {"phone": phone, "email": f"{name}@example.org"}
    if rng.random() < 0.85:
        opens, closes = rng.choice(HOURS)
        row["hours"] = {"from": opens, "to": closes}
    if "products" in text:
        row["products"] = text["products"]
    return row


def _materials(floor: str, rng: Random) -> dict[str, Any]:
    usual = MATERIALS[floor]
    chosen = rng.sample(usual, min(len(usual), rng.choice((0, 1, 1, 2, 2, 3))))
    return {"materials": chosen} if chosen else {}
