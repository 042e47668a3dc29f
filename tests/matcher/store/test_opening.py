"""Opening: a fresh store, an old one, and everything that is not a store."""

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
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
from matcher.store.dialect import is_index_table, make_engine
from matcher.store.migrate import migrate, migration_settings
from matcher.store.schema import SCHEMA_VERSION, metadata
from matcher.store.transactions import writing
from tests.matcher.store.examples import NOON, make_call, many_calls

ROOT = Path(__file__).parents[3]
NOBODY = 65534  # the customary user without rights


def test_a_fresh_store_is_made_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "100% new" / "deeper" / "a store.db"
    engine = open_store(f"sqlite:///{path}")
    assert path.is_file()
    assert set(statistics(engine).values()) == {0}
    assert quick_check(engine) == []
    engine.dispose()


def test_what_was_stored_is_there_when_opened_again(engine: Engine, database: Path) -> None:
    upsert_calls(engine, [make_call()], NOON)
    engine.dispose()
    again = open_store(f"sqlite:///{database}")
    found = load_call(again, "ukri:1")
    assert found is not None
    assert found.call == make_call()
    again.dispose()


def test_a_store_in_memory_works() -> None:
    engine = open_store("sqlite://")
    upsert_calls(engine, [make_call()], NOON)
    assert load_call(engine, "ukri:1") is not None
    engine.dispose()


def test_connections_keep_promises(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 30_000


def test_migrations_make_exactly_the_schema(engine: Engine) -> None:
    def not_the_word_index(*about: object) -> bool:
        thing, name, kind = about[:3]
        table = name if kind == "table" else getattr(getattr(thing, "table", None), "name", name)
        return not is_index_table(str(table))

    options = {"include_object": not_the_word_index, "compare_type": True}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_schema_version_is_the_newest_migration() -> None:
    assert ScriptDirectory.from_config(migration_settings()).get_heads() == [SCHEMA_VERSION]


def test_migrations_are_all_or_nothing(tmp_path: Path) -> None:
    engine = make_engine(sa.make_url(f"sqlite:///{tmp_path / 'half.db'}"), 1)
    with pytest.raises(KeyboardInterrupt):
        _migrate_and_be_stopped(engine)
    assert sa.inspect(engine).get_table_names() == []
    engine.dispose()


def _migrate_and_be_stopped(engine: Engine) -> None:
    with writing(engine) as connection:
        migrate(connection)
        raise KeyboardInterrupt


def test_an_up_to_date_store_opens_without_alembic(engine: Engine, database: Path) -> None:
    upsert_calls(engine, [make_call()], NOON)
    program = (
        "import sys; from matcher.store import open_store, search_words\n"
        "print(search_words(open_store(sys.argv[1]), 'falls', 5)[0].key)\n"
        "print(*sorted({'alembic', 'torch', 'pandas', 'sklearn'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", program, f"sqlite:///{database}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "ukri:1\n\n"


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


def test_a_store_cut_short_is_refused_and_left_alone(engine: Engine, database: Path) -> None:
    upsert_calls(engine, many_calls(50), NOON)
    engine.dispose()
    whole = database.read_bytes()
    database.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StoreError, match=r"bid-matcher\.db is not a readable database"):
        open_store(f"sqlite:///{database}")
    assert database.read_bytes() == whole[: len(whole) // 2]


def test_damage_inside_a_store_is_found(engine: Engine, database: Path) -> None:
    upsert_calls(engine, many_calls(50), NOON)
    assert quick_check(engine) == []
    engine.dispose()
    whole = bytearray(database.read_bytes())
    middle = len(whole) // 2
    whole[middle : middle + 8192] = b"\xff" * 8192
    database.write_bytes(whole)
    again = open_store(f"sqlite:///{database}")
    assert quick_check(again) != []
    _set_schema_version(again, "0000")
    again.dispose()
    with pytest.raises(StoreError, match="restore a backup"):
        open_store(f"sqlite:///{database}")


def _set_schema_version(engine: Engine, version: str) -> None:
    with writing(engine) as connection:
        query = "UPDATE alembic_version SET version_num = ?"
        connection.exec_driver_sql(query, (version,))


def test_a_schema_that_never_was_is_not_migrated(engine: Engine, database: Path) -> None:
    upsert_calls(engine, [make_call()], NOON)
    _set_schema_version(engine, "0000")
    with pytest.raises(StoreError, match=r"cannot be brought up to date: .*0000"):
        open_store(f"sqlite:///{database}")
    assert load_call(engine, "ukri:1") is not None


def test_calls_missing_from_the_word_index_are_found(engine: Engine) -> None:
    upsert_calls(engine, many_calls(3), NOON)
    with writing(engine) as connection:
        connection.exec_driver_sql("DELETE FROM call_words WHERE rowid = 2")
    assert quick_check(engine) == ["calls missing from the word index: 1"]


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "places.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"places\.sqlite is a database of another program"):
        open_store(f"sqlite:///{path}")
    assert path.read_bytes() == before


@pytest.mark.parametrize("version", ["0999", "ae1027a6acf"])
def test_a_store_of_a_newer_program_is_refused(
    engine: Engine, database: Path, version: str
) -> None:
    upsert_calls(engine, [make_call()], NOON)
    _set_schema_version(engine, version)
    with pytest.raises(StoreError, match=f"newer version of this program .*{version}"):
        open_store(f"sqlite:///{database}")
    assert load_call(engine, "ukri:1") is not None


@pytest.mark.parametrize("url", ["", "var/bid-matcher.db", "sqlite:/x", "sqlite://host:port/x"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(StoreError, match="not a database address"):
        open_store(url)


def test_an_unknown_kind_of_database_is_refused() -> None:
    with pytest.raises(StoreError, match="oracle databases are not supported"):
        open_store("oracle://localhost/x")


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
def test_a_store_that_became_read_only_says_so(engine: Engine, database: Path) -> None:
    upsert_calls(engine, [make_call()], NOON)
    engine.dispose()
    database.chmod(0o444)
    with without_rights(database.parent), pytest.raises(StoreError, match="cannot be"):
        upsert_calls(open_store(f"sqlite:///{database}"), [make_call("2")], NOON)
    database.chmod(0o644)
    again = open_store(f"sqlite:///{database}")
    assert [hit.key for hit in search_words(again, "falls", 5)] == ["ukri:1"]
    again.dispose()
