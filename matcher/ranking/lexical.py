"""BM25 over stems, as a share of the most that a query could reach.

The index is our own because a reason needs what a library's does not offer: what
one document would score without one of its sentences, all else as it was. A test
holds the numbers to those of bm25s.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeVar

import numpy as np
import numpy.typing as npt

K1 = 1.5
B = 0.75

Places = npt.NDArray[np.intp]
Numbers = npt.NDArray[np.float64]

_Amount = TypeVar("_Amount", float, Numbers)  # of one text, or of many


@dataclass(frozen=True, slots=True, eq=False)
class Elsewhere:
    """What is known of a larger collection, of which the documents are a part."""

    weights: Mapping[str, float] = field(default_factory=dict)  # of stems, as `LexicalIndex.weight`
    length: float = 1.0  # of a document there, on average, beside one here


ALL_THERE_IS = Elsewhere()
"""Nothing beside the documents."""


class Weights(dict[str, float]):
    """Of every stem ln(1 + (N - df + .5) / (df + .5)), worked out when first asked for."""

    def __init__(
        self, size: int, vocabulary: Mapping[str, int], holding: Places, elsewhere: Elsewhere
    ) -> None:
        """Tell them from how many of `size` documents hold the stems, by their places."""
        super().__init__()
        self._size = size
        self._vocabulary = vocabulary
        self._holding = holding
        self._elsewhere = elsewhere.weights

    def __missing__(self, stem: str) -> float:
        place = self._vocabulary.get(stem)
        found = self._elsewhere.get(stem)
        if found is None:
            holding = 0 if place is None else int(self._holding[place])
            found = math.log(1 + (self._size - holding + 0.5) / (holding + 0.5))
        if place is not None:  # what people search for besides has no end
            self[stem] = found
        return found


@dataclass(frozen=True, slots=True, eq=False)
class LexicalIndex:
    """Which documents hold which stem, and what that is worth before its rarity."""

    size: int  # documents
    mean_length: float  # stems of a document, repeats counted
    vocabulary: Mapping[str, int]  # stem -> its place in `starts`
    starts: Places  # stem i owns entries starts[i] to starts[i + 1]
    holders: Places  # of each entry, the document
    saturations: Numbers  # of each entry, tf / (tf + k1 (1 - b + b length / mean length))
    weights: Weights

    @property
    def weight(self) -> Callable[[str], float]:
        """Tells a stem's inverse document frequency; reasons ask hundreds of thousands of times."""
        return self.weights.__getitem__

    def postings(self, stem: str) -> tuple[Places, Numbers]:
        """Return the documents that hold a stem and its saturation in each."""
        place = self.vocabulary.get(stem)
        entries = slice(0) if place is None else slice(*self.starts[place : place + 2])
        return self.holders[entries], self.saturations[entries]


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """The stems of a query and what they are worth in an index."""

    worth: Mapping[str, float]  # of each stem: its weight, as often as it is asked for
    most: float  # what a query can reach, which no document does


def build_lexical_index(
    documents: Sequence[Iterable[str]], elsewhere: Elsewhere = ALL_THERE_IS
) -> LexicalIndex:
    """Index documents given as their stems, or as counts of their stems."""
    # A Counter made from counts keeps them; made from a list, it counts.
    held = [stems if isinstance(stems, Counter) else Counter(stems) for stems in documents]
    vocabulary = {stem: place for place, stem in enumerate(dict.fromkeys(chain(*held)))}
    lengths = np.array([counts.total() for counts in held], dtype=float)
    mean = float(lengths.mean() if lengths.any() else 1.0)  # of a corpus without words, any
    mean *= elsewhere.length
    entries = sum(map(len, held))
    stem_of = np.fromiter((vocabulary[stem] for stem in chain(*held)), np.intp, entries)
    holders = np.repeat(np.arange(len(held)), np.array([len(one) for one in held], dtype=int))
    times = np.fromiter((n for counts in held for n in counts.values()), float, entries)
    order = np.argsort(stem_of, kind="stable")
    sizes = np.bincount(stem_of, minlength=len(vocabulary))
    return LexicalIndex(
        size=len(held),
        mean_length=mean,
        vocabulary=vocabulary,
        starts=np.concatenate([[0], np.cumsum(sizes)]).astype(np.intp),
        holders=holders[order],
        saturations=_saturation(times, lengths[holders], mean)[order],
        weights=Weights(len(held), vocabulary, sizes, elsewhere),
    )


def lexical_scores(index: LexicalIndex, query: Sequence[str]) -> Numbers:
    """Score every document for the query's stems: a number in [0, 1), 0 for no shared stem.

    BM25 as Lucene has it (Kamphuis et al. 2020), k1 1.5, b 0.75: the sum over the
    query's stems of weight x saturation. A stem adds at most its weight, so the sum
    of these is the most that a query can reach; scores are shares of it, which
    makes those of a short and of a long query comparable. Stems that no document
    holds count in the sum.
    """
    scores = np.zeros(index.size)
    asked = ask(index, query)
    for stem, worth in asked.worth.items():
        holders, saturations = index.postings(stem)
        scores[holders] += worth * saturations
    return np.clip(scores / asked.most, 0.0, 1.0) if asked.most else scores


def ask(index: LexicalIndex, query: Sequence[str]) -> Asked:
    """Look up what the stems of a query are worth."""
    worth = {stem: times * index.weight(stem) for stem, times in Counter(query).items()}
    return Asked(worth, math.fsum(map(index.weight, query)))


def lexical_score(index: LexicalIndex, held: Counter[str], asked: Asked) -> float:
    """Score a text that holds these stems as `lexical_scores` would, were it in the index.

    How rare a stem is and how long a text is are those of the index.
    """
    if not asked.most:
        return 0.0
    length = held.total()
    found = math.fsum(  # exact, so that the order of a set does not count
        asked.worth[stem] * _saturation(held[stem], length, index.mean_length)
        for stem in asked.worth.keys() & held.keys()
    )
    return min(1.0, found / asked.most)


def saturations(index: LexicalIndex, held: Mapping[str, int]) -> dict[str, float]:
    """Return what each stem of a text adds to its score for a query, before its rarity.

    `held` counts the stems; how long texts are on average is that of the index.
    """
    length = sum(held.values())
    return {stem: _saturation(times, length, index.mean_length) for stem, times in held.items()}


def _saturation(times: _Amount, length: _Amount, mean: float) -> _Amount:
    """Return what a stem adds for being there several times in a text of some length."""
    return times / (times + K1 * (1 - B + B * length / mean))
