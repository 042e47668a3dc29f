"""Opening: a fresh store, an old one, and what is not ours."""

import subprocess
import sys
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
    upsert_calls,
)
from matcher.store.dialect import is_word_index_table, make_engine
from matcher.store.migrate import migrate, migration_settings
from matcher.store.schema import SCHEMA_VERSION, metadata
from matcher.store.transactions import writing
from tests.matcher.store.examples import NOON, make_call, many_calls

ROOT = Path(__file__).parents[3]


def test_what_was_stored_is_there_when_opened_again(engine: Engine, address: str) -> None:
    upsert_calls(engine, [make_call()], NOON)
    engine.dispose()
    again = open_store(address)
    found = load_call(again, "ukri:1")
    assert found is not None
    assert found.call == make_call()
    again.dispose()


def test_migrations_make_exactly_the_schema(engine: Engine) -> None:
    def not_the_word_index(*about: object) -> bool:
        thing, name, kind = about[:3]
        table = name if kind == "table" else getattr(getattr(thing, "table", None), "name", name)
        return not is_word_index_table(str(table))

    options = {"include_object": not_the_word_index, "compare_type": True}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_schema_version_is_the_newest_migration() -> None:
    assert ScriptDirectory.from_config(migration_settings()).get_heads() == [SCHEMA_VERSION]


def test_migrations_are_all_or_nothing(empty_address: str) -> None:
    engine = make_engine(sa.make_url(empty_address), 1)
    with pytest.raises(KeyboardInterrupt):
        _migrate_and_be_stopped(engine)
    assert sa.inspect(engine).get_table_names() == []
    engine.dispose()


def _migrate_and_be_stopped(engine: Engine) -> None:
    with writing(engine) as connection:
        migrate(connection)
        raise KeyboardInterrupt


def test_an_up_to_date_store_opens_without_alembic(engine: Engine, address: str) -> None:
    upsert_calls(engine, [make_call()], NOON)
    program = (
        "import sys; from matcher.store import open_store, search_words\n"
        "print(search_words(open_store(sys.argv[1]), 'falls', 5)[0].key)\n"
        "print(*sorted({'alembic', 'torch', 'pandas', 'sklearn'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", program, address]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "ukri:1\n\n"


def _set_schema_version(engine: Engine, version: str) -> None:
    with writing(engine) as connection:
        query = sa.text("UPDATE alembic_version SET version_num = :version")
        connection.execute(query, {"version": version})


def test_a_schema_that_never_was_is_not_migrated(engine: Engine, address: str) -> None:
    upsert_calls(engine, [make_call()], NOON)
    _set_schema_version(engine, "0000")
    with pytest.raises(StoreError, match=r"cannot be brought up to date: .*0000"):
        open_store(address)
    assert load_call(engine, "ukri:1") is not None


def test_calls_missing_from_the_word_index_are_found(engine: Engine) -> None:
    upsert_calls(engine, many_calls(3), NOON)
    number = "rowid" if engine.dialect.name == "sqlite" else "id"
    with writing(engine) as connection:
        connection.exec_driver_sql(f"DELETE FROM call_words WHERE {number} = 2")  # noqa: S608
    assert quick_check(engine) == ["calls missing from the word index: 1"]


@pytest.mark.parametrize("version", ["0999", "ae1027a6acf"])
def test_a_store_of_a_newer_program_is_refused(engine: Engine, address: str, version: str) -> None:
    upsert_calls(engine, [make_call()], NOON)
    _set_schema_version(engine, version)
    with pytest.raises(StoreError, match=f"newer version of this program .*{version}"):
        open_store(address)
    assert load_call(engine, "ukri:1") is not None


@pytest.mark.parametrize("url", ["", "var/bid-matcher.db", "sqlite:/x", "sqlite://host:port/x"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(StoreError, match="not a database address"):
        open_store(url)


def test_an_unknown_kind_of_database_is_refused() -> None:
    with pytest.raises(StoreError, match="oracle databases are not supported"):
        open_store("oracle://localhost/x")
