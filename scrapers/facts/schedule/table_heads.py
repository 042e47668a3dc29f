"""The heads of a table's columns, and what words speak of."""

import re
from itertools import groupby
from typing import TypeAlias

from scrapers.facts.passages import Span
from scrapers.facts.schedule.day_sense import Sense
from scrapers.facts.schedule.other_words import OTHER, OTHER_DEADLINE
from scrapers.facts.schedule.words import CLOSES, OPENS, SENT

Line: TypeAlias = tuple[Span, list[int]]  # a line, and the days that begin in it

ROW_LABEL = 40  # longest name of a row that stands on a line of its own
_GLUED = re.compile(r"(?<=[a-z])(?=[A-Z])")  # heads that a page ran together
BAR = re.compile(r"\||\s/\s")
COMMA = re.compile(r",")


def is_name(line: str) -> bool:
    """Whether a line can be the name of a row: short, and it speaks of no day."""
    return len(line) <= ROW_LABEL and "|" not in line and not said_of(line)


def head_of(line: str) -> list[Sense]:
    """Return the sense of each column that a head names; empty where it names no closing."""
    line = _GLUED.sub(" ", line)
    apart = BAR if BAR.search(line) else COMMA if line.rstrip().endswith(":") else None
    if apart and apart.search(line):
        cells = apart.split(line.strip("|: "))
        senses = [_said_of_column(cell) for cell in cells]
    else:
        senses = said_of(line) if line[-1:] not in ".;!" else []
    named = {Sense.CLOSES, Sense.OPENS, Sense.WINDOW} & set(senses)
    return senses if named else []


def _said_of_column(cell: str) -> Sense:
    """Return what the head of a column speaks of; what is sent in, over ranges, is a window."""
    said = said_of(cell)
    return said[0] if said else Sense.WINDOW if SENT.search(cell) else Sense.SILENT


def said_of(words: str) -> list[Sense]:
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
