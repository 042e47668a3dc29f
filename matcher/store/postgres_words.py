"""The word index in PostgreSQL: a tsvector for each call, in a GIN index.

Texts are cut into words here and not by PostgreSQL, which takes "type-2" for a number
and "over-65s" for one word: so both systems know the same words, without accents. Words
are stemmed by PostgreSQL. Its list of words too common to look for is left out, since
the program has its own (`matcher.store.words`).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

_WORD = re.compile(r"[^\W_]+")
_LONGEST_WORD = 100  # characters, as for words that are looked for
# Of a call's text. A tsvector holds at most a megabyte, in the worst case twice its text.
_MOST_BYTES = 400_000

_CREATE = (
    "CREATE TEXT SEARCH DICTIONARY call_words_stem (TEMPLATE = snowball, LANGUAGE = english)",
    "CREATE TEXT SEARCH CONFIGURATION call_words (COPY = pg_catalog.english)",
    "ALTER TEXT SEARCH CONFIGURATION call_words "
    "ALTER MAPPING REPLACE english_stem WITH call_words_stem",
    "CREATE TABLE call_words ("
    "id BIGINT PRIMARY KEY REFERENCES calls (id) ON DELETE CASCADE, words TSVECTOR NOT NULL)",
    "CREATE INDEX ix_call_words_words ON call_words USING gin (words)",
)

_WORDS = (
    "setweight(to_tsvector('call_words', :title), 'A')"
    " || setweight(to_tsvector('call_words', :body), 'D')"
)
_INDEX = sa.text(
    f"INSERT INTO call_words (id, words) SELECT id, {_WORDS} FROM calls WHERE key = :key "  # noqa: S608
    "ON CONFLICT (id) DO UPDATE SET words = excluded.words"
)

_IS_RIGHT = sa.text(
    f"SELECT words = ({_WORDS}) FROM call_words JOIN calls USING (id) WHERE key = :key"  # noqa: S608
)

# The rarer a word, the more it counts, by BM25's formula; within a call, a word in the title
# counts five times as much as one in the body, and long texts count less (ts_rank's 1).
_FIND = sa.text(
    "WITH terms AS ("
    "SELECT DISTINCT to_tsquery('call_words', word) AS term FROM unnest(:words) AS word), "
    "hits AS ("
    "SELECT id, ts_rank('{0.2, 0.2, 0.2, 1.0}', words, term, 1) AS rank, "
    "count(*) OVER (PARTITION BY term) AS holding "
    "FROM terms JOIN call_words ON words @@ term), "
    "best AS ("
    "SELECT id, sum(rank * ln(1 + (total - holding + 0.5) / (holding + 0.5))) AS score "
    "FROM hits, (SELECT count(*) AS total FROM call_words) AS counted "
    "GROUP BY id ORDER BY score DESC, id LIMIT :limit) "
    "SELECT calls.key, best.score FROM best JOIN calls ON calls.id = best.id "
    "ORDER BY best.score DESC, best.id"
).bindparams(sa.bindparam("words", type_=sa.ARRAY(sa.Text)))


def plain_words(text: str) -> list[str]:
    """Return a text's words in order as the index has them: small letters without accents."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).lower())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return [word for word in _WORD.findall(bare) if len(word) <= _LONGEST_WORD]


def create_word_index(connection: Connection) -> None:
    """Make the full-text index of schema 0001: stemmed words of title and body."""
    for statement in _CREATE:
        connection.exec_driver_sql(statement)


def count_more_words(connection: Connection) -> None:
    """Have the statistics of the 4,000 commonest words, not of 1,000: schema 0014."""
    connection.exec_driver_sql("ALTER TABLE call_words ALTER COLUMN words SET STATISTICS 400")


def empty_word_index(connection: Connection) -> None:
    """Take all calls out of the word index."""
    connection.exec_driver_sql("DELETE FROM call_words")


def index_words(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Put calls (`key`, `title`, `body`) into the word index, in place of what was there."""
    connection.execute(_INDEX, [as_indexed(row) for row in rows])


def find_words(connection: Connection, words: Iterable[str], limit: int) -> list[tuple[str, float]]:
    """Return key and score (more is better) of calls with any of the words, best first."""
    known = [plain for word in words for plain in plain_words(word)]
    rows = connection.execute(_FIND, {"words": known, "limit": limit})
    return [(str(row.key), float(row.score)) for row in rows]


def word_index_damage(connection: Connection) -> str:  # noqa: ARG001
    """Say nothing: a GIN index that is not complete is among the database's own damage."""
    return ""


def wrong_words(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the keys of calls, given as for `index_words`, whose words are missing or others."""
    return [
        row["key"]
        for row in rows
        if not connection.execute(_IS_RIGHT, as_indexed(row)).scalar_one_or_none()
    ]


def unindexed_calls(connection: Connection) -> int:
    """Count calls that the word index does not hold."""
    query = "SELECT count(*) FROM calls WHERE id NOT IN (SELECT id FROM call_words)"
    return int(connection.exec_driver_sql(query).scalar_one())


def as_indexed(row: Mapping[str, Any]) -> dict[str, str]:
    """Return a call's key and its words as the index is given them."""
    title = _beginning(" ".join(plain_words(row["title"])))
    body = _beginning(" ".join(plain_words(row["body"])), _MOST_BYTES - len(title.encode()))
    return {"key": row["key"], "title": title, "body": body}


def _beginning(text: str, most: int = _MOST_BYTES) -> str:
    return text.encode()[:most].decode(errors="ignore")
