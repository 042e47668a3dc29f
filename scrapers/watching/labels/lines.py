"""Labels in plain text: "Label: value" on one line, or a label and its value on two."""

import re
from collections.abc import Iterator
from itertools import pairwise

from scrapers.watching.labels import Pair

_SAME_LINE = re.compile(r"(?P<label>[^:\n]{2,80}?)\s?:\s{0,3}(?P<value>\S[^\n]*)")
_YEAR = re.compile(r"\b20\d\d\b")


def same_line_pairs(text: str) -> Iterator[Pair]:
    """Yield what stands before and after the first colon of each line."""
    for line in text.split("\n"):
        if found := _SAME_LINE.match(line):
            yield found["label"], found["value"]


def next_line_pairs(text: str) -> Iterator[Pair]:
    """Yield each line with the one after it."""
    return pairwise(text.split("\n"))


def dated_line_pairs(text: str) -> Iterator[Pair]:
    """Yield each line below one with a year, with that line: timelines put the date first."""
    for above, below in pairwise(text.split("\n")):
        if _YEAR.search(above):
            yield below, above
