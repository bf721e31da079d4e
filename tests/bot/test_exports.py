"""Nothing that a person typed becomes a formula or a link in an organiser's table."""

import csv
import io
import re
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from python_calamine import load_workbook

from dialogs.kit.tables import Format, table, written_to

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "https://example.org", 'a "quoted", word', "обычное"]


def test_a_csv_disarms_formulas_and_keeps_the_rest() -> None:
    written = table(("a",), [[cell] for cell in HOSTILE], "csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(written, newline=""), delimiter=";"))
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


def test_a_csv_opens_by_a_double_click_in_a_russian_excel() -> None:
    assert table(("Имя", "Город"), [("Анна", "Уфа")], "csv") == "\ufeffИмя;Город\r\nАнна;Уфа\r\n".encode()
    assert table(("name", "town"), [("Anna", "Ufa")], "csv", plain=True) == b"name,town\r\nAnna,Ufa\r\n"


@pytest.mark.parametrize(
    ("phone", "said"),
    [("+79161234567", "(+7) 916 123-45-67"), ("+375291234567", "(+375) 29 123-45-67"), ("+99999999", "(+99999999)")],
)
def test_a_phone_is_a_phone_and_no_formula(phone: str, said: str) -> None:
    assert table(("a",), [[phone]], "csv").decode("utf-8-sig") == f"a\r\n{said}\r\n"
    book = load_workbook(io.BytesIO(table(("a",), [[phone]], "xlsx")))
    assert book.get_sheet_by_index(0).to_python()[1] == [phone]


def test_a_spreadsheet_has_columns_as_wide_as_its_words_and_a_filter() -> None:
    rows = [("1", "В котором часу начнётся?"), ("2", "Да")]
    with zipfile.ZipFile(io.BytesIO(table(("№", "Вопрос"), rows, "xlsx"))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert '<autoFilter ref="A1:B3"/>' in sheet
    narrow, wide = (float(width) for width in re.findall(r'<col [^>]*width="([0-9.]+)"', sheet))
    assert narrow < 10
    assert wide > 24


@pytest.mark.parametrize("folder", [False, True])
def test_what_a_sheet_does_not_hold_goes_on_in_the_next_one(tmp_path: Path, folder: bool) -> None:
    file = io.BytesIO()
    with written_to(file, ("n",), "xlsx", str(tmp_path) if folder else None, longest=300) as write:
        for number in range(700):
            write([str(number)])
    file.seek(0)
    book = load_workbook(file)
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    assert [sheet[0] for sheet in sheets] == [["n"]] * 3
    assert [len(sheet) - 1 for sheet in sheets] == [300, 300, 100]
    assert [row[0] for sheet in sheets for row in sheet[1:]] == [str(number) for number in range(700)]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_long_table_is_never_in_memory(tmp_path: Path, form: Format) -> None:
    with (tmp_path / "long").open("wb") as file:
        tracemalloc.start()
        with written_to(file, ("messenger", "user", "session"), form, str(tmp_path)) as write:
            for number in range(30_000):
                write(("telegram", str(number), "reading"))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert most < 3_000_000
