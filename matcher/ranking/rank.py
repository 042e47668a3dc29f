"""The order of documents for one query."""

from dataclasses import dataclass

import numpy as np

from matcher.ranking.corpus import Corpus
from matcher.ranking.score import Calibration, Query, Scores, score_query, shipped_calibration
from models.match import Feature


@dataclass(frozen=True, slots=True)
class Scored:
    """One document's place in a ranking."""

    key: str
    score: float  # 0 to 1, comparable across queries
    position: int  # index of the document in the corpus
    features: tuple[Feature, ...]


def rank(
    query: Query,
    corpus: Corpus,
    limit: int | None = None,
    calibration: Calibration | None = None,
) -> list[Scored]:
    """Order the documents that score above 0, best first; ties by key."""
    by = calibration or shipped_calibration()
    scores = score_query(query, corpus, by)
    order = np.lexsort((np.array(corpus.keys, dtype=str), -scores.score))
    found = [int(position) for position in order if scores.score[position] > 0]
    return [
        Scored(
            key=corpus.documents[position].key,
            score=float(scores.score[position]),
            position=position,
            features=features(scores, position, by),
        )
        for position in found[:limit]
    ]


def features(scores: Scores, position: int, calibration: Calibration) -> tuple[Feature, ...]:
    """Return the parts of a document's score: weight times value, summed, is its log odds.

    `meaning` is closeness above what is usual for the query, `words` the share of
    its best match in words, `baseline` the same for all.
    """
    words_weight = calibration.slope * calibration.words_weight
    return (
        Feature("meaning", round(float(scores.meaning[position]), 4), calibration.slope),
        Feature("words", round(float(scores.words[position]), 4), words_weight),
        Feature("baseline", 1.0, calibration.intercept),
    )
