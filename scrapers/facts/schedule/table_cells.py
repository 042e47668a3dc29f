"""Tables of which each cell stands in a line of its own."""

import re
from collections.abc import Sequence

from scrapers.facts.clock import MONTH
from scrapers.facts.days import NamedDay
from scrapers.facts.passages import Span
from scrapers.facts.schedule.day_place import RANGE
from scrapers.facts.schedule.day_sense import Sense
from scrapers.facts.schedule.other_words import OTHER
from scrapers.facts.schedule.table_heads import ROW_LABEL, Line, is_name, said_of
from scrapers.facts.schedule.words import SENT

_YEAR_SAID = re.compile(r"\b(?:19|20)\d\d\b")  # a heading rather than the head of a column
_HEADING = re.compile(r"\b(?:dates|deadlines)\b[^.]*\b20\d\d\b", re.IGNORECASE)  # of the table
_OF_TIMETABLE = re.compile(
    r"\b(?:key|important|main) (?:dates|deadlines)\b|\bdates (?:and|&) deadlines\b"
    r"|\btime(?:table|line|scales?)\b",
    re.IGNORECASE,
)
_MONTHS_ALONE = re.compile(
    rf"\W*(?:(?:early|mid|late|end|of)\W+){{0,2}}{MONTH}(?:\W+{MONTH})?\W*(?:\d{{4}})?\W*",
    re.IGNORECASE,
)
_DAY_ALONE = re.compile(
    r"(?:\W|\b(?:at|by|on|of|the|noon|midday|midnight|\d{1,2}(?:[:.]\d\d)?\s?[ap]m|uk|time"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6})\b)*",
    re.IGNORECASE,
)


def columns_below(text: str, lines: Sequence[Line], days: Sequence[NamedDay]) -> dict[int, Sense]:
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


def _heads_with(heads: list[Sense], row: Sequence[int], line: str, dated: bool) -> list[Sense]:
    """Return the heads of the columns after a line that is no day alone."""
    named = not dated and len(line) <= 2 * ROW_LABEL and not _YEAR_SAID.search(line)
    said = said_of(line) if named else []
    if len(said) == 1:
        return [said[0]] if row else [*heads, said[0]]
    if not dated and not row and _HEADING.search(line):
        return []
    whole = not row or len(row) == len(heads)
    return heads if whole and not dated and is_name(line) else []


def labels_below(text: str, lines: Sequence[Line], days: Sequence[NamedDay]) -> dict[int, Sense]:
    """Read lines that are a day or a range alone, each with the line below saying what it is of."""
    found: dict[int, Sense] = {}
    run: dict[int, Sense] = {}
    above = ""  # the line before the run
    waiting: list[int] | None = None  # for the label of these days, or of a month
    entries = 0
    for line, places in [*lines, ((0, 0), [])]:
        words = text[slice(*line)]
        if waiting is not None and words and not places:
            run.update(_labelled(waiting, words))
            waiting, entries = None, entries + 1
        elif waiting is None and _alone(text, line, days, places):
            waiting = places
        elif waiting is None and run and _MONTHS_ALONE.fullmatch(words):
            waiting = []
        else:
            found.update(
                run if waiting is None and entries > 1 and _dates(run) and _can_head(above) else {}
            )
            run, waiting, above, entries = {}, None, words, 0
    return found


def _labelled(places: Sequence[int], words: str) -> dict[int, Sense]:
    """Return what the line below says of a day, or of the two days of a range."""
    said = next(iter(said_of(words)), Sense.OTHER)
    if len(places) < 2:
        return dict.fromkeys(places, said)
    window = said is not Sense.OTHER or (SENT.search(words) and not OTHER.search(words))
    senses = (Sense.OPENS, Sense.CLOSES) if window else (Sense.OTHER, Sense.OTHER)
    return dict(zip(places, senses, strict=True))


def _dates(run: dict[int, Sense]) -> bool:
    """Whether the labels below days speak of an opening or a closing."""
    return bool({Sense.OPENS, Sense.CLOSES} & set(run.values()))


def _can_head(line: str) -> bool:
    """Whether a line above a run is the head of a timetable, or says nothing of its days."""
    return not said_of(line) or bool(_OF_TIMETABLE.search(line))


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
