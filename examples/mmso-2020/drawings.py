"""What the pictures show: emblems of invented companies and some of their products."""

from collections.abc import Callable
from math import cos, pi, sin
from pathlib import Path

from pictures import Points, Shape, png

PAPER, INK = "#faf6ee", "#22313f"
PALETTES = {
    "river": ("#1f5f8b", "#3a9bc1", "#9fd3e0"),
    "forest": ("#1f5c45", "#4f9d69", "#bfd8a5"),
    "berry": ("#7d2248", "#c2457c", "#f0b8c6"),
    "honey": ("#9a5b13", "#e09f3e", "#f6d98b"),
    "brick": ("#8c2f22", "#d1603d", "#f2b28c"),
    "plum": ("#42275a", "#7b559c", "#cbb5de"),
}
Emblem = Callable[[tuple[str, str, str]], list[Shape]]


def draw_all(folder: Path) -> None:
    """Writes logos/ and photos/ under the folder."""
    for name, (emblem, palette) in LOGOS.items():
        _write(folder / "logos" / f"{name}.png", png("#ffffff", emblem(PALETTES[palette])))
    for name, (product, palette) in PHOTOS.items():
        _write(folder / "photos" / f"{name}.png", png(PAPER, product(PALETTES[palette])))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def arc(x: float, y: float, radius: float, begin: float = 0, end: float = 360, squeeze: float = 1) -> Points:
    """Points along a circle, degrees clockwise from three o'clock; `squeeze` flattens it."""
    count = 96
    turns = [(begin + (end - begin) * step / count) * pi / 180 for step in range(count + 1)]
    return [(x + radius * cos(turn), y + squeeze * radius * sin(turn)) for turn in turns]


def box(x: float, y: float, width: float, height: float) -> Points:
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def turned(points: Points, degrees: float, x: float = 320, y: float = 180) -> Points:
    """The points turned about (x, y)."""
    angle = degrees * pi / 180
    return [
        (x + (px - x) * cos(angle) - (py - y) * sin(angle), y + (px - x) * sin(angle) + (py - y) * cos(angle))
        for px, py in points
    ]


def petals(colours: tuple[str, str, str]) -> list[Shape]:
    leaf = [*arc(320, 110, 46, 180, 360, 1.4), (320, 180)]
    flower = [Shape(colours[number % 2], turned(leaf, number * 45)) for number in range(8)]
    return [*flower, Shape(colours[2], arc(320, 180, 30))]


def steps(colours: tuple[str, str, str]) -> list[Shape]:
    return [Shape(colours[(3 - n) % 3], box(200 + n * 62, 250 - n * 42, 50, 40 + n * 42)) for n in range(4)]


def rings(colours: tuple[str, str, str]) -> list[Shape]:
    sizes = ((130, colours[2]), (100, "#ffffff"), (86, colours[1]), (56, "#ffffff"), (42, colours[0]))
    return [Shape(colour, arc(320, 180, radius)) for radius, colour in sizes]


def sails(colours: tuple[str, str, str]) -> list[Shape]:
    return [
        Shape(colours[1], [(310, 50), (310, 240), (190, 240)]),
        Shape(colours[2], [(326, 90), (430, 240), (326, 240)]),
        Shape(colours[0], [(170, 256), (470, 256), (420, 306), (220, 306)]),
    ]


def rainbow(colours: tuple[str, str, str]) -> list[Shape]:
    sizes = ((150, colours[0]), (116, colours[1]), (82, colours[2]), (48, "#ffffff"))
    return [Shape(colour, arc(320, 250, radius, 180, 360)) for radius, colour in sizes]


def book(colours: tuple[str, str, str]) -> list[Shape]:
    left = [(316, 110), (190, 80), (190, 240), (316, 270)]
    right = [(324, 110), (450, 80), (450, 240), (324, 270)]
    return [Shape(colours[0], left), Shape(colours[1], right), Shape(colours[2], arc(320, 76, 26))]


def mosaic(colours: tuple[str, str, str]) -> list[Shape]:
    quarters = ((0, 0), (1, 90), (2, 180), (1, 270), (2, 0), (0, 90), (1, 180), (0, 270), (2, 90))
    shapes = []
    for number, (colour, turn) in enumerate(quarters):
        x, y = 203 + number % 3 * 80, 63 + number // 3 * 80
        corner = {0: (x, y), 90: (x + 74, y), 180: (x + 74, y + 74), 270: (x, y + 74)}[turn]
        shapes.append(Shape(colours[colour], [corner, *arc(*corner, 74, turn, turn + 90)]))
    return shapes


def compass(colours: tuple[str, str, str]) -> list[Shape]:
    needle = [(320, 50), (348, 180), (292, 180)]
    across = [Shape(colours[1], turned(needle, 90)), Shape(colours[1], turned(needle, 270))]
    along = [Shape(colours[0], needle), Shape(colours[2], turned(needle, 180))]
    return [Shape(colours[2], arc(320, 180, 134)), Shape("#ffffff", arc(320, 180, 122)), *across, *along]


def hills(colours: tuple[str, str, str]) -> list[Shape]:
    sun = Shape(colours[2], arc(400, 110, 44))
    return [sun, Shape(colours[1], arc(250, 280, 120, 180, 360)), Shape(colours[0], arc(390, 280, 90, 180, 360))]


