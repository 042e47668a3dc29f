"""Days of a table, whose columns say what they are."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from scrapers.facts.days import NamedDay
from scrapers.facts.passages import Span
from scrapers.facts.schedule.day_sense import Sense
from scrapers.facts.schedule.table_cells import columns_below, labels_below
from scrapers.facts.schedule.table_heads import Line
from scrapers.facts.schedule.table_rows import rows_below, runs_in_line

_HEAD_LINES = 8  # how far above a day the head of its table can begin
RULE = re.compile(r"[\s|:-]*")  # the line of a table that only underlines its head
_BETWEEN_ROWS = re.compile(r"\|\s\|(?=\s?[^\s|])")


def senses_of_tables(
    text: str, spans: Sequence[Span], days: Sequence[NamedDay]
) -> dict[int, Sense]:
    """Say what days are that stand in rows under a head naming their columns."""
    found: dict[int, Sense] = {}
    for block in _blocks(list(_lines(text, spans, days))):
        found.update(rows_below(text, block, days))
        found.update(columns_below(text, block, days))
        found.update(labels_below(text, block, days))
        for line in block:
            found.update(runs_in_line(text, line, days))
            found.update(labels_below(text, list(_cells_of(text, line, days)), days))
    return found


def _blocks(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Yield the runs of lines that have a day, or one not far below, where there can be a table."""
    dated = [index for index, (_, places) in enumerate(lines) if places]
    first = last = 0
    for index in dated:
        if index - _HEAD_LINES > last:
            yield lines[first:last]
            first = index - _HEAD_LINES
        last = index + 2
    yield lines[first:last]


def _lines(text: str, spans: Sequence[Span], days: Sequence[NamedDay]) -> Iterator[Line]:
    """Yield each sentence or line with the days that begin in it, but no rule under a head."""
    place = 0
    for row in (row for span in spans for row in _rows(text, span)):
        if RULE.fullmatch(text, *row):
            continue
        inside = []
        while place < len(days) and days[place].start < row[1]:
            inside.append(place)
            place += 1
        yield row, inside


def _rows(text: str, span: Span) -> Iterator[Span]:
    """Cut a line into the rows of a table that a page ran together: "| a | b | | c | d |"."""
    first, last = span
    for cut in _BETWEEN_ROWS.finditer(text, first, last):
        yield first, cut.start() + 1
        first = cut.end() - 1
    yield first, last


def _cells_of(text: str, line: Line, days: Sequence[NamedDay]) -> Iterator[Line]:
    """Cut a line of many cells into them; a line of few has none."""
    (first, last), places = line
    bars = [each.start() for each in re.finditer(r"\|", text[first:last])]
    if len(places) < 2 or len(bars) <= len(places):
        return
    cuts = [first, *(first + bar + 1 for bar in bars), last]
    for left, right in pairwise(cuts):
        if not RULE.fullmatch(text, left, right):
            inside = [place for place in places if left <= days[place].start < right]
            yield (left, right), inside
