"""Days of a table, whose columns say what they are."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from math import gcd
from typing import TypeAlias

from scrapers.facts.days import NamedDay
from scrapers.facts.passages import Span
from scrapers.facts.schedule.day_place import RANGE
from scrapers.facts.schedule.day_sense import Sense
from scrapers.facts.schedule.other_words import OTHER, OTHER_DEADLINE
from scrapers.facts.schedule.words import CLOSES, OPENS, SENT

_Line: TypeAlias = tuple[Span, list[int]]  # a line, and the days that begin in it

_FEWEST = 4  # days that make a table where they are run together
_HEAD_LINES = 8  # how far above a day the head of its table can begin
_RULE = re.compile(r"[\s|:-]*")  # the line of a table that only underlines its head
_YEAR_SAID = re.compile(r"\b(?:19|20)\d\d\b")  # a heading rather than the head of a column
_ROW_LABEL = 40  # longest name of a row that stands on a line of its own
_BETWEEN_ROWS = re.compile(r"\|\s\|(?=\s?[^\s|])")
_GLUED = re.compile(r"(?<=[a-z])(?=[A-Z])")  # heads that a page ran together
_BAR = re.compile(r"\||\s/\s")
_COMMA = re.compile(r",")
_BESIDE = re.compile(r"[\s*]*(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6})?[\s,]*", re.IGNORECASE)
_DAY_ALONE = re.compile(
    r"(?:\W|\b(?:at|by|on|of|the|noon|midday|midnight|\d{1,2}(?:[:.]\d\d)?\s?[ap]m|uk|time"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6})\b)*",
    re.IGNORECASE,
)


def senses_of_tables(
    text: str, spans: Sequence[Span], days: Sequence[NamedDay]
) -> dict[int, Sense]:
    """Say what days are that stand in rows under a head naming their columns."""
    found: dict[int, Sense] = {}
    for block in _blocks(list(_lines(text, spans, days))):
        found.update(_rows_below(text, block, days))
        found.update(_columns_below(text, block, days))
        found.update(_labels_below(text, block, days))
        for line in block:
            found.update(_runs_in_line(text, line, days))
            found.update(_labels_below(text, list(_cells_of(text, line, days)), days))
    return found


def _cells_of(text: str, line: _Line, days: Sequence[NamedDay]) -> Iterator[_Line]:
    """Cut a line of many cells into them; a line of few has none."""
    (first, last), places = line
    bars = [each.start() for each in re.finditer(r"\|", text[first:last])]
    if len(places) < 2 or len(bars) <= len(places):
        return
    cuts = [first, *(first + bar + 1 for bar in bars), last]
    for left, right in pairwise(cuts):
        if not _RULE.fullmatch(text, left, right):
            inside = [place for place in places if left <= days[place].start < right]
            yield (left, right), inside


def _runs_in_line(text: str, line: _Line, days: Sequence[NamedDay]) -> dict[int, Sense]:
    """Read rows of days run together in one line, below heads run together before them."""
    (first, _), places = line
    if len(places) < _FEWEST or _BAR.search(text, first, days[places[-1]].end):
        return {}
    runs: list[list[int]] = [[places[0]]]
    for one, two in pairwise(places):
        beside = _BESIDE.fullmatch(text, days[one].end, days[two].start)
        runs = [*runs[:-1], [*runs[-1], two]] if beside else [*runs, [two]]
    head = _head(text[first : days[places[0]].start].split(": ")[-1].strip())
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


def _blocks(lines: Sequence[_Line]) -> Iterator[Sequence[_Line]]:
    """Yield the runs of lines that have a day, or one not far below, where there can be a table."""
    dated = [index for index, (_, places) in enumerate(lines) if places]
    first = last = 0
    for index in dated:
        if index - _HEAD_LINES > last:
            yield lines[first:last]
            first = index - _HEAD_LINES
        last = index + 2
    yield lines[first:last]


def _rows_below(text: str, lines: Sequence[_Line], days: Sequence[NamedDay]) -> dict[int, Sense]:
    """Read rows that are a line each, under a line that names the columns."""
    found: dict[int, Sense] = {}
    head: list[Sense] = []
    for (first, last), places in lines:
        if not places:
            line = text[first:last]
            head = head if _is_name(line) and head else _head(line)
        elif rows := _rows_in_line(text, first, days, places):
            found.update(rows)
        elif len(places) > 1 and len(head) > 1:
            found.update(_row(text, (first, last), days, places, head))
        else:
            head = []
    return found


def _lines(text: str, spans: Sequence[Span], days: Sequence[NamedDay]) -> Iterator[_Line]:
    """Yield each sentence or line with the days that begin in it, but no rule under a head."""
    place = 0
    for row in (row for span in spans for row in _rows(text, span)):
        if _RULE.fullmatch(text, *row):
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


def _rows_in_line(
    text: str, first: int, days: Sequence[NamedDay], places: Sequence[int]
) -> dict[int, Sense]:
    """Read a table written in one line: heads with bars, then rows whose days have bars between."""
    lead = text[first : days[places[0]].start]
    head = _head(lead) if _BAR.search(lead) or _COMMA.search(lead) else []
    if len(head) < 2 or len(places) < 2 * len(head) or len(places) % len(head):
        return {}
    barred = [bool(_BAR.search(text, days[a].end, days[b].start)) for a, b in pairwise(places)]
    expected = [bool(place % len(head)) for place in range(1, len(places))]
    if barred != expected:
        return {}
    return {place: head[index % len(head)] for index, place in enumerate(places)}


def _is_name(line: str) -> bool:
    return len(line) <= _ROW_LABEL and "|" not in line and not _said(line)


def _head(line: str) -> list[Sense]:
    """Return the sense of each column that a head names; empty where it names no closing."""
    line = _GLUED.sub(" ", line)
    apart = _BAR if _BAR.search(line) else _COMMA if line.rstrip().endswith(":") else None
    if apart and apart.search(line):
        cells = apart.split(line.strip("|: "))
        senses = [_said_of_column(cell) for cell in cells]
    else:
        senses = _said(line) if line[-1:] not in ".;!" else []
    named = {Sense.CLOSES, Sense.OPENS, Sense.WINDOW} & set(senses)
    return senses if named else []


def _said_of_column(cell: str) -> Sense:
    """Return what the head of a column speaks of; what is sent in, over ranges, is a window."""
    said = _said(cell)
    return said[0] if said else Sense.WINDOW if SENT.search(cell) else Sense.SILENT


def _said(words: str) -> list[Sense]:
    """Return what words speak of, in order, each sense once as long as it lasts."""
    if OTHER_DEADLINE.search(words):
        return [Sense.OTHER]
    said = sorted(
        (match.start(), order, sense)
        for order, (sense, pattern) in enumerate(
            ((Sense.OTHER, OTHER), (Sense.OPENS, OPENS), (Sense.CLOSES, CLOSES))
        )
        for match in pattern.finditer(words)
    )
    return [sense for sense, _ in groupby(said, key=lambda each: each[2])]


def _row(
    text: str, line: Span, days: Sequence[NamedDay], places: Sequence[int], head: Sequence[Sense]
) -> Iterator[tuple[int, Sense]]:
    """Pair the days of a row with its columns: by the bars before them, else one by one."""
    first, last = line
    if _BAR.search(text, first, last):
        first += len(text[first:last]) - len(text[first:last].lstrip("| "))
        columns = [len(_BAR.findall(text, first, days[place].start)) for place in places]
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


def _columns_below(text: str, lines: Sequence[_Line], days: Sequence[NamedDay]) -> dict[int, Sense]:
    """Read a table of which each cell is a line: the heads, then rows of as many days."""
    found: dict[int, Sense] = {}
    heads: list[Sense] = []
    row: list[int] = []
    for line, places in lines:
        if len(places) == 1 and _alone(text, line, days, places):
            row = [*row, places[0]] if len(row) < len(heads) else [places[0]]
            if len(row) == len(heads) > 1:
                found.update(zip(row, heads, strict=True))
            continue
        heads = _heads_with(heads, row, text[slice(*line)], bool(places))
        row = []
    return found


def _labels_below(text: str, lines: Sequence[_Line], days: Sequence[NamedDay]) -> dict[int, Sense]:
    """Read lines that are a day or a range alone, each with the line below saying what it is of."""
    found: dict[int, Sense] = {}
    run: dict[int, Sense] = {}
    above = ""  # the line before the run
    waiting: list[int] = []
    for line, places in [*lines, ((0, 0), [])]:
        words = text[slice(*line)]
        if waiting and words and not places:
            run.update(_labelled(waiting, words))
            waiting = []
        elif not waiting and _alone(text, line, days, places):
            waiting = places
        else:
            found.update(run if not waiting and _dates(run) and not _said(above) else {})
            run, waiting, above = {}, [], words
    return found


def _labelled(places: Sequence[int], words: str) -> dict[int, Sense]:
    """Return what the line below says of a day, or of the two days of a range."""
    said = next(iter(_said(words)), Sense.OTHER)
    if len(places) == 1:
        return {places[0]: said}
    window = said is not Sense.OTHER or (SENT.search(words) and not OTHER.search(words))
    senses = (Sense.OPENS, Sense.CLOSES) if window else (Sense.OTHER, Sense.OTHER)
    return dict(zip(places, senses, strict=True))


def _dates(run: dict[int, Sense]) -> bool:
    """Whether the labels below several days speak of an opening or a closing."""
    return len(run) > 1 and bool({Sense.OPENS, Sense.CLOSES} & set(run.values()))


def _heads_with(heads: list[Sense], row: Sequence[int], line: str, dated: bool) -> list[Sense]:
    """Return the heads of the columns after a line that is no day alone."""
    named = not dated and len(line) <= 2 * _ROW_LABEL and not _YEAR_SAID.search(line)
    said = _said(line) if named else []
    if len(said) == 1:
        return [said[0]] if row else [*heads, said[0]]
    whole = not row or len(row) == len(heads)
    return heads if whole and not dated and _is_name(line) else []


def _alone(text: str, line: Span, days: Sequence[NamedDay], places: Sequence[int]) -> bool:
    """Whether a line is nothing but a day, or two days of a range."""
    if not places or len(places) > 2:
        return False
    first, last = days[places[0]], days[places[-1]]
    if first is not last and not RANGE.fullmatch(text, first.end, last.start):
        return False
    return bool(
        _DAY_ALONE.fullmatch(text, line[0], max(line[0], first.start))
        and _DAY_ALONE.fullmatch(text, min(last.end, line[1]), line[1])
    )
