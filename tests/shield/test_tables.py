"""Tables that staff download: whatever visitors typed is a text in them, never a formula or a link.

A cell was looked at by its first sign alone; spreadsheets pass over blanks before an equals sign.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest

from dialogs.kit.tables import table

BEFORE = ("", " ", "\t", "\r", "\n", "\x00", "\u00a0", "\ufeff", "\u200b", "\u202e", "\u2003 ", "\t =", "'")
SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "﹢")
AFTER = ("cmd|' /C calc'!A0", 'HYPERLINK("https://evil.tld";"Анна")', "1+1", "SUM(A1)", "")
ALSO = (
    "https://evil.tld",
    "mailto:a@evil.tld",
    "internal:A1",
    "file:///etc/passwd",
    "1",
    "01.02.2020",
    "TRUE",
    "_x0041_",
    "",
)
CELLS = [f"{before}{sign}{after}" for before in BEFORE for sign in SIGNS for after in AFTER] + list(ALSO)
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def unescaped(text: str) -> str:
    """Signs that XML cannot hold are told by their numbers."""
    return re.sub("_x([0-9A-F]{4})_", lambda sign: chr(int(sign[1], 16)), text)


def read(xlsx: bytes) -> Iterator[tuple[str, str]]:
    """The type and the text of each cell below the header, by the format's own rules."""
    with zipfile.ZipFile(io.BytesIO(xlsx)) as book:
        shared = ET.fromstring(book.read("xl/sharedStrings.xml"))
        texts = [unescaped("".join(part.text or "" for part in one.iter(f"{SHEET}t"))) for one in shared]
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    for row in list(sheet.iter(f"{SHEET}row"))[1:]:
        for cell in row:
            value = cell.find(f"{SHEET}v")
            yield cell.get("t", "n"), "" if value is None else texts[int(value.text or 0)]


@pytest.mark.shield("S8")
def test_every_cell_of_a_spreadsheet_is_a_text() -> None:
    made = table(["слова"], [[cell] for cell in CELLS], "xlsx")
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert b"hyperlink" not in sheet
        assert not any("hyperlink" in name or "externalLink" in name for name in book.namelist())
    kept = list(read(made))
    assert {kind for kind, _ in kept} == {"s"}
    told = [cell.replace("\x00", "") for cell in CELLS]
    assert [re.sub("\r\n?", "\n", text) for _, text in kept] == [re.sub("\r\n?", "\n", cell) for cell in told]


@pytest.mark.shield("S8")
@pytest.mark.parametrize("plain", [True, False])
def test_no_cell_of_a_csv_is_taken_for_a_formula(plain: bool) -> None:
    made = table(["слова"], [[cell, "конец"] for cell in CELLS], "csv", plain=plain)
    assert b"\x00" not in made
    text = made.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="," if plain else ";"))[1:]
    assert len(rows) == len(CELLS)
    for (cell, end), typed in zip(rows, CELLS, strict=True):
        assert end == "конец"
        assert cell.removeprefix("'") == typed.replace("\x00", "").removeprefix("'")
        bare = re.sub(r"^[\s\x00-\x1f\ufeff\u200b\u202e]+", "", cell)
        assert not bare.startswith(SIGNS)
        assert not cell.startswith(("\t", "\r", "\n"))


@pytest.mark.shield("S8")
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_phone_can_still_be_dialled(form: str) -> None:
    made = table(["телефон"], [["+79161234567"]], "csv" if form == "csv" else "xlsx")
    shown = made.decode("utf-8-sig") if form == "csv" else str(list(read(made)))
    assert ("(+7) 916 123-45-67" if form == "csv" else "+79161234567") in shown
