"""Closeness in meaning: cosines between a query and the passages of documents."""

import numpy as np
import numpy.typing as npt

from matcher.ranking.corpus import Corpus


def dense_scores(corpus: Corpus, vector: npt.NDArray[np.float32] | None) -> npt.NDArray[np.float64]:
    """Return each document's cosine with a query vector (a unit row, or zeros), in [-1, 1].

    A third each of the best passage, the one that begins with the title, and the
    mean of all: exact questions are answered by a passage, broad needs by the
    whole. Measured better than any one of them (docs/evaluation.md). 0 for a
    document without passages and for a query without a vector. Raises ValueError
    for a vector of another length or with a number that is not finite.
    """
    scores = np.zeros(len(corpus))
    starts = corpus.offsets[:-1]
    owning = np.flatnonzero(corpus.offsets[1:] > starts)
    if vector is None or not owning.size:
        return scores
    _check(corpus, vector)
    cosines = (corpus.passages @ vector).astype(np.float64)
    begins = starts[owning]
    whole = (corpus.means[owning] @ vector).astype(np.float64)
    scores[owning] = (np.maximum.reduceat(cosines, begins) + cosines[begins] + whole) / 3
    return np.clip(scores, -1.0, 1.0)


def best_passage(
    corpus: Corpus, document: int, vector: npt.NDArray[np.float32] | None
) -> int | None:
    """Return which of a document's passages is closest; None without vectors. Ties: the first."""
    first, last = corpus.offsets[document], corpus.offsets[document + 1]
    if vector is None or first == last:
        return None
    return int(np.argmax(corpus.passages[first:last] @ vector))


def _check(corpus: Corpus, vector: npt.NDArray[np.float32]) -> None:
    if vector.shape != corpus.passages.shape[1:]:
        raise ValueError(
            f"a query vector of shape {vector.shape} does not fit passages of"
            f" {corpus.passages.shape[1]} numbers"
        )
    if not np.isfinite(vector).all():
        raise ValueError("a query vector holds a number that is not finite")
