"""Cuts a text into statements: sentences, told apart also where a page glued them together.

A statement leaves out footnotes and words that only mislead, and knows where
each of its own words stands in the text.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from scrapers.facts.text import sentence_spans, shortened

_NUMBERS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
    "twenty",
)
NUMBER = rf"(?:\b(?:{'|'.join(_NUMBERS)})\b|(?<![\d.,])\d{{1,3}}(?![\d%]|[.,]\d))"
_MOST_ITEMS = 15  # lines under a heading with a colon that are read as its list
_LONGEST_ITEM = 200  # characters
_ITEM = re.compile(r"[ \t]*(?:[-•*–][ \t]*)?(?:[a-z]|[A-Z]{2})|[ \t]*[-•*–]")
_GLUED = re.compile(r"(?<=[a-z)\]][.!?;])(?=[A-Z])|(?<=[a-z]{2})(?=[A-Z][a-z]{2})")
_WORD = re.compile(r"\S+(?:[ ]\S+)*")
_MARK = re.compile(r"\[\d{1,3}\]")
_MISLEADING = re.compile(
    r"\b(?:but|and|are|is)?,? ?not (?:necessarily )?(?:limited|restricted) to\b|\bin particular\b"
    r"|\bother than [^;,.]{0,60}|\((?:s|es|\d{1,3})\)|\b(?:for example|for instance|e\.g\.)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: its words, with single spaces, and where they stand in the text."""

    words: str
    start: int
    end: int
    gaps: tuple[tuple[int, int], ...]  # from which of its places on, how far the text's are

    def sentence(self, text: str, start: int, end: int) -> str:
        """Return its sentence in the text, cut around `words[start:end]` if very long."""
        passage = (self._place(start), max(self._place(start), self._place(end)))
        return shortened(text, (self.start, self.end), passage)

    def _place(self, position: int) -> int:
        index = bisect_right(self.gaps, position, key=lambda gap: gap[0]) - 1
        return min(self.end, position + self.gaps[index][1])


@lru_cache(maxsize=4)  # every reader of a call goes through the same few texts
def statements(text: str) -> tuple[Statement, ...]:
    """Return the statements in order. A line ending in a colon takes in the list below it."""
    return tuple(_statements(text))


def _statements(text: str) -> Iterator[Statement]:
    masked = _blanked(without_footnotes(text))
    spans = list(sentence_spans(masked))
    index = 0
    while index < len(spans):
        start, end = spans[index]
        index += 1
        if masked[end - 1] == ":":
            index, end = _with_list(masked, spans, index, end)
        cuts = [mark.start() for mark in _GLUED.finditer(masked, start, end)]
        for left, right in pairwise((start, *cuts, end)):
            if masked[left:right].strip():
                yield _statement(masked, left, right)


def _statement(masked: str, start: int, end: int) -> Statement:
    pieces: list[str] = []
    gaps: list[tuple[int, int]] = []
    length = 0
    for word in _WORD.finditer(masked, start, end):
        joint = (
            "" if not pieces else "," if "\n" in masked[word.start() - 1 : word.start()] else " "
        )
        length += len(joint)
        gaps.append((length, word.start() - length))
        pieces += [joint, word[0]]
        length += len(word[0])
    return Statement("".join(pieces), start, end, tuple(gaps))


def number_of(words: str) -> int:
    """Return the number that `NUMBER` has matched."""
    lower = words.lower()
    return int(words) if words.isdecimal() else _NUMBERS.index(lower) + 1


def sentence_finder(text: str) -> Callable[[int, int], str]:
    """Return what gives the sentence around `text[start:end]`, for many passages of one text."""
    spans: list[tuple[int, int]] = []

    def find(start: int, end: int) -> str:
        if not spans:
            spans.extend(sentence_spans(text))
        first = max(0, bisect_right(spans, (start, len(text))) - 1)
        last = max(first, bisect_left(spans, (end, 0)) - 1)
        return shortened(text, (spans[first][0], spans[last][1]), (start, end))

    return find


def _with_list(text: str, spans: list[tuple[int, int]], index: int, end: int) -> tuple[int, int]:
    last = min(len(spans), index + _MOST_ITEMS)
    while index < last:
        start, stop = spans[index]
        if "\n" not in text[end:start] and text[end - 1] != ":":
            break
        if stop - start > _LONGEST_ITEM or not _ITEM.match(text, start):
            break
        index, end = index + 1, stop
    return index, end


def _blanked(text: str) -> str:
    text = _MARK.sub(lambda found: " " * len(found[0]), text)
    return _MISLEADING.sub(lambda found: " " * len(found[0]), text)


def without_footnotes(text: str) -> str:
    """Blank out [[footnotes]], which stand in the middle of the sentences of EU pages."""
    pieces: list[str] = []
    position = 0
    while (start := text.find("[[", position)) >= 0 and (end := text.find("]]", start)) >= 0:
        pieces += [text[position:start], " " * (end + 2 - start)]
        position = end + 2
    return "".join([*pieces, text[position:]])
