"""Paints flat pictures from polygons and writes them as PNG: enough for logos, and no library is needed."""

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, cos, floor, pi, sin

WIDTH, HEIGHT = 640, 360
SMOOTH = 4  # sub-rows to a row; what they cover in part gives the edge its softness

PAPER, INK = "#faf6ee", "#22313f"

Colours = tuple[str, str, str]  # dark, middle, light
Points = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Shape:
    """A polygon of one colour; the colour is written as in CSS, `#2a6f97`."""

    colour: str
    points: Points


def arc(x: float, y: float, radius: float, begin: float = 0, end: float = 360, *, squeeze: float = 1) -> Points:
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


def png(background: str, shapes: Sequence[Shape]) -> bytes:
    """The picture as a file."""
    rows = [bytearray(_rgb(background) * WIDTH) for _ in range(HEIGHT)]
    for shape in shapes:
        colour = _rgb(shape.colour)
        for y, left, cover in _coverage(shape.points):
            _blend(rows[y], left, cover, colour)
    pixels = b"".join(b"\0" + row for row in rows)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(pixels, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def _coverage(points: Points) -> Iterator[tuple[int, int, list[float]]]:
    """For each row that the polygon touches: where it begins and how much of each pixel it covers."""
    top = max(0, floor(min(y for _, y in points)))
    bottom = min(HEIGHT, ceil(max(y for _, y in points)))
    left = max(0, floor(min(x for x, _ in points)))
    right = min(WIDTH, ceil(max(x for x, _ in points)))
    for y in range(top, bottom):
        change = [0.0] * (right - left + 2)
        for part in range(SMOOTH):
            crossings = sorted(_crossings(points, y + (part + 0.5) / SMOOTH))
            for begin, end in zip(crossings[::2], crossings[1::2], strict=True):
                _step(change, min(max(begin, left), right) - left, 1 / SMOOTH)
                _step(change, min(max(end, left), right) - left, -1 / SMOOTH)
        yield y, left, list(accumulate(change))[: right - left]


def _crossings(points: Points, y: float) -> Iterator[float]:
    for (x1, y1), (x2, y2) in zip(points, [*points[1:], points[0]], strict=True):
        if (y1 <= y) != (y2 <= y):
            yield x1 + (y - y1) * (x2 - x1) / (y2 - y1)


def _step(change: list[float], x: float, amount: float) -> None:
    """From x on, each pixel is covered by `amount` more; the pixel under x only by its right part."""
    whole = int(x)
    change[whole] += amount * (1 - (x - whole))
    change[whole + 1] += amount * (x - whole)


def _blend(row: bytearray, left: int, cover: list[float], colour: bytes) -> None:
    for x, share in enumerate(cover, start=left):
        if share > 0.999:
            row[3 * x : 3 * x + 3] = colour
        elif share > 0.001:
            for channel in range(3):
                under = row[3 * x + channel]
                row[3 * x + channel] = round(under + (colour[channel] - under) * share)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _rgb(colour: str) -> bytes:
    return bytes.fromhex(colour.removeprefix("#"))
