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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from importlib import resources

import numpy as np
import numpy.typing as npt

from matcher.ranking.corpus import Corpus, Document, build_corpus
from matcher.ranking.dense import dense_scores
from matcher.ranking.lexical import lexical_score, lexical_scores
from matcher.ranking.words import stem_counts, stems

Numbers = npt.NDArray[np.float64]

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
    queries: Sequence[Query], corpus: Corpus, calibration: Calibration | None = None
) -> Iterator[Scores]:
    """Score one query after the other; memory holds the numbers of TOGETHER queries at most."""
    by = calibration or shipped_calibration()
    for start in range(0, len(queries), TOGETHER):
        block = queries[start : start + TOGETHER]
        closeness = dense_scores(corpus, _rows(block, corpus.passages.shape[1]))
        for query, row in zip(block, closeness, strict=True):
            yield _scores(query, row, corpus, by)


def rescore(
    query: Query,
    corpus: Corpus,
    before: Scores,
    position: int,
    document: Document,
    calibration: Calibration | None = None,
) -> float:
    """Score the document at `position` as if it were `document`, all others as they are.

    `before` are the query's scores in the corpus. How rare each word is stays as it was.
    """
    by = calibration or shipped_calibration()
    alone = build_corpus([document])
    closeness = _closeness_alone(query, corpus, alone)
    meaning = _above_usual_with(
        before.closeness, position, closeness, by.usual_closeness, query.collection
    )
    lexical = lexical_score(corpus.lexical, stem_counts(document.text), stems(query.text))
    others = (before.lexical[:position], before.lexical[position + 1 :])
    best = max(lexical, *(float(part.max(initial=0.0)) for part in others))
    words = 1.0 if _named_in_title(query, alone).size else lexical / max(best, LEAST_BEST_WORDS)
    if closeness == 0 and words == 0:
        return 0.0
    evidence = meaning + by.words_weight * words
    return float(expit(np.asarray(by.slope * evidence + by.intercept)))


def _closeness_alone(query: Query, corpus: Corpus, alone: Corpus) -> float:
    """Closeness of the one document of `alone`; 0 where it or the query has no vector."""
    if not len(alone.passages):
        return 0.0
    return float(dense_scores(alone, _rows([query], corpus.passages.shape[1]))[0, 0])


def _rows(queries: Sequence[Query], dimension: int) -> npt.NDArray[np.float32]:
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


def _scores(query: Query, closeness: Numbers, corpus: Corpus, by: Calibration) -> Scores:
    asked = stems(query.text)
    lexical = lexical_scores(corpus.lexical, asked)
    meaning = _above_usual(closeness, by.usual_closeness, query.collection)
    words = lexical / max(float(lexical.max(initial=0.0)), _elsewhere(query), LEAST_BEST_WORDS)
    named = _named_in_title(query, corpus)
    words[named] = 1.0
    evidence = meaning + by.words_weight * words
    score = expit(by.slope * evidence + by.intercept)
    score[(closeness == 0) & (words == 0)] = 0.0
    return Scores(closeness, lexical, meaning, words, score)


def _elsewhere(query: Query) -> float:
    """Return the query's best match in words among documents beyond the corpus."""
    return 0.0 if query.collection is None else query.collection.words


def _named_in_title(query: Query, corpus: Corpus) -> npt.NDArray[np.intp]:
    """Return the documents whose title holds a whole term of the query.

    A need has many terms, and a call is about one of them: "Obesity Research
    Institute" agrees in full with a need that lists obesity among twenty terms,
    which a share of all its words cannot say.
    """
    named = [_holding_all(found, corpus) for term in query.terms if (found := set(stems(term)))]
    return np.concatenate(named) if named else np.zeros(0, dtype=np.intp)


def _holding_all(asked: set[str], corpus: Corpus) -> npt.NDArray[np.intp]:
    return reduce(np.intersect1d, (corpus.title_lexical.postings(stem)[0] for stem in asked))


def _above_usual(closeness: Numbers, elsewhere: float, beyond: Collection | None) -> Numbers:
    """Closeness less its mean, the mean drawn to that of other corpora where this one is small.

    Documents without a vector have closeness 0 and stay at 0: nothing is known of them.
    """
    known = closeness[closeness != 0]
    usual = _usual(float(known.sum()), len(known), elsewhere, beyond)
    return np.where(closeness != 0, closeness - usual, 0.0)


def _above_usual_with(
    all_of: Numbers, position: int, new: float, elsewhere: float, beyond: Collection | None
) -> float:
    """`_above_usual` of one document that now has another closeness, without a copy of all."""
    if new == 0:
        return 0.0
    old = float(all_of[position])
    total = float(all_of.sum()) - old + new
    known = int(np.count_nonzero(all_of)) + (old == 0)
    return new - _usual(total, known, elsewhere, beyond)


def _usual(total: float, known: int, elsewhere: float, beyond: Collection | None) -> float:
    """What closeness is usual: of `known` documents with that `total`, or of all beyond them."""
    if beyond is not None:
        total, known = beyond.usual * beyond.size, beyond.size
    return (total + USUAL_WEIGHT * elsewhere) / (known + USUAL_WEIGHT)


def expit(log_odds: Numbers) -> Numbers:
    """Return the score that has these log odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(log_odds, -60.0, 60.0))))


def logit(score: Numbers) -> Numbers:
    """Return the log odds of scores; of 0 and 1 those that are as good as never and always."""
    inside = np.clip(score, 1e-26, 1 - 1e-16)
    return np.asarray(np.log(inside) - np.log1p(-inside))
