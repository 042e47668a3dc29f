"""BM25 over stems, as a share of the most that a query could reach.

A search asks for a handful of stems of a corpus it has just read, so nothing is
worked out beyond them: the index is the documents' own counts.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

K1 = 1.5
B = 0.75


@dataclass(frozen=True, slots=True, eq=False)
class LexicalIndex:
    """What BM25 has to know of a corpus."""

    counts: tuple[Mapping[str, int], ...]  # how often each document holds a stem
    lengths: npt.NDArray[np.float64]  # stems of each document, repeats counted
    _weights: dict[str, float] = field(default_factory=dict)  # those asked for before

    @property
    def size(self) -> int:
        """Number of documents."""
        return len(self.counts)

    def weight(self, stem: str) -> float:
        """Return the stem's inverse document frequency; always positive."""
        found = self._weights.get(stem)
        if found is None:
            holding = sum(stem in held for held in self.counts)
            found = self._weights[stem] = _inverse_frequency(self.size, holding)
        return found


def build_lexical_index(documents: Sequence[Iterable[str]]) -> LexicalIndex:
    """Index documents given as their stems, or as counts of their stems."""
    # A Counter made from counts keeps them; made from a list, it counts.
    counts = tuple(held if isinstance(held, Counter) else Counter(held) for held in documents)
    return LexicalIndex(counts, np.array([sum(held.values()) for held in counts], dtype=float))


def lexical_scores(index: LexicalIndex, query: Sequence[str]) -> npt.NDArray[np.float64]:
    """Score every document for the query's stems: a number in [0, 1), 0 for no shared stem.

    BM25 as Lucene has it (Kamphuis et al. 2020), k1 1.5, b 0.75: the sum over the
    query's stems of weight x tf / (tf + k1 (1 - b + b length / mean length)). A stem
    adds at most its weight, so the sum of these is the most that a query can reach;
    scores are shares of it, which makes those of a short and of a long query
    comparable. Stems that no document holds count in the sum.
    """
    scores = np.zeros(index.size)
    mean = index.lengths.mean() if index.size else 0.0
    if not query or mean == 0.0:
        return scores
    usual = K1 * (1 - B + B * index.lengths / mean)
    for stem, times in Counter(query).items():
        held = np.array([counts.get(stem, 0) for counts in index.counts], dtype=float)
        scores += times * index.weight(stem) * held / (held + usual)
    most = math.fsum(index.weight(stem) for stem in query)
    return np.clip(scores / most, 0.0, 1.0)


def _inverse_frequency(size: int, holding: int) -> float:
    """ln(1 + (N - df + .5) / (df + .5)), as in Lucene."""
    return math.log(1 + (size - holding + 0.5) / (holding + 0.5))
