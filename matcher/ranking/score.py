"""From closeness in meaning and shared words to one score that means the same for every query.

    meaning  = closeness - what is usual for the query in this corpus
    words    = lexical score / the highest of the query, or / LEAST_BEST_WORDS if that is more;
               1 where a whole term of the query stands in the title
    evidence = meaning + words_weight * words
    score    = 1 / (1 + exp(-(slope * evidence + intercept)))

The order within a query is the order of the evidence. Taking away what is usual
keeps a broad need, which is a little close to everything, from outscoring a
narrow one.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from matcher.ranking.corpus import Corpus
from matcher.ranking.dense import dense_scores
from matcher.ranking.lexical import lexical_scores
from matcher.ranking.words import stems

Numbers = npt.NDArray[np.float64]

LEAST_BEST_WORDS = 0.15
"""A query whose best document reaches less of what is possible has no real match in words."""

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


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """What is looked for. The text is compared by words, the vector by meaning."""

    text: str
    vector: npt.NDArray[np.float32] | None = None  # unit row of the documents' dimension
    terms: tuple[str, ...] = ()  # each names the whole of it: one in a title says enough


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
    closeness = dense_scores(corpus, query.vector)
    lexical = lexical_scores(corpus.lexical, stems(query.text))
    meaning = _above_usual(closeness, calibration.usual_closeness)
    words = lexical / max(float(lexical.max(initial=0.0)), LEAST_BEST_WORDS)
    words[_named_in_title(query, corpus)] = 1.0
    evidence = meaning + calibration.words_weight * words
    score = _logistic(calibration.slope * evidence + calibration.intercept)
    score[(closeness == 0) & (words == 0)] = 0.0
    return Scores(closeness, lexical, meaning, words, score)


def score_queries(
    queries: Sequence[Query], corpus: Corpus, calibration: Calibration | None = None
) -> list[Scores]:
    """Score every document for each query, by the shipped calibration unless told otherwise."""
    by = calibration or shipped_calibration()
    return [score_query(query, corpus, by) for query in queries]


def _named_in_title(query: Query, corpus: Corpus) -> npt.NDArray[np.bool_]:
    """Mark the documents whose title holds a whole term of the query.

    A need has many terms, and a call is about one of them: "Obesity Research
    Institute" agrees in full with a need that lists obesity among twenty terms,
    which a share of all its words cannot say.
    """
    terms = [frozenset(found) for term in query.terms if (found := stems(term))]
    return np.array([any(term <= title for term in terms) for title in corpus.titles], dtype=bool)


def _above_usual(closeness: Numbers, elsewhere: float) -> Numbers:
    """Closeness less its mean, the mean drawn to that of other corpora where this one is small.

    Documents without a vector have closeness 0 and stay at 0: nothing is known of them.
    """
    known = closeness[closeness != 0]
    usual = (known.sum() + USUAL_WEIGHT * elsewhere) / (len(known) + USUAL_WEIGHT)
    return np.where(closeness != 0, closeness - usual, 0.0)


def _logistic(logit: Numbers) -> Numbers:
    return 1.0 / (1.0 + np.exp(-np.clip(logit, -60.0, 60.0)))
