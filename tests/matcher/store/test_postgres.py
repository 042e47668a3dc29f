"""What only a store on PostgreSQL does: how it is reached, and what it says when it is not."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from matcher.store import StoreError, open_store, quick_check, search_words, upsert_calls
from tests.matcher.store.examples import NOON, make_call
from tests.postgres import new_database, new_store


@pytest.fixture
def server_store() -> Iterator[Engine]:
    with new_store() as engine:
        yield engine


def test_a_fresh_database_is_migrated_and_opens_again() -> None:
    with new_database(empty=True) as address:
        engine = open_store(address)
        upsert_calls(engine, [make_call()], NOON)
        engine.dispose()
        again = open_store(address)
        assert [hit.key for hit in search_words(again, "falls", 5)] == ["ukri:1"]
        assert quick_check(again) == []
        again.dispose()


def test_a_server_that_is_not_there_is_named() -> None:
    with pytest.raises(StoreError, match=r"no PostgreSQL server answers for bids on 127\.0\.0\.1"):
        open_store("postgresql+psycopg://me:secret@127.0.0.1:1/bids")
