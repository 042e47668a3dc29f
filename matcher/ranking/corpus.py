"""The calls to rank, laid out as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.passages import Span
from matcher.ranking.lexical import ALL_THERE_IS, Elsewhere, LexicalIndex, build_lexical_index
from matcher.ranking.words import stem_counts, stems

PART = 0.25
"""What each of four parts of closeness counts: best passage, first passage, mean, title."""

LONGEST_TITLE = 300
"""Characters; a longer first line is the text itself, as of an abstract without a title."""


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """One text to be found, with its passages.

    The first passage begins with the title. A document may have no passages:
    it is then found by its words alone.
    """

    key: str
    text: str
    spans: tuple[Span, ...] = ()  # where each passage stands in the text
    vectors: npt.NDArray[np.float32] | None = None  # (passages, dimension), unit or zero rows
    title: npt.NDArray[np.float32] | None = None  # of the title alone, a unit row


@dataclass(frozen=True, slots=True, eq=False)
class ClosenessRows:
    """What queries are multiplied with: as few rows as closeness can be told from.

    Start, mean and title always count the same, so their sum is one row; of a document
    that is a single passage, so is all of it.
    """

    wholes: npt.NDArray[np.float32]  # (documents, dimension) what always counts, summed
    several: npt.NDArray[np.intp]  # documents of two passages or more
    passages: npt.NDArray[np.float32]  # those documents' passages
    starts: npt.NDArray[np.intp]  # of each such document, its first row in `passages`


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Documents, the passages of all of them in one matrix, and their words."""

    documents: tuple[Document, ...]
    passages: npt.NDArray[np.float32]  # (all passages, dimension)
    offsets: npt.NDArray[np.intp]  # document i owns rows offsets[i] to offsets[i + 1]
    means: npt.NDArray[np.float32]  # (documents, dimension) mean passage, unit or zero rows
    closeness: "ClosenessRows"
    lexical: LexicalIndex  # of whole texts
    title_lexical: LexicalIndex  # of titles alone

    def __len__(self) -> int:
        return len(self.documents)

    @property
    def keys(self) -> tuple[str, ...]:
        """The documents' keys, in order."""
        return tuple(document.key for document in self.documents)


def build_corpus(documents: Sequence[Document], elsewhere: Elsewhere = ALL_THERE_IS) -> Corpus:
    """Lay documents out for ranking.

    Raises ValueError for a key given twice, vectors of different lengths or not
    finite, and passages that do not fit their vectors.
    """
    _check(documents)
    passages, offsets = _stacked(documents)
    means = _means(passages, offsets)
    titles = _titles(documents, passages.shape[1])
    return Corpus(
        documents=tuple(documents),
        passages=passages,
        offsets=offsets,
        means=means,
        closeness=_closeness_rows(passages, offsets, means, titles),
        lexical=build_lexical_index([stem_counts(each.text) for each in documents], elsewhere),
        title_lexical=build_lexical_index([stems(title_of(each.text)) for each in documents]),
    )


def closeness_rows(documents: Sequence[Document]) -> ClosenessRows:
    """Lay documents out for closeness alone, as `build_corpus` does; their words are not read."""
    passages, offsets = _stacked(documents)
    titles = _titles(documents, passages.shape[1])
    return _closeness_rows(passages, offsets, _means(passages, offsets), titles)


def single_rows(corpus: Corpus) -> npt.NDArray[np.float32]:
    """Return one row for each document whose product with a query is about its closeness.

    Of a single passage it is the closeness; of several, the mean stands in for the best.
    """
    rows = corpus.closeness.wholes.copy()
    several = corpus.closeness.several
    rows[several] += np.float32(PART) * corpus.means[several]
    return rows


def passage_rows(corpus: Corpus) -> dict[int, npt.NDArray[np.float32]]:
    """Return, by the place of each document of several passages, a row for each of them.

    (passages, dimension): what the closeness would be were that passage the best, so that
    the closeness is the largest product with a query.
    """
    rows = corpus.closeness
    if not rows.several.size:
        return {}
    own = np.split(rows.passages, rows.starts[1:])
    return {
        int(place): rows.wholes[place] + np.float32(PART) * passages
        for place, passages in zip(rows.several, own, strict=True)
    }


def title_of(text: str) -> str:
    """Return a text's title: its first line, where that is no longer than a title may be."""
    first = text.partition("\n")[0]
    return first if len(first) <= LONGEST_TITLE else ""


def _rows(document: Document) -> npt.NDArray[np.float32]:
    if document.vectors is None:
        return np.zeros((0, 0), dtype=np.float32)
    return document.vectors


def _stacked(
    documents: Sequence[Document],
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.intp]]:
    """Return the passages of all documents in one matrix, and where those of each begin."""
    rows = [_rows(document) for document in documents]
    dimension = max((block.shape[1] for block in rows), default=0)
    blocks = [block for block in rows if len(block)]
    passages = np.concatenate(blocks) if blocks else np.zeros((0, dimension), dtype=np.float32)
    return passages, np.cumsum([0, *(len(block) for block in rows)], dtype=np.intp)


def _titles(documents: Sequence[Document], dimension: int) -> npt.NDArray[np.float32]:
    found = np.zeros((len(documents), dimension), dtype=np.float32)
    for place, document in enumerate(documents):
        block = _rows(document)
        if len(block):
            found[place] = block[0] if document.title is None else document.title
    return found


def _closeness_rows(
    passages: npt.NDArray[np.float32],
    offsets: npt.NDArray[np.intp],
    means: npt.NDArray[np.float32],
    titles: npt.NDArray[np.float32],
) -> ClosenessRows:
    """Add up the parts of each document; `titles` is used up."""
    counts = np.diff(offsets)
    wholes = titles
    wholes += means
    owning = np.flatnonzero(counts)
    first = passages[offsets[owning]]
    wholes[owning] += first
    wholes[counts == 1] += first[counts[owning] == 1]
    wholes *= np.float32(PART)
    several = np.flatnonzero(counts > 1)
    # Where all have several, their passages are not copied.
    own = passages if several.size == owning.size else passages[np.repeat(counts > 1, counts)]
    starts = np.cumsum([0, *counts[several][:-1]], dtype=np.intp) if several.size else several
    return ClosenessRows(wholes, several, own, starts)


def _means(
    passages: npt.NDArray[np.float32], offsets: npt.NDArray[np.intp]
) -> npt.NDArray[np.float32]:
    counts = np.diff(offsets)
    sums = np.zeros((len(counts), passages.shape[1]), dtype=np.float32)
    owning = np.flatnonzero(counts)
    if owning.size:
        sums[owning] = np.add.reduceat(passages, offsets[owning], axis=0)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    means: npt.NDArray[np.float32] = np.zeros_like(sums)
    np.divide(sums, lengths, out=means, where=lengths > 0)
    return means


def _check(documents: Sequence[Document]) -> None:
    seen: set[str] = set()
    dimensions: set[int] = set()
    for document in documents:
        if document.key in seen:
            raise ValueError(f"two documents have the key {document.key!r}")
        seen.add(document.key)
        rows = _rows(document)
        if rows.ndim != 2 or len(rows) != len(document.spans):
            raise ValueError(f"{document.key}: passages and vectors do not fit each other")
        title = np.zeros(0) if document.title is None else document.title
        if not (np.isfinite(rows).all() and np.isfinite(title).all()):
            raise ValueError(f"{document.key}: a vector holds a number that is not finite")
        if len(rows):
            dimensions.add(rows.shape[1])
    if len(dimensions) > 1:
        raise ValueError(f"vectors of different lengths: {sorted(dimensions)}")
