"""Better reasons for the matches that readers see: leave-one-out, with what must be encoded.

What a call is without a sentence and a need without a phrase is encoded once and
kept in the store like any other text: a second run over the same calls encodes
nothing. Only the likeliest sentences are tried (`matcher.ranking.carry`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from sqlalchemy import Engine

from matcher.embedding import embed_queries, embed_texts
from matcher.encoder import Encoder
from matcher.passages import Span
from matcher.progress import Advance
from matcher.ranking.carry import Part, holes, largest_drop, nearest, parts, propose, standing
from matcher.ranking.corpus import Corpus, Document
from matcher.ranking.explain import Reader, Sentence, reason_of, sentence_reader
from matcher.ranking.match import Target, mean_row
from matcher.ranking.removal import Row, changed_passages, remove
from matcher.ranking.rescore import Baseline, Other, Text, baselines, rescore
from matcher.ranking.score import Query, iter_scores
from matcher.ranking.words import stem_counts, stem_counts_without
from matcher.store import TextVectors, text_hash
from models.match import Explanation, Match, TargetKind


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    """A match with all that can be taken out of either side."""

    match: Match
    target: Target
    position: int  # of the call in the corpus
    call: tuple[Sentence, ...]
    held: Counter[str]  # the stems of the call
    tried: tuple[Sentence, ...]
    removals: tuple[tuple[Span, ...], ...]  # where each sentence that is tried stands
    parts: tuple[Part, ...]
    answered: tuple[int, ...]  # of the parts, those that the call can have answered


@dataclass(frozen=True, slots=True)
class Carried:
    """Matches with their reasons, and what finding them took."""

    matches: tuple[Match, ...]
    texts: int  # texts with something left out that were compared
    embedded: int  # of those, how many had to be encoded now


def carry_reasons(
    engine: Engine | None,
    encoder: Encoder,
    corpus: Corpus,
    targets: Sequence[Target],
    matches: Sequence[Match],
    advance: Advance,
    read: Reader | None = None,
) -> Carried:
    """Give each match the sentence and the phrase whose loss would lower its score most.

    `matches` come from this corpus and these targets, each with the reason that
    words alone give it. Where no removal lowers the score that reason stays, and
    `carried` is 0.
    """
    cases = _cases(corpus, targets, matches, read or sentence_reader(corpus))
    rows, new_rows = _encode_passages(engine, encoder, corpus, cases, advance)
    queries, new_queries = _encode_rests(engine, encoder, cases)
    whole = _whole_scores(corpus, cases)
    sentence_scores = _scores_without_sentences(corpus, cases, rows, whole)
    phrase_scores = _scores_without_phrases(corpus, cases, queries)
    return Carried(
        matches=tuple(
            _explained(corpus, case, whole, sentence_scores, phrase_scores) for case in cases
        ),
        texts=len(rows) + len(queries),
        embedded=new_rows + new_queries,
    )


def _cases(
    corpus: Corpus, targets: Sequence[Target], matches: Sequence[Match], read: Reader
) -> tuple[_Case, ...]:
    positions = {key: position for position, key in enumerate(corpus.keys)}
    pieces = {target: parts(target.query, target.phrases.items) for target in targets}
    by_name = _by_name(targets)
    words = cache(lambda position: stem_counts(corpus.documents[position].text))
    found = []
    for match in matches:
        target = _target_of(match, by_name[match.target_kind, match.target_id])
        position = positions[match.call_key]
        call, held, text = read(position), words(position), corpus.documents[position].text
        tried = propose(
            call, corpus, position, target.query, target.phrases, match.explanation.sentence
        )
        gone = tuple(holes(text, call, sentence) for sentence in tried)
        own = pieces[target]
        answered = standing(own, held.keys())
        found.append(_Case(match, target, position, call, held, tried, gone, own, answered))
    return tuple(found)


def _by_name(targets: Iterable[Target]) -> dict[tuple[TargetKind, str], list[Target]]:
    found: dict[tuple[TargetKind, str], list[Target]] = {}
    for target in targets:
        found.setdefault((target.kind, target.id), []).append(target)
    return found


def _target_of(match: Match, same: Sequence[Target]) -> Target:
    """The target that made the match: of an organisation's statements, the one it names."""
    named = [t for t in same if t.query.text == match.explanation.phrase]
    return (named or same)[0]


def _encode_passages(
    engine: Engine | None,
    encoder: Encoder,
    corpus: Corpus,
    cases: Iterable[_Case],
    advance: Advance,
) -> tuple[dict[str, Row], int]:
    """Return a row for each passage that loses a sentence, and how many were new."""
    removals = {(case.position, gone) for case in cases for gone in case.removals}
    texts = {
        text_hash(text): text
        for position, gone in removals
        for text in changed_passages(corpus.documents[position], gone)
    }
    found, new = embed_texts(
        engine, encoder, texts, lambda done, total: advance("Weighing sentences", done, total)
    )
    dimension = corpus.passages.shape[1]
    return {text: _row(found[key], dimension) for key, text in texts.items()}, new


