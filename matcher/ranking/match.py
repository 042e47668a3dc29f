"""Calls beside the needs and the organisations of a city, each score with its reason."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.ranking.corpus import Corpus
from matcher.ranking.dense import best_passage
from matcher.ranking.explain import Phrases, Sentence, find_reason, read_phrases, read_sentences
from matcher.ranking.rank import features
from matcher.ranking.score import Calibration, Query, Scores, score_queries, shipped_calibration
from matcher.ranking.sentences import sentences
from models.match import Explanation, Match, TargetKind
from models.need import Need
from models.organisation import Organisation

Vectors = Mapping[str, npt.NDArray[np.float32] | None]
"""Query vector by the text that was encoded; a text without one is matched by words alone."""

FURTHER_NEED = 0.25
"""What each further need of a call counts for, as a share of the need before."""


@dataclass(frozen=True, slots=True, eq=False)
class _Target:
    """One query with what it stands for."""

    kind: TargetKind
    id: str
    query: Query
    phrases: Phrases


def need_text(need: Need) -> str:
    """Return the text whose words are compared for a need: its name and terms.

    Where there are no terms the definition stands in, and where there is neither,
    the description, which tells of the city's plans and figures: with it, real
    calls were ranked clearly worse (docs/ranking.md).
    """
    about = ", ".join(need.terms) or _said(need)
    return ": ".join(part.strip() for part in (need.name, about) if part.strip())


def need_texts(need: Need) -> tuple[str, ...]:
    """Return the texts to encode for a need, whose mean is its vector: words and definition.

    The mean was measured better than either, and than one text of both.
    """
    texts = (need_text(need), need.definition if need.terms else "")
    return tuple(text for text in texts if text.strip())


def capability_texts(organisation: Organisation) -> tuple[str, ...]:
    """Return the texts to encode for an organisation: its capability statements."""
    return tuple(item.text for item in organisation.capabilities if item.text.strip())


def match_needs(
    needs: Sequence[Need],
    corpus: Corpus,
    vectors: Vectors,
    least_score: float = 0.0,
    calibration: Calibration | None = None,
) -> list[Match]:
    """Match every call with every need; best first within a need, needs in their order.

    `vectors` holds the encoded `need_texts` of each need. Matches of score 0 or
    below `least_score` are left out.
    """
    explain = _Explainer(corpus, calibration or shipped_calibration())
    return [
        match
        for need in needs
        for match in explain.matches([_need_target(need, vectors)], least_score)
    ]


def match_organisations(
    organisations: Sequence[Organisation],
    corpus: Corpus,
    vectors: Vectors,
    least_score: float = 0.0,
    calibration: Calibration | None = None,
) -> list[Match]:
    """Match every call with every organisation by the one capability that suits it best.

    One strength is enough to lead a bid, and a specialist should not lose to a
    university for having only one; the mean of the best three would do that.
    `vectors` holds the encoded `capability_texts`.
    """
    explain = _Explainer(corpus, calibration or shipped_calibration())
    return [
        match
        for organisation in organisations
        for match in explain.matches(_capability_targets(organisation, vectors), least_score)
    ]


def city_score(matches: Sequence[Match], weights: Mapping[str, float]) -> float:
    """Combine a call's need scores into one number in [0, 1] for the city.

    1 - (1 - v1)(1 - v2/4)(1 - v3/16)..., where v1 >= v2 >= ... are the scores times
    the weights of their needs (0 to 1, by need id; a need without one counts 0). So
    a call is worth at least its best need, and more for each further one, but never
    so much that many weak matches outweigh a strong one. Matches with
    organisations are passed over.
    """
    values = sorted(
        (
            match.score * min(max(weights.get(match.target_id, 0.0), 0.0), 1.0)
            for match in matches
            if match.target_kind is TargetKind.NEED
        ),
        reverse=True,
    )
    left = 1.0
    for place, value in enumerate(values):
        left *= 1.0 - value * FURTHER_NEED**place
    return 1.0 - left


def need_query(need: Need, vectors: Vectors) -> Query:
    """Return what is looked for: words of `need_text`, meaning of all `need_texts`."""
    return Query(need_text(need), _mean(need_texts(need), vectors), need.terms)


def _mean(texts: Sequence[str], vectors: Vectors) -> npt.NDArray[np.float32] | None:
    """Return the unit row between those of the texts that have one; None if none has."""
    rows = [row for text in texts if (row := vectors.get(text)) is not None]
    if len(rows) < 2:
        return rows[0] if rows else None
    mean: npt.NDArray[np.float32] = np.stack(rows).mean(axis=0, dtype=np.float32)
    length = np.float32(np.linalg.norm(mean))
    return mean / length if length else mean


def _said(need: Need) -> str:
    return need.definition if need.definition.strip() else need.description


def _need_target(need: Need, vectors: Vectors) -> _Target:
    said = _said(need)
    described = () if need.terms else (said[start:end] for start, end in sentences(said))
    return _Target(
        kind=TargetKind.NEED,
        id=need.id,
        query=need_query(need, vectors),
        phrases=read_phrases([need.name, *need.terms, *described]),
    )


def _capability_targets(organisation: Organisation, vectors: Vectors) -> list[_Target]:
    return [
        _Target(
            kind=TargetKind.ORGANISATION,
            id=organisation.id,
            query=Query(text, vectors.get(text)),
            phrases=read_phrases([text]),
        )
        for text in capability_texts(organisation)
    ]


class _Explainer:
    """Scores and explains, reading the sentences of a call once for all its matches."""

    def __init__(self, corpus: Corpus, calibration: Calibration) -> None:
        self._corpus = corpus
        self._calibration = calibration
        self._read: dict[int, tuple[Sentence, ...]] = {}

    def matches(self, targets: Sequence[_Target], least_score: float) -> Iterator[Match]:
        """Give the matches of the target that suits each call best, best first."""
        if not targets or not len(self._corpus):
            return
        queries = [target.query for target in targets]
        scored = score_queries(queries, self._corpus, self._calibration)
        table = np.array([scores.score for scores in scored])
        owner, highest = table.argmax(axis=0), table.max(axis=0)
        for position in np.argsort(-highest, kind="stable"):
            if highest[position] <= 0.0 or highest[position] < least_score:
                return
            best = int(owner[position])
            yield self._match(targets[best], scored[best], int(position))

    def _match(self, target: _Target, scores: Scores, position: int) -> Match:
        document = self._corpus.documents[position]
        if position not in self._read:
            self._read[position] = read_sentences(document.text)
        passage = best_passage(self._corpus, position, target.query.vector)
        reason = find_reason(
            self._read[position],
            None if passage is None else document.spans[passage],
            target.phrases,
            self._corpus.lexical,
        )
        return Match(
            call_key=document.key,
            target_kind=target.kind,
            target_id=target.id,
            score=float(scores.score[position]),
            explanation=Explanation(
                sentence=reason.sentence,
                phrase=reason.phrase,
                terms=reason.terms,
                features=features(scores, position, self._calibration),
            ),
        )
