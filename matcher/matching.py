"""Calls beside one city: embeds what changed, scores, and decides what a row says.

This is where the pure parts (ranking, strategy) meet the store and the encoder. What is the
same for every city is laid out once; several cities are matched one after another.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import Engine

from matcher.city.holders import with_awards
from matcher.city_matches import (
    KEPT,
    Found,
    by_call,
    find_matches,
    query_vectors,
    shown_leads,
    shown_needs,
)
from matcher.decisions.beside import decided_now, marked
from matcher.embedding import embed_documents
from matcher.encoder import Encoder
from matcher.identity.join import merged_calls
from matcher.identity.merge import Merged
from matcher.judged import Judged, Matching, apply_judgements
from matcher.progress import Advance
from matcher.ranking.corpus import Corpus, build_corpus, passage_rows, single_rows
from matcher.ranking.lexical import saturations
from matcher.ranking.match import city_score, match_needs
from matcher.ranking.words import stem_counts
from matcher.store import (
    CallVector,
    load_awards,
    save_call_vectors,
    save_matches,
    text_hash,
    unknown_call_vectors,
)
from matcher.strategy.eligibility import Verdict, may_bid
from matcher.strategy.scale import assess_scale
from matcher.strategy.track import assess_track
from matcher.undisturbed import undisturbed
from models.award import Award
from models.call import Call, CallStatus
from models.city import CityProfile, ExchangeRate
from models.decision import Decided, Decision
from models.digest import RankedCall
from models.judgement import Judgement
from models.match import Match, TargetKind


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


@dataclass(frozen=True, slots=True, eq=False)
class Biddable:
    """The calls of a store as they stand at one moment."""

    merged: tuple[Merged, ...]  # every stored call
    eligible: tuple[Call, ...]  # of them, those that may still be bid for
    excluded: int  # calls whose own words exclude a bid
    as_of: datetime


@dataclass(frozen=True, slots=True, eq=False)
class LaidOut:
    """The calls of a store, ready to be matched: the same for every city."""

    biddable: Biddable
    corpus: Corpus  # of the eligible calls, in their order
    embedded: int  # texts that had to be encoded now

    @property
    def calls(self) -> dict[str, Call]:
        """The eligible calls by key."""
        return {call.key: call for call in self.biddable.eligible}


@dataclass(frozen=True, slots=True)
class Said:
    """What people of a city have said of calls."""

    judgements: tuple[Judgement, ...] = ()
    decisions: tuple[Decision, ...] = ()


@undisturbed()
def match_city(
    engine: Engine,
    city: City,
    encoder: Encoder,
    as_of: datetime,
    advance: Advance,
    judgements: Iterable[Judgement] = (),
    decisions: Iterable[Decision] = (),
    laid: LaidOut | None = None,
) -> Matched:
    """Score every call that is not closed at `as_of`, and store the matches.

    `laid` has the calls of that moment where they are laid out already. Calls whose own
    words exclude a UK bid are left out and counted. Scores of needs are moved by what the
    city's judgements and decisions teach, if anything.
    Raises EncoderError and StoreError.
    """
    city = with_stored_awards(city, load_awards(engine))
    laid = laid or lay_out(engine, encoder, read_biddable(engine, as_of), advance)
    found = find_matches(engine, encoder, laid.corpus, laid.calls, city.profile, advance)
    said = Said(tuple(judgements), tuple(decisions))
    judged, decided = judge_and_save(engine, city, encoder, laid, found, said, advance)
    also_at = other_pages(laid.biddable.merged)
    ranked = rank_for_city(laid.biddable.eligible, judged.matches, city, as_of, also_at)
    return Matched(
        ranked=tuple(marked(judged.marks.marked(row, city.profile), decided) for row in ranked),
        texts=len(laid.corpus) + found.texts,
        embedded=laid.embedded + found.embedded,
        excluded=laid.biddable.excluded,
        learning=judged.learning,
        matches=tuple(judged.matches),
    )


def with_stored_awards(city: City, awards: Iterable[Award]) -> City:
    """Return the city with what its organisations are known to have won."""
    return replace(city, profile=with_awards(city.profile, awards))


def read_biddable(engine: Engine, as_of: datetime) -> Biddable:
    """Read the stored calls; StoreError for one that cannot be read."""
    merged = merged_calls(engine)
    eligible, excluded = _eligible(merged, as_of)
    return Biddable(tuple(merged), tuple(eligible), excluded, as_of)


def lay_out(engine: Engine, encoder: Encoder, biddable: Biddable, advance: Advance) -> LaidOut:
    """Lay calls out for any number of cities. Raises EncoderError and StoreError."""
    corpus, embedded = call_corpus(engine, encoder, biddable.eligible, advance)
    return LaidOut(biddable, corpus, embedded)


def judge_and_save(
    engine: Engine,
    city: City,
    encoder: Encoder,
    laid: LaidOut,
    found: Found,
    said: Said,
    advance: Advance,
) -> tuple[Judged, dict[str, Decided]]:
    """Move the scores by what people said, and store the city's matches in place of its last.

    Also returns the decisions in force by call. Raises EncoderError and StoreError.
    """

    calls = laid.biddable

    def rematch(past: Sequence[Call]) -> list[Match]:
        beside, _ = call_corpus(engine, encoder, [*calls.eligible, *past], advance)
        vectors, _ = query_vectors(engine, encoder, city.profile)
        wanted = {call.key for call in past}
        again = match_needs(city.profile.needs, beside, vectors, KEPT)
        return [match for match in again if match.call_key in wanted]

    matching = Matching(
        calls.merged, calls.eligible, list(found.matches), city.profile, city.rates, calls.as_of
    )
    decided = decided_now(engine, said.decisions, calls.merged, calls.as_of)
    judged = apply_judgements(engine, said.judgements, matching, rematch, decided)
    save_matches(engine, city.folder, calls.as_of, encoder.model_id, judged.matches)
    return judged, decided


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
    hashes = {each.key: text_hash(each.text) for each in corpus.documents if each.spans}
    new = unknown_call_vectors(engine, model_id, hashes)
    if not new:
        return
    passages, rows = passage_rows(corpus), single_rows(corpus)
    vectors = []
    for at, document in enumerate(corpus.documents):
        if (key := document.key) in new:
            counts = stem_counts(document.text)
            said = saturations(corpus.lexical, counts)
            found = (rows[at], passages.get(at))
            vectors.append(CallVector(key, hashes[key], counts.total(), said, *found))
    save_call_vectors(engine, model_id, vectors)


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
    found = by_call(matches)
    rows = [
        replace(
            _ranked(call, found.get(call.key, ()), city, as_of), also_at=also_at.get(call.key, ())
        )
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
        needs=shown_needs(needs, profile),
        leads=shown_leads(matches, call, profile),
    )


def _days(as_of: datetime, closes_at: datetime) -> int:
    """Days from one to the other as a reader counts them: midnights between."""
    return (closes_at.astimezone(as_of.tzinfo).date() - as_of.date()).days
