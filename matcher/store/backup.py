"""Copies of the whole store, taken while it is in use."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from matcher.store import dialect, sqlite
from matcher.store.errors import StoreError


def copy_store(engine: Engine, file: Path) -> None:
    """Copy the database, as it is at one moment, into a new file. Readers and writers go on.

    StoreError where the database cannot be read or the file not be written.
    """
    dialect.of(engine).copy_database(engine, file)


def check_copy(file: Path) -> int:
    """Open a copy, look through all of it, and return how many calls it holds.

    Nothing in it or beside it is changed. StoreError says what is wrong.
    """
    try:
        with closing(sqlite.open_copy(file)) as connection:
            damage = sqlite.copy_problems(connection)
            calls = connection.execute("SELECT count(*) FROM calls").fetchone()[0]
    except sqlite3.Error as error:
        raise StoreError(sqlite.explain(error, str(file))) from error
    if damage:
        raise StoreError(f"{file} is damaged: {'; '.join(damage)}")
    return int(calls)
