"""The few calls among very many that may answer a search best, in one statement of PostgreSQL.

Found are the nearest in meaning, through the graph of neighbours of `postgres_vectors`, and
those with the search's words, through the index of `postgres_words`, asked only for what is
rare enough (`rare_words`). Both are put in one order by closeness and a share of the most that
words bring, as the ranking does. How rare a word is, the server knows from its own
statistics of the column, which autovacuum keeps.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from matcher.store.asked import Asked, Candidates
from matcher.store.postgres_vectors import as_text
from matcher.store.postgres_words import plain_words
from matcher.store.rare_words import combinations_to_ask

_MATCHED = 2_000  # calls that the words are expected to find, before they are ranked
_RANKED = 4_000  # and so many are ranked, however many more there are than expected
_COUNTED = 1_000  # calls with a word that is not common are counted up to here
_SAMPLE = 400  # calls by which the usual closeness is estimated
_LEAST_DEEP = 400  # that the graph is gone into, and calls by words that are put in order
_DEEPEST = 1_000  # that pgvector goes in one search of its graph

# Without these the planner may prepare one plan for all searches, or compile each.
_SETTINGS = sa.text(
    "SELECT set_config('plan_cache_mode', 'force_custom_plan', true), "
    "set_config('jit', 'off', true), set_config('hnsw.iterative_scan', 'relaxed_order', true), "
    "set_config('hnsw.ef_search', :depth, true)"
)
# Common words are in the server's statistics; of others, those that have the word are counted.
_SHARES = sa.text(
    "WITH common AS (SELECT word, share FROM pg_stats, "
    "unnest(most_common_elems::text::text[], most_common_elem_freqs) AS each (word, share) "
    "WHERE schemaname = current_schema() AND tablename = 'call_words' AND attname = 'words'), "
    "asked AS (SELECT unnest(tsvector_to_array(to_tsvector('call_words', :text))) AS word) "
    "SELECT word, share, (SELECT reltuples FROM pg_class "
    "WHERE oid = 'call_words'::regclass) AS total, "
    "(SELECT avg(length(words)) FROM (SELECT words FROM call_words LIMIT :sample) AS few) "
    "AS mean_length, "
    "CASE WHEN share IS NULL THEN (SELECT count(*) FROM (SELECT 1 FROM call_words "
    "WHERE words @@ CAST(quote_literal(word) AS tsquery) LIMIT :most) AS held) END AS holding "
    "FROM asked LEFT JOIN common USING (word)"
)
_CLOSENESS = "(v.vector::halfvec({0}) <#> CAST(:vector AS halfvec({0})))"
_NEAR = (
    "(SELECT v.id FROM call_vectors AS v JOIN calls AS c ON c.id = v.id "
    "WHERE v.dimension = {size} AND v.model_id = :model_id AND {passes} "
    "ORDER BY {closeness} LIMIT :depth)"
)
_SAYING = (
    "(SELECT id FROM (SELECT w.id, w.words FROM call_words AS w JOIN calls AS c ON c.id = w.id "
    "WHERE w.words @@ CAST(:combinations AS tsquery) AND {passes} LIMIT :ranked) AS w "
    "ORDER BY {rank} DESC, id LIMIT :depth)"
)
# BM25 (see `matcher.ranking.lexical`). ts_rank adds up 1, 1/4, 1/9 ... for a word's places and
# divides by the limit of that sum; how many places there were, is told from what is missing.
_RANK = (
    "{weight} * (1 - {length} / ({length} - 0.6079 + 0.6079 / "
    "(1 - ts_rank('{{1, 1, 1, 1}}', w.words, CAST(:word_{place} AS tsquery)))))"
)
_LENGTH = "(0.375 + 1.125 * length(w.words) / :mean_length)"  # k1 (1 - b + b length / mean length)
_FUSED = (
    "WITH found AS ({parts}), "
    "rated AS (SELECT id, length(w.words) AS length, {rank} AS words, "
    "coalesce(-{closeness}, 0) AS closeness FROM found "
    "JOIN call_words AS w USING (id) LEFT JOIN call_vectors AS v USING (id)), "
    "best AS (SELECT id, length, closeness + "
    ":words_weight * words / greatest(max(words) OVER (), :least_words) AS evidence "
    "FROM rated) "
    "SELECT c.key, length FROM best JOIN calls AS c USING (id) "
    "ORDER BY evidence DESC, c.key LIMIT :limit"
)
_USUAL = (
    "SELECT avg(-{closeness}) FROM call_vectors AS v TABLESAMPLE SYSTEM ("
    "(SELECT least(100, 100.0 * :sample / greatest(reltuples, 1)) FROM pg_class "
    "WHERE oid = 'call_vectors'::regclass)) REPEATABLE (1) "
    "WHERE v.dimension = {size} AND v.model_id = :model_id"
)
# A page that is shown under another's name may pass by what the other says.
_PASSES = {
    "not_closed_at": "(c.stated_status IS DISTINCT FROM 'closed' "
    "AND (c.last_deadline IS NULL OR c.last_deadline > :not_closed_at))",
    "closing_before": "c.first_deadline < :closing_before",
}
_JOINED = "EXISTS (SELECT 1 FROM identities AS i WHERE i.call_key = c.key OR i.lead_key = c.key)"


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of all calls that bears on a search's words."""

    total: float  # calls, about
    mean_length: float  # different words of a call
    shares: Mapping[str, float]  # of calls that have the word
    weights: Mapping[str, float]


