"""Copies of the whole store, taken while it is in use."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from matcher.store import dialect, sqlite
from matcher.store.errors import StoreError
from matcher.store.moving import move_store
from matcher.store.opening import open_store


def copy_store(engine: Engine, file: Path) -> None:
    """Copy the store, as it is at one moment, into a new SQLite file. Readers and writers go on.

    StoreError where the database cannot be read or the file not be written.
    """
    if dialect.file_of(engine.url) is not None:
        sqlite.copy_database(engine, file)
        return
    copy = open_store(f"sqlite:///{file.absolute()}", unfinished=True)
    try:
        move_store(engine, copy, lambda _what, _done, _total: None)
    finally:
        copy.dispose()
    sqlite.make_one_file(file)


def store_stem(engine: Engine) -> str:
    """Return a name for files about the store: that of its own file or database."""
    return Path(engine.url.database or "bid-matcher").stem


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
