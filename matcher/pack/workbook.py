"""Writes tables as an Excel workbook. No cell is a formula; the same tables give the same bytes."""

import io
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from matcher.digest.safe import clip
from matcher.pack.tables import Cell, Table

_NO_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest a zip file can hold
_NARROWEST, _WIDEST = 10, 60  # characters of a column
_WHOLE_FROM = 100  # from here on a number is shown without decimals
_LONGEST = 5_000  # characters of a cell; Excel holds 32,767
_FORMULA = ("=", "+", "-", "@")  # what spreadsheets take for the start of a formula


def write_workbook(tables: Sequence[Table], title: str, made: datetime) -> bytes:
    """Write one sheet for each table. `made` (aware) is the moment that stands in the file."""
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        _fill(book.create_sheet(table.name), table)
    about = book.properties
    about.title, about.creator = title, "Bid Matcher"
    about.created = about.modified = made.astimezone(UTC).replace(tzinfo=None)
    written = io.BytesIO()
    # `Workbook.save` would put the present time in the place of ours.
    ExcelWriter(book, ZipFile(written, "w", ZIP_DEFLATED)).save()
    return _without_times(written)


def harmless(text: str) -> str:
    """Return `text` as a cell that no spreadsheet takes for a formula, in one plain line.

    What would begin a formula gets an apostrophe before it (OWASP, "CSV injection");
    characters that XML does not allow go.
    """
    shown = clip("".join(map(_allowed, text)), _LONGEST)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


def _allowed(character: str) -> str:
    # U+FFFE and U+FFFF are the only ones that `clip` leaves and XML refuses.
    return "" if unicodedata.category(character) == "Cn" else character


def _fill(sheet: Any, table: Table) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    rows = [[_value(cell) for cell in row] for row in (table.head, *table.rows)]
    for row in rows:
        sheet.append(row)
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if cell.data_type == "n" and isinstance(cell.value, float):
                cell.number_format = "0.00" if cell.value < _WHOLE_FROM else "#,##0"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for place, column in enumerate(zip(*rows, strict=True), start=1):
        width = max(len(str(value)) for value in column if value is not None)
        wide = min(max(width + 2, _NARROWEST), _WIDEST)
        sheet.column_dimensions[get_column_letter(place)].width = wide
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _value(cell: Cell) -> str | float | date | None:
    """Return what the cell holds: an empty text leaves it empty, unknown is "not stated"."""
    if cell is None:
        return "not stated"
    if isinstance(cell, str):
        return harmless(cell) or None
    return float(cell) if isinstance(cell, Decimal) else cell


def _without_times(written: io.BytesIO) -> bytes:
    """Return the same archive without the times at which its parts were written."""
    again = io.BytesIO()
    with ZipFile(written) as source, ZipFile(again, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = ZipInfo(name, _NO_TIME)
            part.compress_type = ZIP_DEFLATED
            target.writestr(part, source.read(name))
    return again.getvalue()
