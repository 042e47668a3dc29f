"""A document without some of its sentences.

Passages stay cut where they were: they lose what is taken out and nothing else
moves, so that a difference in score is the sentence's own and not that of another
cut. Only passages that lose something have to be encoded again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.passages import Span
from matcher.ranking.corpus import Document, title_of

Row = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A passage of which something is left."""

    place: int  # among the document's passages
    span: Span  # in the shorter text
    changed: bool


def changed_passages(document: Document, holes: Sequence[Span]) -> tuple[str, ...]:
    """Return the texts that passages have without the holes, of those that lose something.

    Holes are ascending spans of the document's text that do not overlap.
    """
    text = _fill(document.text, holes)
    return tuple(text[slice(*kept.span)] for kept in _kept(document, text, holes) if kept.changed)


def remove(document: Document, holes: Sequence[Span], vectors: Mapping[str, Row]) -> Document:
    """Return the document without the holes; `vectors` holds a row for each changed passage.

    KeyError where one is missing. A passage of which only white space is left is
    dropped.
    """
    text = _fill(document.text, holes)
    kept = _kept(document, text, holes)
    if document.vectors is None or not kept:
        return Document(document.key, text)
    rows = [
        vectors[text[slice(*one.span)]] if one.changed else document.vectors[one.place]
        for one in kept
    ]
    title = document.title if title_of(text) == title_of(document.text) else None
    return Document(document.key, text, tuple(one.span for one in kept), np.array(rows), title)


def _fill(text: str, holes: Sequence[Span]) -> str:
    """Put a space where each hole was: what stood around it does not grow together."""
    parts, begin = [], 0
    for start, end in holes:
        parts.append(text[begin:start])
        begin = end
    return " ".join([*parts, text[begin:]])


def _kept(document: Document, text: str, holes: Sequence[Span]) -> list[_Kept]:
    found = []
    for index, (start, end) in enumerate(document.spans):
        span = _moved(start, holes), _moved(end, holes)
        changed = any(hole[0] < end and start < hole[1] for hole in holes)
        if not changed or text[slice(*span)].strip():
            found.append(_Kept(index, span, changed))
    return found


def _moved(place: int, holes: Sequence[Span]) -> int:
    """Where a place of the whole text stands in the filled one."""
    lost = sum(min(place, end) - start for start, end in holes if start < place)
    return place - lost + sum(1 for _, end in holes if end <= place)
