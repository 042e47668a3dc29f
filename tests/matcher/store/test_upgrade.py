"""A store that the first version of the program made keeps everything when it is opened."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy import Connection, Engine

from matcher.serial import dump_json
from matcher.store import (
    UpsertCounts,
    dialect,
    latest_source_reports,
    load_call,
    load_calls,
    load_versions,
    open_store,
    queue_for_review,
    quick_check,
    save_identities,
    search_words,
    source_history,
    upsert_calls,
)
from matcher.store.columns import UtcDateTime
from matcher.store.dialect import make_engine
from matcher.store.migrate import migrate, migration_settings
from matcher.store.transactions import writing
from models.call import Call
from models.report import SourceOutcome, SourceReport
from tests.matcher.store.examples import LATER, NOON, make_call

OLD = make_call("1", title="As it was")
NOW = make_call("1", title="As it is now")
LOOKS_LATER = make_call("1~2", title="A source's own id that looks like a round's")
REPORT = SourceReport("ukri", "UKRI", SourceOutcome.OK, NOON, NOON, 12, 3, 1)
TABLES = ("calls", "call_versions", "text_vectors", "match_sets", "matches", "runs", "issues")


def fill_as_first_version(connection: Connection) -> None:
    """Make the schema of migration 0001 and put calls and what belongs to them into it."""
    command.upgrade(migration_settings(connection), "0001")
    for versions in ([OLD, NOW], [LOOKS_LATER]):
        add_call(connection, versions)
    header = {"run_id": 1, "source": "ukri", "title": "UKRI", "outcome": "ok"}
    counts = {"calls_seen": 12, "requests": 3, "not_modified": 1}
    times = {"started_at": NOON, "finished_at": NOON}
    vectors = {"text_hash": "hash", "model_id": "model", "passages": 0, "dimension": 3}
    match = {"call_key": "ukri:1", "target_kind": "need", "target_id": "falls", "score": 0.5}
    issue = {"run_id": 1, "severity": "warning", "place": "ukri", "reason": "odd"}
    insert_row(connection, "text_vectors", vectors | {"spans": b"", "vectors": b""})
    insert_row(connection, "match_sets", {"city": "Leeds", "as_of": NOON, "model_id": "model"})
    insert_row(connection, "matches", {"city": "Leeds", **match, "explanation": "{}"})
    insert_row(connection, "runs", {"job": "collect", "counts": "{}", **times})
    insert_row(connection, "source_reports", {**header, **times, **counts})
    insert_row(connection, "issues", issue)


def add_call(connection: Connection, versions: list[Call]) -> None:
    """Add a call with its versions, and its words, as the first version wrote them."""
    call = versions[-1]
    facts = {
        "key": call.key,
        "version": len(versions),
        "first_seen": NOON,
        "last_seen": NOON,
        "content_hash": call.content_hash(),
        "text_hash": "hash",
        "source": call.source,
        "source_id": call.source_id,
        "title": call.title,
        "deadline_kind": "unknown",
    }
    insert_row(connection, "calls", facts)
    for version, text in enumerate(versions, start=1):
        row = {"call_key": call.key, "version": version, "seen_at": NOON}
        told = {"content_hash": text.content_hash(), "document": dump_json(text)}
        insert_row(connection, "call_versions", row | told)
    words = {"key": call.key, "title": call.title, "body": call.summary}
    dialect.of(connection).index_words(connection, [words])


def insert_row(connection: Connection, table: str, row: dict[str, Any]) -> None:
    """Insert a row by its columns' names."""
    times = {name: UtcDateTime if isinstance(row[name], datetime) else None for name in row}
    columns = [sa.column(name, kind) for name, kind in times.items()]
    connection.execute(sa.table(table, *columns).insert().values(row))


@pytest.fixture
def first_version(empty_address: str) -> Iterator[Engine]:
    """A store that the first version made, not opened yet."""
    engine = make_engine(sa.make_url(empty_address), 1)
    with writing(engine) as connection:
        fill_as_first_version(connection)
    yield engine
    engine.dispose()


