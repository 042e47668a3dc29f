"""Calls beside one city: embeds what changed, scores, and decides what a row says.

This is where the pure parts (ranking, strategy) meet the store and the encoder.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
from sqlalchemy import Engine

from matcher.city.holders import with_awards
from matcher.decisions.beside import decided_now, marked
from matcher.embedding import embed_documents, embed_queries
from matcher.encoder import Encoder
from matcher.identity.join import merged_calls
from matcher.identity.merge import Merged
from matcher.judged import Matching, apply_judgements
from matcher.learning.layer import score_before
from matcher.progress import Advance
from matcher.ranking.corpus import Corpus, build_corpus, single_rows
from matcher.ranking.match import (
    Target,
    Vectors,
    capability_targets,
    capability_texts,
    city_score,
    match_needs,
    match_organisations,
    need_target,
    need_texts,
)
from matcher.reasons import carry_reasons
from matcher.store import keep_call_vectors, load_awards, save_matches, text_hash
from matcher.strategy.eligibility import Verdict, may_bid
from matcher.strategy.leading import may_lead
from matcher.strategy.scale import assess_scale
from matcher.strategy.track import assess_track
from models.call import Call, CallStatus
from models.city import CityProfile, ExchangeRate
from models.decision import Decision
from models.digest import RankedCall
from models.judgement import Judgement
from models.match import Match, TargetKind

_LEADS = 3  # organisations put forward for one call at most
_SUITS = 0.6  # least score at which an organisation is put forward: a name is a promise
KEPT = 0.2
"""Matches scoring less are noise: not stored, and not part of a city score."""


@dataclass(frozen=True, slots=True)
class Matched:
    """What one matching found."""

    ranked: tuple[RankedCall, ...]  # calls that may still be bid for, best first
    texts: int  # texts that were compared, calls and queries
    embedded: int  # of those, how many had to be encoded now
    excluded: int  # calls whose own words exclude a bid from the city
    learning: str  # whether judgements move scores, in one line
    matches: tuple[Match, ...]  # with needs and organisations, all that are stored


@dataclass(frozen=True, slots=True)
class City:
    """A city's folder name, its profile and the rates it counts with."""

    folder: str
    profile: CityProfile
    rates: Mapping[str, ExchangeRate]


def match_city(
    engine: Engine,
    city: City,
    encoder: Encoder,
    as_of: datetime,
    advance: Advance,
    judgements: Iterable[Judgement] = (),
    decisions: Iterable[Decision] = (),
) -> Matched:
    """Score every call that is not closed at `as_of`, and store the matches.

    Calls whose own words exclude a UK bid are left out and counted. Scores of
    needs are moved by what the city's judgements and decisions teach, if anything.
    Raises EncoderError and StoreError.
    """
    city = replace(city, profile=with_awards(city.profile, load_awards(engine)))
    merged = merged_calls(engine)
    eligible, excluded = _eligible(merged, as_of)
    corpus, embedded = call_corpus(engine, encoder, eligible, advance)
    vectors, queries = query_vectors(engine, encoder, city.profile)
    matches = _matches(city.profile, corpus, vectors)
    seen = _seen(rank_for_city(eligible, matches, city, as_of))
    targets = _targets(city.profile, vectors)
    carried = carry_reasons(engine, encoder, corpus, targets, seen, advance)

    def rematch(calls: Sequence[Call]) -> list[Match]:
        beside, _ = call_corpus(engine, encoder, [*eligible, *calls], advance)
        wanted = {call.key for call in calls}
        found = match_needs(city.profile.needs, beside, vectors, KEPT)
        return [match for match in found if match.call_key in wanted]

    explained = _with_reasons(matches, carried.matches)
    matching = Matching(merged, eligible, explained, city.profile, city.rates, as_of)
    decided = decided_now(engine, decisions, merged, as_of)
    judged = apply_judgements(engine, judgements, matching, rematch, decided)
    save_matches(engine, city.folder, as_of, encoder.model_id, judged.matches)
    ranked = rank_for_city(eligible, judged.matches, city, as_of, other_pages(merged))
    return Matched(
        ranked=tuple(marked(judged.marks.marked(row, city.profile), decided) for row in ranked),
        texts=len(corpus) + len(vectors) + carried.texts,
        embedded=embedded + queries + carried.embedded,
        excluded=excluded,
        learning=judged.learning,
        matches=tuple(judged.matches),
    )


def _eligible(merged: Iterable[Merged], as_of: datetime) -> tuple[list[Call], int]:
    """Return the calls that may still be bid for, and how many are left out by their words."""
    waiting = [each.call for each in merged if each.call.status(as_of) is not CallStatus.CLOSED]
    eligible = without_excluded(waiting)
    return eligible, len(waiting) - len(eligible)


def without_excluded(calls: Iterable[Call]) -> list[Call]:
    """Leave out the calls whose own words exclude a bid from a UK city. Pure."""
    return [call for call in calls if may_bid(call).verdict is not Verdict.NOT_ELIGIBLE]


def call_corpus(
    engine: Engine, encoder: Encoder, calls: Sequence[Call], advance: Advance
) -> tuple[Corpus, int]:
    """Lay calls out for ranking; returns the corpus and how many texts were encoded now."""
    texts = {call.key: call.match_text() for call in calls}
    found, embedded = embed_documents(
        engine, encoder, texts, lambda done, total: advance("Reading calls", done, total)
    )
    corpus = build_corpus(found)
    keep_in_index(engine, encoder.model_id, corpus)
    return corpus, embedded


