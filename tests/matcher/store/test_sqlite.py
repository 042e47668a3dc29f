"""What only a store in a file does: folders, rights, and files that are no store."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine

from matcher.store import (
    StoreError,
    load_call,
    open_store,
    quick_check,
    search_words,
    statistics,
    upsert_calls,
)
from matcher.store.transactions import writing
from tests.matcher.store.examples import NOON, make_call, many_calls

NOBODY = 65534  # the customary user without rights


def test_a_fresh_store_is_made_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "100% new" / "deeper" / "a store.db"
    engine = open_store(f"sqlite:///{path}")
    assert path.is_file()
    assert set(statistics(engine).values()) == {0}
    assert quick_check(engine) == []
    engine.dispose()


def test_a_store_in_memory_works() -> None:
    engine = open_store("sqlite://")
    upsert_calls(engine, [make_call()], NOON)
    assert load_call(engine, "ukri:1") is not None
    engine.dispose()


def test_connections_keep_promises(file_engine: Engine) -> None:
    with file_engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 30_000


@pytest.mark.parametrize("content", [b"not a database at all " * 400, b"\x89PNG\r\n", b"\0" * 9000])
def test_a_file_that_is_no_database_is_refused_and_left_alone(
    database: Path, content: bytes
) -> None:
    database.parent.mkdir()
    database.write_bytes(content)
    with pytest.raises(StoreError, match="not a readable database; restore a backup or move it"):
        open_store(f"sqlite:///{database}")
    assert database.read_bytes() == content
    assert list(database.parent.iterdir()) == [database]


def test_a_store_cut_short_is_refused_and_left_alone(file_engine: Engine, database: Path) -> None:
    upsert_calls(file_engine, many_calls(50), NOON)
    file_engine.dispose()
    whole = database.read_bytes()
    database.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StoreError, match=r"bid-matcher\.db is not a readable database"):
        open_store(f"sqlite:///{database}")
    assert database.read_bytes() == whole[: len(whole) // 2]


def test_damage_inside_a_store_is_found(file_engine: Engine, database: Path) -> None:
    upsert_calls(file_engine, many_calls(50), NOON)
    assert quick_check(file_engine) == []
    file_engine.dispose()
    whole = bytearray(database.read_bytes())
    middle = len(whole) // 2
    whole[middle : middle + 8192] = b"\xff" * 8192
    database.write_bytes(whole)
    again = open_store(f"sqlite:///{database}")
    assert quick_check(again) != []
    with writing(again) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    again.dispose()
    with pytest.raises(StoreError, match="restore a backup"):
        open_store(f"sqlite:///{database}")


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "places.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"places\.sqlite is a database of another program"):
        open_store(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_a_folder_is_not_a_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(f"sqlite:///{tmp_path}")


def test_a_folder_below_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match=r"cannot make the folder .*file"):
        open_store(f"sqlite:///{tmp_path / 'file' / 'var' / 'x.db'}")


@pytest.fixture
def reachable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let users without rights come as far as the test's own folders."""
    base = tmp_path_factory.getbasetemp()
    own = [folder for folder in (base, *base.parents) if "pytest-" in str(folder)]
    modes = {folder: stat.S_IMODE(folder.stat().st_mode) for folder in own}
    for folder, mode in modes.items():
        folder.chmod(mode | 0o055)
    yield
    for folder, mode in modes.items():
        folder.chmod(mode)


@contextmanager
def without_rights(folder: Path) -> Iterator[None]:
    """Make the folder read-only; a superuser, whom that does not stop, is nobody meanwhile."""
    superuser = os.geteuid() == 0
    folder.parent.chmod(0o755)
    folder.chmod(0o555)
    if superuser:
        os.seteuid(NOBODY)
    try:
        if not os.access(folder, os.R_OK | os.X_OK, effective_ids=True):
            pytest.skip(f"a user without rights cannot reach {folder}")
        yield
    finally:
        if superuser:
            os.seteuid(0)
        folder.chmod(0o755)


@pytest.mark.usefixtures("reachable")
def test_a_read_only_folder_is_named(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path / 'warm.db'}").dispose()
    folder = tmp_path / "read-only"
    folder.mkdir()
    with without_rights(folder):
        with pytest.raises(StoreError, match=r"read-only/store\.db cannot be opened"):
            open_store(f"sqlite:///{folder / 'store.db'}")
        with pytest.raises(StoreError, match=r"cannot make the folder .*read-only/var: Permi"):
            open_store(f"sqlite:///{folder / 'var' / 'store.db'}")


@pytest.mark.usefixtures("reachable")
def test_a_store_that_became_read_only_says_so(file_engine: Engine, database: Path) -> None:
    upsert_calls(file_engine, [make_call()], NOON)
    file_engine.dispose()
    database.chmod(0o444)
    with without_rights(database.parent), pytest.raises(StoreError, match="cannot be"):
        upsert_calls(open_store(f"sqlite:///{database}"), [make_call("2")], NOON)
    database.chmod(0o644)
    again = open_store(f"sqlite:///{database}")
    assert [hit.key for hit in search_words(again, "falls", 5)] == ["ukri:1"]
    again.dispose()
