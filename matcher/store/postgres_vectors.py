"""Vectors of calls in PostgreSQL: a row for each call, with an index of what is near.

The row is what closeness in meaning always counts of a call; its inner product with a
query's vector is the closeness itself, or a little less for a call of several passages.
One row a call was measured to lead to the best calls sooner than a row for each passage,
and is a seventh of the rows where pages are long (docs/performance.md). A row for each
passage stands beside it, outside the index, for those calls that come near: theirs is exact.

A server without pgvector is served too: then nothing here is made or found.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa
from sqlalchemy import Connection

from matcher.store.asked import CallVector
from matcher.store.postgres_neighbours import drop_neighbours, make_neighbours, renew_neighbours
from matcher.store.postgres_sparse import as_sparse, places_of, read_sparse
from matcher.store.postgres_stems import create_stem_lists, fill_stem_lists, renew_stem_lists

_CREATE = (
    "CREATE EXTENSION IF NOT EXISTS vector",
    # No other column may keep a call's text from being deleted: the vector goes with it.
    "CREATE TABLE call_vectors ("
    "id BIGINT PRIMARY KEY REFERENCES calls (id) ON DELETE CASCADE, model_id TEXT NOT NULL, "
    'text_hash TEXT COLLATE "C" NOT NULL, dimension INTEGER NOT NULL, vector HALFVEC NOT NULL)',
)
# It is installed in the database, or it is on the server and the user may install it.
_MAY_HAVE_VECTORS = (
    "SELECT 1 FROM pg_available_extensions JOIN pg_roles ON rolname = current_user "
    "WHERE name = 'vector' AND (installed_version IS NOT NULL OR rolsuper)"
)
_MADE = "call vectors"  # kept with a connection: whether there is the table

_MANY = 2_000  # rows
_PIECE = 500  # rows in one message to the server
_LISTED = 50_000  # rows after which the lists of stems are written

# What calls of a model are like on average: a search's usual closeness is its product with
# the mean of their rows.
_CREATE_USUAL = (
    "CREATE TABLE call_vectors_usual (model_id TEXT NOT NULL, dimension INTEGER NOT NULL, "
    "calls INTEGER NOT NULL, length FLOAT8 NOT NULL, vector HALFVEC NOT NULL, "
    "PRIMARY KEY (model_id, dimension))"
)
_FORGET_USUAL = "DELETE FROM call_vectors_usual"
_TELL_USUAL = (
    "INSERT INTO call_vectors_usual (model_id, dimension, calls, length, vector) "
    "SELECT model_id, dimension, count(*), avg(length), avg(vector) FROM call_vectors "
    "GROUP BY model_id, dimension"
)

_SAVE = sa.text(
    "INSERT INTO call_vectors "
    "(id, model_id, text_hash, length, stems, dimension, vector, passages) "
    "SELECT id, :model_id, :text_hash, :length, CAST(:stems AS sparsevec), :dimension, "
    "CAST(:vector AS halfvec), CAST(:passages AS halfvec[]) "
    "FROM calls WHERE key = :key ON CONFLICT (id) DO UPDATE SET model_id = excluded.model_id, "
    "text_hash = excluded.text_hash, length = excluded.length, stems = excluded.stems, "
    "dimension = excluded.dimension, vector = excluded.vector, passages = excluded.passages"
)
_KNOWN = sa.text(
    "SELECT calls.key, call_vectors.text_hash FROM call_vectors JOIN calls USING (id) "
    "WHERE model_id = :model_id"
)


def create_vector_index(connection: Connection) -> None:
    """Make the table and its graphs, where the database has pgvector, or may be given it."""
    if connection.exec_driver_sql(_MAY_HAVE_VECTORS).first() is None:
        return
    for statement in _CREATE:
        connection.exec_driver_sql(statement)
    make_neighbours(connection)


def add_stems_and_passages(connection: Connection) -> None:
    """Make room for calls' stems and passages. What is kept is forgotten: it has neither."""
    if keeps_call_vectors(connection):
        connection.exec_driver_sql("DELETE FROM call_vectors")
        connection.exec_driver_sql(
            "ALTER TABLE call_vectors ADD COLUMN length INTEGER NOT NULL, "
            "ADD COLUMN stems SPARSEVEC NOT NULL, ADD COLUMN passages HALFVEC[]"
        )


def list_stems(connection: Connection) -> None:
    """Make the lists of who says what, and the averages, of the rows that are kept: schema 0015.

    They tell how rare each word is, so the server's statistics need not (schema 0014).
    """
    connection.exec_driver_sql("ALTER TABLE call_words ALTER COLUMN words SET STATISTICS -1")
    if keeps_call_vectors(connection):
        create_stem_lists(connection)
        fill_stem_lists(connection)
        connection.exec_driver_sql(_CREATE_USUAL)
        tell_usual(connection)


