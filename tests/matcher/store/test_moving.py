"""Moving a store: everything arrives, whenever the move is killed."""

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from matcher.store import (
    StoreError,
    load_calls,
    load_versions,
    move_store,
    open_store,
    quick_check,
    search_words,
    upsert_calls,
)
from matcher.store.contents import TABLES, table_sums
from matcher.store.schema import runs, subscribers, text_vectors
from matcher.store.transactions import reading, writing
from tests.matcher.store.examples import LATER, make_call
from tests.matcher.store.filling import fill
from tests.matcher.store.test_processes import begin
from tests.postgres import new_database


def silently(_what: str, _done: int, _total: int | None) -> None:
    """Show no progress."""


@pytest.fixture(scope="module")
def filled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a store with rows in every table."""
    path = tmp_path_factory.mktemp("filled") / "store.db"
    engine = open_store(f"sqlite:///{path}")
    fill(engine, calls=250)  # more than are moved at a time
    engine.dispose()
    return path


@pytest.fixture
def filled(filled_once: Path, database: Path) -> Iterator[Engine]:
    database.parent.mkdir()
    shutil.copy(filled_once, database)
    engine = open_store(f"sqlite:///{database}")
    yield engine
    engine.dispose()


def empty(path: Path) -> Engine:
    return open_store(f"sqlite:///{path}", unfinished=True)


def test_every_row_of_every_table_arrives(filled: Engine, tmp_path: Path) -> None:
    target = empty(tmp_path / "new.db")
    sums = move_store(filled, target, silently)
    assert list(sums) == [table.name for table in TABLES]
    assert all(total.rows >= 3 for total in sums.values())
    with filled.connect() as old, target.connect() as new:
        for table in TABLES:
            query = sa.select(table).order_by(*table.primary_key.columns)
            assert new.execute(query).all() == old.execute(query).all()
    assert load_calls(target) == load_calls(filled)
    assert load_versions(target, "ukri:0") == load_versions(filled, "ukri:0")
    assert search_words(target, "falls now", 9) == search_words(filled, "falls now", 9)
    assert quick_check(target) == []
    target.dispose()
    open_store(f"sqlite:///{tmp_path / 'new.db'}").dispose()


def test_a_number_that_was_given_is_never_given_again(filled: Engine, tmp_path: Path) -> None:
    with writing(filled) as connection:
        person = dict(connection.execute(sa.select(subscribers)).mappings().first() or {})
        connection.execute(
            sa.insert(subscribers).values(person | {"id": 900, "address_key": "left"})
        )
        connection.execute(sa.delete(subscribers).where(subscribers.c.id == 900))
    target = empty(tmp_path / "new.db")
    move_store(filled, target, silently)
    del person["id"]
    with writing(target) as connection:
        added = connection.execute(sa.insert(subscribers).values(person | {"address_key": "new"}))
        assert added.inserted_primary_key is not None
        assert added.inserted_primary_key[0] == 901
    target.dispose()


MOMENTS = ["INSERT INTO calls", "INSERT INTO matches", "INTO call_words", "DROP TABLE store_"]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_move_that_is_killed_goes_on(filled: Engine, database: Path, moment: str) -> None:
    path = database.with_name("new.db")
    victim = begin("move", f"sqlite:///{database}", f"sqlite:///{path}", moment)
    victim.communicate(timeout=120)
    assert victim.returncode == -signal.SIGKILL
    with pytest.raises(StoreError, match="is not filled yet"):
        open_store(f"sqlite:///{path}")
    target = empty(path)
    sums = move_store(filled, target, silently)
    with reading(filled) as connection:
        assert table_sums(connection) == sums
    assert quick_check(target) == []
    target.dispose()


def test_what_is_changed_while_a_move_rests_is_found_out(filled: Engine, database: Path) -> None:
    path = database.with_name("new.db")
    victim = begin("move", f"sqlite:///{database}", f"sqlite:///{path}", MOMENTS[1])
    victim.communicate(timeout=120)
    upsert_calls(filled, [make_call("0", title="Changed meanwhile")], LATER)
    target = empty(path)
    with pytest.raises(StoreError, match=r"not the same after the move, in .*calls .*begin again"):
        move_store(filled, target, silently)
    move_store(filled, target, silently, anew=True)
    assert load_calls(target) == load_calls(filled)
    target.dispose()


def test_one_altered_value_is_another_sum(filled: Engine) -> None:
    with reading(filled) as connection:
        before = table_sums(connection)
    with writing(filled) as connection:
        connection.execute(sa.update(text_vectors).values(dimension=text_vectors.c.dimension + 1))
    with reading(filled) as connection:
        after = table_sums(connection)
    assert [name for name, total in after.items() if total != before[name]] == ["text_vectors"]


def test_a_store_with_other_data_is_not_filled(filled: Engine, tmp_path: Path) -> None:
    target = empty(tmp_path / "new.db")
    upsert_calls(target, [make_call("theirs")], LATER)
    for anew in (False, True):
        with pytest.raises(StoreError, match="holds data already"):
            move_store(filled, target, silently, anew=anew)
    assert [stored.call.source_id for stored in load_calls(target)] == ["theirs"]
    target.dispose()


def test_a_move_from_elsewhere_is_not_gone_on_with(
    filled: Engine, database: Path, tmp_path: Path
) -> None:
    path = database.with_name("new.db")
    begin("move", f"sqlite:///{database}", f"sqlite:///{path}", MOMENTS[0]).communicate(timeout=120)
    target, other = empty(path), empty(tmp_path / "other.db")
    with pytest.raises(StoreError, match="being filled from another store"):
        move_store(other, target, silently)
    move_store(other, target, silently, anew=True)
    assert load_calls(target) == []
    assert load_calls(filled) != []
    for engine in (target, other):
        engine.dispose()


def test_there_and_back_through_postgresql(filled: Engine, tmp_path: Path) -> None:
    with new_database() as address:
        server = open_store(address)
        there = move_store(filled, server, silently)
        assert quick_check(server) == []
        assert load_calls(server) == load_calls(filled)
        found = search_words(server, "falls now", 9)
        with writing(server) as connection:  # numbers go on behind those that were given
            row = connection.execute(sa.select(runs)).mappings().first()
            assert row is not None
            new = {name: value for name, value in row.items() if name != "id"}
            added = connection.execute(sa.insert(runs).values(new))
            assert added.inserted_primary_key == (22,)
            connection.execute(sa.delete(runs).where(runs.c.id == 22))
        back = empty(tmp_path / "back.db")
        assert move_store(server, back, silently) == there
        server.dispose()
    assert {hit.key for hit in found} == {hit.key for hit in search_words(back, "falls now", 9)}
    assert load_calls(back) == load_calls(filled)
    assert quick_check(back) == []
    back.dispose()


@pytest.mark.parametrize("moment", ["INSERT INTO matches", "setval"])
def test_a_move_to_postgresql_that_is_killed_goes_on(
    filled: Engine, database: Path, moment: str
) -> None:
    with new_database() as address:
        victim = begin("move", f"sqlite:///{database}", address, moment)
        victim.communicate(timeout=120)
        assert victim.returncode == -signal.SIGKILL
        with pytest.raises(StoreError, match="is not filled yet"):
            open_store(address)
        target = open_store(address, unfinished=True)
        sums = move_store(filled, target, silently)
        with reading(filled) as connection:
            assert table_sums(connection) == sums
        target.dispose()
