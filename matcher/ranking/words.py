"""Words that count in a match: what they are, and their stems."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import Stemmer

_WORD = re.compile(r"\w\w+")
_IN_WORD = re.compile(r"\w\w")

# Lucene's English stop words, with the pronouns and auxiliaries that long questions hold.
_GRAMMAR_LINES = (
    "a about all also am an and any are as at be been being but by can could did do does for from",
    "had has have he her here his how i if in into is it its may me might more most must my no not",
    "of on or our she should so some such than that the their them then there these they this",
    "those to was we were what when where which while who whom whose why will with would you your",
)

# Every call says these whatever it is about. "health" is among them: a call on soil health and
# one on plant health share it with every need of a city.
_GENERIC_LINES = (
    "health healthy research researcher researchers project projects innovation innovations",
    "innovative funding funded funder funders grant grants call calls proposal proposals",
    "programme programmes program programs applicant applicants application applications",
    "award awards opportunity opportunities",
)


def _words_of(lines: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


STOP_WORDS = _words_of(_GRAMMAR_LINES) | _words_of(_GENERIC_LINES)
"""Lower-case words that never make a match by themselves."""


class Word(NamedTuple):
    """A word of a text as it stands there, its place, and its stem."""

    text: str
    start: int
    stem: str


def words(text: str) -> list[Word]:
    """Return the words that count, in order: two characters or more, no stop words."""
    return [
        Word(match[0], match.start(), stem)
        for match in _WORD.finditer(text)
        if (stem := _stem(match[0])) is not None
    ]


def words_by_stem(text: str) -> dict[str, str]:
    """Return the words that count by stem, each as it stands first: as `words`, but faster."""
    found = reversed(_WORD.findall(text))  # of two with one stem, the earlier is put in last
    return {stem: word for word in found if (stem := _stem(word)) is not None}


def stems(text: str) -> list[str]:
    """Return the Snowball stems of the words that count, in order, repeats kept."""
    found = map(_stem, _WORD.findall(text.lower()))
    return [stem for stem in found if stem is not None]


def stem_counts(text: str) -> Counter[str]:
    """Count the stems of the words that count: what `stems` gives, several times as fast."""
    counts: dict[str, int] = {}
    for word, times in Counter(_WORD.findall(text.lower())).items():
        stem = _stem(word)
        if stem is not None:
            counts[stem] = counts.get(stem, 0) + times
    return Counter(counts)


def stem_counts_without(
    counts: Counter[str], text: str, holes: Sequence[tuple[int, int]]
) -> Counter[str]:
    """Count the stems of a text without some pieces, given those of the whole.

    A piece is an ascending span; it leaves a gap between words. Where one begins or ends
    within a word, what is left of the text is counted anew.
    """
    if any(_IN_WORD.match(text, at - 1) for hole in holes for at in hole if at):
        ends = [0, *(at for hole in holes for at in hole), len(text)]
        return stem_counts(" ".join(text[a:b] for a, b in zip(ends[::2], ends[1::2], strict=True)))
    lost = stem_counts(" ".join(text[start:end] for start, end in holes))
    left = counts.copy()
    for stem, times in lost.items():
        left[stem] -= times
        if left[stem] <= 0:
            del left[stem]
    return left


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str | None:
    """Return the stem of a word as it stands in a text; None where it does not count."""
    small = word.lower()
    return None if small in STOP_WORDS else str(_stemmer().stemWord(small))


@lru_cache(maxsize=1)
def _stemmer() -> "Stemmer.Stemmer":
    import Stemmer

    return Stemmer.Stemmer("english")
