"""A home, its store, and a service whose clock is moved by hand."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from matcher.settings import Settings
from matcher.store import open_store
from tests.matcher.schedule.services import settings_in


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path)


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """An open, empty store that does not wait for the disk: nobody pulls the plug here."""
    opened = open_store(settings.database)
    opened.dispose()
    event.listen(opened, "connect", _hurry)
    yield opened
    opened.dispose()


def _hurry(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")
