"""Tables as files, CSV or a spreadsheet, in which nothing that a person typed becomes a formula or a link.

A CSV is for people and opens in Excel by a double click, the Russian one too: it begins with a byte order mark, and has
semicolons. A `plain` one is for programs: commas, and no mark. What a spreadsheet would take for a formula is disarmed
by an apostrophe, also behind blanks, but a phone stays one: «(+7) 916 123-45-67» is neither a number nor a formula, and
can be dialled.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO, Literal

Format = Literal["csv", "xlsx"]
Row = Callable[[Sequence[str]], None]
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_SHEET = 1_048_575  # rows under the header; what is more goes on in the next sheet
_FORMULA = ("=", "+", "-", "@")  # what spreadsheets take for the beginning of one (OWASP ASVS V1.2.10)
_PHONE = re.compile(r"\+[0-9]{7,15}")
_MEASURED = 200  # rows by which the widths of columns are chosen
_WIDTHS = (6, 60)  # of a column, in signs


def table(header: Sequence[str], rows: Iterable[Sequence[str]], form: Format, *, plain: bool = False) -> bytes:
    """The table as the bytes of a file, of which nothing lies on any disk."""
    file = io.BytesIO()
    with written_to(file, header, form, plain=plain) as write:
        for row in rows:
            write(row)
    return file.getvalue()


@contextmanager
def written_to(
    file: BinaryIO,
    header: Sequence[str],
    form: Format,
    folder: str | None = None,
    *,
    plain: bool = False,
    longest: int = LONGEST_SHEET,
) -> Iterator[Row]:
    """A table that is written row by row; a long spreadsheet needs a folder for its parts, to hold none in memory."""
    with _csv(file, header, plain=plain) if form == "csv" else _xlsx(file, header, folder, longest) as write:
        yield write


@contextmanager
def _csv(file: BinaryIO, header: Sequence[str], *, plain: bool) -> Iterator[Row]:
    text = io.TextIOWrapper(file, encoding="utf-8" if plain else "utf-8-sig", newline="")
    writer = csv.writer(text, delimiter="," if plain else ";", lineterminator="\r\n")

    def write(row: Sequence[str]) -> None:
        writer.writerow([_disarmed(cell) if _is_formula(cell) else cell for cell in map(_told, row)])

    write(header)
    try:
        yield write
    finally:
        text.detach()


def _told(cell: str) -> str:
    """The cell without zeros, at which some programs stop reading."""
    return cell.replace("\x00", "")


def _is_formula(cell: str) -> bool:
    """Whether some spreadsheet may take it for one: they pass over blanks and what is not seen, and know wide signs."""
    if cell.startswith(("\t", "\r", "\n")):
        return True
    seen = (sign for sign in cell if not (sign.isspace() or unicodedata.category(sign)[0] == "C"))
    first = next(seen, "")
    return unicodedata.normalize("NFKC", first) in _FORMULA


def _disarmed(cell: str) -> str:
    return _spoken_phone(cell) if _PHONE.fullmatch(cell) else f"'{cell}"


def _spoken_phone(phone: str) -> str:
    """«(+7) 916 123-45-67»."""
    import phonenumbers

    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return f"({phone})"
    code, _, rest = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL).partition(" ")
    return f"({code}) {rest}"


@contextmanager
def _xlsx(file: BinaryIO, header: Sequence[str], folder: str | None, longest: int) -> Iterator[Row]:
    from xlsxwriter import Workbook

    where: dict[str, Any] = {"in_memory": True} if folder is None else {"constant_memory": True, "tmpdir": folder}
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(file, where | safe) as book:
        sheets = [_Sheet(book, header)]

        def write(row: Sequence[str]) -> None:
            if sheets[-1].rows == longest:
                sheets[-1].finish()
                sheets[:] = [_Sheet(book, header)]
            sheets[-1].write(row)

        yield write
        sheets[-1].finish()


class _Sheet:
    """A sheet with its header on top, which stays there, columns as wide as what stands in them, and a filter."""

    def __init__(self, book: Any, header: Sequence[str]) -> None:
        self.rows = 0
        self._header = header
        self._measured: list[Sequence[str]] | None = []  # until the widths are known, for a row cannot be taken back
        self._bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._text = book.add_format({"text_wrap": True, "valign": "top"})
        self._sheet = book.add_worksheet()
        self._sheet.freeze_panes(1, 0)

    def write(self, row: Sequence[str]) -> None:
        self.rows += 1
        if self._measured is None:
            self._put(self.rows, row)
            return
        self._measured.append(row)
        if len(self._measured) == _MEASURED:
            self._begin()

    def finish(self) -> None:
        self._begin()
        self._sheet.autofilter(0, 0, self.rows, len(self._header) - 1)

    def _begin(self) -> None:
        if self._measured is None:
            return
        measured, self._measured = self._measured, None
        for column, title in enumerate(self._header):
            longest = max([len(title), *(len(row[column]) for row in measured)])
            self._sheet.set_column(column, column, min(max(longest + 3, _WIDTHS[0]), _WIDTHS[1]), self._text)
            self._sheet.write_string(0, column, title, self._bold)
        for number, row in enumerate(measured, 1):
            self._put(number, row)

    def _put(self, number: int, row: Sequence[str]) -> None:
        for column, cell in enumerate(row):
            self._sheet.write_string(number, column, _told(cell), self._text if len(cell) > _WIDTHS[1] else None)
