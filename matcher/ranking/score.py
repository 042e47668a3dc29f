"""From closeness in meaning and shared words to one score that means the same for every query.

    meaning  = closeness - what is usual for the query in this corpus
    words    = lexical score / the highest of the query
    evidence = meaning + words_weight * words
    score    = 1 / (1 + exp(-(slope * evidence + intercept)))

Where a whole term of the query stands in the title, words is 1. The
highest of a query counts as LEAST_BEST_WORDS where it is lower. The order within a
query is the order of the evidence. Taking away what is usual keeps a broad need,
which is a little close to everything, from outscoring a narrow one.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial, reduce
from importlib import resources

import numpy as np
import numpy.typing as npt

from matcher.ranking.corpus import Corpus
from matcher.ranking.dense import dense_scores
from matcher.ranking.lexical import lexical_scores
from matcher.ranking.words import stems

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
"""Positions of documents in a corpus."""

LEAST_BEST_WORDS = 0.15
"""A query whose best document reaches less of what is possible has no real match in words."""

TOGETHER = 32
"""Queries whose vectors are multiplied with the passages at once: one pass over memory for all."""

USUAL_WEIGHT = 300
"""How many documents the usual closeness of other corpora counts for.

Steadies a small corpus, and one where everything is close to every need because
all of it is about health."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was fitted on judged data; `python -m matcher.ranking.fit` writes it."""

    words_weight: float
    slope: float
    intercept: float
    usual_closeness: float  # mean closeness of a query to a document, over the judged sets


@dataclass(frozen=True, slots=True)
class Collection:
    """What is known of all documents where a corpus is only the likeliest of them."""

    usual: float  # mean closeness of the query to a document
    words: float  # the highest lexical score of the query
    size: int  # documents


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """What is looked for. The text is compared by words, the vector by meaning."""

    text: str
    vector: npt.NDArray[np.float32] | None = None  # unit row of the documents' dimension
    terms: tuple[str, ...] = ()  # each names the whole of it: one in a title says enough
    collection: Collection | None = None  # None: the corpus is all there is


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """One query's numbers for every document of a corpus."""

    closeness: Numbers  # in [-1, 1]
    lexical: Numbers  # in [0, 1], share of what the query could reach
    meaning: Numbers  # closeness above the usual
    words: Numbers  # in [0, 1], share of the query's highest
    score: Numbers  # in [0, 1]


@lru_cache(maxsize=1)
def shipped_calibration() -> Calibration:
    """Return the calibration that ships with the package."""
    text = resources.files("matcher.ranking").joinpath("calibration.json").read_text("utf-8")
    fitted = json.loads(text)["fitted"]
    return Calibration(**{name: float(number) for name, number in fitted.items()})


def score_query(query: Query, corpus: Corpus, calibration: Calibration) -> Scores:
    """Score every document for one query. All numbers are finite.

    A document that shares neither words nor meaning with the query (no vector on
    one side, or zeros) scores 0.
    """
    return next(iter_scores([query], corpus, calibration))


def score_queries(
    queries: Sequence[Query], corpus: Corpus, calibration: Calibration | None = None
) -> list[Scores]:
    """Score every document for each query, by the shipped calibration unless told otherwise."""
    return list(iter_scores(queries, corpus, calibration))


def iter_scores(
    queries: Sequence[Query],
    corpus: Corpus,
    calibration: Calibration | None = None,
    places: Sequence[Places] | None = None,
) -> Iterator[Scores]:
    """Score one query after the other; memory holds the numbers of TOGETHER queries at most.

    `places` are the documents that each query's scores are wanted of, in that order; without,
    all. What is usual and what is highest is that of all documents either way.
    """
    by = calibration or shipped_calibration()
    titled = cache(partial(_titled, corpus=corpus))  # queries without a phrase share their terms
    for start in range(0, len(queries), TOGETHER):
        block = queries[start : start + TOGETHER]
        closeness = dense_scores(corpus.closeness, query_rows(block, corpus.passages.shape[1]))
        for number, (query, row) in enumerate(zip(block, closeness, strict=True), start):
            at = slice(None) if places is None else places[number]
            yield _scores(query, row, corpus, by, titled, at)


