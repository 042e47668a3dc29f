"""What matches one city among calls that are laid out: with reasons, before people's judgements.

All that costs time of a matching is here, and nothing of it is read from or written to the
store but vectors of texts. So it can be done anywhere, and comes out the same everywhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sqlalchemy import Engine

from matcher.embedding import embed_queries
from matcher.encoder import Encoder
from matcher.learning.layer import score_before
from matcher.progress import Advance
from matcher.ranking.corpus import Corpus
from matcher.ranking.explain import sentence_reader
from matcher.ranking.match import (
    Target,
    Vectors,
    capability_targets,
    capability_texts,
    match_needs,
    match_organisations,
    need_target,
    need_texts,
)
from matcher.reasons import carry_reasons
from matcher.strategy.leading import may_lead
from matcher.undisturbed import undisturbed
from models.call import Call
from models.city import CityProfile
from models.match import Match, TargetKind

_LEADS = 3  # organisations put forward for one call at most
_SUITS = 0.6  # least score at which an organisation is put forward: a name is a promise
KEPT = 0.2
"""Matches scoring less are noise: not stored, and not part of a city score."""


@dataclass(frozen=True, slots=True)
class Found:
    """The matches of one city, and what finding them took."""

    matches: tuple[Match, ...]
    texts: int  # queries, and texts with something left out, that were compared
    embedded: int  # of those, how many had to be encoded now


@undisturbed()
def find_matches(
    engine: Engine | None,
    encoder: Encoder,
    corpus: Corpus,
    calls: Mapping[str, Call],
    profile: CityProfile,
    advance: Advance,
) -> Found:
    """Match the calls of a corpus with a city and say why.

    `calls` has the calls by key. `engine` keeps vectors; None keeps none. The result
    depends on corpus, calls, profile and model alone. Raises EncoderError and StoreError.
    """
    vectors, new_queries = query_vectors(engine, encoder, profile)
    read = sentence_reader(corpus)
    matches = [
        *match_needs(profile.needs, corpus, vectors, KEPT, read=read),
        *match_organisations(profile.organisations, corpus, vectors, KEPT, read=read),
    ]
    seen = list(_seen(matches, calls, profile))
    targets = _targets(profile, vectors)
    carried = carry_reasons(engine, encoder, corpus, targets, seen, advance, read)
    return Found(
        matches=tuple(_with_reasons(matches, carried.matches)),
        texts=len(vectors) + carried.texts,
        embedded=new_queries + carried.embedded,
    )


def query_vectors(
    engine: Engine | None, encoder: Encoder, profile: CityProfile
) -> tuple[dict[str, npt.NDArray[np.float32] | None], int]:
    """Encode the city's needs and capabilities by their texts; also how many were new."""
    texts = [text for need in profile.needs for text in need_texts(need)]
    texts += [text for entry in profile.organisations for text in capability_texts(entry)]
    texts = list(dict.fromkeys(texts))
    rows, embedded = embed_queries(engine, encoder, texts)
    return dict(zip(texts, rows, strict=True)), embedded


def by_call(matches: Iterable[Match]) -> dict[str, list[Match]]:
    """Return the matches of each call by its key, best first."""
    found: dict[str, list[Match]] = defaultdict(list)
    for match in sorted(matches, key=lambda match: (-match.score, match.target_id)):
        found[match.call_key].append(match)
    return found


def shown_needs(matches: Iterable[Match], profile: CityProfile) -> tuple[Match, ...]:
    """Return the needs that a reader is shown: what the ranking shows, no judgement hides."""
    least = profile.thresholds.match_score
    return tuple(
        match
        for match in matches
        if match.target_kind is TargetKind.NEED and max(match.score, score_before(match)) >= least
    )


def shown_leads(matches: Iterable[Match], call: Call, profile: CityProfile) -> tuple[Match, ...]:
    """Return the city's organisations that are known to lead bids and suit the call best.

    Matches come best first. A kind of body that the call shuts out of the lead is not put
    forward.
    """
    suited = [
        match
        for match in matches
        if match.target_kind is TargetKind.ORGANISATION and match.score >= _SUITS
    ]
    if not suited:
        return ()
    known = {organisation.id: organisation for organisation in profile.organisations}
    can_lead = {
        o.id
        for o in profile.organisations
        if o.can_lead and o.in_city and may_lead(o, call, known) is not False
    }
    return tuple([match for match in suited if match.target_id in can_lead][:_LEADS])


def _seen(
    matches: Sequence[Match], calls: Mapping[str, Call], profile: CityProfile
) -> Iterator[Match]:
    """Give the matches that a reader sees."""
    for key, found in sorted(by_call(matches).items()):
        yield from shown_needs(found, profile)
        yield from shown_leads(found, calls[key], profile)


def _targets(profile: CityProfile, vectors: Vectors) -> list[Target]:
    needs = [need_target(need, vectors) for need in profile.needs]
    return needs + [
        t for entry in profile.organisations for t in capability_targets(entry, vectors)
    ]


def _with_reasons(matches: Iterable[Match], carried: Iterable[Match]) -> list[Match]:
    """Put the matches whose reasons were weighed in place of the same without."""
    better = {_names(match): match for match in carried}
    return [better.get(_names(match), match) for match in matches]


def _names(match: Match) -> tuple[str, TargetKind, str]:
    return match.call_key, match.target_kind, match.target_id
