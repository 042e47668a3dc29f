"""The few calls among very many that may answer a search best, in one statement of PostgreSQL.

Two orders are fused by reciprocal ranks (Cormack et al. 2009): by meaning, through the
graph of neighbours of `postgres_vectors`, and by words, through the index of
`postgres_words`, asked only for what is rare enough (`rare_words`). How rare a word is, the
server knows from its own statistics of the column, which autovacuum keeps.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from matcher.store.asked import Asked, Candidates
from matcher.store.postgres_vectors import as_text
from matcher.store.postgres_words import plain_words
from matcher.store.rare_words import combinations_to_ask

_MATCHED = 600  # calls that the words are expected to find, before they are ranked
_RANKED = 2_000  # and so many are ranked, however many more there are than expected
_COUNTED = 1_000  # calls with a word are counted up to here, beyond it is estimated
_SAMPLE = 400  # calls by which the usual closeness is estimated
_FUSION = 60  # as the source has it; a rank's share is 1 / (60 + rank)
_LEAST_DEEP = 40  # that the graph is gone into: fewer find worse
_DEEPEST = 1_000  # that pgvector goes in one search of its graph

# Without these the planner may prepare one plan for all searches, or compile each.
_SETTINGS = sa.text(
    "SELECT set_config('plan_cache_mode', 'force_custom_plan', true), "
    "set_config('jit', 'off', true), set_config('hnsw.iterative_scan', 'relaxed_order', true), "
    "set_config('hnsw.ef_search', :depth, true)"
)
_SHARES = sa.text(
    "WITH common AS (SELECT word, share FROM pg_stats, "
    "unnest(most_common_elems::text::text[], most_common_elem_freqs) AS each (word, share) "
    "WHERE schemaname = current_schema() AND tablename = 'call_words' AND attname = 'words'), "
    "asked AS (SELECT DISTINCT unnest(tsvector_to_array(to_tsvector('call_words', :text))) AS word)"
    "SELECT word, share, (SELECT reltuples FROM pg_class "
    "WHERE oid = 'call_words'::regclass) AS total FROM asked LEFT JOIN common USING (word)"
)
_HOLDING = sa.text(
    "SELECT count(*) FROM (SELECT 1 FROM call_words "
    "WHERE words @@ CAST(:word AS tsquery) LIMIT :most) AS some"
)
_CLOSENESS = "(v.vector::halfvec({0}) <#> CAST(:vector AS halfvec({0})))"
_NEAR = (
    "SELECT id, row_number() OVER (ORDER BY distance, id) AS place FROM ("
    "SELECT v.id, {closeness} AS distance FROM call_vectors AS v JOIN calls AS c ON c.id = v.id "
    "WHERE v.dimension = {size} AND v.model_id = :model_id AND {passes} "
    "ORDER BY {closeness} LIMIT :depth) AS nearest"
)
_SAYING = (
    "SELECT id, row_number() OVER (ORDER BY rank DESC, id) AS place FROM ("
    "SELECT id, {rank} AS rank FROM ("
    "SELECT w.id, w.words FROM call_words AS w JOIN calls AS c ON c.id = w.id "
    "WHERE w.words @@ CAST(:combinations AS tsquery) AND {passes} LIMIT :ranked) AS matched "
    "ORDER BY rank DESC, id LIMIT :depth) AS best"
)
_RANK = "{0} * ts_rank('{{0.2, 0.2, 0.2, 1.0}}', words, CAST(:word_{1} AS tsquery), 1)"
_FUSED = (
    "SELECT c.key FROM ({parts}) AS found JOIN calls AS c ON c.id = found.id "
    "GROUP BY c.key ORDER BY sum(1.0 / (:fusion + place)) DESC, c.key LIMIT :limit"
)
# A page that is shown under another's name may pass by what the other says.
_PASSES = {
    "not_closed_at": "(c.stated_status IS DISTINCT FROM 'closed' "
    "AND (c.last_deadline IS NULL OR c.last_deadline > :not_closed_at))",
    "closing_before": "c.first_deadline < :closing_before",
}
_JOINED = (
    "EXISTS (SELECT 1 FROM identities AS i WHERE i.call_key = c.key OR i.lead_key = c.key)"
)


def find_candidates(connection: Connection, asked: Asked, limit: int) -> Candidates:
    """Return the likeliest calls, the likeliest first."""
    depth = min(limit, _DEEPEST)
    connection.execute(_SETTINGS, {"depth": str(max(depth, _LEAST_DEEP))})
    shares, total = _shares(connection, asked.text)
    weights = _weights(shares, total)
    values: dict[str, Any] = {"depth": depth, "limit": limit, "fusion": _FUSION}
    parts = [_near(asked, values), *_saying(asked, shares, weights, total, values)]
    fused = _FUSED.format(parts=" UNION ALL ".join(f"({part})" for part in parts))
    keys = [str(key) for key in connection.execute(sa.text(fused), values).scalars()]
    return Candidates(tuple(keys), weights, _usual(connection, asked), round(total))


def _shares(connection: Connection, text: str) -> tuple[dict[str, float], float]:
    """Return of each word of the text which share of calls has it, and how many calls there are.

    Common words are known to the server; those of others that have the word are counted.
    """
    rows = list(connection.execute(_SHARES, {"text": " ".join(plain_words(text))}))
    total = max([1.0, *(float(row.total) for row in rows)])
    if total <= _COUNTED:  # too few for the server to have looked at, or to trust its guess
        total = float(connection.exec_driver_sql("SELECT count(*) FROM call_words").scalar_one())
    counted = {row.word: _holding(connection, row.word) for row in rows if row.share is None}
    shares = {row.word: float(row.share) for row in rows if row.share is not None}
    return shares | {word: count / max(total, 1.0) for word, count in counted.items()}, total


def _holding(connection: Connection, word: str) -> int:
    found = connection.execute(_HOLDING, {"word": _quoted(word), "most": _COUNTED})
    return int(found.scalar_one())


def _weights(shares: Mapping[str, float], total: float) -> dict[str, float]:
    """Return each word's weight by BM25's formula, as `matcher.ranking.lexical` has it."""
    held = {word: share * total for word, share in shares.items()}
    return {word: math.log(1 + (total - n + 0.5) / (n + 0.5)) for word, n in held.items()}


def _near(asked: Asked, values: dict[str, Any]) -> str:
    """The order by meaning. Vectors of a length that has no graph are compared one by one."""
    size = len(asked.vector)
    values |= {"vector": as_text(asked.vector), "model_id": asked.model_id}
    return _NEAR.format(
        closeness=_CLOSENESS.format(size), size=size, passes=_passes(asked, values)
    )


def _saying(
    asked: Asked,
    shares: Mapping[str, float],
    weights: Mapping[str, float],
    total: float,
    values: dict[str, Any],
) -> Sequence[str]:
    """The order by words; none where no word of the text is rare enough or is found at all."""
    held = {word: share for word, share in shares.items() if share > 0}
    chosen = combinations_to_ask(held, total, _MATCHED)
    if not chosen:
        return ()
    values["combinations"] = " | ".join(f"({' & '.join(map(_quoted, one))})" for one in chosen)
    values["ranked"] = _RANKED
    terms = []
    for place, word in enumerate(held):
        values[f"word_{place}"] = _quoted(word)
        terms.append(_RANK.format(f"{weights[word]:.6f}", place))
    return (_SAYING.format(rank=" + ".join(terms), passes=_passes(asked, values)),)


def _passes(asked: Asked, values: dict[str, Any]) -> str:
    given = {name: getattr(asked, name) for name in _PASSES}
    conditions = [_PASSES[name] for name, value in given.items() if value is not None]
    values |= {name: value for name, value in given.items() if value is not None}
    return f"(({' AND '.join(conditions)}) OR {_JOINED})" if conditions else "true"


def _usual(connection: Connection, asked: Asked) -> float:
    """Return the mean closeness to a sample of calls, taken evenly over the pages of the table."""
    size = len(asked.vector)
    closeness = _CLOSENESS.format(size)
    drawn = sa.text(
        f"SELECT avg(-{closeness}) FROM call_vectors AS v TABLESAMPLE SYSTEM ("  # noqa: S608
        "(SELECT least(100, 100.0 * :sample / greatest(reltuples, 1)) FROM pg_class "
        "WHERE oid = 'call_vectors'::regclass)) REPEATABLE (1) "
        "WHERE v.dimension = :size AND v.model_id = :model_id"
    )
    values = {
        "vector": as_text(asked.vector),
        "sample": _SAMPLE,
        "size": size,
        "model_id": asked.model_id,
    }
    return float(connection.execute(drawn, values).scalar_one() or 0.0)


def _quoted(word: str) -> str:
    """Return a word as a tsquery that is only that word; it is of letters and digits."""
    return f"'{word}'"