@pytest.fixture
def upgraded(first_version: Engine, empty_address: str) -> Iterator[Engine]:
    """That store, opened."""
    first_version.dispose()
    engine = open_store(empty_address)
    yield engine
    engine.dispose()


def rows_of(engine: Engine, columns: dict[str, list[str]]) -> dict[str, list[dict[str, Any]]]:
    """These columns of each table, row by row."""
    found = {}
    with engine.connect() as connection:
        for table, names in columns.items():
            query = f"SELECT {', '.join(names)} FROM {table}"  # noqa: S608
            rows = connection.exec_driver_sql(query).mappings()
            found[table] = sorted((dict(row) for row in rows), key=repr)
    return found


def columns_of(engine: Engine) -> dict[str, list[str]]:
    """The names of the columns of each table that holds what was stored."""
    with engine.connect() as connection:
        look = sa.inspect(connection)
        return {
            table: [column["name"] for column in look.get_columns(table)]
            for table in (*TABLES, "source_reports", "call_words")
        }


def test_every_row_is_still_there(first_version: Engine, empty_address: str) -> None:
    columns = columns_of(first_version)
    before = rows_of(first_version, columns)
    assert all(before.values())
    first_version.dispose()
    upgraded = open_store(empty_address)
    assert rows_of(upgraded, columns) == before
    assert quick_check(upgraded) == []
    upgraded.dispose()


def test_calls_are_what_they_were(upgraded: Engine) -> None:
    assert [stored.call for stored in load_calls(upgraded)] == [NOW, LOOKS_LATER]
    assert [version.call for version in load_versions(upgraded, "ukri:1")] == [OLD, NOW]
    assert [hit.key for hit in search_words(upgraded, "now", 5)] == ["ukri:1"]
    assert latest_source_reports(upgraded) == source_history(upgraded, "ukri", 9) == [REPORT]


def test_calls_go_on_as_if_nothing_had_happened(upgraded: Engine) -> None:
    assert upsert_calls(upgraded, [NOW, LOOKS_LATER], LATER) == UpsertCounts(0, 0, 2)
    assert queue_for_review(upgraded, [NOW], LATER).known == 1
    changed = make_call("1", title="As it will be")
    assert upsert_calls(upgraded, [changed, LOOKS_LATER], LATER) == UpsertCounts(0, 1, 1)
    stored = load_call(upgraded, "ukri:1")
    assert stored is not None
    assert (stored.call, stored.version, stored.first_seen) == (changed, 3, NOON)
    save_identities(upgraded, {"ukri:1~2": ("ukri:1", "a test")})
    assert quick_check(upgraded) == []


def test_a_new_round_begins_beside_an_old_call(upgraded: Engine) -> None:
    years = [make_call("1", deadlines=(datetime(year, 4, 1, tzinfo=UTC),)) for year in (2026, 2027)]
    upsert_calls(upgraded, years[:1], NOON)
    assert upsert_calls(upgraded, years[1:], LATER) == UpsertCounts(1, 0, 0, 1)
    found = load_call(upgraded, "ukri:1~3")
    assert found is not None
    assert found.previous_key == "ukri:1"


def test_an_upgrade_that_breaks_off_leaves_the_old_store(first_version: Engine) -> None:
    tables, columns = sa.inspect(first_version).get_table_names(), columns_of(first_version)
    before = rows_of(first_version, columns)
    with pytest.raises(KeyboardInterrupt):
        upgrade_and_be_stopped(first_version)
    assert sa.inspect(first_version).get_table_names() == tables
    assert columns_of(first_version) == columns
    assert rows_of(first_version, columns) == before


def upgrade_and_be_stopped(engine: Engine) -> None:
    with writing(engine) as connection:
        migrate(connection)
        raise KeyboardInterrupt
