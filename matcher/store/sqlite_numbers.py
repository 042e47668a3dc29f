"""Which numbers rows of an SQLite store were given, so that none is given again."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection


def given_ids(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """Return for tables whose rows are numbered the highest number that any row was given."""
    found = {name: connection.execute(_highest(name)).scalar_one_or_none() or 0 for name in names}
    for name, number in connection.exec_driver_sql("SELECT name, seq FROM sqlite_sequence"):
        if name in found:
            found[name] = max(found[name], int(number))
    return found


def _highest(name: str) -> sa.Select[Any]:
    number: sa.ColumnClause[int] = sa.column("id", sa.Integer)
    return sa.select(sa.func.max(number)).select_from(sa.table(name))


def set_given_ids(connection: Connection, given: Mapping[str, int]) -> None:
    """Have no number given again that was given before, where the table promises that."""
    promising = "SELECT sql LIKE '%AUTOINCREMENT%' FROM sqlite_master WHERE name = ?"
    for name, number in given.items():
        if connection.exec_driver_sql(promising, (name,)).scalar_one_or_none():
            connection.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = ?", (name,))
            connection.exec_driver_sql("INSERT INTO sqlite_sequence VALUES (?, ?)", (name, number))
