"""Awards are kept as the source states them now, found by holder, and added up."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from matcher.neutral import neutral
from matcher.store import (
    StoreError,
    UpsertCounts,
    award_totals,
    load_awards,
    statistics,
    upsert_awards,
)
from matcher.store.schema import awards as awards_table
from matcher.store.transactions import writing
from models.award import Award
from models.money import Money
from tests.matcher.store.examples import LATER, NOON, FreshStore, any_award, make_award


def test_new_unchanged_and_changed_awards_are_told_apart(engine: Engine) -> None:
    assert upsert_awards(engine, iter([make_award("1"), make_award("2")]), NOON) == UpsertCounts(
        2, 0, 0
    )
    second = [make_award("1"), make_award("2", title="Another title"), make_award("3")]
    assert upsert_awards(engine, second, LATER) == UpsertCounts(1, 1, 1)
    assert upsert_awards(engine, [], LATER) == UpsertCounts(0, 0, 0)
    assert load_awards(engine) == second
    assert statistics(engine)["awards"] == 3


def test_first_seen_stays_and_last_seen_never_goes_back(engine: Engine) -> None:
    upsert_awards(engine, [make_award("1"), make_award("2")], LATER)
    earlier, after = NOON, LATER + timedelta(days=1)
    upsert_awards(engine, [make_award("1"), make_award("2", title="Other")], earlier)
    upsert_awards(engine, [make_award("2", title="Other")], after)
    with engine.connect() as connection:
        rows = connection.execute(sa.select(awards_table).order_by(awards_table.c.key)).all()
    assert [row.first_seen for row in rows] == [LATER, LATER]
    assert [row.last_seen for row in rows] == [LATER, after]


def test_awards_are_found_by_a_part_of_the_holders_name(engine: Engine) -> None:
    holders = {
        "1": "University of LEEDS",
        "2": "Leeds Teaching  Hospitals NHS Trust",
        "3": "Universität Gießen",
        "4": None,
        "5": "100% Health_Care",
    }
    made = [make_award(name, organisation=holder) for name, holder in holders.items()]
    upsert_awards(engine, [*made, make_award("6", source="gtr")], NOON)

    def found(part: str) -> list[str]:
        return [award.source_id for award in load_awards(engine, organisation=part)]

    assert found("leeds") == ["6", "1", "2"]
    assert found("Teaching Hospitals") == ["2"]
    assert found("UNIVERSITÄT GIESSEN") == ["3"]
    assert found("100%") == found("health_c") == ["5"]
    assert found("%") == ["5"]
    assert found("Oxford") == []
    both = load_awards(engine, organisation="leeds", sources=["gtr"])
    assert [award.key for award in both] == ["gtr:6"]
    assert load_awards(engine, sources=[]) == []


def test_pounds_are_added_up_by_source(engine: Engine) -> None:
    made = [
        make_award("1", amount=Money(Decimal("100.10"), "GBP")),
        make_award("2", amount=Money(Decimal("200.20"), "GBP")),
        make_award("3", amount=Money(Decimal(5_000), "EUR")),
        make_award("4", amount=None),
        make_award("1", source="gtr", amount=None),
    ]
    assert award_totals(engine) == []
    upsert_awards(engine, made, NOON)
    assert award_totals(engine) == [("gtr", 1, Decimal(0)), ("nihr_awards", 4, Decimal("300.30"))]


def test_the_last_of_awards_with_one_key_counts(engine: Engine) -> None:
    def many() -> Iterator[Award]:
        yield make_award("1", title="First reading")
        yield from (make_award(f"x{number}") for number in range(150))
        yield make_award("1", title="Second reading")

    assert upsert_awards(engine, many(), NOON) == UpsertCounts(151, 0, 0)
    assert load_awards(engine)[0].title == "Second reading"


def test_an_end_half_way_stores_nothing(engine: Engine) -> None:
    def broken_off() -> Iterator[Award]:
        yield from (make_award(str(number)) for number in range(150))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        upsert_awards(engine, broken_off(), NOON)
    assert load_awards(engine) == []


def test_a_spoilt_award_is_named(engine: Engine) -> None:
    upsert_awards(engine, [make_award("1")], NOON)
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE awards SET document = '{}'")
    with pytest.raises(StoreError, match="the stored award nihr_awards:1 cannot be read: source"):
        load_awards(engine)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(made=st.lists(any_award(), max_size=4))
def test_any_awards_come_back_as_they_went_in(fresh_store: FreshStore, made: list[Award]) -> None:
    with fresh_store() as engine:
        _come_back(engine, made)


def _come_back(engine: Engine, made: list[Award]) -> None:
    upsert_awards(engine, made, NOON)
    expected = {neutral(award).key: neutral(award) for award in made}
    assert {award.key: award for award in load_awards(engine)} == expected
    assert upsert_awards(engine, made, LATER) == UpsertCounts(0, 0, len(expected))
