"""Putting a whole store in the place of another one."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Engine

from matcher.staging import keep_name
from matcher.store import dialect, sqlite
from matcher.store.contents import has_rows
from matcher.store.errors import StoreError
from matcher.store.moving import empty_store, fill_store
from matcher.store.opening import address_of, open_store, store_exists
from matcher.store.transactions import reading, writing

_LOGS = ("-wal", "-shm", "-journal")  # beside an SQLite file; without it they mean nothing


def store_file(url: str) -> Path | None:
    """Return the file that the store at the address is in, or is to be in; None on a server."""
    return dialect.file_of(address_of(url))


def unopened(url: str) -> Engine:
    """Return an engine that has not looked at its database, whatever that is."""
    return dialect.make_engine(address_of(url), 1.0)


def holds_data(url: str) -> bool:
    """Whether there is anything at the address that a person could miss.

    A database that cannot be read or is another program's counts: it is somebody's.
    """
    file = store_file(url)
    if file is not None and not file.exists():
        return False
    try:
        if not store_exists(url):
            return False
        engine = open_store(url, unfinished=True)
        try:
            with reading(engine) as connection:
                return has_rows(connection)
        finally:
            engine.dispose()
    except StoreError:
        if file is None:  # a server that does not answer: who knows what it holds
            raise
        return True


def replace_store(url: str, staged: Path, aside: Path | None) -> Path | None:
    """Put the store in the file `staged`, of the present schema, in place of the one at `url`.

    A file goes to `aside` in the same step, and that is returned; None where nothing was
    there. On a server all rows are exchanged in one transaction. StoreError, and nothing
    has changed, where another process has the file open or the server refuses.
    """
    place = store_file(url)
    if place is None:
        _refill(url, staged)
        return None
    kept = _keep(place, aside or place.with_name(f"{place.name}.before"))
    staged.chmod(place.stat().st_mode & 0o777 if kept else 0o600)
    staged.replace(place)
    keep_name(place.parent)
    return kept


def _keep(place: Path, aside: Path) -> Path | None:
    """Give the database a second name, so that it stays when its own goes to another one."""
    if not place.exists():
        _set_logs_aside(place, aside)
        return None
    try:
        sqlite.make_one_file(place)
    except StoreError as error:
        if not sqlite.is_unreadable(error.__cause__):
            raise StoreError(f"{error}; stop bid-matcher run and serve first") from error
        _set_logs_aside(place, aside)
    try:
        os.link(place, aside)
    except OSError:  # a file system without second names
        shutil.copyfile(place, aside)
    return aside


def _set_logs_aside(place: Path, aside: Path) -> None:
    for ending in _LOGS:
        with suppress(FileNotFoundError):
            place.with_name(place.name + ending).replace(aside.with_name(aside.name + ending))


def _refill(url: str, staged: Path) -> None:
    source = open_store(f"sqlite:///{staged.absolute()}")
    target = open_store(url, unfinished=True)
    try:
        with reading(source) as old, writing(target) as new:
            empty_store(new)
            new.execute(sa.text(f"DROP TABLE IF EXISTS {dialect.UNFINISHED}"))
            fill_store(old, new)
    finally:
        source.dispose()
        target.dispose()
