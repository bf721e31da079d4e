"""Nothing that a person typed becomes a formula or a link in an organiser's table."""

import csv
import io
import zipfile

import pytest

from dialogs.kit.tables import table

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "https://example.org", 'a "quoted", word', "обычное"]


def test_a_csv_disarms_formulas_and_keeps_the_rest() -> None:
    rows = list(csv.reader(io.StringIO(table(("a",), [[cell] for cell in HOSTILE], "csv").decode(), newline="")))
    cells = [row[0] for row in rows[1:]]
    assert [cell.removeprefix("'") for cell in cells] == HOSTILE
    assert all(cell[0] not in "=+-@\t\r" for cell in cells)


@pytest.mark.parametrize("cell", HOSTILE)
def test_a_spreadsheet_has_only_texts(cell: str) -> None:
    with zipfile.ZipFile(io.BytesIO(table(("a",), [[cell]], "xlsx"))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "hyperlink" not in sheet
        assert sheet.count('t="s"') == 2