def query_rows(queries: Sequence[Query], dimension: int) -> npt.NDArray[np.float32]:
    """Stack the queries' vectors; one without a vector is a row of zeros, close to nothing.

    Raises ValueError for a vector of another length. A corpus without any passage
    has no length of its own, and nothing is close to it.
    """
    rows = np.zeros((len(queries), dimension), dtype=np.float32)
    for row, query in zip(rows, queries, strict=True):
        if query.vector is None or not dimension:
            continue
        if query.vector.shape != (dimension,):
            raise ValueError(
                f"a query vector of shape {query.vector.shape} does not fit passages of"
                f" {dimension} numbers"
            )
        row[:] = query.vector
    return rows


def _scores(
    query: Query,
    closeness: Numbers,
    corpus: Corpus,
    by: Calibration,
    titled: Callable[[str], Places],
    at: Places | slice,
) -> Scores:
    lexical = lexical_scores(corpus.lexical, stems(query.text))
    usual = usual_closeness(query, float(closeness.sum()), int(np.count_nonzero(closeness)), by)
    named = np.zeros(len(corpus), dtype=bool)
    for term in query.terms:
        named[titled(term)] = True
    highest = max(float(lexical.max(initial=0.0)), _best_elsewhere(query))
    return combine(closeness[at], lexical[at], usual, highest, named[at], by)


def combine(
    closeness: Numbers,
    lexical: Numbers,
    usual: Numbers | float,
    highest: Numbers | float,
    named: npt.NDArray[np.bool_],
    by: Calibration,
) -> Scores:
    """Put one query's numbers for some documents together, each of the documents' length.

    `usual` is the closeness that is usual for the query, `highest` its highest lexical score,
    each one number or one for each document; `named` says whose title holds a whole term of the
    query. Documents without a vector have closeness 0 and meaning 0: nothing is known of them.
    """
    meaning = np.where(closeness != 0, closeness - usual, 0.0)
    words = lexical / np.maximum(highest, LEAST_BEST_WORDS)
    words[named] = 1.0
    evidence = meaning + by.words_weight * words
    score = expit(by.slope * evidence + by.intercept)
    score[(closeness == 0) & (words == 0)] = 0.0
    return Scores(closeness, lexical, meaning, words, score)


def _best_elsewhere(query: Query) -> float:
    """Return the query's highest lexical score among documents beyond the corpus."""
    return 0.0 if query.collection is None else query.collection.words


def _titled(term: str, corpus: Corpus) -> Places:
    """Return the documents whose title holds a whole term of a query.

    A need has many terms, and a call is about one of them: "Obesity Research
    Institute" agrees in full with a need that lists obesity among twenty terms,
    which a share of all its words cannot say.
    """
    holders = [corpus.title_lexical.postings(stem)[0] for stem in set(stems(term))]
    if not holders or not all(map(len, holders)):
        return np.zeros(0, dtype=np.intp)
    return reduce(partial(np.intersect1d, assume_unique=True), holders)


def usual_closeness(
    query: Query, total: Numbers | float, known: Numbers | int, by: Calibration
) -> Numbers | float:
    """Return what closeness is usual for a query, where `known` documents have that `total`.

    It is their mean, drawn to that of other corpora where this one is small; of a query with a
    collection it is that of the collection.
    """
    if query.collection is not None:
        known = query.collection.size
        total = query.collection.usual * known
    return (total + USUAL_WEIGHT * by.usual_closeness) / (known + USUAL_WEIGHT)


def expit(log_odds: Numbers) -> Numbers:
    """Return the score that has these log odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(log_odds, -60.0, 60.0))))


def logit(score: Numbers) -> Numbers:
    """Return the log odds of scores; of 0 and 1 those that are as good as never and always."""
    inside = np.clip(score, 1e-26, 1 - 1e-16)
    return np.asarray(np.log(inside) - np.log1p(-inside))
