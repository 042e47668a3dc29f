"""Having nothing deleted left in the files of PostgreSQL's tables.

`VACUUM FULL` writes a table anew, but with every row that somebody may still see: a transaction
that began before the rows were deleted, of whatever kind (the server's own analyze is one). How
many those are it says itself, to any role; so it is done again until there are none.
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine

PATIENCE = 10.0
"""Seconds that older transactions are waited for: pages take less, a backup may take more."""

_PAUSE = 0.05  # seconds, doubled each time

_GUARDED = """
    SELECT oid::regclass::text AS name, pg_has_role(relowner, 'USAGE') AS mine
    FROM pg_class
    WHERE relrowsecurity AND relnamespace = current_schema()::regnamespace ORDER BY 1
"""
_KEPT = re.compile(r"\d+")  # "3 dead row versions cannot be removed yet", in any language


def write_anew(engine: Engine) -> bool:
    """Write the tables anew that are guarded by city; False where something may be left.

    Raises SQLAlchemy's DBAPIError.
    """
    with engine.connect() as connection:
        alone = connection.execution_options(isolation_level="AUTOCOMMIT")
        tables = alone.exec_driver_sql(_GUARDED).all()
        mine = [table.name for table in tables if table.mine]
        return _vacuum(alone, mine) and len(mine) == len(tables)


def _vacuum(connection: Connection, tables: list[str]) -> bool:
    """Write tables anew until no deleted row is kept in them; False if that takes too long."""
    pause, until = _PAUSE, time.monotonic() + PATIENCE
    while tables := [table for table in tables if _kept(connection, table)]:
        if time.monotonic() + pause > until:
            return False
        time.sleep(pause)
        pause *= 2
    return True


def _kept(connection: Connection, table: str) -> int:
    """Write a table anew; return how many deleted rows stay because somebody may see them."""
    with _told(connection) as details:
        connection.exec_driver_sql(f"VACUUM (FULL, VERBOSE) {table}")
    return sum(int(found[0]) for detail in details if (found := _KEPT.match(detail)))


@contextmanager
def _told(connection: Connection) -> Iterator[list[str]]:
    """Collect the details of what the server says meanwhile."""
    driver: Any = connection.connection.dbapi_connection
    details: list[str] = []

    def hear(message: Any) -> None:
        details.append(message.message_detail or "")

    driver.add_notice_handler(hear)
    try:
        yield details
    finally:
        driver.remove_notice_handler(hear)
