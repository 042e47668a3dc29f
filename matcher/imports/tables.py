"""Rows of CSV and Excel tables, every cell as text. pandas is loaded only when one is read."""

import csv
import io
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from matcher.imports.files import Limits, kind_of, opened
from matcher.imports.result import ImportFailure, RejectedRow
from matcher.imports.rows import Numbered, document_rows, line_rows

if TYPE_CHECKING:
    from pandas import DataFrame

Rows: TypeAlias = Iterator[Numbered | RejectedRow]

_MOST_COLUMNS = 2_000
_CHUNK = 1_000  # rows held at a time
_SEPARATORS = (",", ";", "\t")


def every_row(path: Path, at: str | None, limits: Limits, of_table: Callable[[Rows], Rows]) -> Rows:
    """Yield the rows of any kind of file. `at` names the list in a document.

    `of_table` looks over the rows of a table, whose columns may be other ones.
    ImportFailure for a file that cannot be read at all.
    """
    kind = kind_of(path)
    if kind == ".jsonl":
        return line_rows(path, limits)
    if kind == ".json":
        return document_rows(path, at, limits)
    return of_table(csv_rows(path, limits) if kind == ".csv" else excel_rows(path, limits))


def csv_rows(path: Path, limits: Limits) -> Iterator[Numbered | RejectedRow]:
    """Yield the rows of a CSV file whose first row names the columns.

    The separator is whichever of comma, semicolon and tab the first line has most of.
    """
    import pandas as pd

    separator, width = _shape(path, limits)
    with opened(path, limits.file) as stream:
        try:
            with pd.read_csv(
                io.TextIOWrapper(stream, encoding="utf-8-sig", newline=""),
                sep=separator,
                header=None,
                names=range(width),
                dtype=str,
                keep_default_na=False,
                skip_blank_lines=False,
                chunksize=_CHUNK,
            ) as table:
                yield from _named(path, (chunk.fillna("") for chunk in table))
        except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
            raise ImportFailure(f"{path.name}: not a CSV file: {error}") from error


def _shape(path: Path, limits: Limits) -> tuple[str, int]:
    """Look through the file once for its separator and its widest row."""
    csv.field_size_limit(limits.line)
    with opened(path, limits.file) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        try:
            heading = text.readline(limits.line)
            separator = max(_SEPARATORS, key=heading.count)
            widths = [len(next(csv.reader([heading], delimiter=separator), []))]
            widths.append(max(map(len, csv.reader(text, delimiter=separator)), default=0))
        except UnicodeDecodeError as error:
            raise ImportFailure(f"{path.name}: not text in UTF-8; save it as CSV UTF-8") from error
        except csv.Error as error:
            raise ImportFailure(f"{path.name}: not a CSV file: {error}") from error
    if max(widths) > _MOST_COLUMNS:
        raise ImportFailure(f"{path.name}: has more than {_MOST_COLUMNS} columns")
    return separator, max(widths)


def excel_rows(path: Path, limits: Limits) -> Iterator[Numbered | RejectedRow]:
    """Yield the rows of the first sheet of an Excel file whose first row names the columns."""
    import pandas as pd

    _check_workbook(path, limits)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which hold no facts
            table = pd.read_excel(
                path, header=None, dtype=str, keep_default_na=False, engine="openpyxl"
            )
    except Exception as error:  # openpyxl raises whatever it stumbles over in a broken part
        raise ImportFailure(f"{path.name}: cannot be read as an Excel file") from error
    yield from _named(path, iter([table.fillna("")]))


def _check_workbook(path: Path, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(path) as parts:
            size = sum(part.file_size for part in parts.infolist())
            names = set(parts.namelist())
    except OSError as error:
        raise ImportFailure(f"{path.name}: cannot be read ({error.strerror or error})") from error
    except zipfile.BadZipFile as error:
        raise ImportFailure(f"{path.name}: is not an Excel file, whatever its name says") from error
    if "xl/workbook.xml" not in names:
        raise ImportFailure(f"{path.name}: is not an Excel file, whatever its name says")
    if size > limits.file:
        raise ImportFailure(f"{path.name}: larger than {limits.file:,} bytes unpacked; split it")


def _named(path: Path, chunks: "Iterator[DataFrame]") -> Iterator[Numbered | RejectedRow]:
    """Give each row the names of the first one; number rows as a spreadsheet does."""
    header: list[str] | None = None
    number = 0
    for chunk in chunks:
        for cells in chunk.itertuples(index=False, name=None):
            number += 1
            words = [str(cell).strip() for cell in cells]
            if header is None:
                header = _header(path, words)
            elif any(words[len(header) :]):
                yield RejectedRow(number, None, f"has more than the {len(header)} cells of row 1")
            elif any(words):
                yield number, dict(zip(header, words, strict=False))


def _header(path: Path, words: list[str]) -> list[str]:
    while words and not words[-1]:
        words.pop()
    twice = sorted({word for word in words if word and words.count(word) > 1})
    if twice:
        raise ImportFailure(f"{path.name}: has two columns called {twice[0]!r}")
    if not words:
        raise ImportFailure(f"{path.name}: row 1 names no columns")
    return words
