"""What finds near vectors in PostgreSQL: a graph of neighbours, or of very many rows, lists.

A graph (pgvector's HNSW) takes each new row well, and is what there is to a quarter of a
million rows. Of a million it found too few of the nearest, and made finer it takes too long.
Lists of rows around as many centres (IVFFlat) found nearly all there, in as little time, but
centres need rows to be told from: so the lists are made of rows that are there, and anew when
these are four times as many (docs/performance.md).
"""

import sqlalchemy as sa
from sqlalchemy import Connection

DIMENSIONS = (384, 768)
"""Lengths of the vectors for which there is an index; others are compared one by one."""

PROBES = 50
"""Lists that a search looks through, those with the nearest centres first."""

MANY = 250_000
"""Rows, from which on there are lists."""

_LIST = 250  # rows of one
_MOST_LISTS = 4_000  # telling more centres than these takes longer than all the rest
_GROWN = 4  # times as many lists would be made now

_ROW_BYTES = 2_000  # of a row and its neighbours, while a graph is made
_MOST_BYTES = 4_000_000_000  # a larger graph is made on disk, which takes many times as long
_LEAST_BYTES = 64_000_000
_SAMPLES, _LEAST_SAMPLES = 50, 10_000  # rows of each list, and of all, that pgvector looks at

_CREATE = (
    "CREATE INDEX {name} ON call_vectors USING {kind} "
    "((vector::halfvec({size})) halfvec_ip_ops) {settings} WHERE dimension = {size}"
)
_COUNT = sa.text("SELECT count(*) FROM call_vectors WHERE dimension = :size")
# The index's rows as the server last counted them, and its lists: of a graph, none.
_LISTS = sa.text(
    "SELECT reltuples AS rows, coalesce((SELECT option_value::integer "
    "FROM pg_options_to_table(reloptions) WHERE option_name = 'lists'), 0) AS lists "
    "FROM pg_class WHERE oid = to_regclass(:name) AND pg_has_role(relowner, 'USAGE')"
)


def drop_neighbours(connection: Connection) -> None:
    """Take the indexes away, so that many rows are added sooner."""
    for size in DIMENSIONS:
        connection.exec_driver_sql(f"DROP INDEX {_name(size)}")


def make_neighbours(connection: Connection) -> None:
    """Make the indexes that the rows want; they must not be there."""
    for size in DIMENSIONS:
        rows = connection.execute(_COUNT, {"size": size}).scalar_one()
        _make(connection, _name(size), size, rows)


def renew_neighbours(connection: Connection) -> None:
    """Make each index anew that its rows have outgrown. Searches go on with the old one."""
    for size in DIMENSIONS:
        name = _name(size)
        found = connection.execute(_LISTS, {"name": name}).one_or_none()
        if found is not None and _lists(found.rows) >= max(1, _GROWN * found.lists):
            _make(connection, f"{name}_new", size, found.rows)
            connection.exec_driver_sql(f"DROP INDEX {name}")
            connection.exec_driver_sql(f"ALTER INDEX {name}_new RENAME TO {name}")


def _make(connection: Connection, name: str, size: int, rows: float) -> None:
    """Make one with the memory for it: on disk a graph takes far longer, and lists are refused."""
    lists = _lists(rows)
    needed = _lists_bytes(lists, size) if lists else min(_MOST_BYTES, int(rows) * _ROW_BYTES)
    kilobytes = max(_LEAST_BYTES, needed) // 1024
    connection.exec_driver_sql(f"SET LOCAL maintenance_work_mem = '{kilobytes}kB'")
    kind, settings = ("ivfflat", f"WITH (lists = {lists})") if lists else ("hnsw", "")
    connection.exec_driver_sql(_CREATE.format(name=name, kind=kind, size=size, settings=settings))


def _lists_bytes(lists: int, size: int) -> int:
    """Return how much memory pgvector asks for, with a margin: it fails if it may not have it.

    Elkan's k-means keeps a distance of 4 bytes for each sample and list, and for each two
    lists; beside them stand the samples, and the lists' centres several times.
    """
    samples = max(_LEAST_SAMPLES, _SAMPLES * lists)
    distances = 4 * lists * (samples + lists)
    vectors = (samples + 4 * lists) * (2 * size + 32)
    return (distances + vectors) * 21 // 20


def _lists(rows: float) -> int:
    """Return how many lists so many rows want; 0 where a graph is better."""
    return min(_MOST_LISTS, int(rows) // _LIST) if rows >= MANY else 0


def _name(size: int) -> str:
    return f"ix_call_vectors_{size}"
