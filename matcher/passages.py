"""Where to cut a long text into overlapping passages. Pure: tokens in, spans out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

Span: TypeAlias = tuple[int, int]
"""Start and end in characters, the end not included."""

_SENTENCE_ENDS = ".!?"


class Token(NamedTuple):
    """One token of a model: where it stands, and whether a word begins with it."""

    start: int
    end: int
    begins_word: bool


@dataclass(frozen=True, slots=True)
class PassageSizes:
    """Longest passage, overlap, and how far back a sentence end is looked for, in tokens."""

    tokens: int
    overlap: int
    reach: int

    @classmethod
    def for_window(cls, window: int) -> "PassageSizes":
        """Fit passages into a model's window, leaving a fifth for prompts and re-tokenised edges.

        200 tokens with an overlap of 40 for a window of 256 or more: a longer
        passage blurs, and was not measured to rank better.
        """
        tokens = min(200, window * 4 // 5)
        return cls(tokens=tokens, overlap=tokens // 5, reach=tokens * 3 // 10)


def cut_passages(text: str, tokens: Sequence[Token], sizes: PassageSizes) -> tuple[Span, ...]:
    """Cut at a sentence end where one is near, else between words, else between tokens.

    The spans ascend, overlap and together cover the text. No tokens, no spans.
    """
    spans: list[Span] = []
    first = 0
    while tokens:
        stop = _stop(text, tokens, first, sizes)
        begin = tokens[first].start if spans else 0
        if stop == len(tokens):
            spans.append((begin, len(text)))
            break
        spans.append((begin, tokens[stop].start))
        first = _word_start(tokens, stop - sizes.overlap, first)
    return tuple(spans)


def _stop(text: str, tokens: Sequence[Token], first: int, sizes: PassageSizes) -> int:
    """Index of the first token after the passage that begins at `first`."""
    latest = first + sizes.tokens
    if latest >= len(tokens):
        return len(tokens)
    for stop in range(latest, latest - sizes.reach, -1):
        gap = text[tokens[stop - 1].end : tokens[stop].start]
        if "\n" in gap or (gap and text[tokens[stop - 1].end - 1] in _SENTENCE_ENDS):
            return stop
    return _word_start(tokens, latest, first + sizes.overlap)


def _word_start(tokens: Sequence[Token], index: int, after: int) -> int:
    """The nearest word start at or before `index`, but later than `after`; else `index`."""
    for candidate in range(index, after, -1):
        if tokens[candidate].begins_word:
            return candidate
    return index
