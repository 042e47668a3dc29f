"""How rare a search's words are among all calls of a PostgreSQL store.

The server knows it from its own statistics of the column, which autovacuum keeps. A word
that they do not tell of is counted.
"""

import math
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy import Connection

from matcher.store.asked import Rarity
from matcher.store.postgres_words import plain_words

_COUNTED = 1_000  # calls with a word that is not common are counted up to here

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


def word_rarity(connection: Connection, text: str) -> Rarity:
    """Return how rare the words of a text are."""
    asked = {"text": " ".join(plain_words(text)), "most": _COUNTED}
    rows = list(connection.execute(_SHARES, asked))
    total = max([1.0, *(float(row.total) for row in rows)])
    if total <= _COUNTED:  # too few for the server to have looked at, or to trust its guess
        total = float(connection.exec_driver_sql("SELECT count(*) FROM call_words").scalar_one())
    shares = {
        row.word: float(row.share) if row.holding is None else row.holding / max(total, 1.0)
        for row in rows
    }
    return Rarity(total, shares, _weights(shares, total))


def _weights(shares: Mapping[str, float], total: float) -> dict[str, float]:
    """Return each word's weight by BM25's formula, as `matcher.ranking.lexical` has it."""
    held = {word: share * total for word, share in shares.items()}
    return {word: math.log(1 + (total - n + 0.5) / (n + 0.5)) for word, n in held.items()}