def find_candidates(connection: Connection, asked: Asked, limit: int) -> Candidates:
    """Return the likeliest calls, the likeliest first."""
    depth = min(max(limit, _LEAST_DEEP), _DEEPEST)
    connection.execute(_SETTINGS, {"depth": str(depth)})
    known = _known(connection, asked.text)
    values: dict[str, Any] = {"depth": depth, "limit": limit, "words_weight": asked.words_weight}
    values |= {"vector": as_text(asked.vector), "model_id": asked.model_id}
    values |= {"mean_length": known.mean_length}
    values |= {"least_words": max(1e-9, asked.least_words * sum(known.weights.values()))}
    statement = _statement(asked, known, values)
    rows = list(connection.execute(sa.text(statement), values))
    length = sum(row.length for row in rows) / max(1, len(rows))
    return Candidates(
        tuple(str(row.key) for row in rows),
        known.weights,
        known.mean_length / max(1.0, length),
        _usual(connection, asked),
        round(known.total),
    )


def _known(connection: Connection, text: str) -> _Known:
    asked = {"text": " ".join(plain_words(text)), "most": _COUNTED, "sample": _SAMPLE}
    rows = list(connection.execute(_SHARES, asked))
    total = max([1.0, *(float(row.total) for row in rows)])
    if total <= _COUNTED:  # too few for the server to have looked at, or to trust its guess
        total = float(connection.exec_driver_sql("SELECT count(*) FROM call_words").scalar_one())
    shares = {
        row.word: float(row.share) if row.holding is None else row.holding / max(total, 1.0)
        for row in rows
    }
    length = max([1.0, *(float(row.mean_length or 0) for row in rows)])
    return _Known(total, length, shares, _weights(shares, total))


def _weights(shares: Mapping[str, float], total: float) -> dict[str, float]:
    """Return each word's weight by BM25's formula, as `matcher.ranking.lexical` has it."""
    held = {word: share * total for word, share in shares.items()}
    return {word: math.log(1 + (total - n + 0.5) / (n + 0.5)) for word, n in held.items()}


def _statement(asked: Asked, known: _Known, values: dict[str, Any]) -> str:
    """Put the statement together: near in meaning, or with words that are rare enough, or both."""
    held = {word: share for word, share in known.shares.items() if share > 0}
    values |= {f"word_{place}": _quoted(word) for place, word in enumerate(held)}
    terms = [
        _RANK.format(weight=f"{known.weights[word]:.6f}", length=_LENGTH, place=place)
        for place, word in enumerate(held)
    ]
    rank = f"({' + '.join(terms) or '0'})"
    size = len(asked.vector)
    closeness, passes = _CLOSENESS.format(size), _passes(asked, values)
    parts = [_NEAR.format(closeness=closeness, size=size, passes=passes)]
    chosen = combinations_to_ask(held, known.total, _MATCHED)
    if chosen:
        parts.append(_SAYING.format(rank=rank, passes=passes))
        combinations = (f"({' & '.join(map(_quoted, one))})" for one in chosen)
        values |= {"combinations": " | ".join(combinations), "ranked": _RANKED}
    return _FUSED.format(parts=" UNION ".join(parts), rank=rank, closeness=closeness)


def _passes(asked: Asked, values: dict[str, Any]) -> str:
    given = {name: getattr(asked, name) for name in _PASSES}
    conditions = [_PASSES[name] for name, value in given.items() if value is not None]
    values |= {name: value for name, value in given.items() if value is not None}
    return f"(({' AND '.join(conditions)}) OR {_JOINED})" if conditions else "true"


def _usual(connection: Connection, asked: Asked) -> float:
    """Return the mean closeness to a sample of calls, taken evenly over the pages of the table."""
    size = len(asked.vector)
    query = sa.text(_USUAL.format(closeness=_CLOSENESS.format(size), size=size))
    values = {
        "vector": as_text(asked.vector),
        "sample": _SAMPLE,
        "model_id": asked.model_id,
    }
    return float(connection.execute(query, values).scalar_one() or 0.0)


def _quoted(word: str) -> str:
    """Return a word as a tsquery that is only that word; it is of letters and digits."""
    return f"'{word}'"
