"""A store with calls that were matched, and a desk over it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from matcher.store import open_store, upsert_calls
from tests.matcher.digest.samples import AS_OF
from tests.matcher.feeds.samples import BIG, CALLS, match_again


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Calls seen on three days, matched on the last."""
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    for days, each in enumerate(CALLS):
        upsert_calls(store, [each], AS_OF - timedelta(days=9 - days))
    upsert_calls(store, [BIG], AS_OF - timedelta(days=1))
    match_again(store)
    yield store
    store.dispose()
