"""The few calls among very many that may answer a search best, in one statement of PostgreSQL.

Found are the nearest in meaning, through the index of `postgres_neighbours`, and
those with the search's words, through the index of `postgres_words`, asked only for what is
rare enough (`rare_words`). Both are put in one order by closeness and a share of the most that
words bring, as the ranking does. How rare a word is, the server knows from its own
statistics of the column, which autovacuum keeps.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from matcher.store.asked import Asked, Candidates
from matcher.store.postgres_neighbours import PROBES
from matcher.store.postgres_vectors import as_sparse, as_text
from matcher.store.postgres_words import plain_words
from matcher.store.rare_words import combinations_to_ask

_EXPECTED = 1_000  # calls that the words are expected to find
_MATCHED = 1_500  # and so many are looked at, however many more there are than expected
_COUNTED = 1_000  # calls with a word that is not common are counted up to here
_SAMPLE = 400  # calls by which the usual closeness and length are estimated
_LEAST_DEEP = 500  # that the graph is gone into
_CALLS_A_STEP = 250  # and one more for so many calls in all
_RATED = 100  # calls whose passages are looked at
_DEEPEST = 1_000  # that pgvector goes in one search of its graph
_NEAREST = 0.9  # of that depth, the share that is taken: for the last few it would search again

# Without these the planner may prepare one plan for all searches, compile each, or read all
# calls to join them with the few that are looked at.
_SETTINGS = sa.text(
    "SELECT set_config('plan_cache_mode', 'force_custom_plan', true), "
    "set_config('jit', 'off', true), set_config('enable_hashjoin', 'off', true), "
    "set_config('enable_mergejoin', 'off', true), set_config('random_page_cost', '1', true), "
    "set_config('hnsw.iterative_scan', 'relaxed_order', true), "
    "set_config('hnsw.ef_search', CAST(depth AS text), true), "
    "set_config('ivfflat.iterative_scan', 'relaxed_order', true), "
    "set_config('ivfflat.probes', CAST(:probes AS text), true), depth "
    "FROM (SELECT least(:deepest, greatest(:least_deep, reltuples / :calls_a_step)::integer) "
    "AS depth FROM pg_class WHERE oid = 'call_vectors'::regclass) AS told"
)
# Common words are in the server's statistics; of others, those that have the word are counted.
_SHARES = sa.text(
    "WITH asked AS (SELECT tsvector_to_array(to_tsvector('call_words', :text)) AS words), "
    "common AS MATERIALIZED (SELECT word, share FROM asked, pg_stats, "
    "unnest(most_common_elems::text::text[], most_common_elem_freqs) AS each (word, share) "
    "WHERE schemaname = current_schema() AND tablename = 'call_words' AND attname = 'words' "
    "AND word = ANY(asked.words)) "
    "SELECT word, share, (SELECT reltuples FROM pg_class "
    "WHERE oid = 'call_words'::regclass) AS total, "
    "CASE WHEN share IS NULL THEN (SELECT count(*) FROM (SELECT 1 FROM call_words "
    "WHERE words @@ CAST(quote_literal(word) AS tsquery) LIMIT :most) AS held) END AS holding "
    "FROM asked, unnest(words) AS word LEFT JOIN common USING (word)"
)
_CLOSENESS = "(v.vector::halfvec({0}) <#> CAST(:vector AS halfvec({0})))"
# BM25 (see `matcher.ranking.lexical`): what each word of a call adds, times how rare it is.
_SAID = "-(v.stems <#> CAST(:weights AS sparsevec))"
# The nearest by the graph, and those with enough of the words.
_NEAR = (
    "SELECT v.id, v.length, -{closeness} AS closeness, {said} AS said "
    "FROM call_vectors AS v JOIN calls AS c USING (id) "
    "WHERE {same_model} AND {passes} "
    "ORDER BY {closeness} LIMIT :nearest"
)
_SAYING = (
    "SELECT w.id FROM call_words AS w JOIN calls AS c USING (id) "
    "WHERE w.words @@ CAST(:combinations AS tsquery) AND {passes} LIMIT :matched"
)
_NOTHING_SAID = "SELECT id FROM call_words WHERE false"
# A call that no matching has read: as if each word stood once in it, and it were of usual length.
_UNREAD = (
    "(SELECT sum(0.4 * weight) FROM call_words AS w, unnest(CAST(:words AS text[]), "
    "CAST(:word_weights AS float8[])) AS asked (word, weight) "
    "WHERE w.id = s.id AND w.words @@ CAST(quote_literal(word) AS tsquery))"
)
_FUSED = (
    "WITH near AS MATERIALIZED ({near}), saying AS MATERIALIZED ({saying}), "
    "rated AS (SELECT n.id, n.length, n.closeness, n.said FROM near AS n UNION ALL "
    "SELECT s.id, coalesce(v.length, :usual_length), coalesce(-{closeness}, 0), "
    "coalesce({said}, {unread}) FROM saying AS s "
    "LEFT JOIN call_vectors AS v ON v.id = s.id AND {same_model} "
    "WHERE s.id NOT IN (SELECT id FROM near)), "
    "shared AS (SELECT id, length, closeness, max(said) OVER () AS best, "
    ":words_weight * said / greatest(max(said) OVER (), :least_words) AS words FROM rated), "
    "likely AS (SELECT * FROM shared ORDER BY closeness + words DESC, id LIMIT :rated) "
    "SELECT c.key, l.length, l.best FROM likely AS l JOIN calls AS c USING (id) "
    "LEFT JOIN call_vectors AS v ON v.id = l.id AND {same_model} "
    "ORDER BY l.words + coalesce({best_passage}, l.closeness) DESC, c.key LIMIT :limit"
)
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


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of all calls that bears on a search's words."""

    total: float  # calls, about
    shares: Mapping[str, float]  # of calls that have the word
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Usual:
    """What calls are like on average."""

    closeness: float  # to the search
    length: float  # stems, repeats counted


