"""Calls: every change makes a version, nothing is lost, nothing is half-written."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event

from matcher.neutral import neutral
from matcher.store import (
    StoreError,
    UpsertCounts,
    call_addresses,
    load_call,
    load_calls,
    load_versions,
    open_store,
    quick_check,
    search_words,
    statistics,
    text_hash,
    upsert_calls,
)
from matcher.store.schema import calls as calls_table
from matcher.store.transactions import writing
from models.call import Call
from models.money import Money
from tests.matcher.store.examples import LATER, NOON, FreshStore, any_call, make_call, many_calls


def test_new_unchanged_and_changed_calls_are_told_apart(engine: Engine) -> None:
    first = [make_call("1"), make_call("2")]
    assert upsert_calls(engine, first, NOON) == UpsertCounts(2, 0, 0)
    second = [make_call("1"), make_call("2", title="Another title"), make_call("3")]
    assert upsert_calls(engine, second, LATER) == UpsertCounts(1, 1, 1)
    assert upsert_calls(engine, [], LATER) == UpsertCounts(0, 0, 0)
    assert [stored.version for stored in load_calls(engine)] == [1, 2, 1]


def test_first_seen_stays_and_last_seen_moves(engine: Engine) -> None:
    upsert_calls(engine, [make_call("1"), make_call("2")], NOON)
    upsert_calls(engine, [make_call("1"), make_call("2", title="Other")], LATER)
    for stored in load_calls(engine):
        assert (stored.first_seen, stored.last_seen) == (NOON, LATER)


def test_a_clock_set_back_moves_nothing_back(engine: Engine) -> None:
    upsert_calls(engine, [make_call("1"), make_call("2")], LATER)
    upsert_calls(engine, [make_call("1"), make_call("2", title="Other")], NOON)
    unchanged, changed = load_calls(engine)
    assert unchanged.last_seen == changed.last_seen == LATER
    assert (changed.call.title, changed.version) == ("Other", 2)


def test_a_call_that_was_not_seen_again_is_left_alone(engine: Engine) -> None:
    upsert_calls(engine, [make_call("1")], NOON)
    upsert_calls(engine, [make_call("2")], LATER)
    gone = load_call(engine, "ukri:1")
    assert gone is not None
    assert gone.last_seen == NOON


def test_every_content_change_makes_a_version_even_back_to_an_old_one(engine: Engine) -> None:
    awards = [Money(Decimal(pounds), "GBP") for pounds in (100, 200, 100)]
    for day, award in enumerate(awards):
        upsert_calls(engine, [make_call(award_max=award)], NOON + timedelta(days=day))
    versions = load_versions(engine, "ukri:1")
    assert [item.version for item in versions] == [1, 2, 3]
    assert [item.call.award_max for item in versions] == awards
    assert [item.seen_at for item in versions] == [NOON + timedelta(days=day) for day in range(3)]
    assert versions[0].content_hash == versions[2].content_hash == versions[0].call.content_hash()


def test_the_day_of_the_sites_word_moves_without_a_version(engine: Engine) -> None:
    for day in (date(2026, 8, 10), date(2026, 8, 17)):
        upsert_calls(engine, [make_call(stated_on=day)], NOON)
    stored = load_call(engine, "ukri:1")
    assert stored is not None
    assert (stored.call.stated_on, stored.version) == (date(2026, 8, 17), 1)


def test_of_two_calls_with_one_key_the_last_counts(engine: Engine) -> None:
    twice = [make_call(title="First reading"), make_call(title="Second reading")]
    assert upsert_calls(engine, twice, NOON) == UpsertCounts(1, 0, 0)
    assert upsert_calls(engine, twice, LATER) == UpsertCounts(0, 0, 1)
    assert [stored.call.title for stored in load_calls(engine)] == ["Second reading"]


def test_calls_are_found_by_key_and_source(engine: Engine) -> None:
    upsert_calls(engine, [make_call("b"), make_call("a"), make_call("a", source="nihr")], NOON)
    assert _keys(engine) == ["nihr:a", "ukri:a", "ukri:b"]
    assert _keys(engine, sources=["ukri"]) == ["ukri:a", "ukri:b"]
    assert _keys(engine, keys=["ukri:b", "nihr:a", "ukri:b", "eu:x"]) == ["nihr:a", "ukri:b"]
    assert _keys(engine, keys=["ukri:b", "nihr:a"], sources=["nihr"]) == ["nihr:a"]
    assert _keys(engine, keys=[]) == _keys(engine, sources=[]) == []
    assert load_call(engine, "ukri:c") is None
    assert load_versions(engine, "ukri:c") == []


def _keys(
    engine: Engine, keys: Sequence[str] | None = None, sources: Sequence[str] | None = None
) -> list[str]:
    return [stored.call.key for stored in load_calls(engine, keys=keys, sources=sources)]


def test_addresses_are_those_of_the_calls_as_they_are_now(engine: Engine) -> None:
    assert call_addresses(engine) == frozenset()
    upsert_calls(engine, [make_call("1"), make_call("2", url="https://old.example")], NOON)
    upsert_calls(engine, [make_call("2", url="https://new.example")], LATER)
    assert call_addresses(engine) == {"https://example.org/1", "https://new.example"}


def test_more_calls_than_one_statement_may_name(engine: Engine) -> None:
    made = [make_call(f"{number:05}") for number in range(2_000)]
    assert upsert_calls(engine, made, NOON) == UpsertCounts(2_000, 0, 0)
    assert upsert_calls(engine, made, LATER) == UpsertCounts(0, 0, 2_000)
    assert [stored.call for stored in load_calls(engine, keys=[call.key for call in made])] == made
    assert quick_check(engine) == []


@settings(max_examples=30, deadline=None, derandomize=True)
@given(made=st.lists(any_call(), max_size=4))
def test_any_calls_come_back_as_they_went_in(fresh_store: FreshStore, made: list[Call]) -> None:
    """In a store of its own each time: other content at a known key may be a new round."""
    with fresh_store() as fresh:
        upsert_calls(fresh, made, NOON)
        expected = {neutral(call).key: neutral(call) for call in made}
        found = load_calls(fresh, keys=list(expected))
        assert {stored.call.key: stored.call for stored in found} == expected
        again = upsert_calls(fresh, made, NOON)
        assert again == UpsertCounts(0, 0, len(expected))


def test_facts_to_filter_by_are_kept_beside_the_call(engine: Engine) -> None:
    summer = timezone(timedelta(hours=1))
    deadlines = (datetime(2026, 9, 1, 0, 30, tzinfo=summer), datetime(2026, 12, 1, tzinfo=UTC))
    call = make_call(deadlines=deadlines, award_max=Money(Decimal("1.5E+6"), "EUR"))
    upsert_calls(engine, [call], NOON)
    with engine.connect() as connection:
        row = connection.execute(sa.select(calls_table)).one()
    assert row.first_deadline == datetime(2026, 8, 31, 23, 30, tzinfo=UTC)
    assert row.last_deadline == deadlines[1]
    assert (row.award_max, row.currency, row.deadline_kind) == (1_500_000.0, "EUR", "unknown")
    assert row.text_hash == text_hash(call.match_text())
    assert (row.opens_at, row.stated_status, row.funder) == (None, None, None)


def test_dates_at_the_ends_of_time_do_not_stop_the_rest(engine: Engine) -> None:
    west, east = timezone(timedelta(hours=-5)), timezone(timedelta(hours=5))
    never = datetime(9999, 12, 31, 23, 59, tzinfo=west)
    always = datetime(1, 1, 1, tzinfo=east)
    made = [make_call("1", deadlines=(never,)), make_call("2", opens_at=always), make_call("3")]
    upsert_calls(engine, made, NOON)
    assert [stored.call for stored in load_calls(engine)] == made


def test_a_time_without_a_zone_is_refused(engine: Engine) -> None:
    with pytest.raises(ValueError, match="time without a zone"):
        upsert_calls(engine, [make_call()], datetime(2026, 8, 10))  # noqa: DTZ001
    assert load_calls(engine) == []


def test_one_call_that_cannot_be_stored_stores_none(engine: Engine) -> None:
    upsert_calls(engine, [make_call("1")], NOON)
    wrong = make_call("3", published_on=datetime(2026, 1, 1, 3, tzinfo=UTC))
    with pytest.raises(ValueError, match="published_on"):
        upsert_calls(engine, [make_call("1", title="New"), make_call("2"), wrong], LATER)
    assert [stored.call for stored in load_calls(engine)] == [make_call("1")]
    assert search_words(engine, "New", 5) == []


def test_a_spoilt_call_is_named(engine: Engine) -> None:
    upsert_calls(engine, [make_call("1"), make_call("2")], NOON)
    with writing(engine) as connection:
        connection.exec_driver_sql(
            "UPDATE call_versions SET document = '{}' WHERE call_key = 'ukri:2'"
        )
    with pytest.raises(StoreError, match="the stored call ukri:2 cannot be read: source"):
        load_calls(engine)
    assert load_call(engine, "ukri:1") is not None


def test_a_full_disk_loses_nothing(file_engine: Engine, database: Path) -> None:
    """Of a file: a server's disk cannot be filled by a test, its answer is in test_postgres."""
    engine = file_engine
    upsert_calls(engine, many_calls(20), NOON)
    engine.dispose()
    full = open_store(f"sqlite:///{database}")

    def no_more_pages(connection: sa.engine.interfaces.DBAPIConnection, _record: object) -> None:
        connection.cursor().execute("PRAGMA max_page_count = 1")  # means: none beyond the present

    event.listen(full, "connect", no_more_pages)
    full.dispose()
    with pytest.raises(StoreError, match=r"no room is left on the disk of .*bid-matcher\.db"):
        upsert_calls(full, many_calls(900, title="Too much"), LATER)
    assert {stored.call.title for stored in load_calls(full)} == {make_call().title}
    assert search_words(full, "much", 5) == []
    assert quick_check(full) == []
    full.dispose()
    again = open_store(f"sqlite:///{database}")
    assert upsert_calls(again, many_calls(30), LATER) == UpsertCounts(10, 0, 20)
    assert statistics(again)["call versions"] == 30
    again.dispose()
