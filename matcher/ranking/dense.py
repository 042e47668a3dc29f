"""Closeness in meaning: cosines between a query and the passages of documents."""

import numpy as np
import numpy.typing as npt

from matcher.ranking.corpus import Corpus


def dense_scores(corpus: Corpus, vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Return the closeness of queries (unit rows, or zeros) and documents, in [-1, 1].

    (queries, dimension) in, (queries, documents) out. A quarter each of the
    cosines with the best passage, the first one, the mean of all, and the title:
    exact questions are answered by a passage, broad needs by the whole, and a title
    says what the rest is about. Measured better than any one of them
    (docs/evaluation.md). 0 for a document without
    passages and for a query of zeros. Raises ValueError for a number that
    is not finite.
    """
    scores = np.zeros((len(vectors), len(corpus)))
    starts = corpus.offsets[:-1]
    owning = np.flatnonzero(corpus.offsets[1:] > starts)
    if not owning.size:
        return scores
    if not np.isfinite(vectors).all():
        raise ValueError("a query vector holds a number that is not finite")
    # Queries stand in columns: so few of them beside so many rows are multiplied twice as fast.
    # A single column is multiplied in another way, whose last bits depend on how many threads
    # share the work: beside a column of zeros its numbers are those that it has beside others.
    asked = len(vectors)
    queries = np.zeros((vectors.shape[1], max(asked, 2)), dtype=np.float32)
    queries[:, :asked] = vectors.T
    cosines = corpus.passages @ queries
    begins = starts[owning]
    # Where every document has passages, nothing is picked out: that would copy all rows.
    rows = owning if owning.size < len(corpus) else slice(None)
    whole = corpus.means[rows] @ queries
    best = np.maximum.reduceat(cosines, begins, axis=0)
    title = corpus.titles[rows] @ queries
    scores[:, rows] = ((best + cosines[begins] + whole + title) / np.float64(4)).T[:asked]
    return np.clip(scores, -1.0, 1.0, out=scores)


def best_passage(
    corpus: Corpus, document: int, vector: npt.NDArray[np.float32] | None
) -> int | None:
    """Return which of a document's passages is closest; None without vectors. Ties: the first."""
    first, last = corpus.offsets[document], corpus.offsets[document + 1]
    if vector is None or first == last:
        return None
    return int(np.argmax(corpus.passages[first:last] @ vector))
