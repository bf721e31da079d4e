"""Emblems of invented companies: each is drawn in the three colours that it is given."""

from pictures import Colours, Shape, arc, box, turned


def petals(colours: Colours) -> list[Shape]:
    leaf = [*arc(320, 110, 46, 180, 360, squeeze=1.4), (320, 180)]
    flower = [Shape(colours[number % 2], turned(leaf, number * 45)) for number in range(8)]
    return [*flower, Shape(colours[2], arc(320, 180, 30))]


def steps(colours: Colours) -> list[Shape]:
    return [Shape(colours[(2, 2, 1, 0)[n]], box(200 + n * 62, 250 - n * 42, 50, 40 + n * 42)) for n in range(4)]


def rings(colours: Colours) -> list[Shape]:
    sizes = ((130, colours[2]), (100, "#ffffff"), (86, colours[1]), (56, "#ffffff"), (42, colours[0]))
    return [Shape(colour, arc(320, 180, radius)) for radius, colour in sizes]


def sails(colours: Colours) -> list[Shape]:
    return [
        Shape(colours[1], [(310, 50), (310, 240), (190, 240)]),
        Shape(colours[2], [(326, 90), (430, 240), (326, 240)]),
        Shape(colours[0], [(170, 256), (470, 256), (420, 306), (220, 306)]),
    ]


def rainbow(colours: Colours) -> list[Shape]:
    sizes = ((150, colours[0]), (116, colours[1]), (82, colours[2]), (48, "#ffffff"))
    return [Shape(colour, arc(320, 250, radius, 180, 360)) for radius, colour in sizes]


def book(colours: Colours) -> list[Shape]:
    left = [(316, 110), (190, 80), (190, 240), (316, 270)]
    right = [(324, 110), (450, 80), (450, 240), (324, 270)]
    return [Shape(colours[0], left), Shape(colours[1], right), Shape(colours[2], arc(320, 76, 26))]


def mosaic(colours: Colours) -> list[Shape]:
    quarters = ((0, 0), (1, 90), (2, 180), (1, 270), (2, 0), (0, 90), (1, 180), (0, 270), (2, 90))
    shapes = []
    for number, (colour, turn) in enumerate(quarters):
        x, y = 203 + number % 3 * 80, 63 + number // 3 * 80
        corner = {0: (x, y), 90: (x + 74, y), 180: (x + 74, y + 74), 270: (x, y + 74)}[turn]
        shapes.append(Shape(colours[colour], [corner, *arc(*corner, 74, turn, turn + 90)]))
    return shapes


def compass(colours: Colours) -> list[Shape]:
    needle = [(320, 50), (348, 180), (292, 180)]
    across = [Shape(colours[1], turned(needle, 90)), Shape(colours[1], turned(needle, 270))]
    along = [Shape(colours[0], needle), Shape(colours[2], turned(needle, 180))]
    return [Shape(colours[2], arc(320, 180, 134)), Shape("#ffffff", arc(320, 180, 122)), *across, *along]


def hills(colours: Colours) -> list[Shape]:
    sun = Shape(colours[2], arc(400, 110, 44))
    return [sun, Shape(colours[1], arc(250, 280, 120, 180, 360)), Shape(colours[0], arc(390, 280, 90, 180, 360))]


def kite(colours: Colours) -> list[Shape]:
    middle = (320, 150)
    sides = [(320, 40), (420, 150), (320, 320), (220, 150)]
    order = (colours[0], colours[1], colours[2], colours[1])
    return [Shape(order[n], [middle, sides[n], sides[(n + 1) % 4]]) for n in range(4)]


def bridge(colours: Colours) -> list[Shape]:
    deck = Shape(colours[0], box(150, 130, 340, 34))
    arches = [Shape("#ffffff", arc(x, 280, 62, 180, 360, squeeze=1.5)) for x in (235, 405)]
    return [Shape(colours[1], box(150, 164, 340, 116)), *arches, deck, Shape(colours[2], box(150, 284, 340, 16))]


def bubbles(colours: Colours) -> list[Shape]:
    return [
        Shape(colours[2], arc(250, 150, 92)),
        Shape(colours[1], arc(390, 140, 66)),
        Shape(colours[0], arc(350, 240, 54)),
    ]


def dots(colours: Colours) -> list[Shape]:
    places = [(x, y) for x in (270, 370) for y in (85, 180, 275)]
    return [Shape(colours[2 if n in {2, 5} else n % 2], arc(x, y, 38)) for n, (x, y) in enumerate(places)]
