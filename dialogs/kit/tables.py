"""Tables as files, CSV or a spreadsheet, in which nothing that a person typed becomes a formula or a link."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO, Literal

Format = Literal["csv", "xlsx"]
Row = Callable[[Sequence[str]], None]
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_SHEET = 1_048_575  # rows under the header
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheets take for the beginning of one (OWASP ASVS V1.2.10)


class TooManyRows(Exception):
    """A spreadsheet does not hold so many."""


def table(header: Sequence[str], rows: Iterable[Sequence[str]], form: Format) -> bytes:
    """The table as the bytes of a file, of which nothing lies on any disk.

    :raises TooManyRows: there are more than a spreadsheet holds.
    """
    file = io.BytesIO()
    with written_to(file, header, form) as write:
        for row in rows:
            write(row)
    return file.getvalue()


@contextmanager
def written_to(file: BinaryIO, header: Sequence[str], form: Format, folder: str | None = None) -> Iterator[Row]:
    """A table that is written row by row; a long spreadsheet needs a folder for its parts, to hold none in memory."""
    with _csv(file) if form == "csv" else _xlsx(file, folder) as write:
        write(header)
        yield write


@contextmanager
def _csv(file: BinaryIO) -> Iterator[Row]:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.writer(text, lineterminator="\r\n")

    def write(row: Sequence[str]) -> None:
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])

    try:
        yield write
    finally:
        text.detach()


@contextmanager
def _xlsx(file: BinaryIO, folder: str | None) -> Iterator[Row]:
    from xlsxwriter import Workbook

    where: dict[str, Any] = {"in_memory": True} if folder is None else {"constant_memory": True, "tmpdir": folder}
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(file, where | safe) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        rows = 0

        def write(row: Sequence[str]) -> None:
            nonlocal rows
            if rows > LONGEST_SHEET:
                raise TooManyRows
            for column, cell in enumerate(row):
                sheet.write_string(rows, column, cell)
            rows += 1

        yield write
