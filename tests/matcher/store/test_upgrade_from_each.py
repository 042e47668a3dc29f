"""Every schema there ever was, with rows in every table, opens and keeps them all."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from matcher.durability.check import check_store
from matcher.serial import dump_json
from matcher.store import UpsertCounts, dialect, load_calls, open_store, quick_check, upsert_calls
from matcher.store.contents import has_rows
from matcher.store.dialect import is_index_table, make_engine
from matcher.store.migrate import migration_settings
from matcher.store.records import facts_of, words_of
from matcher.store.transactions import reading, writing
from tests.matcher.store.examples import LATER, NOON, make_call
from tests.matcher.store.filling import ROWS, fill_tables
from tests.postgres import new_database

_SCRIPTS = ScriptDirectory.from_config(migration_settings()).walk_revisions()
VERSIONS = sorted(script.revision for script in _SCRIPTS)
CALLS = [make_call(str(number), title=f"Call {number}") for number in range(ROWS)]
ON_SERVERS = "0010"  # the first that a server could hold
_DERIVED = ("alembic_version", "sqlite_sequence")

Rows = dict[str, list[dict[str, Any]]]


def fill_as(engine: Engine, version: str) -> Rows:
    """Make the schema as it was and put rows into all of its tables; returns what is in them."""
    with writing(engine) as connection:
        command.upgrade(migration_settings(connection), version)
        metadata = sa.MetaData()
        metadata.reflect(connection, only=lambda name, _: not is_index_table(name))
        tables = [table for table in metadata.sorted_tables if is_filled(table)]
        add_calls(connection, metadata)
        fill_tables(connection, [t for t in tables if t.name not in ("calls", "call_versions")])
    with reading(engine) as connection:
        found = rows_of(connection, {table.name: table.columns.keys() for table in tables})
    assert all(len(rows) == ROWS for rows in found.values())
    return found


def is_filled(table: sa.Table) -> bool:
    return table.name not in _DERIVED and not is_index_table(table.name)


def add_calls(connection: Connection, metadata: sa.MetaData) -> None:
    """Add calls with a version each, by the columns that there were."""
    table, versions = metadata.tables["calls"], metadata.tables["call_versions"]
    for call in CALLS:
        seen = {"version": 1, "first_seen": NOON, "last_seen": NOON}
        facts = facts_of(call) | seen | {"origin_key": call.key, "round_number": 1}
        known = {name: value for name, value in facts.items() if name in table.columns}
        connection.execute(sa.insert(table).values(known))
        said = {"content_hash": call.content_hash(), "document": dump_json(call)}
        row = {"call_key": call.key, "version": 1, "seen_at": NOON} | said
        connection.execute(sa.insert(versions).values(row))
    dialect.of(connection).index_words(connection, [words_of(call) for call in CALLS])


def rows_of(connection: Connection, columns: dict[str, list[str]]) -> Rows:
    found = {}
    for name, names in columns.items():
        query = sa.select(*map(sa.column, names)).select_from(sa.table(name))
        rows = [dict(row) for row in connection.execute(query).mappings()]
        found[name] = sorted(rows, key=repr)
    return found


def opens_with(address: str, before: Rows) -> None:
    engine = open_store(address)
    with reading(engine) as connection:
        columns = {name: list(rows[0]) for name, rows in before.items()}
        assert rows_of(connection, columns) == before
        assert has_rows(connection)
    assert quick_check(engine) == []
    damage = check_store(engine, lambda _what, _done, _total: None, repair=False)
    assert {finding.where for finding in damage} <= {"outbox", "vectors"}  # they are made up
    assert [stored.call for stored in load_calls(engine)] == CALLS
    changed = [*CALLS[:-1], make_call(CALLS[-1].source_id, title="Another"), make_call("new")]
    assert upsert_calls(engine, changed, LATER) == UpsertCounts(1, 1, ROWS - 1)
    engine.dispose()


@pytest.mark.parametrize("version", VERSIONS)
def test_a_file(tmp_path: Path, version: str) -> None:
    address = f"sqlite:///{tmp_path / 'store.db'}"
    engine = make_engine(sa.make_url(address), 1)
    before = fill_as(engine, version)
    engine.dispose()
    opens_with(address, before)


@pytest.mark.parametrize("version", [each for each in VERSIONS if each >= ON_SERVERS])
def test_a_server(version: str) -> None:
    with new_database(empty=True) as address:
        engine = make_engine(sa.make_url(address), 1)
        before = fill_as(engine, version)
        engine.dispose()
        opens_with(address, before)
