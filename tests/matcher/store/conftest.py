"""A fresh store for each test: once in a file, once on a PostgreSQL server.

A test that asks for `engine` or `address` is part of what every store must do, and runs on
both. One that asks for `database` or `file_engine` is about the file itself, for `server_store`
about a server.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine

from matcher.store import open_store
from tests.matcher.store.examples import FreshStore
from tests.postgres import empty, new_database, new_store

SYSTEMS = ("sqlite", "postgresql")


@pytest.fixture(params=SYSTEMS)
def system(request: pytest.FixtureRequest) -> str:
    """Which database system the test runs on."""
    return str(request.param)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where the store's file is, or will be."""
    return tmp_path / "var" / "bid-matcher.db"


@pytest.fixture
def address(system: str, database: Path) -> Iterator[str]:
    """Where the store is, or will be at the first opening."""
    if system == "sqlite":
        yield f"sqlite:///{database}"
    else:
        with new_database() as found:
            yield found


@pytest.fixture
def empty_address(system: str, database: Path) -> Iterator[str]:
    """Where nothing is yet: no file, no table."""
    if system == "sqlite":
        yield f"sqlite:///{database}"
    else:
        with new_database(empty=True) as found:
            yield found


@pytest.fixture
def engine(address: str) -> Iterator[Engine]:
    """An open, empty store."""
    opened = open_store(address)
    yield opened
    opened.dispose()


@pytest.fixture
def file_engine(database: Path) -> Iterator[Engine]:
    """An open, empty store in a file."""
    opened = open_store(f"sqlite:///{database}")
    yield opened
    opened.dispose()


@pytest.fixture(scope="module", params=SYSTEMS)
def shared_engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """One store for all examples of a property test."""
    if request.param == "postgresql":
        with new_store() as engine:
            yield engine
    else:
        opened = open_store(f"sqlite:///{tmp_path_factory.mktemp('shared') / 'store.db'}")
        yield opened
        opened.dispose()


@pytest.fixture(scope="module", params=SYSTEMS)
def fresh_store(request: pytest.FixtureRequest) -> Iterator[FreshStore]:
    """What makes a store of its own for each example of a property test."""
    if request.param == "sqlite":
        yield _in_memory
    else:
        with new_store() as engine:
            yield lambda: _emptied(engine)


@contextmanager
def _in_memory() -> Iterator[Engine]:
    engine = open_store("sqlite://")
    yield engine
    engine.dispose()


@contextmanager
def _emptied(engine: Engine) -> Iterator[Engine]:
    empty(engine)
    yield engine


@pytest.fixture
def server_store() -> Iterator[Engine]:
    """A store on a PostgreSQL server."""
    with new_store() as engine:
        yield engine
