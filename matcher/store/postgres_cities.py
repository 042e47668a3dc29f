"""Each city's rows for itself: PostgreSQL's row-level security.

A transaction says whose it is by the setting `app.city`, and sees and writes rows of that
city alone, also where a statement forgot to ask for it. The role that owns the tables is
exempt: it migrates, backs up and works for all cities. What serves one city's people is to
connect as another role (docs/stores.md).
"""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

_CITY = "store_city"  # execution option: whose rows the engine's transactions are about
_OWN = "city = current_setting('app.city', true)"


def for_city(engine: Engine, city: str) -> Engine:
    """Return the engine, with the same connections, for one city's transactions."""
    return engine.execution_options(**{_CITY: city})


def city_of(connection: Connection) -> str | None:
    """Return whose transactions the connection's are; None: nobody's in particular."""
    city: str | None = connection.get_execution_options().get(_CITY)
    return city


def keep_cities_apart(connection: Connection, tables: Mapping[str, tuple[str, str] | None]) -> None:
    """Guard tables by their column `city`, or by the owner that a column of theirs refers to.

    `tables` gives, by name, the referring column and the guarded table that has the owner's
    `id`; None where the table has a city itself.
    """
    name = sa.sql.compiler.IdentifierPreparer(connection.dialect).quote
    for table, owner in tables.items():
        condition = _OWN
        if owner is not None:
            column, of = map(name, owner)
            condition = f"{column} IN (SELECT id FROM {of})"  # noqa: S608  # which is guarded
        connection.exec_driver_sql(f"CREATE POLICY of_city ON {name(table)} USING ({condition})")
        connection.exec_driver_sql(f"ALTER TABLE {name(table)} ENABLE ROW LEVEL SECURITY")
