"""Calls beside the needs and the organisations of a city, each score with its reason."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt

from matcher.ranking.corpus import Corpus
from matcher.ranking.dense import best_passage
from matcher.ranking.explain import Phrases, Reader, find_reason, read_phrases, sentence_reader
from matcher.ranking.rank import features
from matcher.ranking.score import (
    Calibration,
    Query,
    Scores,
    expit,
    iter_scores,
    logit,
    shipped_calibration,
)
from matcher.ranking.sentences import sentences
from models.match import Explanation, Feature, Match, TargetKind
from models.need import Need
from models.organisation import Organisation

Vectors = Mapping[str, npt.NDArray[np.float32] | None]
"""Query vector by the text that was encoded; a text without one is matched by words alone."""

FURTHER_NEED = 0.25
"""What each further need of a call counts for, as a share of the need before."""


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """One query with what it stands for, and the phrases that a call can answer."""

    kind: TargetKind
    id: str
    query: Query
    phrases: Phrases
    definition: npt.NDArray[np.float32] | None = None  # of a need; half of its query's vector


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
    """Return the texts to encode for an organisation: capability statements, titles of awards."""
    texts = [item.text for item in organisation.capabilities]
    texts += [award.title for award in organisation.awards]
    return tuple(dict.fromkeys(text for text in texts if text.strip()))


def match_needs(
    needs: Sequence[Need],
    corpus: Corpus,
    vectors: Vectors,
    least_score: float = 0.0,
    calibration: Calibration | None = None,
    read: Reader | None = None,
) -> list[Match]:
    """Match every call with every need; best first within a need, needs in their order.

    `vectors` holds the encoded `need_texts` of each need. Matches of score 0 or
    below `least_score` are left out. `read` is given where sentences are read for
    something else too.
    """
    by = calibration or shipped_calibration()
    explain = _Explainer(corpus, by, read or sentence_reader(corpus))
    targets = [need_target(need, vectors) for need in needs]
    scored = iter_scores([target.query for target in targets], corpus, by)
    return [
        match
        for target, scores in zip(targets, scored, strict=True)
        for match in explain.matches([target], [scores], least_score)
    ]


def match_organisations(
    organisations: Sequence[Organisation],
    corpus: Corpus,
    vectors: Vectors,
    least_score: float = 0.0,
    calibration: Calibration | None = None,
    read: Reader | None = None,
) -> list[Match]:
    """Match every call with every organisation by its best statement and by all of them joined.

    The log odds of a score are the mean of two: those of the statement or award
    that suits the call best, and those of the profile that all together make. On
    NIHR awards this found the holder of a later award better than the best one
    alone, or the profile alone (docs/ranking.md). `vectors` holds the encoded
    `capability_texts`.
    """
    by = calibration or shipped_calibration()
    explain = _Explainer(corpus, by, read or sentence_reader(corpus))
    every = (capability_targets(organisation, vectors) for organisation in organisations)
    said = [(targets, _profile(targets)) for targets in every if targets]
    queries = [query for targets, joined in said for query in (*_queries(targets), joined)]
    scored = iter_scores(queries, corpus, by)
    return [
        match
        for targets, _ in said
        for match in explain.matches(
            targets, list(islice(scored, len(targets))), least_score, next(scored)
        )
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
    rows = [row for text in need_texts(need) if (row := vectors.get(text)) is not None]
    return Query(need_text(need), mean_row(rows), need.terms)


def mean_row(rows: Sequence[npt.NDArray[np.float32]]) -> npt.NDArray[np.float32] | None:
    """Return the unit row between several; None where there is none."""
    if len(rows) < 2:
        return rows[0] if rows else None
    total: npt.NDArray[np.float32] = np.sum(rows, axis=0, dtype=np.float32)
    return (total / (np.linalg.norm(total) or 1.0)).astype(np.float32)


def _said(need: Need) -> str:
    return need.definition if need.definition.strip() else need.description


def need_target(need: Need, vectors: Vectors) -> Target:
    """Return what calls are compared with for a need."""
    said = _said(need)
    described = () if need.terms else (said[start:end] for start, end in sentences(said))
    return Target(
        kind=TargetKind.NEED,
        id=need.id,
        query=need_query(need, vectors),
        phrases=read_phrases([need.name, *need.terms, *described]),
        definition=vectors.get(need.definition) if need.terms else None,
    )


def capability_targets(organisation: Organisation, vectors: Vectors) -> list[Target]:
    """Return what calls are compared with for an organisation: one target a statement."""
    return [
        Target(
            kind=TargetKind.ORGANISATION,
            id=organisation.id,
            query=Query(text, vectors.get(text)),
            phrases=read_phrases([text]),
        )
        for text in capability_texts(organisation)
    ]


class _Explainer:
    """Scores and explains."""

    def __init__(self, corpus: Corpus, calibration: Calibration, read: Reader) -> None:
        self._corpus = corpus
        self._calibration = calibration
        self._read = read

    def matches(
        self,
        targets: Sequence[Target],
        scored: Sequence[Scores],
        least_score: float,
        profile: Scores | None = None,
    ) -> Iterator[Match]:
        """Give the matches of the target that suits each call best, best first.

        With the scores of a `profile`, its log odds count for half of each score.
        """
        table = np.array([scores.score for scores in scored])
        owner, highest = table.argmax(axis=0), table.max(axis=0)
        joined = None if profile is None else logit(profile.score)
        if joined is not None:
            highest = np.where(highest > 0, expit((logit(highest) + joined) / 2), 0.0)
        enough = np.flatnonzero((highest > 0.0) & (highest >= least_score))
        for position in enough[np.argsort(-highest[enough], kind="stable")]:
            best = int(owner[position])
            parts = features(scored[best], int(position), self._calibration)
            if joined is not None:
                parts = _halved(parts, float(joined[position]))
            yield self._match(targets[best], int(position), float(highest[position]), parts)

    def _match(
        self, target: Target, position: int, score: float, parts: tuple[Feature, ...]
    ) -> Match:
        document = self._corpus.documents[position]
        passage = best_passage(self._corpus, position, target.query.vector)
        reason = find_reason(
            self._read(position),
            None if passage is None else document.spans[passage],
            target.phrases,
            self._corpus.lexical,
        )
        return Match(
            call_key=document.key,
            target_kind=target.kind,
            target_id=target.id,
            score=score,
            explanation=Explanation(
                sentence=reason.sentence,
                phrase=reason.phrase,
                terms=reason.terms,
                features=parts,
            ),
        )


def _queries(targets: Sequence[Target]) -> list[Query]:
    return [target.query for target in targets]


def _profile(targets: Sequence[Target]) -> Query:
    """Join all that is said of an organisation: the words of all, the mean of the meanings."""
    rows = [target.query.vector for target in targets if target.query.vector is not None]
    words = "\n".join(target.query.text for target in targets)
    return Query(words, mean_row(rows))


def _halved(parts: Sequence[Feature], joined: float) -> tuple[Feature, ...]:
    """Give parts of log odds half their weight, beside those of the joined profile."""
    own = [Feature(part.name, part.value, part.weight / 2) for part in parts]
    return (*own, Feature("profile", round(joined, 4), 0.5))
