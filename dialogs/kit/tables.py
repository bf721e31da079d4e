"""Tables as files, CSV or a spreadsheet, in which nothing that a person typed becomes a formula or a link."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Literal

Format = Literal["csv", "xlsx"]
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheets take for the beginning of one (OWASP ASVS V1.2.10)


def table(header: Sequence[str], rows: Iterable[Sequence[str]], form: Format) -> bytes:
    """The table as the bytes of a file."""
    return _csv(header, rows) if form == "csv" else _xlsx(header, rows)


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row] for row in rows)
    return text.getvalue().encode("utf-8")


def _xlsx(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    from xlsxwriter import Workbook

    file = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(file, safe) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for number, row in enumerate([header, *rows]):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)
    return file.getvalue()
