"""A home, its store, and a service whose clock is moved by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from matcher.settings import Settings
from matcher.store import open_store
from tests.matcher.schedule.services import settings_in


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path)


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    opened = open_store(settings.database)
    yield opened
    opened.dispose()