def kite(colours: tuple[str, str, str]) -> list[Shape]:
    middle = (320, 150)
    sides = [(320, 40), (420, 150), (320, 320), (220, 150)]
    order = (colours[0], colours[1], colours[2], colours[1])
    return [Shape(order[n], [middle, sides[n], sides[(n + 1) % 4]]) for n in range(4)]


def bridge(colours: tuple[str, str, str]) -> list[Shape]:
    deck = Shape(colours[0], box(150, 130, 340, 34))
    arches = [Shape("#ffffff", arc(x, 280, 62, 180, 360, 1.5)) for x in (235, 405)]
    return [Shape(colours[1], box(150, 164, 340, 116)), *arches, deck, Shape(colours[2], box(150, 284, 340, 16))]


def bubbles(colours: tuple[str, str, str]) -> list[Shape]:
    return [
        Shape(colours[2], arc(250, 150, 92)),
        Shape(colours[1], arc(390, 140, 66)),
        Shape(colours[0], arc(350, 240, 54)),
    ]


def dots(colours: tuple[str, str, str]) -> list[Shape]:
    places = [(x, y) for x in (270, 370) for y in (85, 180, 275)]
    return [Shape(colours[2 if n in {2, 5} else n % 2], arc(x, y, 38)) for n, (x, y) in enumerate(places)]


def tablet(colours: tuple[str, str, str]) -> list[Shape]:
    lines = [Shape(colours[2], box(230, 120 + 36 * n, 180 - 40 * n, 14)) for n in range(4)]
    return [Shape(INK, box(180, 70, 280, 220)), Shape("#ffffff", box(196, 86, 248, 188)), *lines]


def flask(colours: tuple[str, str, str]) -> list[Shape]:
    glass = [(290, 60), (350, 60), (350, 150), (430, 300), (210, 300), (290, 150)]
    return [
        Shape(colours[2], glass),
        Shape(colours[1], [(318, 214), (384, 214), (430, 300), (210, 300), (256, 214)]),
        Shape("#ffffff", arc(300, 260, 12)),
        Shape("#ffffff", arc(345, 245, 8)),
        Shape(colours[0], box(280, 50, 80, 16)),
    ]


def blocks(colours: tuple[str, str, str]) -> list[Shape]:
    places = ((210, 210), (290, 210), (370, 210), (250, 130), (330, 130), (290, 50))
    return [Shape(colours[n % 3], box(x, y, 72, 72)) for n, (x, y) in enumerate(places)]


def volumes(colours: tuple[str, str, str]) -> list[Shape]:
    sizes = ((0, 190, 44), (1, 220, 36), (2, 170, 52), (1, 200, 40), (0, 230, 34))
    shapes, x = [], 205.0
    for colour, height, width in sizes:
        shapes += [
            Shape(colours[colour], box(x, 290 - height, width, height)),
            Shape(PAPER, box(x + 6, 310 - height, width - 12, 6)),
        ]
        x += width + 6
    return [*shapes, Shape(INK, box(180, 290, 280, 10))]


def desk(colours: tuple[str, str, str]) -> list[Shape]:
    legs = [Shape(INK, box(x, 190, 12, 110)) for x in (200, 428)]
    lamp = [Shape(colours[1], [(390, 70), (430, 120), (350, 120)]), Shape(INK, box(386, 120, 8, 54))]
    return [*legs, Shape(colours[0], box(180, 174, 280, 18)), *lamp, Shape(colours[2], box(230, 150, 90, 24))]


def robot(colours: tuple[str, str, str]) -> list[Shape]:
    wheels = [Shape(INK, arc(x, 280, 34)) for x in (250, 390)] + [Shape(PAPER, arc(x, 280, 12)) for x in (250, 390)]
    eyes = [Shape(PAPER, arc(x, 120, 16)) for x in (290, 350)]
    body = [Shape(colours[0], box(215, 180, 210, 80)), Shape(colours[1], box(250, 80, 140, 84))]
    return [*body, *eyes, *wheels, Shape(colours[2], box(316, 44, 8, 36)), Shape(colours[2], arc(320, 44, 12))]


def globe(colours: tuple[str, str, str]) -> list[Shape]:
    lands = [Shape(colours[2], arc(290, 130, 34, squeeze=0.6)), Shape(colours[2], arc(350, 185, 40, squeeze=0.7))]
    return [
        Shape(INK, box(312, 250, 16, 46)),
        Shape(INK, box(260, 292, 120, 12)),
        Shape(colours[1], arc(320, 155, 105)),
        *lands,
    ]


def cards(colours: tuple[str, str, str]) -> list[Shape]:
    card = box(270, 80, 110, 190)
    fan = [Shape(colours[n], turned(card, -24 + 24 * n, 320, 300)) for n in range(3)]
    return [*fan, Shape(PAPER, turned(arc(325, 175, 28), 24, 320, 300))]


LOGOS: dict[str, tuple[Emblem, str]] = {
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
PHOTOS: dict[str, tuple[Emblem, str]] = {
    "tablet": (tablet, "river"),
    "flask": (flask, "forest"),
    "blocks": (blocks, "honey"),
    "books": (volumes, "brick"),
    "desk": (desk, "forest"),
    "robot": (robot, "plum"),
    "globe": (globe, "river"),
    "cards": (cards, "berry"),
}
