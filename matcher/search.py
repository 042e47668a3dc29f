"""Search: calls that fit what somebody writes, by meaning and by words, each with its reason."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import numpy as np
import numpy.typing as npt
from sqlalchemy import Engine

from matcher.embedding import embed_queries, encoded_documents, stored_documents
from matcher.encoder import Encoder
from matcher.identity.join import merged_calls
from matcher.identity.merge import Merged
from matcher.matching import City, call_corpus, other_pages, rank_for_city
from matcher.progress import Advance
from matcher.ranking.corpus import Corpus, Document, build_corpus
from matcher.ranking.dense import best_passage
from matcher.ranking.explain import Reason, find_reason, read_phrases, read_sentences
from matcher.ranking.lexical import Elsewhere
from matcher.ranking.rank import rank
from matcher.ranking.score import LEAST_BEST_WORDS, Collection, Query, shipped_calibration
from matcher.ranking.words import stems
from matcher.store import (
    Asked,
    SaidMost,
    find_candidates,
    has_call_vectors,
    one_state,
    said_most,
    search_words,
)
from matcher.strategy.rates import to_pounds
from matcher.strategy.scale import assess_scale
from models.call import Call, CallStatus
from models.digest import RankedCall
from models.match import Feature

_WORD_HITS = 200  # calls that share a word and are looked at, before filters
_LIKELIEST = 15  # calls that the store names and that are ranked, before filters
_MOST_LIKELY = 1_000  # where filters leave fewer than are wanted


@dataclass(frozen=True, slots=True)
class Filters:
    """What a call must be to be found; None asks nothing.

    `statuses` None means any. A call that does not state the fact is not found
    by a filter on it.
    """

    statuses: frozenset[CallStatus] | None = None
    funder: str | None = None  # part of the funder's or a co-funder's name, in any case
    min_award: Decimal | None = None  # pounds, for one award
    closing_before: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The best hits, and how many there are in all."""

    hits: tuple["Hit", ...]
    count: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A call that was found, and why."""

    row: RankedCall  # without matches: status, deadline, scale and track as of the day
    score: float  # 0 to 1; by words alone, the share of the best hit's
    reason: Reason
    features: tuple[Feature, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Searchable:
    """The calls that pass some filters, laid out to be searched any number of times."""

    kept: Mapping[str, Merged]  # by key
    corpus: Corpus


def lay_out(
    engine: Engine,
    city: City,
    filters: Filters,
    as_of: datetime,
    encoder: Encoder,
    advance: Advance,
    *,
    known_only: bool = False,
) -> Searchable:
    """Read the calls that pass the filters, and encode those that are new.

    With `known_only` those that are new are left out instead.
    """
    kept = passing(engine, city, filters, as_of)
    if known_only:
        texts = {key: each.call.match_text() for key, each in kept.items()}
        known = encoded_documents(engine, encoder, texts)
        kept = {key: each for key, each in kept.items() if key in known}
    corpus, _ = call_corpus(engine, encoder, [each.call for each in kept.values()], advance)
    return Searchable(kept, corpus)


def passing(engine: Engine, city: City, filters: Filters, as_of: datetime) -> dict[str, Merged]:
    """Return the stored calls that pass the filters, by key."""
    return _kept(merged_calls(engine), filters, city, as_of)


def read_query(text: str, encoder: Encoder) -> Query:
    """Encode what somebody looks for. ValueError for a text without words.

    The vector is not stored, as it would rarely be asked for again.
    """
    _check(text)
    (vector,), _ = embed_queries(None, encoder, [text])
    return Query(text, vector)


def search(
    engine: Engine,
    city: City,
    text: str,
    filters: Filters,
    as_of: datetime,
    encoder: Encoder,
    advance: Advance,
    limit: int | None = None,
) -> Found:
    """Find calls by meaning and by words, best first. ValueError for a text without words.

    Rows and reasons are worked out for the first `limit` only: they cost more than
    the ranking. With a limit, and where the store can name the likeliest calls, only those
    are read and ranked; `count` is then of those.
    """
    _check(text)
    with ThreadPoolExecutor(1) as beside:
        # Loading the model takes as long as reading the calls and counting their words.
        reading = beside.submit(read_query, text, encoder)
        with one_state(engine):
            if limit is not None and has_call_vectors(engine, encoder.model_id):
                said = said_most(engine, stems(text))
                query = reading.result()
                if query.vector is not None:
                    asked = _asked(said, query.vector, encoder.model_id, filters, as_of)
                    return _search_likeliest(engine, city, query, asked, filters, as_of, limit)
        laid_out = lay_out(engine, city, filters, as_of, encoder, advance)
        query = reading.result()
    return _best_of(laid_out, query, city, as_of, limit)


def _asked(
    said: SaidMost,
    vector: npt.NDArray[np.float32],
    model_id: str,
    filters: Filters,
    as_of: datetime,
) -> Asked:
    """Ask the store what of a search it can judge by itself."""
    statuses, before = filters.statuses, filters.closing_before
    closed_too = statuses is None or CallStatus.CLOSED in statuses
    return Asked(
        said,
        vector,
        model_id,
        shipped_calibration().words_weight,
        LEAST_BEST_WORDS,
        not_closed_at=None if closed_too else as_of,
        # The day is that of the call's own zone, which may end a day later elsewhere.
        closing_before=None
        if before is None
        else datetime.combine(before + timedelta(days=1), time(), UTC),
    )


def _search_likeliest(
    engine: Engine,
    city: City,
    query: Query,
    asked: Asked,
    filters: Filters,
    as_of: datetime,
    limit: int,
) -> Found:
    """Rank the calls that the store finds likeliest; more of them where filters leave too few."""
    for wanted in (max(_LIKELIEST, limit + limit // 2), max(_MOST_LIKELY, 2 * limit)):
        found = find_candidates(engine, asked, wanted)
        kept = _kept(merged_calls(engine, keys=found.keys), filters, city, as_of)
        if len(kept) >= limit or len(found.keys) < wanted:
            break
    texts = {key: each.call.match_text() for key, each in kept.items()}
    documents = stored_documents(engine, asked.model_id, texts)
    corpus = build_corpus(documents, Elsewhere(found.weights, found.length))
    query = replace(query, collection=Collection(found.usual, found.words, found.total))
    return _best_of(Searchable(kept, corpus), query, city, as_of, limit)


def _best_of(
    laid_out: Searchable, query: Query, city: City, as_of: datetime, limit: int | None
) -> Found:
    corpus = laid_out.corpus
    ranked = rank(query, corpus)
    rows = _rows([laid_out.kept[found.key] for found in ranked[:limit]], city, as_of)
    hits = [
        Hit(rows[found.key], found.score, _reason(corpus, found.position, query), found.features)
        for found in ranked[:limit]
    ]
    return Found(tuple(hits), len(ranked))


def search_by_words(
    engine: Engine,
    city: City,
    text: str,
    filters: Filters,
    as_of: datetime,
    limit: int | None = None,
) -> Found:
    """Find calls by words alone, through the store's index: no model is needed."""
    _check(text)
    hits = {hit.key: hit.rank_score for hit in search_words(engine, text, _WORD_HITS)}
    merged = merged_calls(engine, keys=list(hits))
    found = {each.call.key: _best(each, hits) for each in merged}
    kept = _kept(merged, filters, city, as_of)
    order = sorted(kept, key=lambda key: (-found[key], key))
    corpus = build_corpus([Document(key, kept[key].call.match_text()) for key in order])
    best = max((found[key] for key in order), default=1.0) or 1.0
    rows = _rows([kept[key] for key in order[:limit]], city, as_of)
    shown = [
        Hit(rows[key], max(0.0, found[key] / best), _reason(corpus, place, Query(text)), ())
        for place, key in enumerate(order[:limit])
    ]
    return Found(tuple(shown), len(order))


