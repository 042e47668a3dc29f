"""Many calls: taken one by one, the last of each key counts, all are kept or none."""

import tracemalloc
from collections.abc import Iterable, Iterator
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from matcher.store import (
    UpsertCounts,
    load_call,
    load_calls,
    load_versions,
    quick_check,
    statistics,
    upsert_calls,
)
from matcher.store.upsert import PIECE
from models.call import Call
from tests.matcher.store.examples import LATER, NOON, FreshStore, make_call


def far_apart(*calls: Call) -> Iterator[Call]:
    """The calls with more others between them than are handled at a time."""
    for number, call in enumerate(calls):
        yield call
        yield from (make_call(f"{number}-{other}", text="") for other in range(PIECE + 1))


def test_any_iterable_will_do(engine: Engine) -> None:
    made = {number: make_call(str(number)) for number in range(3)}
    sources: list[Iterable[Call]] = [made.values(), iter(made.values()), tuple(made.values())]
    counts = [upsert_calls(engine, calls, NOON) for calls in sources]
    assert counts == [UpsertCounts(3, 0, 0), UpsertCounts(0, 0, 3), UpsertCounts(0, 0, 3)]


def test_of_calls_with_one_key_far_apart_the_last_counts(engine: Engine) -> None:
    stored = upsert_calls(engine, far_apart(make_call(title="A"), make_call(title="B")), NOON)
    assert stored == UpsertCounts(1 + 2 * (PIECE + 1), 0, 0)
    assert [version.call.title for version in load_versions(engine, "ukri:1")] == ["B"]


def test_content_that_comes_and_goes_in_one_run_leaves_no_version(engine: Engine) -> None:
    old, other = make_call(title="Old"), make_call(title="Other")
    upsert_calls(engine, [old], NOON)
    counts = upsert_calls(engine, far_apart(other, old), LATER)
    assert (counts.changed, counts.unchanged, counts.rounds) == (0, 1, 0)
    assert len(load_versions(engine, "ukri:1")) == 1


def test_one_moment_twice_is_two_runs(engine: Engine) -> None:
    for title in ("A", "B"):
        upsert_calls(engine, [make_call(title=title)], NOON)
    assert [version.call.title for version in load_versions(engine, "ukri:1")] == ["A", "B"]


@settings(max_examples=20, deadline=None, derandomize=True)
@given(runs=st.lists(st.lists(st.tuples(st.sampled_from("12"), st.sampled_from("AB"))), max_size=4))
def test_earlier_calls_of_a_run_are_as_if_not_there(
    fresh_store: FreshStore, runs: list[list[tuple[str, str]]]
) -> None:
    outcomes = []
    for thinned in (False, True):
        with fresh_store() as engine:
            outcomes.append(_live_through(engine, runs, thinned))
    assert outcomes[0] == outcomes[1]


def _live_through(
    engine: Engine, runs: list[list[tuple[str, str]]], thinned: bool
) -> tuple[object, ...]:
    counts = []
    for day, pairs in enumerate(runs):
        calls = [make_call(name, title=title) for name, title in pairs]
        last = list({call.key: call for call in calls}.values()) if thinned else calls
        counts.append(upsert_calls(engine, last, NOON + timedelta(days=day)))
    versions = [load_versions(engine, f"ukri:{name}") for name in "12"]
    return counts, load_calls(engine), versions


class BrokenOffError(Exception):
    """What a source raises half-way."""


def test_an_end_half_way_stores_nothing(engine: Engine) -> None:
    def broken_off() -> Iterator[Call]:
        yield from far_apart(make_call(title="Never"))
        raise BrokenOffError

    upsert_calls(engine, [make_call()], NOON)
    before = load_calls(engine)
    with pytest.raises(BrokenOffError):
        upsert_calls(engine, broken_off(), LATER)
    assert load_calls(engine) == before
    assert statistics(engine)["call versions"] == 1
    assert quick_check(engine) == []


def test_the_store_can_be_used_while_calls_come(engine: Engine) -> None:
    def slow() -> Iterator[Call]:
        upsert_calls(engine, [make_call("2")], NOON)
        yield make_call("1", title=f"{len(load_calls(engine))} calls were there")

    upsert_calls(engine, slow(), LATER)
    found = load_call(engine, "ukri:1")
    assert found is not None
    assert found.call.title == "1 calls were there"


def test_memory_holds_a_piece_of_the_calls(engine: Engine) -> None:
    words = "falls " * 5_000  # 30 kB

    def many(count: int) -> Iterator[Call]:
        return (make_call(str(number), text=f"{number} {words}") for number in range(count))

    upsert_calls(engine, many(PIECE), NOON)
    tracemalloc.start()
    try:
        upsert_calls(engine, many(3 * PIECE), LATER)
        _, few = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        upsert_calls(engine, many(9 * PIECE), LATER + timedelta(days=1))
        _, three_times = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(load_calls(engine)) == 9 * PIECE
    assert three_times < 1.5 * few
