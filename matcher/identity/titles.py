"""Titles made comparable: the words that carry meaning, and how two sets of them differ."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from matcher.identity.bodies import without_bodies
from matcher.identity.designators import without_designators

_PREFIX = re.compile(
    r"^\s*(?:funding (?:opportunity|competition|call)|pre[- ]announcement|expressions? of interest"
    r"|eoi|open call|opportunity|competition|prize|grant)\s*:\s*"
)
_REFERENCE = re.compile(r"^\s*\d{2,4}/\d{2,4}\b")
_SHORT_NAME = re.compile(r"\(\s*[a-z][a-z0-9&-]{1,9}\s*\)")
_STEPS = re.compile(
    r"\b(?:invited?(?: only)?|invitation only|expressions? of interest|eoi|closed"
    r"|(?:outline|full)(?: stage)?(?: applications?| proposals?)?)\b"
)
_WORD = re.compile(r"[a-z0-9]+")
_EMPTY = frozenset(
    (
        *("a", "an", "and", "at", "by", "for", "from", "in", "into", "its", "of", "on", "or"),
        *("the", "to", "with", "via", "new", "call", "calls", "proposals", "proposal"),
        *("competition", "competitions", "funding", "fund", "grant", "grants", "opportunity"),
        *("opportunities", "award", "awards", "application", "applications", "apply", "scheme"),
        *("specification", "brief", "notice", "stage", "full", "round"),
    )
)
_SPELLINGS = {"programme": "program", "ageing": "aging", "centre": "center"}
_ALIKE = 88  # least ratio, of 100, of two spellings of one word
_LONGEST_ABBREVIATION = 6  # letters


@dataclass(frozen=True, slots=True)
class TitleComparison:
    """How alike two titles are, and the words that only one of them has."""

    ratio: int  # of 100, over the words that carry meaning, whatever their order
    shared: int  # number of words both have
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]


@lru_cache(maxsize=65536)
def title_words(title: str) -> tuple[str, ...]:
    """Return the words of a title that carry meaning, in order and in one spelling.

    Numbers that `designators` reads, names of funders, prefixes such as
    "expression of interest:" and words that stand on every call are left out.
    """
    lowered = unicodedata.normalize("NFKC", title).lower().replace("\u2019", "'")
    lowered = re.sub(r"[\u2010-\u2015]", "-", lowered)
    lowered = _REFERENCE.sub(" ", lowered)
    for _ in range(3):
        lowered = _PREFIX.sub("", without_bodies(lowered).lstrip(" :-"))
    lowered = _without_explained_names(lowered).replace("'s", "")
    lowered = _STEPS.sub(" ", without_designators(lowered))
    words = (_one_spelling(word) for word in _WORD.findall(lowered))
    return tuple(word for word in words if word not in _EMPTY)


@lru_cache(maxsize=65536)
def compare_titles(first: tuple[str, ...], second: tuple[str, ...]) -> TitleComparison:
    """Compare two titles given as `title_words` returns them."""
    only_first = [word for word in first if word not in second]
    only_second = [word for word in second if word not in first]
    for word in list(only_first):
        twin = next((other for other in only_second if fuzz.ratio(word, other) >= _ALIKE), None)
        if twin is not None:
            only_first.remove(word)
            only_second.remove(twin)
    only_first, only_second = _expand(only_first, only_second, second)
    only_second, only_first = _expand(only_second, only_first, first)
    ratio = round(fuzz.token_sort_ratio(" ".join(first), " ".join(second)))
    if first and second and not only_first and not only_second:
        ratio = max(ratio, 90)
    shared = min(len(first) - len(only_first), len(second) - len(only_second))
    return TitleComparison(ratio, shared, tuple(only_first), tuple(only_second))


def _one_spelling(word: str) -> str:
    word = _SPELLINGS.get(word, word)
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    return _SPELLINGS.get(word, word)


def _without_explained_names(lowered: str) -> str:
    """Drop a short name in brackets that the words before it spell out."""
    for match in _SHORT_NAME.finditer(lowered):
        letters = re.sub(r"[^a-z0-9]", "", match[0])
        before = _WORD.findall(lowered[: match.start()])
        if any(_spells(letters, before[-length:]) for length in range(2, len(letters) + 4)):
            lowered = lowered.replace(match[0], " " * len(match[0]))
    return lowered


def _spells(letters: str, words: list[str]) -> bool:
    initials = "".join(word[0] for word in words)
    return letters in (initials, "".join(word[0] for word in words if word not in _EMPTY))


def _expand(
    short: list[str], long: list[str], whole: tuple[str, ...]
) -> tuple[list[str], list[str]]:
    """Match an abbreviation on one side with the run of words it stands for on the other."""
    for word in list(short):
        if not 2 <= len(word) <= _LONGEST_ABBREVIATION:
            continue
        for start in range(len(whole) - len(word) + 1):
            run = whole[start : start + len(word)]
            if "".join(part[0] for part in run) == word and all(part in long for part in run):
                short = [other for other in short if other != word]
                long = [other for other in long if other not in run]
                break
    return short, long
