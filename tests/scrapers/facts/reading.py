"""What the tests of the readers of single facts share."""

import sys
from collections.abc import Callable
from typing import TypeVar

from hypothesis import strategies as st

from scrapers.facts.found import Found
from tests.facts.score import Score, score

Value = TypeVar("Value")

_WORDS = (
    *("up to", "three", "5", "12", "years", "months", "projects", "award", "duration of", "for"),
    *("consortium must include", "at least", "two", "partners", "single applicant", "work alone"),
    *("funding rate", "50 %", "100 %", "match funding", "is required", "not", "organisation"),
    *("can lead", "application", "per", "plus one", "expression of interest", "must", "voluntary"),
    *(".", ",", ";", ":\n", "[[", "]]", "[1]", "-", "to", "will fund", "hubs", "+", "\n", "0"),
)
TEXTS = st.one_of(
    st.text(max_size=200), st.lists(st.sampled_from(_WORDS), max_size=40).map(" ".join)
)


def shows_its_words(find: Callable[[str], Found[Value] | None], text: str) -> bool:
    """Whether the reader, if it finds anything, shows a sentence of the text."""
    found = find(text)
    return found is None or found.sentence.strip("… ") in " ".join(text.split())


def score_shown(name: str) -> Score:
    """Count a fact over the passages that may be looked at; `pytest -s` shows the figures."""
    result = score("looked_at", name)
    sys.stdout.write(
        f"\n{name}: precision {result.precision:.3f}, recall {result.recall:.3f}, "
        f"found {result.found}, invented {result.invented}, missed {result.missed}\n"
    )
    return result
