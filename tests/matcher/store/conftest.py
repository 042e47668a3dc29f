"""A fresh store for each test, in a file like the real one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from matcher.store import open_store


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where the store's file is, or will be."""
    return tmp_path / "var" / "bid-matcher.db"


@pytest.fixture
def engine(database: Path) -> Iterator[Engine]:
    """An open, empty store."""
    opened = open_store(f"sqlite:///{database}")
    yield opened
    opened.dispose()


@pytest.fixture(scope="module")
def shared_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One store for all examples of a property test."""
    opened = open_store(f"sqlite:///{tmp_path_factory.mktemp('shared') / 'store.db'}")
    yield opened
    opened.dispose()
