"""Better reasons for the matches that readers see: leave-one-out, with what must be encoded.

What a call is without a sentence and a need without a phrase is encoded once and
kept in the store like any other text: a second run over the same calls encodes
nothing. Only the likeliest sentences are tried (`matcher.ranking.carry`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sqlalchemy import Engine

from matcher.embedding import embed_queries, embed_texts
from matcher.encoder import Encoder
from matcher.passages import Span
from matcher.progress import Advance
from matcher.ranking.carry import Part, holes, largest_drop, nearest, parts, propose, standing
from matcher.ranking.corpus import Corpus
from matcher.ranking.explain import Sentence, read_sentences, reason_of
from matcher.ranking.match import Target, mean_row
from matcher.ranking.removal import Row, changed_passages, remove
from matcher.ranking.score import Query, Scores, iter_scores, rescore, score_queries
from matcher.store import TextVectors, text_hash
from models.match import Explanation, Match


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    """A match with all that can be taken out of either side."""

    match: Match
    target: Target
    position: int  # of the call in the corpus
    call: tuple[Sentence, ...]
    tried: tuple[Sentence, ...]
    removals: tuple[tuple[Span, ...], ...]  # where each sentence that is tried stands
    parts: tuple[Part, ...]


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
) -> Carried:
    """Give each match the sentence and the phrase whose loss would lower its score most.

    `matches` come from this corpus and these targets, each with the reason that
    words alone give it. Where no removal lowers the score that reason stays, and
    `carried` is 0.
    """
    cases = _cases(corpus, targets, matches)
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
    corpus: Corpus, targets: Sequence[Target], matches: Sequence[Match]
) -> tuple[_Case, ...]:
    positions = {key: position for position, key in enumerate(corpus.keys)}
    calls = {
        key: read_sentences(corpus.documents[positions[key]].text)
        for key in {match.call_key for match in matches}
    }
    pieces = {target: parts(target.query, target.phrases.items) for target in targets}
    found = []
    for match in matches:
        target = _target_of(match, targets)
        position, call = positions[match.call_key], calls[match.call_key]
        text = corpus.documents[position].text
        tried = propose(
            call, corpus, position, target.query, target.phrases, match.explanation.sentence
        )
        gone = tuple(holes(text, call, sentence) for sentence in tried)
        found.append(_Case(match, target, position, call, tried, gone, pieces[target]))
    return tuple(found)


def _target_of(match: Match, targets: Iterable[Target]) -> Target:
    """The target that made the match: of an organisation's statements, the one it names."""
    same = [t for t in targets if (t.kind, t.id) == (match.target_kind, match.target_id)]
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


def _scores_without_sentences(
    corpus: Corpus, cases: Iterable[_Case], rows: Mapping[str, Row], whole: Mapping[Target, Scores]
) -> dict[_Removal, float]:
    """Score each call anew for each sentence taken out of it; the other calls stay."""
    wanted: dict[tuple[int, tuple[Span, ...]], list[Target]] = {}
    for case in cases:
        for gone in case.removals:
            wanted.setdefault((case.position, gone), []).append(case.target)
    found: dict[_Removal, float] = {}
    for (position, gone), targets in wanted.items():
        shorter = remove(corpus.documents[position], gone, rows)
        for target in targets:
            score = rescore(target.query, corpus, whole[target], position, shorter)
            found[target, position, gone] = score
    return found


def _whole_scores(corpus: Corpus, cases: Iterable[_Case]) -> dict[Target, Scores]:
    """Score all calls for each query as it is: of an organisation, for the one statement."""
    targets = list(dict.fromkeys(case.target for case in cases))
    scored = score_queries([target.query for target in targets], corpus)
    return dict(zip(targets, scored, strict=True))


def _scores_without_phrases(
    corpus: Corpus, cases: Iterable[_Case], vectors: Mapping[str, Row | None]
) -> dict[_Lost, list[float]]:
    """Score each call for each query that lost a phrase. Memory holds those of the cases only."""
    parts: dict[Target, tuple[Part, ...]] = {}
    places: dict[Target, list[int]] = {}
    for case in cases:
        parts[case.target] = case.parts
        places.setdefault(case.target, []).append(case.position)
    lost = [(target, part) for target, found in parts.items() for part in found]
    rests = [_rest(target, part, vectors) for target, part in lost]
    without: dict[_Lost, list[float]] = {
        (target, place): [] for target, there in places.items() for place in there
    }
    for (target, _), scores in zip(lost, iter_scores(rests, corpus), strict=True):
        for place in places[target]:
            without[target, place].append(float(scores.score[place]))
    return without


def _rest(target: Target, part: Part, vectors: Mapping[str, Row | None]) -> Query:
    """A query without a phrase; a need keeps its definition."""
    rows = [row for row in (vectors[part.rest.text], target.definition) if row is not None]
    return replace(part.rest, vector=mean_row(rows))


def _phrase(corpus: Corpus, case: _Case, score: float, without: Sequence[float]) -> str:
    """The phrase whose loss costs most, of those that the call speaks of; else the cheap one."""
    tried = standing(case.parts, corpus.documents[case.position].text)
    left = [without[at] for at in tried]
    named = largest_drop(score, left)
    return case.match.explanation.phrase if named is None else case.parts[tried[named[0]]].phrase


def _explained(
    corpus: Corpus,
    case: _Case,
    whole: Mapping[Target, Scores],
    without_sentence: Mapping[_Removal, float],
    without_phrase: Mapping[_Lost, Sequence[float]],
) -> Match:
    place, why = case.position, case.match.explanation
    score = float(whole[case.target].score[place])
    left = [without_sentence[case.target, place, gone] for gone in case.removals]
    phrase = _phrase(corpus, case, score, without_phrase[case.target, place])
    carries = largest_drop(score, left)
    if carries is None:
        return replace(case.match, explanation=replace(why, phrase=phrase, carried=0.0))
    chosen = case.tried[carries[0]]
    near = nearest(case.call, corpus, place, case.target.query)
    reason = reason_of(chosen, phrase, near, case.target.phrases, corpus.lexical)
    better = Explanation(reason.sentence, reason.phrase, reason.terms, why.features, carries[1])
    return replace(case.match, explanation=better)
