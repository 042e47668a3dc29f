"""Moving everything from one store into another, whatever systems keep them.

How far it has come is kept in the target, in the transaction that stores the rows. So
a move that broke off, at whatever moment, goes on where it was.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from matcher.store import dialect
from matcher.store.contents import (
    TABLES,
    Advance,
    TableSum,
    different,
    has_rows,
    key_of,
    read_rows,
    table_sums,
)
from matcher.store.errors import StoreError
from matcher.store.transactions import reading, writing
from matcher.store.word_index import index_all_words

_SOURCE = "the source"  # beside the names of tables, none of which has a space

# Not one of the store's tables: it is there only while a move is under way.
progress = sa.Table(
    dialect.UNFINISHED,
    sa.MetaData(),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),  # JSON
)


@dataclass(frozen=True, slots=True)
class _Place:
    """How far a table has come."""

    after: list[Any] | None = None  # the primary key of the last row that was stored
    rows: int = 0
    done: bool = False


def move_store(
    source: Engine, target: Engine, advance: Advance, *, anew: bool = False
) -> dict[str, TableSum]:
    """Copy every row of `source`, as it is at one moment, into `target`, and compare the two.

    Returns the sums of the tables, which are the same on both sides. `target` is open and
    of the present schema; it must be empty, or hold what a move from the same source has
    begun: that goes on, or with `anew` begins again. StoreError where it holds other data,
    and where the two differ in the end, as they do if the source was changed between a
    move that broke off and its continuation.
    """
    with reading(source) as old:
        places = _begin(target, dialect.of(source).store_name(source.url), anew=anew)
        for table in TABLES:
            _move_table(old, target, table, places.get(table.name, _Place()), advance)
        with writing(target) as new:
            _keep_numbers(old, new)
        with writing(target) as new:
            index_all_words(new, advance)
        expected = table_sums(old, "reading what was there", advance)
        with reading(target) as new:
            found = table_sums(new, "comparing", advance)
    if differing := different(expected, found):
        raise StoreError(
            f"the stores are not the same after the move, in {', '.join(differing)}: was the "
            "old one changed meanwhile? Stop what writes to it, and begin again with --anew"
        )
    with writing(target) as new:
        progress.drop(new)
    return found


def fill_store(source: Connection, target: Connection) -> None:
    """Put every row of `source` into the empty `target`, in the transaction that is open there."""
    for table in TABLES:
        for rows in read_rows(source, table):
            target.execute(sa.insert(table), [dict(row._mapping) for row in rows])
    _keep_numbers(source, target)
    index_all_words(target)


def empty_store(target: Connection) -> None:
    """Take all rows out of a store, in the transaction that is open there."""
    dialect.of(target).empty_word_index(target)
    target.execute(sa.update(TABLES_BY_NAME["calls"]).values(previous_key=None))
    for table in reversed(TABLES):
        target.execute(sa.delete(table))


TABLES_BY_NAME: Mapping[str, sa.Table] = {table.name: table for table in TABLES}


def _begin(target: Engine, source_name: str, *, anew: bool) -> dict[str, _Place]:
    """Look at how far a move has come, or begin one; StoreError for a target with other data."""
    name = dialect.of(target).store_name(target.url)
    with writing(target) as new:
        begun = sa.inspect(new).has_table(progress.name)
        if begun and anew:
            empty_store(new)
            progress.drop(new)
            begun = False
        if not begun and has_rows(new):
            raise StoreError(f"{name} holds data already; move into an empty store")
        if not begun:
            progress.create(new)
            _note(new, _SOURCE, source_name)
        noted = {row.name: json.loads(row.value) for row in new.execute(sa.select(progress))}
    if noted.pop(_SOURCE) != source_name:
        raise StoreError(f"{name} is being filled from another store; finish that, or use --anew")
    return {table: _Place(**place) for table, place in noted.items()}


def _move_table(
    old: Connection, target: Engine, table: sa.Table, place: _Place, advance: Advance
) -> None:
    if place.done:
        return
    rows_stored = place.rows
    for rows in read_rows(old, table, place.after):
        rows_stored += len(rows)
        now = {"after": list(key_of(table, rows[-1])), "rows": rows_stored, "done": False}
        with writing(target) as new:
            new.execute(sa.insert(table), [dict(row._mapping) for row in rows])
            _note(new, table.name, now)
        advance(table.name, rows_stored, None)
    with writing(target) as new:
        _note(new, table.name, {"after": None, "rows": rows_stored, "done": True})


def _keep_numbers(old: Connection, new: Connection) -> None:
    numbered = [table.name for table in TABLES if dialect.is_numbered(table)]
    given = dialect.of(old).given_ids(old, numbered)
    dialect.of(new).set_given_ids(new, given)


def _note(connection: Connection, name: str, value: Any) -> None:
    connection.execute(sa.delete(progress).where(progress.c.name == name))
    connection.execute(sa.insert(progress).values(name=name, value=json.dumps(value)))