def _row(item: TextVectors, dimension: int) -> Row:
    """One row: a passage that the model reads in two after all counts as their mean."""
    if len(item.vectors) == 1:  # as it is stored, like the passages of whole calls
        return np.asarray(item.vectors[0], dtype=np.float32)
    if not len(item.vectors):
        return np.zeros(dimension, dtype=np.float32)
    total = item.vectors.sum(axis=0)
    length = float(np.linalg.norm(total))
    return np.asarray(total / length if length else total, dtype=np.float32)


def _encode_rests(
    engine: Engine | None, encoder: Encoder, cases: Iterable[_Case]
) -> tuple[dict[str, Row | None], int]:
    """Return the vector of each query that lost a phrase, and how many were new."""
    texts = list(dict.fromkeys(part.rest.text for case in cases for part in case.parts))
    rows, new = embed_queries(engine, encoder, texts)
    return dict(zip(texts, rows, strict=True)), new


_Removal = tuple[Target, int, tuple[Span, ...]]  # for which query, of which call, what
_Lost = tuple[Target, int]  # a query that loses its phrases one by one, and the call it scores


def _whole_scores(corpus: Corpus, cases: Iterable[_Case]) -> dict[Target, Baseline]:
    """Score the calls for each query as it is: of an organisation, for the one statement."""
    places: dict[Target, list[int]] = {}
    for case in cases:
        places.setdefault(case.target, []).append(case.position)
    found = baselines([target.query for target in places], corpus, list(places.values()))
    return dict(zip(places, found, strict=True))


def _scores_without_sentences(
    corpus: Corpus,
    cases: Iterable[_Case],
    rows: Mapping[str, Row],
    whole: Mapping[Target, Baseline],
) -> dict[_Removal, float]:
    """Score each call anew for each sentence taken out of it; the other calls stay."""
    by_call: dict[int, list[_Case]] = {}
    for case in cases:
        by_call.setdefault(case.position, []).append(case)
    removals = {
        position: list(dict.fromkeys(gone for case in those for gone in case.removals))
        for position, those in by_call.items()
    }
    others = (
        Other(
            position,
            _shorter(corpus.documents[position], those[0].held, removals[position], rows),
            [whole[case.target] for case in those],
        )
        for position, those in by_call.items()
    )
    return {
        (case.target, position, gone): score
        for (position, those), scores in zip(by_call.items(), rescore(corpus, others), strict=True)
        for case, row in zip(those, scores.tolist(), strict=True)
        for gone, score in zip(removals[position], row, strict=True)
    }


def _shorter(
    call: Document,
    held: Counter[str],
    removals: Iterable[tuple[Span, ...]],
    rows: Mapping[str, Row],
) -> list[Text]:
    """Return the call without each of some pieces."""
    return [
        Text(remove(call, gone, rows), stem_counts_without(held, call.text, gone))
        for gone in removals
    ]


def _scores_without_phrases(
    corpus: Corpus, cases: Iterable[_Case], vectors: Mapping[str, Row | None]
) -> dict[_Lost, dict[int, float]]:
    """Score calls for each query that lost a phrase, by the phrase's number.

    Of a call only the phrases that it can have answered are left out.
    """
    wanted: dict[tuple[Target, int], list[int]] = {}
    for case in cases:
        for part in case.answered:
            wanted.setdefault((case.target, part), []).append(case.position)
    parts = {case.target: case.parts for case in cases}
    rests = [_rest(target, parts[target][part], vectors) for target, part in wanted]
    places = [np.array(positions, dtype=np.intp) for positions in wanted.values()]
    without: dict[_Lost, dict[int, float]] = {(case.target, case.position): {} for case in cases}
    for (target, part), at, scores in zip(
        wanted, places, iter_scores(rests, corpus, places=places), strict=True
    ):
        for place, score in zip(at.tolist(), scores.score.tolist(), strict=True):
            without[target, place][part] = score
    return without


def _rest(target: Target, part: Part, vectors: Mapping[str, Row | None]) -> Query:
    """A query without a phrase; a need keeps its definition."""
    rows = [row for row in (vectors[part.rest.text], target.definition) if row is not None]
    return replace(part.rest, vector=mean_row(rows))


def _phrase(case: _Case, score: float, without: Mapping[int, float]) -> str:
    """The phrase whose loss costs most, of those that the call speaks of; else the cheap one."""
    named = largest_drop(score, [without[at] for at in case.answered])
    if named is None:
        return case.match.explanation.phrase
    return case.parts[case.answered[named[0]]].phrase


def _explained(
    corpus: Corpus,
    case: _Case,
    whole: Mapping[Target, Baseline],
    without_sentence: Mapping[_Removal, float],
    without_phrase: Mapping[_Lost, Mapping[int, float]],
) -> Match:
    place, why = case.position, case.match.explanation
    score = whole[case.target].seen[place].score
    left = [without_sentence[case.target, place, gone] for gone in case.removals]
    phrase = _phrase(case, score, without_phrase[case.target, place])
    carries = largest_drop(score, left)
    if carries is None:
        return replace(case.match, explanation=replace(why, phrase=phrase, carried=0.0))
    chosen = case.tried[carries[0]]
    near = nearest(case.call, corpus, place, case.target.query)
    reason = reason_of(chosen, phrase, near, case.target.phrases, corpus.lexical)
    better = Explanation(reason.sentence, reason.phrase, reason.terms, why.features, carries[1])
    return replace(case.match, explanation=better)
