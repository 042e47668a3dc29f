"""Closeness in meaning: cosines between a query and the passages of documents."""

import numpy as np
import numpy.typing as npt

from matcher.ranking.corpus import PART, ClosenessRows, Corpus


def dense_scores(rows: ClosenessRows, vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Return the closeness of queries (unit rows, or zeros) and documents, in [-1, 1].

    (queries, dimension) in, (queries, documents) out. A quarter each of the
    cosines with the best passage, the first one, the mean of all, and the title:
    exact questions are answered by a passage, broad needs by the whole, and a title
    says what the rest is about. Measured better than any one of them
    (docs/evaluation.md). 0 for a document without
    passages and for a query of zeros. Raises ValueError for a number that
    is not finite.
    """
    if not np.isfinite(vectors).all():
        raise ValueError("a query vector holds a number that is not finite")
    if not rows.wholes.size:  # no document has a passage, so there is no length of vectors either
        return np.zeros((len(vectors), len(rows.wholes)))
    # Queries stand in columns: so few of them beside so many rows are multiplied twice as fast.
    # A single column is multiplied in another way, whose last bits depend on how many threads
    # share the work: beside a column of zeros its numbers are those that it has beside others.
    asked = len(vectors)
    queries = np.zeros((vectors.shape[1], max(asked, 2)), dtype=np.float32)
    queries[:, :asked] = vectors.T
    # Laid out by query: what follows goes through one query's numbers after the other's.
    scores = (rows.wholes @ queries).T[:asked].astype(np.float64, order="C")
    if rows.several.size:
        best = np.maximum.reduceat(rows.passages @ queries, rows.starts, axis=0)
        scores[:, rows.several] += np.float64(PART) * best.T[:asked]
    return np.clip(scores, -1.0, 1.0, out=scores)


def best_passage(
    corpus: Corpus, document: int, vector: npt.NDArray[np.float32] | None
) -> int | None:
    """Return which of a document's passages is closest; None without vectors. Ties: the first."""
    first, last = corpus.offsets[document], corpus.offsets[document + 1]
    if vector is None or first == last:
        return None
    if last - first == 1:
        return 0
    return int(np.argmax(corpus.passages[first:last] @ vector))
