"""Rows of a table that stand in a line each, or all in one line."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from math import gcd

from scrapers.facts.days import NamedDay
from scrapers.facts.passages import Span
from scrapers.facts.schedule.day_place import RANGE
from scrapers.facts.schedule.day_sense import Sense
from scrapers.facts.schedule.table_heads import BAR, COMMA, Line, head_of, is_name

_FEWEST = 4  # days that make a table where they are run together
_BESIDE = re.compile(r"[\s*]*(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6})?[\s,]*", re.IGNORECASE)


def rows_below(text: str, lines: Sequence[Line], days: Sequence[NamedDay]) -> dict[int, Sense]:
    """Read rows that are a line each, under a line that names the columns."""
    found: dict[int, Sense] = {}
    head: list[Sense] = []
    for (first, last), places in lines:
        if not places:
            line = text[first:last]
            head = head if is_name(line) and head else head_of(line)
        elif rows := _rows_in_line(text, first, days, places):
            found.update(rows)
        elif len(places) > 1 and len(head) > 1:
            found.update(_row(text, (first, last), days, places, head))
        elif len(places) > 1 and head == [Sense.CLOSES] and _leads(text, first, days, places):
            found.update(dict.fromkeys(places, Sense.OTHER) | {places[0]: Sense.CLOSES})
        else:
            head = []
    return found


def _leads(text: str, first: int, days: Sequence[NamedDay], places: Sequence[int]) -> bool:
    """Whether the first cell of a row is a day alone, and the others stand in further cells."""
    one, two = days[places[0]], days[places[1]]
    return (
        not re.search(r"\w", text[first : one.start]) and text[one.end : two.start].strip() == "|"
    )


def _rows_in_line(
    text: str, first: int, days: Sequence[NamedDay], places: Sequence[int]
) -> dict[int, Sense]:
    """Read a table written in one line: heads with bars, then rows whose days have bars between."""
    lead = text[first : days[places[0]].start]
    head = head_of(lead) if BAR.search(lead) or COMMA.search(lead) else []
    if len(head) < 2 or len(places) < 2 * len(head) or len(places) % len(head):
        return {}
    barred = [bool(BAR.search(text, days[a].end, days[b].start)) for a, b in pairwise(places)]
    expected = [bool(place % len(head)) for place in range(1, len(places))]
    if barred != expected:
        return {}
    return {place: head[index % len(head)] for index, place in enumerate(places)}


def runs_in_line(text: str, line: Line, days: Sequence[NamedDay]) -> dict[int, Sense]:
    """Read rows of days run together in one line, below heads run together before them."""
    (first, _), places = line
    if len(places) < _FEWEST or BAR.search(text, first, days[places[-1]].end):
        return {}
    runs: list[list[int]] = [[places[0]]]
    for one, two in pairwise(places):
        beside = _BESIDE.fullmatch(text, days[one].end, days[two].start)
        runs = [*runs[:-1], [*runs[-1], two]] if beside else [*runs, [two]]
    head = head_of(text[first : days[places[0]].start].rsplit(": ", 1)[-1].strip())
    if len(head) < 2 or len({len(run) for run in runs}) > 1:
        return {}
    width = len(runs[0]) if len(runs) > 1 else _width(days, runs[0], len(head))
    if width < 2 or len(places) % width or len(head) > width:
        return {}
    heads = [*head, *[Sense.OTHER] * (width - len(head))]
    return {place: heads[index % width] for index, place in enumerate(places)}


def _width(days: Sequence[NamedDay], run: Sequence[int], heads: int) -> int:
    """Return how many days a row has: a row ascends, and the next begins before its end."""
    falls = [
        index
        for index, (one, two) in enumerate(pairwise(run), start=1)
        if _order(days[two]) < _order(days[one])
    ]
    width = gcd(*falls) if falls else heads
    return width if width > 1 else heads


def _order(day: NamedDay) -> tuple[int, int, int]:
    return day.year or 0, day.month, day.day


def _row(
    text: str, line: Span, days: Sequence[NamedDay], places: Sequence[int], head: Sequence[Sense]
) -> Iterator[tuple[int, Sense]]:
    """Pair the days of a row with its columns: by the bars before them, else one by one."""
    first, last = line
    if BAR.search(text, first, last):
        first += len(text[first:last]) - len(text[first:last].lstrip("| "))
        columns = [len(BAR.findall(text, first, days[place].start)) for place in places]
        yield from _cells(text, days, places, columns, head)
        return
    named = [sense for sense in head if sense is not Sense.SILENT]
    starts = (
        not re.search(r"\w", text[first : days[places[0]].start]) and days[places[-1]].end < last
    )
    begun = head[: len(places)] if starts else []  # the cells that follow have no day
    fitting = next((each for each in (head, named, begun) if len(each) == len(places)), None)
    if fitting and _side_by_side(text, days, places):
        yield from _cells(text, days, places, range(len(places)), fitting)


def _cells(
    text: str,
    days: Sequence[NamedDay],
    places: Sequence[int],
    columns: Sequence[int],
    head: Sequence[Sense],
) -> Iterator[tuple[int, Sense]]:
    """Yield the sense of each day by its column, in which a range opens and closes."""
    cells = [list(group) for _, group in groupby(zip(columns, places, strict=True), _column)]
    if max(columns) >= len(head) or len(cells) != len(set(columns)):
        return
    for cell in cells:
        column, place = cell[0]
        if len(cell) > 2 or (
            len(cell) == 2 and not RANGE.fullmatch(text, days[place].end, days[cell[1][1]].start)
        ):
            return
        if len(cell) == 2 or head[column] is not Sense.WINDOW:
            senses = _in_cell(head[column], len(cell))
            yield from zip((each for _, each in cell), senses, strict=True)


def _column(pair: tuple[int, int]) -> int:
    return pair[0]


def _in_cell(sense: Sense, count: int) -> tuple[Sense, ...]:
    """Return what the days of one cell are under the head of their column."""
    if count == 2 and sense in (Sense.CLOSES, Sense.OPENS, Sense.WINDOW):
        return Sense.OPENS, Sense.CLOSES
    spoken = sense if sense in (Sense.CLOSES, Sense.OPENS) else Sense.OTHER
    return (spoken,) * count


def _side_by_side(text: str, days: Sequence[NamedDay], places: Sequence[int]) -> bool:
    """Whether nothing but space and weekdays stands between the days of a row."""
    return all(
        _BESIDE.fullmatch(text, days[one].end, days[two].start) for one, two in pairwise(places)
    )