def tell_usual(connection: Connection) -> None:
    """Work out anew what calls are like on average."""
    connection.exec_driver_sql(_FORGET_USUAL)
    connection.exec_driver_sql(_TELL_USUAL)


def keeps_call_vectors(connection: Connection, model_id: str | None = None) -> bool:
    """Whether calls can be found by their vectors, of this model if one is named."""
    if not connection.info.get(_MADE):  # a table that is there stays, so it is asked for once
        look = connection.exec_driver_sql("SELECT to_regclass('call_vectors') IS NOT NULL")
        connection.info[_MADE] = look.scalar_one()
    if not connection.info[_MADE] or model_id is None:
        return bool(connection.info[_MADE])
    query = sa.text("SELECT 1 FROM call_vectors WHERE model_id = :model_id LIMIT 1")
    return connection.execute(query, {"model_id": model_id}).first() is not None


def known_call_vectors(connection: Connection, model_id: str) -> dict[str, str]:
    """Return the calls that have a vector by this model, each with its text's hash."""
    return {row.key: row.text_hash for row in connection.execute(_KNOWN, {"model_id": model_id})}


def save_call_vectors(connection: Connection, model_id: str, rows: Sequence[CallVector]) -> None:
    """Keep vectors of calls, in place of what there was.

    Where there are none yet, the index of many rows is made when they are in: adding
    them one by one took ten times as long.
    """
    if not rows:
        return
    anew = len(rows) >= _MANY and _is_empty_and_ours(connection)
    if anew:
        drop_neighbours(connection)
    for start in range(0, len(rows), _LISTED):
        _save_and_list(connection, model_id, rows[start : start + _LISTED])
    tell_usual(connection)
    if anew:
        make_neighbours(connection)
    else:
        renew_neighbours(connection)


def _save_and_list(connection: Connection, model_id: str, rows: Sequence[CallVector]) -> None:
    """Keep calls' rows, and write the calls into the lists of their stems."""
    said = {row.key: places_of(row.stems) for row in rows}
    query = sa.text(
        "SELECT key, id, stems::text AS before FROM calls LEFT JOIN call_vectors USING (id) "
        "WHERE key = ANY(:keys)"
    )
    known = connection.execute(query, {"keys": list(said)}).all()
    for start in range(0, len(rows), _PIECE):
        piece = rows[start : start + _PIECE]
        connection.execute(_SAVE, [_values(model_id, row, said[row.key]) for row in piece])
    before = (read_sparse(row.before) for row in known if row.before)
    renew_stem_lists(
        connection, {row.id: said[row.key] for row in known}, chain.from_iterable(before)
    )


def _is_empty_and_ours(connection: Connection) -> bool:
    """Whether there is no vector, and we own the table and so may change its indexes."""
    return bool(
        connection.exec_driver_sql(
            "SELECT NOT EXISTS (SELECT 1 FROM call_vectors) AND pg_has_role(relowner, 'USAGE') "
            "FROM pg_class WHERE oid = 'call_vectors'::regclass"
        ).scalar_one()
    )


def forget_call_vectors(
    connection: Connection, model_id: str, text_hashes: Collection[str]
) -> None:
    """Remove the vectors that the model made of these texts."""
    if keeps_call_vectors(connection):
        connection.execute(
            sa.text(
                "DELETE FROM call_vectors WHERE model_id = :model_id AND text_hash = ANY(:hashes)"
            ),
            {"model_id": model_id, "hashes": list(text_hashes)},
        )


def as_text(vector: npt.NDArray[np.float32]) -> str:
    """Return a vector as pgvector reads it."""
    return f"[{','.join(f'{number:.6g}' for number in vector.tolist())}]"


def as_array(rows: npt.NDArray[np.float32] | None) -> str | None:
    """Return several vectors as PostgreSQL reads an array of them."""
    return None if rows is None else f"{{{','.join(map(_quoted, rows))}}}"


def _quoted(row: npt.NDArray[np.float32]) -> str:
    return f'"{as_text(row)}"'


def _values(model_id: str, row: CallVector, said: Mapping[int, float]) -> Mapping[str, Any]:
    return {
        "model_id": model_id,
        "key": row.key,
        "text_hash": row.text_hash,
        "length": row.length,
        "stems": as_sparse(said),
        "dimension": len(row.row),
        "vector": as_text(row.row),
        "passages": as_array(row.passages),
    }
