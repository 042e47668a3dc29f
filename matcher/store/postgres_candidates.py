"""The few calls among very many that may answer a search best, by PostgreSQL.

Found are the nearest in meaning, through the index of `postgres_neighbours`, and
those with the search's words, through the index of `postgres_words`, asked only for what is
rare enough (`rare_words`). The two are asked at the same time, and put in one order by closeness
and a share of the most that words bring, as the ranking does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy import Connection, Row

from matcher.store.asked import Asked, Candidates
from matcher.store.postgres_beside import ask_both
from matcher.store.postgres_neighbours import PROBES
from matcher.store.postgres_vectors import as_sparse, as_text
from matcher.store.rare_words import combinations_to_ask

_EXPECTED = 1_000  # calls that the words are expected to find
_MATCHED = 1_500  # and so many are looked at, however many more there are than expected
_SAMPLE = 400  # calls by which the usual closeness and length are estimated
_LEAST_DEEP = 500  # that the graph is gone into
_CALLS_A_STEP = 250  # and one more for so many calls in all
_RATED = 100  # calls of each list whose passages are looked at
_DEEPEST = 1_000  # that pgvector goes in one search of its graph
_NEAREST = 0.9  # of that depth, the share that is taken: for the last few it would search again

# Without these the planner may prepare one plan for all searches, compile each, or read all
# calls to join them with the few that are looked at.
_PLANNED = sa.text(
    "SELECT set_config('plan_cache_mode', 'force_custom_plan', true), "
    "set_config('jit', 'off', true), set_config('enable_hashjoin', 'off', true), "
    "set_config('enable_mergejoin', 'off', true), set_config('random_page_cost', '1', true)"
)
_DEEP = sa.text(
    "SELECT set_config('hnsw.iterative_scan', 'relaxed_order', true), "
    "set_config('hnsw.ef_search', CAST(depth AS text), true), "
    "set_config('ivfflat.iterative_scan', 'relaxed_order', true), "
    "set_config('ivfflat.probes', CAST(:probes AS text), true), depth "
    "FROM (SELECT least(:deepest, greatest(:least_deep, reltuples / :calls_a_step)::integer) "
    "AS depth FROM pg_class WHERE oid = 'call_vectors'::regclass) AS told"
)
_CLOSENESS = "(v.vector::halfvec({0}) <#> CAST(:vector AS halfvec({0})))"
# BM25 (see `matcher.ranking.lexical`): what each word of a call adds, times how rare it is.
_SAID = "-(v.stems <#> CAST(:weights AS sparsevec))"
# A call that no matching has read: as if each word stood once in it, and it were of usual length.
_UNREAD = (
    "(SELECT sum(0.4 * weight) FROM call_words AS w, unnest(CAST(:words AS text[]), "
    "CAST(:word_weights AS float8[])) AS asked (word, weight) "
    "WHERE w.id = s.id AND w.words @@ CAST(quote_literal(word) AS tsquery))"
)
# The nearest by the index of vectors.
_NEAR = (
    "SELECT v.id, v.length, -{closeness} AS closeness, {said} AS said "
    "FROM call_vectors AS v {judged} WHERE {same_model} AND {passes} "
    "ORDER BY {closeness} LIMIT :nearest"
)
# Those with enough of the words.
_SAYING = (
    "SELECT s.id, v.length, coalesce(-{closeness}, 0) AS closeness, "
    "coalesce({said}, {unread}) AS said FROM ("
    "SELECT v.id FROM call_words AS v {judged} "
    "WHERE v.words @@ CAST(:combinations AS tsquery) AND {passes} LIMIT :matched) AS s "
    "LEFT JOIN call_vectors AS v ON v.id = s.id AND {same_model}"
)
# The likeliest of either that pass: `best` is the most that words bring a call of it.
_LIKELY = (
    "WITH found AS MATERIALIZED ({found}), "
    "most AS (SELECT max(said) AS best FROM found), "
    "ranked AS (SELECT found.*, best, "
    "closeness + :words_weight * said / greatest(best, :least_words) AS evidence "
    "FROM found, most ORDER BY evidence DESC) "
    "SELECT c.key, r.length, r.said, r.best, coalesce({best_passage}, r.closeness) AS closeness "
    "FROM (SELECT ranked.* FROM ranked JOIN calls AS c USING (id) WHERE {passes} "
    "ORDER BY evidence DESC LIMIT :rated) AS r JOIN calls AS c USING (id) "
    "LEFT JOIN call_vectors AS v ON v.id = r.id AND {same_model}"
)
_JUDGED = "JOIN calls AS c USING (id)"
_SAME_MODEL = "v.dimension = {size} AND v.model_id = :model_id"
# The closeness of a call of several passages, of which its row tells only about.
_BEST_PASSAGE = (
    "(SELECT max(-(each::halfvec({0}) <#> CAST(:vector AS halfvec({0})))) "
    "FROM unnest(v.passages) AS each)"
)
_USUAL = (
    "SELECT avg(-{closeness}) AS closeness, avg(v.length) AS length "
    "FROM call_vectors AS v TABLESAMPLE SYSTEM ("
    "(SELECT least(100, 100.0 * :sample / greatest(reltuples, 1)) FROM pg_class "
    "WHERE oid = 'call_vectors'::regclass)) REPEATABLE (1) "
    "WHERE {same_model}"
)
# A page that is shown under another's name may pass by what the other says.
_PASSES = {
    "not_closed_at": "(c.stated_status IS DISTINCT FROM 'closed' "
    "AND (c.last_deadline IS NULL OR c.last_deadline > :not_closed_at))",
    "closing_before": "c.first_deadline < :closing_before",
}
_JOINED = "EXISTS (SELECT 1 FROM identities AS i WHERE i.call_key = c.key OR i.lead_key = c.key)"


Rows: TypeAlias = Sequence[Row[Any]]
Values: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Usual:
    """What calls are like on average."""

    closeness: float  # to the search
    length: float  # stems, repeats counted


def find_candidates(connection: Connection, asked: Asked, limit: int) -> Candidates:
    """Return the likeliest calls, the likeliest first."""
    possible = max(1e-9, sum(asked.rarity.weights.values()))
    least_words = asked.least_words * possible
    values = {
        "rated": max(limit, _RATED),
        "words_weight": asked.words_weight,
        "least_words": least_words,
        "weights": as_sparse(asked.rarity.weights),
        "vector": as_text(asked.vector),
        "model_id": asked.model_id,
    }
    values |= {name: value for name in _PASSES if (value := getattr(asked, name)) is not None}
    saying, (near, usual) = ask_both(
        connection,
        lambda by: _saying(by, asked, values),
        lambda by: _near(by, asked, values, limit),
    )
    rows = _in_order([*near, *saying], asked.words_weight, least_words)[:limit]
    lengths = [usual.length if row.length is None else row.length for row in rows]
    return Candidates(
        keys=tuple(str(row.key) for row in rows),
        weights=asked.rarity.weights,
        length=usual.length * max(1, len(rows)) / max(1.0, sum(lengths)),
        words=min(1.0, max((float(row.best) for row in rows), default=0.0) / possible),
        usual=usual.closeness,
        total=round(asked.rarity.total),
    )


def _near(connection: Connection, asked: Asked, values: Values, limit: int) -> tuple[Rows, _Usual]:
    """Return the likeliest of the nearest calls, and what is usual."""
    connection.execute(_PLANNED)
    depths = {"least_deep": max(limit, _LEAST_DEEP), "deepest": _DEEPEST, "probes": PROBES}
    settings = connection.execute(_DEEP, depths | {"calls_a_step": _CALLS_A_STEP}).one()
    nearest = {"nearest": max(limit, round(_NEAREST * settings.depth))}
    usual = _usual(connection, asked)
    return _likely(connection, _NEAR, asked, {**values, **nearest}), usual


def _saying(connection: Connection, asked: Asked, values: Values) -> Rows:
    """Return the likeliest of the calls that say enough of the words."""
    rarity = asked.rarity
    held = {word: share for word, share in rarity.shares.items() if share > 0}
    chosen = combinations_to_ask(held, rarity.total, _EXPECTED)
    if not chosen:
        return []
    own = {
        "combinations": " | ".join(f"({' & '.join(map(_quoted, one))})" for one in chosen),
        "matched": _MATCHED,
        "words": list(held),
        "word_weights": [rarity.weights[word] for word in held],
    }
    connection.execute(_PLANNED)
    return _likely(connection, _SAYING, asked, {**values, **own})


def _likely(connection: Connection, found: str, asked: Asked, values: Values) -> Rows:
    """Return the likeliest that pass the filters.

    These are asked of the likeliest alone, one after the other, which is a quarter cheaper; and
    of each call that is found, where too few of the likeliest passed.
    """
    conditions = _conditions(values)
    for early in (False, True):
        statement = _statement(found, len(asked.vector), conditions, early=early)
        rows = list(connection.execute(statement, values))
        if len(rows) >= values["rated"] or not conditions:
            break
    return rows


def _in_order(rows: Rows, words_weight: float, least_words: float) -> Rows:
    """Return each call once, the likeliest first."""
    best = max([least_words, *(row.best for row in rows)])
    evidence = {row.key: row.closeness + words_weight * row.said / best for row in rows}
    found = {row.key: row for row in rows}
    return sorted(found.values(), key=lambda row: (-evidence[row.key], row.key))


def _conditions(values: Values) -> frozenset[str]:
    return frozenset(_PASSES.keys() & values.keys())


@lru_cache(maxsize=64)
def _statement(found: str, size: int, conditions: frozenset[str], *, early: bool) -> sa.TextClause:
    """Put a statement together that finds calls in one way, and takes the likeliest of them."""
    judged = " AND ".join(_PASSES[name] for name in sorted(conditions))
    passes = f"(({judged}) OR {_JOINED})" if conditions else "true"
    parts = {
        "closeness": _CLOSENESS.format(size),
        "same_model": _SAME_MODEL.format(size=size),
        "said": _SAID,
        "unread": _UNREAD,
        "best_passage": _BEST_PASSAGE.format(size),
    }
    within = {"judged": _JUDGED, "passes": passes} if early else {"judged": "", "passes": "true"}
    return sa.text(_LIKELY.format(found=found.format(**parts, **within), passes=passes, **parts))


def _usual(connection: Connection, asked: Asked) -> _Usual:
    """Look at a sample of calls, taken evenly over the pages of the table."""
    size = len(asked.vector)
    closeness, same_model = _CLOSENESS.format(size), _SAME_MODEL.format(size=size)
    query = sa.text(_USUAL.format(closeness=closeness, same_model=same_model))
    values = {
        "vector": as_text(asked.vector),
        "sample": _SAMPLE,
        "model_id": asked.model_id,
    }
    row = connection.execute(query, values).one()
    return _Usual(float(row.closeness or 0), max(1.0, float(row.length or 0)))


def _quoted(word: str) -> str:
    """Return a word as a tsquery that is only that word; it is of letters and digits."""
    return f"'{word}'"
