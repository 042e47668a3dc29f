"""A store with rows in every table there is, whatever tables there are."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from matcher.store import upsert_calls
from matcher.store.contents import TABLES
from matcher.store.dialect import is_numbered
from matcher.store.transactions import writing
from tests.matcher.store.examples import LATER, NOON, make_call

ROWS = 3
HOSTILE = "naïve “quotes” 'n' \\ % \u2028 \U0001f600 line\nnext"


def fill(engine: Engine, calls: int = ROWS) -> None:
    """Put rows into every table; calls have a second version and a later round."""
    first = [make_call(str(number), title=f"Call {number} {HOSTILE}") for number in range(calls)]
    upsert_calls(engine, first, NOON)
    upsert_calls(engine, [make_call("0", title="As it is now")], LATER)
    years = [make_call("r", deadlines=(datetime(year, 4, 1, tzinfo=UTC),)) for year in (2026, 2027)]
    for year in years:
        upsert_calls(engine, [year], LATER)
    with writing(engine) as connection:
        fill_tables(connection, [t for t in TABLES if t.name not in ("calls", "call_versions")])


def fill_tables(connection: Connection, tables: list[sa.Table]) -> None:
    """Put rows into these tables; those they refer to have rows already."""
    for table in tables:
        rows = [_row(connection, table, number) for number in range(ROWS)]
        connection.execute(sa.insert(table), rows)


def _row(connection: Connection, table: sa.Table, number: int) -> dict[str, Any]:
    return {column.name: _value(connection, column, number) for column in table.columns}


def _value(connection: Connection, column: sa.Column[Any], number: int) -> Any:
    if column.primary_key and is_numbered(column.table):
        return 10 * number + 1
    if column.nullable and number == 0:
        return None
    for reference in column.foreign_keys:
        query = sa.select(reference.column).order_by(reference.column)
        return connection.execute(query).scalars().all()[number]
    kinds: dict[type[Any], Any] = {
        bool: number % 2 == 0,
        int: number + 1,
        float: 0.1 + number,
        date: date(2026, 11, 28) + timedelta(days=number),
        datetime: datetime(2026, 11, 28, 12, 30, 15, 123456, tzinfo=UTC) + timedelta(days=number),
        bytes: bytes(range(256)) * number,
        str: f"{column.name} {number} {HOSTILE}",
    }
    kind = column.type
    return kinds[(kind.impl if isinstance(kind, sa.TypeDecorator) else kind).python_type]
