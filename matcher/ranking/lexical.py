"""BM25 over stems, as a share of the most that a query could reach."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import bm25s

K1 = 1.5
B = 0.75


@dataclass(frozen=True, slots=True, eq=False)
class LexicalIndex:
    """What BM25 has to know of a corpus."""

    size: int  # documents
    weights: Mapping[str, float]  # inverse frequency of each stem that a document holds
    weight_of_absent: float  # the same for a stem that no document holds
    scorer: "bm25s.BM25 | None"  # None where no document holds a word that counts
    mean_length: float = 0.0  # stems of a document
    changed: Mapping[int, Counter[str]] = field(default_factory=dict)  # see `change_document`

    def weight(self, stem: str) -> float:
        """Return the stem's inverse document frequency; always positive."""
        return self.weights.get(stem, self.weight_of_absent)


def build_lexical_index(documents: Sequence[Sequence[str]]) -> LexicalIndex:
    """Index documents given as their stems; the Lucene variant, k1 1.5, b 0.75."""
    import bm25s

    size = len(documents)
    frequency = Counter(stem for document in documents for stem in set(document))
    weights = {stem: _inverse_frequency(size, holding) for stem, holding in frequency.items()}
    scorer = None
    if frequency:
        scorer = bm25s.BM25(method="lucene", k1=K1, b=B)
        scorer.index([list(document) for document in documents], show_progress=False)
    mean_length = sum(map(len, documents)) / max(size, 1)
    return LexicalIndex(size, weights, _inverse_frequency(size, 0), scorer, mean_length)


def change_document(index: LexicalIndex, position: int, stems: Sequence[str]) -> LexicalIndex:
    """Give one document other words; all that is known of the corpus stays as it was."""
    return replace(index, changed={**index.changed, position: Counter(stems)})


def lexical_scores(index: LexicalIndex, query: Sequence[str]) -> npt.NDArray[np.float64]:
    """Score every document for the query's stems: a number in [0, 1), 0 for no shared stem.

    A stem adds at most its inverse frequency, so the sum of these is the most
    that a query can reach; scores are shares of it, which makes those of a short
    and of a long query comparable. Stems that no document holds count in the sum.
    """
    known = [stem for stem in query if stem in index.weights]
    if index.scorer is None or not known:
        return np.zeros(index.size)
    most = sum(index.weight(stem) for stem in query)
    scores = np.array(index.scorer.get_scores(known), dtype=np.float64)
    for position, held in index.changed.items():
        scores[position] = _score(index, known, held)
    return np.clip(scores / most, 0.0, 1.0)


def _score(index: LexicalIndex, query: Sequence[str], held: Counter[str]) -> float:
    """What the scorer would say of a document with these stems: sum of idf tf / (tf + norm)."""
    norm = K1 * (1 - B + B * held.total() / index.mean_length)
    return math.fsum(index.weight(stem) * held[stem] / (held[stem] + norm) for stem in query)


def _inverse_frequency(size: int, holding: int) -> float:
    """ln(1 + (N - df + .5) / (df + .5)), as in Lucene."""
    return math.log(1 + (size - holding + 0.5) / (holding + 0.5))