def _check(text: str) -> None:
    if not any(character.isalnum() for character in text):
        raise ValueError("search: write what you look for in at least one word")


def _best(merged: Merged, hits: Mapping[str, float]) -> float:
    """Score of the page of the call that fits best."""
    return max(hits[page.key] for page in merged.members if page.key in hits)


def _kept(
    merged: Sequence[Merged], filters: Filters, city: City, as_of: datetime
) -> dict[str, Merged]:
    """The calls that pass the filters, by key."""
    return {each.call.key: each for each in merged if _passes(each.call, filters, city, as_of)}


def _rows(merged: Sequence[Merged], city: City, as_of: datetime) -> dict[str, RankedCall]:
    calls = [each.call for each in merged]
    rows = rank_for_city(calls, (), city, as_of, other_pages(merged))
    return {row.call.key: row for row in rows}


def _passes(call: Call, filters: Filters, city: City, as_of: datetime) -> bool:
    if filters.statuses is not None and call.status(as_of) not in filters.statuses:
        return False
    funders = " / ".join(filter(None, (call.funder, *call.co_funders)))
    if filters.funder is not None and filters.funder.lower() not in funders.lower():
        return False
    if filters.closing_before is not None:
        closes = call.closes_at(as_of)
        if closes is None or closes.date() >= filters.closing_before:
            return False
    return filters.min_award is None or _pays(call, filters.min_award, city)


def _pays(call: Call, least: Decimal, city: City) -> bool:
    if call.award_max:
        pounds = to_pounds(call.award_max, city.rates)
    else:
        pounds = assess_scale(call, city.profile.thresholds, city.rates).pounds
    return pounds is not None and pounds >= least


def _reason(corpus: Corpus, position: int, query: Query) -> Reason:
    document = corpus.documents[position]
    passage = best_passage(corpus, position, query.vector)
    return find_reason(
        read_sentences(document.text),
        None if passage is None else document.spans[passage],
        read_phrases([query.text]),
        corpus.lexical,
    )
