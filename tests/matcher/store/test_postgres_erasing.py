"""What is deleted leaves the server's own files, also where somebody reads meanwhile."""

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from matcher.store import (
    compact,
    load_calls,
    postgres_erasing,
    quick_check,
    remove_address,
    upsert_calls,
)
from matcher.store.transactions import reading
from tests.matcher.store.examples import LATER, NOON, many_calls
from tests.matcher.store.people import ADDRESS, prepare_mail, store_person
from tests.postgres import administration, server


def test_compacting_leaves_the_store_as_it_was(server_store: Engine) -> None:
    upsert_calls(server_store, many_calls(20), NOON)
    upsert_calls(server_store, many_calls(20, title="New"), LATER)
    before = load_calls(server_store)
    compact(server_store)
    assert load_calls(server_store) == before
    assert quick_check(server_store) == []


def test_nothing_is_left_of_who_is_erased_in_the_tables_files(server_store: Engine) -> None:
    for address in (ADDRESS, "bob@example.org"):
        prepare_mail(server_store, store_person(server_store, address), address=address)
    files = files_of(server_store, "subscribers", "outbox", "told_calls")
    assert ADDRESS.encode() in files
    assert remove_address(server_store, ADDRESS) == 1
    assert compact(server_store)
    files = files_of(server_store, "subscribers", "outbox", "told_calls")
    assert ADDRESS.encode() not in files
    assert b"bob@example.org" in files


def test_who_reads_an_older_state_is_waited_for(server_store: Engine) -> None:
    prepare_mail(server_store, store_person(server_store, ADDRESS), address=ADDRESS)
    done: list[bool] = []
    erasing = threading.Thread(target=lambda: done.append(compact(server_store)))
    with reading(server_store) as older:
        older.execute(sa.text("SELECT 1 FROM calls"))
        assert remove_address(server_store, ADDRESS) == 1
        erasing.start()
        erasing.join(0.5)
        assert erasing.is_alive()
    erasing.join()
    assert done == [True]
    assert ADDRESS.encode() not in files_of(server_store, "subscribers", "outbox", "told_calls")


def test_who_reads_an_older_state_for_long_may_still_find_who_was_erased(
    server_store: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_person(server_store, ADDRESS)
    with reading(server_store) as older, monkeypatch.context() as patched:
        older.execute(sa.text("SELECT 1 FROM calls"))
        assert remove_address(server_store, ADDRESS) == 1
        patched.setattr(postgres_erasing, "PATIENCE", 0.1)
        assert not compact(server_store)
    assert ADDRESS.encode() in files_of(server_store, "subscribers")
    assert compact(server_store)
    assert ADDRESS.encode() not in files_of(server_store, "subscribers")


def files_of(engine: Engine, *tables: str) -> bytes:
    """What stands in the server's own files of these tables."""
    folder = Path(str(server().query["host"]))
    with administration(engine.url) as connection:
        connection.exec_driver_sql("CHECKPOINT")
        path = sa.text("SELECT pg_relation_filepath(:table)")
        paths = [connection.execute(path, {"table": table}).scalar_one() for table in tables]
    return b"".join((folder / each).read_bytes() for each in paths)
