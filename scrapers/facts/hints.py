"""Searches the sentences that hold one of some words: quick to tell before a costly pattern."""

import re
from collections.abc import Iterator, Sequence

from scrapers.facts.passages import Span


def matches(
    pattern: re.Pattern[str], text: str, sentences: Sequence[Span]
) -> Iterator[tuple[int, int]]:
    """Yield where a pattern is said within a sentence: from where to where in the text."""
    for first, last in sentences:
        for match in pattern.finditer(text[first:last]):
            yield first + match.start(), first + match.end()


def hinted(text: str, spans: Sequence[Span], hints: Sequence[str]) -> list[Span]:
    """Return the sentences that hold one of the hints, which are in lower case."""
    return [span for span in spans if _holds(text[slice(*span)].lower(), hints)]


def _holds(words: str, hints: Sequence[str]) -> bool:
    return any(hint in words for hint in hints)
