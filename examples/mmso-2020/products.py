"""Products on the stands, as a poster would show them."""

from pictures import INK, PAPER, Colours, Shape, arc, box, turned


def tablet(colours: Colours) -> list[Shape]:
    lines = [Shape(colours[2], box(230, 120 + 36 * n, 180 - 40 * n, 14)) for n in range(4)]
    return [Shape(INK, box(180, 70, 280, 220)), Shape("#ffffff", box(196, 86, 248, 188)), *lines]


def flask(colours: Colours) -> list[Shape]:
    glass = [(290, 60), (350, 60), (350, 150), (430, 300), (210, 300), (290, 150)]
    return [
        Shape(colours[2], glass),
        Shape(colours[1], [(318, 214), (384, 214), (430, 300), (210, 300), (256, 214)]),
        Shape("#ffffff", arc(300, 260, 12)),
        Shape("#ffffff", arc(345, 245, 8)),
        Shape(colours[0], box(280, 50, 80, 16)),
    ]


def blocks(colours: Colours) -> list[Shape]:
    places = ((210, 210), (290, 210), (370, 210), (250, 130), (330, 130), (290, 50))
    return [Shape(colours[n % 3], box(x, y, 72, 72)) for n, (x, y) in enumerate(places)]


def volumes(colours: Colours) -> list[Shape]:
    sizes = ((0, 190, 44), (1, 220, 36), (2, 170, 52), (1, 200, 40), (0, 230, 34))
    shapes, x = [], 205.0
    for colour, height, width in sizes:
        shapes += [
            Shape(colours[colour], box(x, 290 - height, width, height)),
            Shape(PAPER, box(x + 6, 310 - height, width - 12, 6)),
        ]
        x += width + 6
    return [*shapes, Shape(INK, box(180, 290, 280, 10))]


def desk(colours: Colours) -> list[Shape]:
    legs = [Shape(INK, box(x, 190, 12, 110)) for x in (200, 428)]
    lamp = [Shape(colours[1], [(390, 70), (430, 120), (350, 120)]), Shape(INK, box(386, 120, 8, 54))]
    return [*legs, Shape(colours[0], box(180, 174, 280, 18)), *lamp, Shape(colours[2], box(230, 150, 90, 24))]


def robot(colours: Colours) -> list[Shape]:
    wheels = [Shape(INK, arc(x, 280, 34)) for x in (250, 390)] + [Shape(PAPER, arc(x, 280, 12)) for x in (250, 390)]
    eyes = [Shape(PAPER, arc(x, 120, 16)) for x in (290, 350)]
    body = [Shape(colours[0], box(215, 180, 210, 80)), Shape(colours[1], box(250, 80, 140, 84))]
    return [*body, *eyes, *wheels, Shape(colours[2], box(316, 44, 8, 36)), Shape(colours[2], arc(320, 44, 12))]


def globe(colours: Colours) -> list[Shape]:
    lands = [Shape(colours[2], arc(290, 130, 34, squeeze=0.6)), Shape(colours[2], arc(350, 185, 40, squeeze=0.7))]
    return [
        Shape(INK, box(312, 250, 16, 46)),
        Shape(INK, box(260, 292, 120, 12)),
        Shape(colours[1], arc(320, 155, 105)),
        *lands,
    ]


def cards(colours: Colours) -> list[Shape]:
    card = box(270, 80, 110, 190)
    fan = [Shape(colours[n], turned(card, -24 + 24 * n, 320, 300)) for n in range(3)]
    return [*fan, Shape(PAPER, turned(arc(325, 175, 28), 24, 320, 300))]


def plant(colours: Colours) -> list[Shape]:
    leaf = [*arc(320, 110, 30, 180, 360, squeeze=1.8), (320, 190)]
    leaves = [Shape(colours[number % 2], turned(leaf, turn, 320, 190)) for number, turn in enumerate((-52, 52, 0))]
    pot = [(255, 220), (385, 220), (365, 310), (275, 310)]
    return [
        Shape(colours[0], box(317, 150, 6, 70)),
        *leaves,
        Shape("#c98a5b", pot),
        Shape("#a96c42", box(245, 206, 150, 18)),
    ]
