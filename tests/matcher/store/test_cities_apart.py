"""Row-level security: a role that does not own the tables sees and writes one city's rows."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import ProgrammingError

from matcher.store import StoreError, account_schema, open_store, upsert_calls
from matcher.store.columns import SafeText, UtcDateTime
from matcher.store.schema import metadata
from matcher.store.transactions import reading, writing
from tests.matcher.store.examples import NOON, make_call
from tests.postgres import administration, server, shown

DOCS = Path(__file__).parents[3] / "docs" / "stores.md"
CITIES = ("leeds", "york")
GUARDED = {
    table
    for table in metadata.sorted_tables
    if "city" in table.c
    or any(key.column.table.name in ("subscribers", "accounts", "decisions")
           for key in table.foreign_keys)
}  # fmt: skip


@pytest.fixture(scope="module")
def roles() -> Iterator[tuple[str, str]]:
    """Addresses of a store for its owner and for the site's role, set up as the docs say."""
    first, second = re.findall(r"```sql\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    database = server().set(database="bid_matcher")
    with administration(server().set(database="postgres")) as connection:
        run_each(connection, first)
    owner = database.set(username="bid_matcher")
    engine = open_store(shown(owner))
    with administration(owner) as connection:
        run_each(connection, second)
    fill(engine)
    engine.dispose()
    yield shown(owner), shown(database.set(username="bid_matcher_site"))
    with administration(server().set(database="postgres")) as connection:
        connection.exec_driver_sql("DROP DATABASE bid_matcher WITH (FORCE)")
        connection.exec_driver_sql("DROP ROLE bid_matcher")
        connection.exec_driver_sql("DROP ROLE bid_matcher_site")


def run_each(connection: Connection, statements: str) -> None:
    for statement in filter(str.strip, statements.split(";")):
        connection.exec_driver_sql(statement)


def fill(engine: Engine) -> None:
    """Put a row of each city into every guarded table, through no function of the store."""
    assert account_schema.accounts in GUARDED
    upsert_calls(engine, [make_call()], NOON)
    with writing(engine) as connection:
        for city in CITIES:
            numbers: dict[str, int] = {}
            for table in metadata.sorted_tables:
                if table in GUARDED:
                    row = {c.name: value(c, city, numbers) for c in table.c if c.name != "id"}
                    key = connection.execute(sa.insert(table).values(row)).inserted_primary_key
                    numbers[table.name] = key[0] if key else 0


def value(column: sa.Column[Any], city: str, numbers: dict[str, int]) -> Any:
    """Something for a column, in keeping with the rows that it refers to."""
    for key in column.foreign_keys:
        if key.column.table.name in numbers and key.column.name == "id":
            return numbers[key.column.table.name]
    if column.name in ("city", "call_key"):
        return city if column.name == "city" else "ukri:1"
    if isinstance(column.type, SafeText):
        return f"{city} {column.name}"
    if isinstance(column.type, UtcDateTime):
        return NOON
    plain = {sa.Date: date(2026, 8, 10), sa.LargeBinary: b"x", sa.Boolean: False, sa.Double: 0.5}
    return next((some for kind, some in plain.items() if isinstance(column.type, kind)), 1)


@pytest.fixture
def leeds(roles: tuple[str, str]) -> Iterator[Engine]:
    """The store as the site of Leeds opens it."""
    engine = open_store(roles[1], city="leeds")
    yield engine
    engine.dispose()


def rows(engine: Engine, table: sa.Table) -> str:
    """All that a query without any condition finds."""
    with reading(engine) as connection:
        return repr(connection.execute(sa.select(table)).all())


def test_the_owner_sees_every_city(roles: tuple[str, str]) -> None:
    engine = open_store(roles[0], city="leeds")
    for table in GUARDED:
        with reading(engine) as connection:
            count = sa.select(sa.func.count()).select_from(table)
            assert connection.scalar(count) == len(CITIES), table.name
    engine.dispose()


@pytest.mark.parametrize("table", sorted(GUARDED, key=lambda table: table.name), ids=str)
def test_a_query_without_a_condition_sees_one_city(leeds: Engine, table: sa.Table) -> None:
    with reading(leeds) as connection:
        found = connection.execute(sa.select(table)).all()
    assert len(found) == 1
    assert "york" not in repr(found)


@pytest.mark.parametrize("table", sorted(GUARDED, key=lambda table: table.name), ids=str)
def test_a_change_without_a_condition_reaches_one_city(leeds: Engine, table: sa.Table) -> None:
    column = next(c for c in table.c if isinstance(c.type, SafeText) and not c.foreign_keys)
    with writing(leeds) as connection:
        assert connection.execute(sa.update(table).values({column.name: column})).rowcount == 1


def test_rows_of_another_city_cannot_be_written(leeds: Engine) -> None:
    header = {"city": "york ", "as_of": NOON, "model_id": "model"}
    added = sa.insert(metadata.tables["match_sets"]).values(header)
    refused = "the database user may not do this in bid_matcher"
    with pytest.raises(StoreError, match=refused), writing(leeds) as connection:
        connection.execute(added)
    moved = sa.update(metadata.tables["subscribers"]).values(city="york", address_key="new")
    with pytest.raises(StoreError, match="may not do this"), writing(leeds) as connection:
        connection.execute(moved)


def test_who_names_no_city_sees_nobody(roles: tuple[str, str]) -> None:
    engine = open_store(roles[1])
    for table in GUARDED:
        assert rows(engine, table) == "[]", table.name
    engine.dispose()


def test_one_transaction_does_not_leave_its_city_to_the_next(roles: tuple[str, str]) -> None:
    engine = open_store(roles[1] + "&pool_size=1")
    for city in CITIES:
        one = engine.execution_options(store_city=city)
        assert city in rows(one, metadata.tables["subscribers"])
        assert rows(engine, metadata.tables["subscribers"]) == "[]"
    engine.dispose()


def test_the_sites_role_does_not_change_the_schema(roles: tuple[str, str]) -> None:
    with administration(sa.make_url(roles[1])) as connection:
        for statement in (
            "DROP POLICY of_city ON accounts",
            "UPDATE alembic_version SET version_num = 0",
        ):
            with pytest.raises(ProgrammingError, match=r"must be owner|permission denied"):
                connection.exec_driver_sql(statement)
