"""All rows of a store, table by table, and sums by which two stores are compared.

The values are Python's own, so they are the same whatever system keeps them. Sums do
not depend on the order of rows: each system sorts texts in its own way.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Row

from matcher.store import dialect
from matcher.store.account_schema import accounts

Advance = Callable[[str, int, int | None], None]  # what is being done, how many, out of how many

# Those that others refer to first. Asked of a table whose module adds the last of them.
TABLES: Sequence[sa.Table] = accounts.metadata.sorted_tables
PIECE = 200  # rows that are in memory at a time: a mail or a call may be large

_SPACE = 2**256  # of sums of SHA-256: what goes beyond begins again at zero


@dataclass(frozen=True, slots=True)
class TableSum:
    """How many rows a table has, and the sum of their fingerprints."""

    rows: int
    digest: str  # 64 hexadecimal digits


def read_rows(
    connection: Connection, table: sa.Table, after: Sequence[Any] | None = None
) -> Iterator[Sequence[Row[Any]]]:
    """Give a table's rows in pieces, by primary key, from behind the key `after`."""
    dialect.of(connection).see_all_rows(connection)
    keys = list(table.primary_key.columns)
    while True:
        query = sa.select(table).order_by(*keys).limit(PIECE)
        if after is not None:
            bound = [sa.literal(value, key.type) for key, value in zip(keys, after, strict=True)]
            query = query.where(sa.tuple_(*keys) > sa.tuple_(*bound))
        rows = connection.execute(query).all()
        if not rows:
            return
        yield rows
        after = key_of(table, rows[-1])


def key_of(table: sa.Table, row: Row[Any]) -> tuple[Any, ...]:
    """Return a row's primary key."""
    return tuple(row._mapping[column.name] for column in table.primary_key.columns)


def has_rows(connection: Connection) -> bool:
    """Whether any table has a row."""
    dialect.of(connection).see_all_rows(connection)
    return any(connection.execute(sa.select(table).limit(1)).first() for table in TABLES)


def table_sums(
    connection: Connection, what: str = "", advance: Advance | None = None
) -> dict[str, TableSum]:
    """Return the sum of each table, by its name. Reads everything once."""
    found = {}
    for done, table in enumerate(TABLES, start=1):
        rows = total = 0
        for piece in read_rows(connection, table):
            rows += len(piece)
            total = (total + sum(map(_fingerprint, piece))) % _SPACE
        found[table.name] = TableSum(rows, f"{total:064x}")
        if advance is not None:
            advance(what, done, len(TABLES))
    return found


def different(one: Mapping[str, TableSum], other: Mapping[str, TableSum]) -> list[str]:
    """Say of each table that is not the same in both how it differs."""
    return [
        f"{name} ({ours.rows:,} and {theirs.rows:,} rows)"
        for name, ours in one.items()
        if (theirs := other[name]) != ours
    ]


def _fingerprint(row: Row[Any]) -> int:
    text = json.dumps([_plain(value) for value in row], ensure_ascii=False, separators=(",", ":"))
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest())


def _plain(value: Any) -> Any:
    """Return a value as JSON has it; bytes and times, which it has not, with their kind."""
    if isinstance(value, datetime):
        return {"time": value.astimezone(UTC).isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, (bytes, memoryview)):
        return {"bytes": hashlib.sha256(value).hexdigest()}
    return value
