"""The rankings that ours is measured against, as they are usually set up."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from matcher.evaluation.metrics import Numbers
from matcher.ranking.corpus import Corpus
from matcher.ranking.words import stems

_DENSE_SHARE = 0.7


def tf_idf(corpus: Corpus, queries: Sequence[str]) -> Numbers:
    """Cosine of sublinear tf-idf over the stems BM25 uses, (queries, documents)."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectoriser = TfidfVectorizer(analyzer=stems, sublinear_tf=True)
    documents = vectoriser.fit_transform([document.text for document in corpus.documents])
    found: Numbers = (vectoriser.transform(queries) @ documents.T).toarray()
    return found


def half_and_half(corpus: Corpus, vectors: Sequence[npt.NDArray[np.float32] | None]) -> Numbers:
    """Half the best passage's cosine, half the first one's, (queries, documents)."""
    scores = np.zeros((len(vectors), len(corpus)))
    owning = np.flatnonzero(np.diff(corpus.offsets))
    begins = corpus.offsets[:-1][owning]
    for row, vector in zip(scores, vectors, strict=True):
        if vector is not None and owning.size:
            cosines = corpus.passages @ vector
            row[owning] = (np.maximum.reduceat(cosines, begins) + cosines[begins]) / 2
    return scores


def min_max_fusion(dense: Numbers, lexical: Numbers) -> Numbers:
    """.7 dense + .3 BM25, each brought to 0..1 within a query."""
    return _DENSE_SHARE * _min_max(dense) + (1 - _DENSE_SHARE) * _min_max(lexical)


def _min_max(scores: Numbers) -> Numbers:
    low, high = scores.min(axis=1, keepdims=True), scores.max(axis=1, keepdims=True)
    scaled: Numbers = (scores - low) / np.maximum(high - low, 1e-9)
    return scaled
