"""What a document would score with another text, all other documents as they are.

What that takes of the whole corpus is read off once for each query, and what depends on the
other text once for all queries: no index is built. How rare each word is stays as it was.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.ranking.corpus import Corpus, Document, closeness_rows, title_of
from matcher.ranking.dense import dense_scores
from matcher.ranking.lexical import Asked, LexicalIndex, ask, lexical_score
from matcher.ranking.score import (
    Numbers,
    Query,
    Scores,
    combine,
    iter_scores,
    query_rows,
    shipped_calibration,
    usual_closeness,
)
from matcher.ranking.words import stems


@dataclass(frozen=True, slots=True)
class Seen:
    """One document as a query sees it."""

    score: float
    closeness: float
    highest_beside: float  # the highest lexical score of all other documents


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """A query's scores in a corpus, as much of them as scoring other texts takes."""

    query: Query
    asked: Asked  # stems of its text
    terms: tuple[frozenset[str], ...]  # stems of each of its terms
    total: float  # closeness of all documents, summed
    known: int  # documents that have a closeness
    seen: dict[int, Seen]  # the documents that may get another text, by position


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A document in place of another, with how often it holds which stem."""

    document: Document
    stems: Counter[str]


def baselines(
    queries: Sequence[Query], corpus: Corpus, positions: Sequence[Iterable[int]]
) -> list[Baseline]:
    """Score each query by the shipped calibration; `positions` says what each may rescore."""
    scored = iter_scores(queries, corpus)
    return [
        _baseline(query, scores, wanted, corpus.lexical)
        for query, scores, wanted in zip(queries, scored, positions, strict=True)
    ]


def rescore(
    before: Sequence[Baseline], corpus: Corpus, position: int, texts: Sequence[Text]
) -> Numbers:
    """Score the document at `position` as if it were each of `texts`, all others as they are.

    By the shipped calibration; (queries, texts), each query given by what it was before.
    """
    rows = query_rows([each.query for each in before], corpus.passages.shape[1])
    closeness = dense_scores(closeness_rows([text.document for text in texts]), rows)
    titles = [frozenset(stems(title_of(text.document.text))) for text in texts]
    return np.array(
        [
            _rescored(
                each,
                each.seen[position],
                row,
                np.array([lexical_score(corpus.lexical, text.stems, each.asked) for text in texts]),
                np.array([any(term <= title for term in each.terms) for title in titles]),
            )
            for each, row in zip(before, closeness, strict=True)
        ]
    )


def _baseline(
    query: Query, scores: Scores, positions: Iterable[int], index: LexicalIndex
) -> Baseline:
    lexical = scores.lexical
    best = int(lexical.argmax())
    second = max(float(part.max(initial=0.0)) for part in (lexical[:best], lexical[best + 1 :]))
    seen = {
        position: Seen(
            float(scores.score[position]),
            float(scores.closeness[position]),
            second if position == best else float(lexical[best]),
        )
        for position in positions
    }
    return Baseline(
        query=query,
        asked=ask(index, stems(query.text)),
        terms=tuple(found for term in query.terms if (found := frozenset(stems(term)))),
        total=float(scores.closeness.sum()),
        known=int(np.count_nonzero(scores.closeness)),
        seen=seen,
    )


def _rescored(
    before: Baseline,
    seen: Seen,
    closeness: Numbers,
    lexical: Numbers,
    named: npt.NDArray[np.bool_],
) -> Numbers:
    """Score texts in place of one; what is usual and what is highest moves with each of them."""
    by = shipped_calibration()
    total = before.total - seen.closeness + closeness
    known = before.known + (seen.closeness == 0)
    usual = usual_closeness(before.query, total, known, by)
    highest = np.maximum(lexical, seen.highest_beside)
    return combine(closeness, lexical, usual, highest, named, by).score
