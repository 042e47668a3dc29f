"""Sentences of a text by their place; also where the space after a full stop is missing."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from scrapers.facts.text import sentence_spans, shortened

Span = tuple[int, int]

_GLUED = re.compile(r"(?<=[a-z0-9)\]])\.(?=[A-Z][a-z])")  # "this topic.Range of", on EU pages
# "Oct. 15", where the full stop ends no sentence
_SHORT_MONTH = re.compile(
    r".{0,3}\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\. (?=\d)", re.IGNORECASE | re.DOTALL
)


def passages(text: str) -> list[Span]:
    """Return start and end of every sentence, in order."""
    found: list[Span] = []
    for first, end in sentence_spans(text):
        start = first
        if found and _SHORT_MONTH.match(text, found[-1][1] - 6, first + 1):
            start = found.pop()[0]
        for mark in _GLUED.finditer(text, first, end):
            found.append((start, mark.end()))
            start = mark.end()
        found.append((start, end))
    return found


def passage_at(spans: Sequence[Span], place: int) -> int:
    """Return which sentence holds or last precedes a place in the text; 0 before the first."""
    return max(0, bisect_right(spans, (place, place + 10**9)) - 1)


def quoted(text: str, spans: Sequence[Span], start: int, end: int) -> str:
    """Return the sentence that holds a passage, cut around it where it is very long."""
    span = spans[passage_at(spans, start)] if spans else (start, end)
    return shortened(text, span, (start, min(end, span[1])))
