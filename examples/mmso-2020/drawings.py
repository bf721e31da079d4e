"""Which picture belongs to which stand and product, and in which colours."""

from collections.abc import Callable
from pathlib import Path

from emblems import book, bridge, bubbles, compass, dots, hills, kite, mosaic, petals, rainbow, rings, sails, steps
from pictures import PAPER, Colours, Shape, png
from products import blocks, cards, desk, flask, globe, plant, robot, tablet, volumes

Drawing = Callable[[Colours], list[Shape]]

PALETTES = {
    "river": ("#1f5f8b", "#3a9bc1", "#9fd3e0"),
    "forest": ("#1f5c45", "#4f9d69", "#bfd8a5"),
    "berry": ("#7d2248", "#c2457c", "#f0b8c6"),
    "honey": ("#9a5b13", "#e09f3e", "#f6d98b"),
    "brick": ("#8c2f22", "#d1603d", "#f2b28c"),
    "plum": ("#42275a", "#7b559c", "#cbb5de"),
}
LOGOS: dict[str, tuple[Drawing, str]] = {
    "chernilnica": (bubbles, "plum"),
    "okno-v-klass": (mosaic, "river"),
    "shkafchik": (blocks, "honey"),
    "slovo-za-slovom": (kite, "berry"),
    "sem-dorog": (compass, "forest"),
    "kuhonnaya-laboratoriya": (flask, "brick"),
    "roza-vetrov": (compass, "river"),
    "tihiy-golos": (rings, "plum"),
    "ulica-uchitelya": (bridge, "honey"),
    "igroteka": (mosaic, "berry"),
    "zeleny-podokonnik": (petals, "forest"),
    "svoe-delo": (steps, "brick"),
    "datchik": (rings, "river"),
    "verstak": (steps, "honey"),
    "partosfera": (petals, "plum"),
    "umnaya-gryadka": (hills, "forest"),
    "bumazhny-zmey": (kite, "brick"),
    "utrennyaya-azbuka": (rainbow, "honey"),
    "shest-tochek": (dots, "river"),
    "novoozersk": (sails, "river"),
    "yablonevsk": (petals, "berry"),
    "zavolzhsky": (sails, "forest"),
    "les-i-voda": (hills, "river"),
    "tihorechensky": (book, "plum"),
    "dalnyaya-doroga": (bridge, "forest"),
    "chitalny-zal": (book, "brick"),
}
PHOTOS: dict[str, tuple[Drawing, str]] = {
    "tablet": (tablet, "river"),
    "flask": (flask, "forest"),
    "blocks": (blocks, "honey"),
    "books": (volumes, "brick"),
    "desk": (desk, "forest"),
    "robot": (robot, "plum"),
    "globe": (globe, "river"),
    "plant": (plant, "forest"),
    "cards": (cards, "berry"),
}


def draw_all(folder: Path) -> None:
    """Writes logos/ and photos/ under the folder."""
    for name, (emblem, palette) in LOGOS.items():
        _write(folder / "logos" / f"{name}.png", png("#ffffff", emblem(PALETTES[palette])))
    for name, (product, palette) in PHOTOS.items():
        _write(folder / "photos" / f"{name}.png", png(PAPER, product(PALETTES[palette])))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
