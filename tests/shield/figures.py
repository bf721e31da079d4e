"""The rows of the matrix, and figures beside their bounds: pure."""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

ROWS: Mapping[str, str] = {
    "S1": "forged, broken and repeated webhooks",
    "S2": "forged headers of a proxy",
    "S3": "who may do what: routes, replies, commands, links, pages, hooks",
    "S4": "anything that a person can send, within its time",
    "S5": "invitations and codes",
    "S6": "whose contact it is",
    "S7": "people's texts where others read them",
    "S8": "formulas and links in tables",
    "S9": "bombs in files",
    "S10": "floods",
    "S11": "planted data in logs and metrics",
    "S12": "strange groups, and the end of rights",
    "S13": "data of a Mini App",
    "S14": "forged and repeated callbacks",
    "S15": "pages in a browser",
    "S16": "what we depend on",
    "P1": "no datum without a live consent",
    "P2": "withdrawal, with letters under way",
    "P3": "what every column is to a person",
    "P4": "erased people, looked for everywhere",
    "P5": "what a stolen database tells",
    "P6": "kept no longer than promised",
    "P7": "every look in an audit that cannot be changed",
    "P8": "one stand's rows and another's",
    "P9": "phones in groups",
    "P10": "who was affected",
    "P11": "ages",
}
NOT_THERE: Mapping[str, str] = {"S13": "there is no Mini App"}  # what has nothing that could be attacked

_COMPARED: Mapping[str, Callable[[float, float], bool]] = {
    "=": operator.eq,
    "≤": operator.le,
    "<": operator.lt,
    "≥": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Figure:
    """Something measured; the bound is a sign, a number and perhaps a unit: `= 0`, `< 50 ms`, `≥ 5000`."""

    row: str
    text: str
    value: float
    bound: str

    @property
    def holds(self) -> bool:
        sign, number, *_ = self.bound.split()
        return _COMPARED[sign](self.value, float(number))

    @property
    def of_the_size(self) -> bool:
        """Whether it says how much was tried, which is less in usual runs."""
        return self.bound.startswith("≥")

    def __str__(self) -> str:
        return f"{self.text} {self.value:.6g} ({self.bound})"


@dataclass(slots=True)
class Row:
    """What came of one row: how many tests passed, which failed or were left out, and what was measured."""

    passed: int = 0
    failed: list[str] = field(default_factory=list)
    skipped: int = 0
    figures: list[Figure] = field(default_factory=list)

    @property
    def sign(self) -> str:
        """✔: it holds; ✗: it leaks; –: nobody knows."""
        if self.failed or not all(figure.holds for figure in self.figures):
            return "✗"
        return "✔" if self.passed else "–"


def matrix(rows: Mapping[str, Row]) -> Sequence[str]:
    """The table, and a last line that says how many leaks there are."""
    lines: list[str] = []
    for name, about in ROWS.items():
        row = rows.get(name, Row())
        tests = f"{row.passed} passed" + (f", {row.skipped} skipped" if row.skipped else "")
        told = NOT_THERE.get(name, "no test has run") if row.sign == "–" else tests
        lines.append(f"{name:<4}{row.sign} {about}: {told}")
        lines += [f"      {'' if figure.holds else '✗ '}{figure}" for figure in row.figures]
        lines += [f"      ✗ {test}" for test in row.failed]
    signs = {name: rows.get(name, Row()).sign for name in ROWS}
    leaks = [name for name, sign in signs.items() if sign == "✗"]
    unknown = [name for name, sign in signs.items() if sign == "–" and name not in NOT_THERE]
    lines.append(f"{len(leaks)} leaks" + (f" ({', '.join(leaks)})" if leaks else ""))
    if unknown:
        lines.append(f"not tried: {', '.join(unknown)}")
    return lines
