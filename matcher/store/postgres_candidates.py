"""The few calls among very many that may answer a search best, in one statement of PostgreSQL.

Found are the nearest in meaning, through the index of `postgres_neighbours`, and the best
matches in words, through the lists of `postgres_stems`. Both are put in one order by closeness
and a share of the most that words bring, as the ranking does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy import Connection, Row

from matcher.store.asked import Asked, Candidates
from matcher.store.postgres_neighbours import PROBES
from matcher.store.postgres_sparse import as_sparse, places_of
from matcher.store.postgres_vectors import as_text
from matcher.store.postgres_words import plain_words

_SAYING = 500  # of the best matches in words
_NEWEST = 2_000  # calls looked at that no matching may have read yet
_LEAST_DEEP = 500  # that the graph is gone into
_CALLS_A_STEP = 250  # and one more for so many calls in all
_RATED = 100  # calls whose passages are looked at
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
# The nearest by the index of vectors.
_NEAR = (
    "SELECT v.id, v.length, -{closeness} AS closeness, {said} AS said "
    "FROM call_vectors AS v {judged} WHERE {same_model} AND {early} "
    "ORDER BY {closeness} LIMIT :nearest"
)
# The best matches in words, in the order in which they are given.
_SAYING_MOST = (
    "SELECT v.id, v.length, -{closeness} AS closeness, {said} AS said FROM "
    "(SELECT id FROM unnest(CAST(:best AS bigint[])) AS asked (id) {filtered} LIMIT :saying) "
    "AS best JOIN call_vectors AS v USING (id) "
    "WHERE {same_model} AND v.id NOT IN (SELECT id FROM near)"
)
# What came last, and no matching has read: as if each word stood once in it.
_UNREAD = (
    "SELECT n.id, NULL, 0, (SELECT sum(0.4 * weight) FROM unnest(CAST(:words AS text[]), "
    "CAST(:word_weights AS float8[])) AS asked (word, weight) "
    "WHERE n.words @@ CAST(quote_literal(word) AS tsquery)) FROM (SELECT id, words "
    "FROM call_words WHERE id > (SELECT coalesce(max(id), 0) FROM call_vectors) "
    "ORDER BY id DESC LIMIT :newest) AS n WHERE n.words @@ CAST(:any_word AS tsquery)"
)
# The likeliest of all that pass: `best` is the most that words bring any call.
_LIKELIEST = (
    "WITH near AS MATERIALIZED ({near}), "
    "found AS MATERIALIZED (SELECT * FROM near UNION ALL {saying} UNION ALL {unread}), "
    "most AS (SELECT max(said) AS best FROM found), "
    "ranked AS (SELECT found.*, best, "
    ":words_weight * said / greatest(best, :least_words) AS words, "
    "closeness + :words_weight * said / greatest(best, :least_words) AS evidence "
    "FROM found, most ORDER BY evidence DESC), "
    "passing AS (SELECT ranked.*, c.key FROM ranked JOIN calls AS c USING (id) WHERE {passes} "
    "ORDER BY evidence DESC LIMIT :rated) "
    "SELECT p.key, p.length, p.best, count(*) OVER () AS passing FROM passing AS p "
    "LEFT JOIN call_vectors AS v ON v.id = p.id AND {same_model} "
    "ORDER BY p.words + coalesce({best_passage}, p.closeness) DESC, p.key LIMIT :limit"
)
_JUDGED = "JOIN calls AS c USING (id)"
_SAME_MODEL = "v.dimension = {size} AND v.model_id = :model_id"
# The closeness of a call of several passages, of which its row tells only about.
_BEST_PASSAGE = (
    "(SELECT max(-(each::halfvec({0}) <#> CAST(:vector AS halfvec({0})))) "
    "FROM unnest(v.passages) AS each)"
)
_USUAL = (
    "SELECT -{closeness} AS closeness, v.length FROM call_vectors_usual AS v WHERE {same_model}"
)
# A page that is shown under another's name may pass by what the other says.
_PASSES = {
    "not_closed_at": "(c.stated_status IS DISTINCT FROM 'closed' "
    "AND (c.last_deadline IS NULL OR c.last_deadline > :not_closed_at))",
    "closing_before": "c.first_deadline < :closing_before",
}
_JOINED = "EXISTS (SELECT 1 FROM identities AS i WHERE i.call_key = c.key OR i.lead_key = c.key)"


Rows: TypeAlias = Sequence[Row[Any]]


@dataclass(frozen=True, slots=True)
class _Usual:
    """What calls are like on average."""

    closeness: float  # to the search
    length: float  # stems, repeats counted


def find_candidates(connection: Connection, asked: Asked, limit: int) -> Candidates:
    """Return the likeliest calls, the likeliest first."""
    connection.execute(_PLANNED)
    usual = _usual(connection, asked)
    possible = max(1e-9, sum(asked.said.weights.values()))
    rows = _ranked(connection, asked, possible, limit)
    lengths = [usual.length if row.length is None else row.length for row in rows]
    return Candidates(
        keys=tuple(str(row.key) for row in rows),
        weights=asked.said.weights,
        length=usual.length * max(1, len(rows)) / max(1.0, sum(lengths)),
        words=min(1.0, max((float(row.best) for row in rows), default=0.0) / possible),
        usual=usual.closeness,
        total=asked.said.total,
    )


def _ranked(connection: Connection, asked: Asked, possible: float, limit: int) -> Rows:
    """Return the likeliest calls: near in meaning, or among the best matches in words, or both.

    Filters are asked of the likeliest alone, one after the other; and of each call that is near
    or says the words where too few of the likeliest pass.
    """
    conditions = {name: value for name in _PASSES if (value := getattr(asked, name)) is not None}
    values = _values(connection, asked, possible, limit) | conditions
    for early in (False, True):
        statement = _statement(len(asked.vector), frozenset(conditions), early=early)
        rows = list(connection.execute(statement, values))
        if not conditions or (rows and rows[0].passing >= values["rated"]):
            break
    return rows


def _values(connection: Connection, asked: Asked, possible: float, limit: int) -> dict[str, Any]:
    weights = asked.said.weights
    words = ["".join(plain_words(stem)) for stem in weights]
    depths = {"least_deep": max(limit, _LEAST_DEEP), "deepest": _DEEPEST, "probes": PROBES}
    settings = connection.execute(_DEEP, depths | {"calls_a_step": _CALLS_A_STEP}).one()
    return {
        "nearest": max(limit, round(_NEAREST * settings.depth)),
        "saying": max(limit, _SAYING),
        "newest": _NEWEST,
        "rated": max(limit, _RATED),
        "limit": limit,
        "best": asked.said.best.tolist(),
        "words_weight": asked.words_weight,
        "least_words": asked.least_words * possible,
        "words": words,
        "word_weights": list(weights.values()),
        "any_word": " | ".join(f"'{word}'" for word in words if word),
        "weights": as_sparse(places_of(weights)),
        "vector": as_text(asked.vector),
        "model_id": asked.model_id,
    }


@lru_cache(maxsize=64)
def _statement(size: int, conditions: frozenset[str], *, early: bool) -> sa.TextClause:
    """Put the statement together; with `early`, what is found passes already."""
    judged = " AND ".join(_PASSES[name] for name in sorted(conditions))
    passes = f"(({judged}) OR {_JOINED})" if conditions else "true"
    parts = {
        "closeness": _CLOSENESS.format(size),
        "same_model": _SAME_MODEL.format(size=size),
        "said": _SAID,
        "passes": passes,
        "best_passage": _BEST_PASSAGE.format(size),
        "judged": _JUDGED if early else "",
        "early": passes if early else "true",
        "filtered": f"{_JUDGED} WHERE {passes}" if early else "",
    }
    lists = {
        "near": _NEAR.format(**parts),
        "saying": _SAYING_MOST.format(**parts),
        "unread": _UNREAD,
    }
    return sa.text(_LIKELIEST.format(**parts, **lists))


def _usual(connection: Connection, asked: Asked) -> _Usual:
    """Return what calls are like on average, as the last matching told it."""
    size = len(asked.vector)
    closeness, same_model = _CLOSENESS.format(size), _SAME_MODEL.format(size=size)
    query = sa.text(_USUAL.format(closeness=closeness, same_model=same_model))
    values = {"vector": as_text(asked.vector), "model_id": asked.model_id}
    row = connection.execute(query, values).one_or_none()
    return _Usual(0.0, 1.0) if row is None else _Usual(float(row.closeness), max(1.0, row.length))
