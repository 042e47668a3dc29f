"""A CSV table whose columns are found by name, never by their place, and read as a stream."""

import csv
import io
import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

_NUMBER = re.compile(r"-?\d{1,15}(\.\d{0,20})?([eE][+-]?\d{1,3})?", re.ASCII)
_LONGEST_TEXT = 300  # characters kept of a name; the longest indicator name has about 150
_LARGEST_FIELD = 131_072  # characters
_MOST_PROBLEMS = 20  # told one by one; the rest are counted

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """An open table: its name for messages, its columns, and the rows still to come."""

    where: str
    places: Mapping[str, int]  # column name, in lower case -> place; the first of that name
    width: int
    reader: Any  # csv.reader, which has no public type

    def has(self, column: str) -> bool:
        """Say whether there is a column of that name."""
        return column in self.places


class Problems:
    """Sentences about rows that were not understood; the first few are kept, all are counted."""

    def __init__(self) -> None:
        self._kept: list[str] = []
        self._count = 0

    def add(self, line: int, reason: str) -> None:
        """Note what is wrong in a line."""
        self._count += 1
        if self._count <= _MOST_PROBLEMS:
            self._kept.append(f"line {line}: {reason}")

    def told(self) -> tuple[str, ...]:
        """Return the sentences, the last of which counts those left out."""
        more = self._count - len(self._kept)
        return (*self._kept, f"and {more} more lines not understood") if more else (*self._kept,)


def open_text(body: BinaryIO) -> io.TextIOWrapper:
    """Decode a file as it is read: UTF-8, with or without a byte order mark."""
    return io.TextIOWrapper(body, encoding="utf-8-sig", errors="replace", newline="")


def open_table(lines: Iterable[str], where: str) -> Table:
    """Read the header; ValueError, naming the table, if this is no CSV table."""
    csv.field_size_limit(_LARGEST_FIELD)  # kept by the module for everybody: others change it
    reader = csv.reader(lines)
    written = (row for row in _guarded(reader, where) if any(cell.strip() for cell in row))
    header = next(written, None)
    if header is None:
        raise ValueError(f"{where}: there is nothing in it")
    header[0] = header[0].replace("\ufeff", "")  # a byte order mark may come twice
    start = header[0].lstrip()
    if start.startswith(("<", "{", "[")):
        came = "an HTML page" if start.startswith("<") else "JSON"
        raise ValueError(f"{where}: a CSV table was promised, {came} came")
    places: dict[str, int] = {}
    for place, name in enumerate(header):
        places.setdefault(_plain(name).casefold(), place)
    return Table(where, places, len(header), reader)


def rows(
    table: Table, required: Collection[str], optional: Collection[str], problems: Problems
) -> Iterator[tuple[int, Row]]:
    """Yield line number and cells of each row, by column name in lower case.

    An optional column that is absent is empty. A row longer or shorter than the
    header is noted and left out: its cells may stand under the wrong names.
    ValueError names a required column that is absent, or a line that is not CSV.
    """
    for name in required:
        if not table.has(name):
            raise ValueError(f"{table.where}: there is no column '{name}'")
    places = {name: table.places[name] for name in (*required, *optional) if table.has(name)}
    absent = {name: "" for name in optional if not table.has(name)}
    for row in _guarded(table.reader, table.where):
        if len(row) != table.width:
            if row:
                reason = f"{len(row)} cells where the header has {table.width}"
                problems.add(table.reader.line_num, reason)
            continue
        cells = {name: row[place] for name, place in places.items()}
        yield table.reader.line_num, cells | absent


def text(cell: str) -> str:
    """Return the cell in one line without anything unprintable, at most 300 characters."""
    return _plain(cell)[:_LONGEST_TEXT]


def number(cell: str, column: str) -> float | None:
    """Read a number; None if the cell is empty, ValueError if something else stands there."""
    digits = cell.strip()
    if not digits:
        return None
    value = float(digits) if _NUMBER.fullmatch(digits) else math.inf
    if not math.isfinite(value):
        raise ValueError(f"{column} is {text(cell)[:40]!r}, which is not a number")
    return value


def _plain(cell: str) -> str:
    words = " ".join(cell.split())
    return words if words.isprintable() else "".join(c for c in words if c.isprintable())


def _guarded(reader: Any, where: str) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise ValueError(f"{where}: line {reader.line_num}: not readable as CSV: {error}") from None