def find_candidates(connection: Connection, asked: Asked, limit: int) -> Candidates:
    """Return the likeliest calls, the likeliest first."""
    deep = {"least_deep": max(limit, _LEAST_DEEP), "deepest": _DEEPEST, "probes": PROBES}
    settings = connection.execute(_SETTINGS, deep | {"calls_a_step": _CALLS_A_STEP}).one()
    known, usual = _known(connection, asked.text), _usual(connection, asked)
    possible = max(1e-9, sum(known.weights.values()))
    values = {
        "nearest": max(limit, round(_NEAREST * settings.depth)),
        "rated": max(limit, _RATED),
        "limit": limit,
        "words_weight": asked.words_weight,
        "least_words": asked.least_words * possible,
        "usual_length": round(usual.length),
        "weights": as_sparse(known.weights),
        "vector": as_text(asked.vector),
        "model_id": asked.model_id,
    }
    rows = _ranked(connection, asked, known, values)
    length = sum(row.length for row in rows) / max(1, len(rows))
    return Candidates(
        keys=tuple(str(row.key) for row in rows),
        weights=known.weights,
        length=usual.length / max(1.0, length),
        words=min(1.0, max((float(row.best) for row in rows), default=0.0) / possible),
        usual=usual.closeness,
        total=round(known.total),
    )


def _known(connection: Connection, text: str) -> _Known:
    asked = {"text": " ".join(plain_words(text)), "most": _COUNTED}
    rows = list(connection.execute(_SHARES, asked))
    total = max([1.0, *(float(row.total) for row in rows)])
    if total <= _COUNTED:  # too few for the server to have looked at, or to trust its guess
        total = float(connection.exec_driver_sql("SELECT count(*) FROM call_words").scalar_one())
    shares = {
        row.word: float(row.share) if row.holding is None else row.holding / max(total, 1.0)
        for row in rows
    }
    return _Known(total, shares, _weights(shares, total))


def _weights(shares: Mapping[str, float], total: float) -> dict[str, float]:
    """Return each word's weight by BM25's formula, as `matcher.ranking.lexical` has it."""
    held = {word: share * total for word, share in shares.items()}
    return {word: math.log(1 + (total - n + 0.5) / (n + 0.5)) for word, n in held.items()}


def _ranked(
    connection: Connection, asked: Asked, known: _Known, values: dict[str, Any]
) -> list[Any]:
    """Return the likeliest calls: near in meaning, or with words that are rare enough, or both."""
    held = {word: share for word, share in known.shares.items() if share > 0}
    conditions = {name: value for name in _PASSES if (value := getattr(asked, name)) is not None}
    chosen = combinations_to_ask(held, known.total, _EXPECTED)
    values |= conditions
    if chosen:
        combinations = (f"({' & '.join(map(_quoted, one))})" for one in chosen)
        values |= {"combinations": " | ".join(combinations), "matched": _MATCHED}
        values |= {"words": list(held), "word_weights": [known.weights[word] for word in held]}
    statement = _fused(len(asked.vector), frozenset(conditions), saying=bool(chosen))
    return list(connection.execute(statement, values))


@lru_cache(maxsize=64)
def _fused(size: int, conditions: frozenset[str], *, saying: bool) -> sa.TextClause:
    """Put the statement together: near in meaning, and with words that are rare enough."""
    closeness, same_model = _CLOSENESS.format(size), _SAME_MODEL.format(size=size)
    judged = " AND ".join(_PASSES[name] for name in sorted(conditions))
    passes = f"(({judged}) OR {_JOINED})" if conditions else "true"
    near = _NEAR.format(closeness=closeness, said=_SAID, same_model=same_model, passes=passes)
    return sa.text(
        _FUSED.format(
            near=near,
            saying=_SAYING.format(passes=passes) if saying else _NOTHING_SAID,
            said=_SAID,
            unread=_UNREAD if saying else "0",
            closeness=closeness,
            best_passage=_BEST_PASSAGE.format(size),
            same_model=same_model,
        )
    )


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
