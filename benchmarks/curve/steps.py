"""The steps of one store at one size, each timed, in a process of its own.

    python -m benchmarks.curve.steps DATABASE ORIGINALS.pkl HOME CALLS [--cities N ...]

What is found is printed as one line of JSON. A store that is full already is used as it is.
"""

import argparse
import json
import os
import pickle
import resource
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Engine

from benchmarks.curve.asked import searches
from benchmarks.curve.clock import Clock, timed_searches
from benchmarks.curve.made import AS_OF, Originals, make_call, make_calls, text_vectors_of
from matcher.city.norms import load_norms
from matcher.city_matches import KEPT, query_vectors
from matcher.commands.match import read_city
from matcher.digest.build import build_digest
from matcher.embedding import stored_documents
from matcher.encoder import Encoder
from matcher.identity.join import merged_calls
from matcher.matching import City, keep_in_index, rank_for_city
from matcher.ranking.corpus import Corpus, build_corpus
from matcher.ranking.match import Vectors, match_needs, match_organisations
from matcher.search import Filters, read_query, search
from matcher.settings import Settings, read_settings
from matcher.store import has_calls, open_store, save_vectors, upsert_calls
from matcher.strategy.scoping import background_of
from matcher.strategy.shortlist import choose_rows, wishes_of
from matcher.web.calls.hits import search_many
from models.call import Call, CallStatus
from models.match import Match

_BEST = 10
_PIECE = 500
_LIVE = Filters(statuses=frozenset({CallStatus.OPEN, CallStatus.FORECASTED}))


def measure(
    engine: Engine,
    made: Originals,
    home: Path,
    count: int,
    cities: Sequence[int],
    *,
    only_search: bool,
) -> dict[str, Any]:
    """Go through the steps; returns what each took, by name."""
    clock = Clock()
    settings = read_settings(home=str(home), environ={})
    city = read_city(settings)
    encoder = Encoder(prepared=home / "models")
    if not has_calls(engine):
        clock.time("store", lambda: upsert_calls(engine, make_calls(count), AS_OF))
        clock.time("save vectors", lambda: _save(engine, made, range(count)))
    calls, corpus = _laid_out(clock, engine, made)
    _search(clock, engine, city, encoder, corpus)
    clock.steps["1 % changed"] = changed(engine, made, count)
    if not only_search:
        vectors, _ = query_vectors(engine, encoder, city.profile)
        match = partial(_match, city, corpus, vectors)
        matches = clock.time("match", match)
        _show(clock, settings, city, calls, matches)
        for many in cities:
            clock.time(f"match, {many} cities", partial(_times, many, match))
    return clock.steps


def _laid_out(clock: Clock, engine: Engine, made: Originals) -> tuple[list[Call], Corpus]:
    merged = clock.time("read", lambda: merged_calls(engine))
    texts = {each.call.key: each.call.match_text() for each in merged}
    corpus = clock.time(
        "lay out", lambda: build_corpus(stored_documents(engine, made.model_id, texts))
    )
    clock.time("index vectors", lambda: keep_in_index(engine, made.model_id, corpus))
    return [each.call for each in merged], corpus


def _search(clock: Clock, engine: Engine, city: City, encoder: Encoder, corpus: Corpus) -> None:
    in_memory = _in_memory(encoder, corpus)
    if engine.dialect.name == "postgresql":
        exact = [in_memory(text) for text in searches()]
        clock.steps["search"] = timed_searches(on_server(engine, city, encoder), exact, engine)
    clock.steps["search in memory"] = timed_searches(in_memory)


def _match(city: City, corpus: Corpus, vectors: Vectors) -> list[Match]:
    """Score and explain; the reasons of those shown are not weighed, as that encodes."""
    found = match_needs(city.profile.needs, corpus, vectors, KEPT)
    return [*found, *match_organisations(city.profile.organisations, corpus, vectors, KEPT)]


def _times(many: int, work: Callable[[], object]) -> None:
    for _ in range(many):
        work()


def _show(
    clock: Clock, settings: Settings, city: City, calls: Sequence[Call], matches: Sequence[Match]
) -> None:
    """The shortlist and the digest of what matched."""
    rows = clock.time("rank for the city", lambda: rank_for_city(calls, matches, city, AS_OF))
    norms = load_norms(settings.data / "norms.yaml")
    beside = background_of(city.profile, city.rates, norms, [], matches, AS_OF)
    wishes = wishes_of(rows, city.profile.thresholds.decisions)
    chosen = clock.time("shortlist", lambda: choose_rows(rows, beside, wishes))
    clock.time(
        "digest",
        lambda: build_digest(
            city=city.profile,
            ranked=rows,
            decide=chosen,
            as_of=AS_OF,
            made_at=AS_OF,
            catalogue_date=None,
            sources=(),
            credits=(),
        ),
    )


def _save(engine: Engine, made: Originals, numbers: Sequence[int], version: int = 0) -> None:
    for at in range(0, len(numbers), _PIECE):
        calls = [make_call(number, version) for number in numbers[at : at + _PIECE]]
        items = [item for call in calls for item in text_vectors_of(made, call, version)]
        save_vectors(engine, made.model_id, items)


def _in_memory(encoder: Encoder, corpus: Corpus) -> Callable[[str], list[str]]:
    """The site's search: all calls scored, the best taken."""

    def one(text: str) -> list[str]:
        (hits,) = search_many([[read_query(text, encoder)]], corpus)
        best = np.argpartition(-hits.fit, _BEST)[:_BEST]
        best = best[np.argsort(-hits.fit[best], kind="stable")]
        return [corpus.documents[place].key for place in best.tolist()]

    return one


def on_server(engine: Engine, city: City, encoder: Encoder) -> Callable[[str], list[str]]:
    """`bid-matcher search` with the model loaded: rows and reasons too."""

    def one(text: str) -> list[str]:
        found = search(engine, city, text, _LIVE, AS_OF, encoder, _quietly, _BEST)
        return [hit.row.call.key for hit in found.hits]

    return one


def _quietly(_what: str, _done: int, _total: int | None) -> None:
    """Show no progress."""


def changed(engine: Engine, made: Originals, count: int) -> dict[str, Any]:
    """Every hundredth call says something else: it is stored, and its vectors are."""
    numbers = range(0, count, 100)
    clock = Clock()
    calls = [make_call(number, 1) for number in numbers]
    clock.time("store", lambda: upsert_calls(engine, calls, AS_OF))
    clock.time("save vectors", lambda: _save(engine, made, numbers, 1))
    texts = {call.key: call.match_text() for call in calls}
    some = build_corpus(stored_documents(engine, made.model_id, texts))
    clock.time("index vectors", lambda: keep_in_index(engine, made.model_id, some))
    # So that a store that is measured again holds what it did.
    upsert_calls(engine, (make_call(number) for number in numbers), AS_OF)
    return clock.steps


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database")
    parser.add_argument("originals", type=Path)
    parser.add_argument("home", type=Path)
    parser.add_argument("calls", type=int)
    parser.add_argument("--cities", type=int, nargs="*", default=())
    parser.add_argument("--only-search", action="store_true")
    given = parser.parse_args()
    made: Originals = pickle.loads(given.originals.read_bytes())  # noqa: S301 - our own
    engine = open_store(given.database)
    before = os.getloadavg()[0]
    steps = measure(
        engine, made, given.home, given.calls, given.cities, only_search=given.only_search
    )
    engine.dispose()
    found = {
        "store": engine.dialect.name,
        "calls": given.calls,
        "steps": steps,
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "load": [before, os.getloadavg()[0]],
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
