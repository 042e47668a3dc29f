"""A new round at an old address is a new call, and the old one stays what it was."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from matcher.store import (
    UpsertCounts,
    load_call,
    load_calls,
    load_versions,
    quick_check,
    search_words,
    upsert_calls,
)
from matcher.store.transactions import writing
from models.call import Call
from tests.matcher.store.examples import make_call

FIRST = datetime(2026, 1, 5, tzinfo=UTC)
YEAR = timedelta(days=365)


def round_of(year: int, source_id: str = "1", **facts: Any) -> Call:
    """A call of that year: opens in February, closes in April, at one address for ever."""
    return make_call(
        source_id,
        title=f"Healthy ageing {year}",
        opens_at=datetime(year, 2, 1, tzinfo=UTC),
        deadlines=(datetime(year, 4, 1, 16, tzinfo=UTC),),
        **facts,
    )


def store_round(engine: Engine, call: Call) -> UpsertCounts:
    """Store a call as read a month before it opens."""
    assert call.opens_at is not None
    return upsert_calls(engine, [call], call.opens_at - timedelta(days=30))


def test_each_round_is_a_call_linked_to_the_last(engine: Engine) -> None:
    counts = [store_round(engine, round_of(year)) for year in (2026, 2027, 2028)]
    assert counts == [UpsertCounts(1, 0, 0), UpsertCounts(1, 0, 0, 1), UpsertCounts(1, 0, 0, 1)]
    stored = load_calls(engine)
    assert [item.call.key for item in stored] == ["ukri:1", "ukri:1~2", "ukri:1~3"]
    assert [item.previous_key for item in stored] == [None, "ukri:1", "ukri:1~2"]
    assert [item.version for item in stored] == [1, 1, 1]
    assert [item.call.title[-4:] for item in stored] == ["2026", "2027", "2028"]
    assert {item.call.url for item in stored} == {"https://example.org/1"}
    assert quick_check(engine) == []


def test_a_round_is_found_like_any_other_call(engine: Engine) -> None:
    for year in (2026, 2027):
        store_round(engine, round_of(year))
    found = load_call(engine, "ukri:1~2")
    assert found is not None
    assert found.call == round_of(2027, "1~2", url="https://example.org/1")
    assert found.first_seen == datetime(2027, 1, 2, tzinfo=UTC)
    assert [hit.key for hit in search_words(engine, "2027", 5)] == ["ukri:1~2"]
    assert [version.call for version in load_versions(engine, "ukri:1~2")] == [found.call]


def test_later_sightings_go_to_the_latest_round(engine: Engine) -> None:
    for year in (2026, 2027):
        store_round(engine, round_of(year))
    again, after = datetime(2027, 2, 2, tzinfo=UTC), datetime(2027, 2, 9, tzinfo=UTC)
    assert upsert_calls(engine, [round_of(2027)], again) == UpsertCounts(0, 0, 1)
    corrected = round_of(2027, summary="Corrected.")
    assert upsert_calls(engine, [corrected], after) == UpsertCounts(0, 1, 0)
    first, second = load_calls(engine)
    assert (first.version, first.last_seen) == (1, datetime(2026, 1, 2, tzinfo=UTC))
    assert (second.version, second.last_seen, second.call.summary) == (2, after, "Corrected.")


def test_a_sources_own_id_may_look_like_a_round(engine: Engine) -> None:
    upsert_calls(engine, [round_of(2026), make_call("1~2", title="Another call")], FIRST)
    assert store_round(engine, round_of(2027)) == UpsertCounts(1, 0, 0, 1)
    same = make_call("1~2", title="Another call")
    assert upsert_calls(engine, [same, round_of(2027)], FIRST + YEAR) == UpsertCounts(0, 0, 2)
    assert {item.call.key: (item.call.title, item.previous_key) for item in load_calls(engine)} == {
        "ukri:1": ("Healthy ageing 2026", None),
        "ukri:1~2": ("Another call", None),
        "ukri:1~3": ("Healthy ageing 2027", "ukri:1"),
    }


def test_a_round_may_already_have_a_sources_own_id(engine: Engine) -> None:
    for year in (2026, 2027):
        store_round(engine, round_of(year))
    other = make_call("1~2", title="Another call")
    assert upsert_calls(engine, [other], FIRST + YEAR) == UpsertCounts(1, 0, 0)
    assert upsert_calls(engine, [other, round_of(2027)], FIRST + YEAR) == UpsertCounts(0, 0, 2)
    found = load_call(engine, "ukri:1~2~2")
    assert found is not None
    assert (found.call.title, found.previous_key) == ("Another call", None)
    assert store_round(engine, round_of(2028)) == UpsertCounts(1, 0, 0, 1)
    assert load_call(engine, "ukri:1~3") is not None


def test_rounds_and_clashing_ids_in_one_piece(engine: Engine) -> None:
    upsert_calls(engine, [round_of(2026), round_of(2026, "1~2"), make_call("2")], FIRST)
    piece = [round_of(2027), round_of(2027, "1~2"), make_call("1~2~2"), make_call("2")]
    assert upsert_calls(engine, piece, FIRST + YEAR) == UpsertCounts(3, 0, 1, 2)
    links = {item.call.key: item.previous_key for item in load_calls(engine) if item.previous_key}
    assert links == {"ukri:1~3": "ukri:1", "ukri:1~2~3": "ukri:1~2"}
    assert upsert_calls(engine, piece, FIRST + YEAR) == UpsertCounts(0, 0, 4)


def test_an_old_text_that_is_spoilt_does_not_stop_the_new(engine: Engine) -> None:
    store_round(engine, round_of(2026))
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE call_versions SET document = '{}'")
    assert store_round(engine, round_of(2027)) == UpsertCounts(0, 1, 0)
    found = load_call(engine, "ukri:1")
    assert found is not None
    assert (found.version, found.call) == (2, round_of(2027))
