"""What a document would score with another text, all other documents as they are.

What that takes of the whole corpus is read off once for each query, and what depends on the
other text once for all queries: no index is built. How rare each word is stays as it was.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

import numpy as np

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

_AT_ONCE = 256  # documents


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


@dataclass(frozen=True, slots=True, eq=False)
class Other:
    """A document of a corpus, texts in its place, and the queries that score them."""

    position: int
    texts: Sequence[Text]
    before: Sequence[Baseline]  # what each query's scores are with the document as it is


def baselines(
    queries: Sequence[Query], corpus: Corpus, positions: Sequence[Iterable[int]]
) -> list[Baseline]:
    """Score each query by the shipped calibration; `positions` says what each may rescore."""
    scored = iter_scores(queries, corpus)
    return [
        _baseline(query, scores, wanted, corpus.lexical)
        for query, scores, wanted in zip(queries, scored, positions, strict=True)
    ]


def rescore(corpus: Corpus, others: Iterable[Other]) -> Iterator[Numbers]:
    """Score documents as if they were other texts, all else as it is, by the shipped calibration.

    Gives (queries, texts) for each of `others`. Those of some documents are laid out at once:
    for each by itself that took longer than the scoring.
    """
    waiting = iter(others)
    while block := list(islice(waiting, _AT_ONCE)):
        yield from _rescored(corpus, block)


def _rescored(corpus: Corpus, block: Sequence[Other]) -> list[Numbers]:
    texts = [text for other in block for text in other.texts]
    wanted: dict[Baseline, list[int]] = {}
    for number, other in enumerate(block):
        for before in other.before:
            wanted.setdefault(before, []).append(number)
    rows = query_rows([before.query for before in wanted], corpus.passages.shape[1])
    closeness = dense_scores(closeness_rows([text.document for text in texts]), rows)
    title_stems = cache(lambda title: frozenset(stems(title)))
    titles = [title_stems(title_of(text.document.text)) for text in texts]
    sizes = [len(other.texts) for other in block]
    places = np.split(np.arange(len(texts)), np.cumsum(sizes)[:-1])
    found: dict[tuple[Baseline, int], Numbers] = {}
    for (before, numbers), row in zip(wanted.items(), closeness, strict=True):
        at = np.concatenate([places[number] for number in numbers])
        seen = [before.seen[block[number].position] for number in numbers for _ in places[number]]
        said = [(texts[place].stems, titles[place]) for place in at]
        scores = _scored(corpus.lexical, before, seen, row[at], said)
        parts = np.split(scores, np.cumsum([sizes[number] for number in numbers])[:-1])
        found.update({(before, n): part for n, part in zip(numbers, parts, strict=True)})
    return [
        np.array([found[before, number] for before in other.before])
        for number, other in enumerate(block)
    ]


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


def _scored(
    index: LexicalIndex,
    before: Baseline,
    seen: Sequence[Seen],
    closeness: Numbers,
    said: Sequence[tuple[Counter[str], frozenset[str]]],
) -> Numbers:
    """Score texts, each in place of one; what is usual and what is highest moves with each.

    `said` has the stems of each text and those of its title.
    """
    by = shipped_calibration()
    lexical = np.array([lexical_score(index, held, before.asked) for held, _ in said])
    named = np.array([any(t <= title for t in before.terms) for _, title in said], dtype=bool)
    own = np.array([one.closeness for one in seen])
    total = before.total - own + closeness
    known = before.known + (own == 0)
    usual = usual_closeness(before.query, total, known, by)
    highest = np.maximum(lexical, [one.highest_beside for one in seen])
    return combine(closeness, lexical, usual, highest, named, by).score