def keep_in_index(engine: Engine, model_id: str, corpus: Corpus) -> None:
    """Have the store find these calls by their vectors, where it can."""
    keep_call_vectors(
        engine,
        model_id,
        (
            (document.key, text_hash(document.text), row)
            for document, row in zip(corpus.documents, single_rows(corpus), strict=True)
            if document.spans
        ),
    )


def other_pages(merged: Iterable[Merged]) -> dict[str, tuple[str, ...]]:
    """Say under which further addresses a call stands, by its key."""
    return {
        each.call.key: tuple(call.url for call in each.members[1:] if call.url)
        for each in merged
        if len(each.members) > 1
    }


def rank_for_city(
    calls: Iterable[Call],
    matches: Sequence[Match],
    city: City,
    as_of: datetime,
    also_at: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> tuple[RankedCall, ...]:
    """Put together what a reader sees of each call, best for the city first. Pure."""
    by_call: dict[str, list[Match]] = defaultdict(list)
    for match in sorted(matches, key=lambda match: (-match.score, match.target_id)):
        by_call[match.call_key].append(match)
    rows = [
        replace(_ranked(call, by_call[call.key], city, as_of), also_at=also_at.get(call.key, ()))
        for call in calls
    ]
    return tuple(sorted(rows, key=lambda row: (-row.score, row.call.key)))


def timed(row: RankedCall, as_of: datetime) -> RankedCall:
    """Return the row as it reads at `as_of`: its status and days left. Pure."""
    status, closes_at = row.call.status(as_of), row.call.closes_at(as_of)
    days_left = None if closes_at is None else _days(as_of, closes_at)
    if (status, closes_at, days_left) == (row.status, row.closes_at, row.days_left):
        return row
    return replace(row, status=status, closes_at=closes_at, days_left=days_left)


def _ranked(call: Call, matches: Sequence[Match], city: City, as_of: datetime) -> RankedCall:
    profile = city.profile
    closes_at = call.closes_at(as_of)
    needs = [match for match in matches if match.target_kind is TargetKind.NEED]
    return RankedCall(
        call=call,
        status=call.status(as_of),
        closes_at=closes_at,
        days_left=None if closes_at is None else _days(as_of, closes_at),
        score=city_score(needs, {need.id: need.weight for need in profile.needs}),
        scale=assess_scale(call, profile.thresholds, city.rates),
        track=assess_track(call),
        needs=tuple(match for match in needs if _shown(match, profile)),
        leads=_leads(matches, call, profile),
    )


def _shown(match: Match, profile: CityProfile) -> bool:
    """Whether a reader is shown the match: what the ranking shows, no judgement hides."""
    return max(match.score, score_before(match)) >= profile.thresholds.match_score


def _days(as_of: datetime, closes_at: datetime) -> int:
    """Days from one to the other as a reader counts them: midnights between."""
    return (closes_at.astimezone(as_of.tzinfo).date() - as_of.date()).days


def _leads(matches: Sequence[Match], call: Call, profile: CityProfile) -> tuple[Match, ...]:
    """The organisations of the city that are known to lead bids and suit the call best.

    A kind of body that the call shuts out of the lead is not put forward.
    """
    known = {organisation.id: organisation for organisation in profile.organisations}
    can_lead = {
        o.id
        for o in profile.organisations
        if o.can_lead and o.in_city and may_lead(o, call, known) is not False
    }
    suited = [
        match
        for match in matches
        if match.target_kind is TargetKind.ORGANISATION
        and match.target_id in can_lead
        and match.score >= _SUITS
    ]
    return tuple(suited[:_LEADS])


def _seen(rows: Iterable[RankedCall]) -> list[Match]:
    """The matches that a reader sees."""
    return [match for row in rows for match in (*row.needs, *row.leads)]


def _names(match: Match) -> tuple[str, TargetKind, str]:
    return match.call_key, match.target_kind, match.target_id


def _matches(profile: CityProfile, corpus: Corpus, vectors: Vectors) -> list[Match]:
    return [
        *match_needs(profile.needs, corpus, vectors, KEPT),
        *match_organisations(profile.organisations, corpus, vectors, KEPT),
    ]


def _with_reasons(matches: Iterable[Match], carried: Iterable[Match]) -> list[Match]:
    """Put the matches whose reasons were weighed in place of the same without."""
    better = {_names(match): match for match in carried}
    return [better.get(_names(match), match) for match in matches]


def _targets(profile: CityProfile, vectors: Vectors) -> list[Target]:
    needs = [need_target(need, vectors) for need in profile.needs]
    return needs + [
        t for entry in profile.organisations for t in capability_targets(entry, vectors)
    ]


def query_vectors(
    engine: Engine, encoder: Encoder, profile: CityProfile
) -> tuple[dict[str, npt.NDArray[np.float32] | None], int]:
    """Encode the city's needs and capabilities by their texts; also how many were new."""
    texts = [text for need in profile.needs for text in need_texts(need)]
    texts += [text for entry in profile.organisations for text in capability_texts(entry)]
    texts = list(dict.fromkeys(texts))
    rows, embedded = embed_queries(engine, encoder, texts)
    return dict(zip(texts, rows, strict=True)), embedded
