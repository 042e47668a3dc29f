"""What a person must see first: it waits once, and is asked once."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from matcher.neutral import neutral
from matcher.store import (
    QueueCounts,
    QueuedCall,
    decide_review,
    load_call,
    load_calls,
    load_review_queue,
    load_versions,
    queue_for_review,
    statistics,
    upsert_calls,
)
from models.call import Call
from tests.matcher.store.examples import LATER, NOON, FreshStore, any_call, make_call

DECIDED = LATER + timedelta(days=1)


def waiting(engine: Engine) -> list[str]:
    return [queued.call.title for queued in load_review_queue(engine)]


def test_a_new_call_waits_and_is_not_stored(engine: Engine) -> None:
    assert queue_for_review(engine, iter([make_call("1"), make_call("2")]), NOON) == QueueCounts(
        2, 0
    )
    assert load_calls(engine) == []
    assert load_review_queue(engine) == [
        QueuedCall(make_call("1"), NOON, None),
        QueuedCall(make_call("2"), NOON, None),
    ]
    assert statistics(engine)["calls waiting for a decision"] == 2


def test_what_waits_already_goes_on_waiting(engine: Engine) -> None:
    for moment, queued in ((NOON, 1), (LATER, 0)):
        counts = queue_for_review(engine, [make_call()], moment)
        assert counts == QueueCounts(queued, 1 - queued)
    assert load_review_queue(engine) == [QueuedCall(make_call(), NOON, None)]


def test_the_oldest_comes_first_and_a_newer_text_goes_to_the_end(engine: Engine) -> None:
    queue_for_review(engine, [make_call("1", title="First"), make_call("2", title="Second")], NOON)
    queue_for_review(engine, [make_call("1", title="First, changed")], LATER)
    assert waiting(engine) == ["Second", "First, changed"]


def test_an_accepted_call_is_stored_and_no_longer_waits(engine: Engine) -> None:
    queue_for_review(engine, [make_call()], NOON)
    assert decide_review(engine, "ukri:1", True, DECIDED) == make_call()
    stored = load_call(engine, "ukri:1")
    assert stored is not None
    assert (stored.call, stored.first_seen, stored.last_seen) == (make_call(), DECIDED, DECIDED)
    assert load_review_queue(engine) == []
    assert queue_for_review(engine, [make_call()], DECIDED) == QueueCounts(0, 1)


def test_a_changed_call_waits_beside_what_is_stored(engine: Engine) -> None:
    upsert_calls(engine, [make_call(title="Old")], NOON)
    queue_for_review(engine, [make_call(title="New")], LATER)
    assert load_review_queue(engine) == [
        QueuedCall(make_call(title="New"), LATER, make_call(title="Old"))
    ]
    decide_review(engine, "ukri:1", True, DECIDED)
    titles = [version.call.title for version in load_versions(engine, "ukri:1")]
    assert titles == ["Old", "New"]


def test_a_rejected_content_never_waits_again(engine: Engine) -> None:
    for title in ("Advertisement", "Another advertisement"):
        assert queue_for_review(engine, [make_call(title=title)], NOON) == QueueCounts(1, 0)
        assert decide_review(engine, "ukri:1", False, DECIDED).title == title
    for title in ("Advertisement", "Another advertisement"):
        assert queue_for_review(engine, [make_call(title=title)], DECIDED) == QueueCounts(0, 1)
    assert load_calls(engine) == []
    assert queue_for_review(engine, [make_call("2", title="Advertisement")], DECIDED).queued == 1
    assert queue_for_review(engine, [make_call(title="A call")], DECIDED).queued == 1


def test_a_stored_content_is_only_seen_again(engine: Engine) -> None:
    upsert_calls(engine, [make_call()], NOON)
    seen = make_call(stated_on=LATER.date())
    assert queue_for_review(engine, [seen], LATER) == QueueCounts(0, 1)
    stored = load_call(engine, "ukri:1")
    assert stored is not None
    assert (stored.last_seen, stored.call.stated_on, stored.version) == (LATER, LATER.date(), 1)
    assert load_review_queue(engine) == []


@pytest.mark.parametrize("settled", ["Stored", "Rejected"])
def test_what_the_source_took_back_no_longer_waits(engine: Engine, settled: str) -> None:
    queue_for_review(engine, [make_call(title="Rejected")], NOON)
    decide_review(engine, "ukri:1", False, NOON)
    upsert_calls(engine, [make_call(title="Stored")], NOON)
    queue_for_review(engine, [make_call(title="For a day"), make_call("2", title="Still")], NOON)
    assert queue_for_review(engine, [make_call(title=settled)], LATER) == QueueCounts(0, 1)
    assert waiting(engine) == ["Still"]


def test_only_what_waits_can_be_decided(engine: Engine) -> None:
    upsert_calls(engine, [make_call()], NOON)
    with pytest.raises(ValueError, match="no call ukri:1 waits for a decision"):
        decide_review(engine, "ukri:1", True, NOON)
    queue_for_review(engine, [make_call("2")], NOON)
    decide_review(engine, "ukri:2", True, NOON)
    with pytest.raises(ValueError, match="no call ukri:2 waits"):
        decide_review(engine, "ukri:2", False, NOON)


def test_a_decision_that_cannot_be_stored_changes_nothing(engine: Engine) -> None:
    queue_for_review(engine, [make_call()], NOON)
    for accept in (True, False):
        with pytest.raises(ValueError, match="time without a zone"):
            decide_review(engine, "ukri:1", accept, datetime(2026, 8, 10))  # noqa: DTZ001
    assert waiting(engine) == [make_call().title]
    assert load_calls(engine) == []


def test_an_accepted_round_is_a_new_call(engine: Engine) -> None:
    def in_year(year: int) -> Call:
        closing = datetime(year, 4, 1, tzinfo=UTC)
        return make_call(title=f"Ageing {year}", deadlines=(closing,))

    seen = [datetime(year, 1, 1, tzinfo=UTC) for year in (2026, 2027, 2028)]
    upsert_calls(engine, [in_year(2026)], seen[0])
    for year, moment in zip((2027, 2028), seen[1:], strict=True):
        assert queue_for_review(engine, [in_year(year)], moment) == QueueCounts(1, 0)
        (queued,) = load_review_queue(engine)
        assert (queued.call, queued.before) == (in_year(year), in_year(year - 1))
        decide_review(engine, "ukri:1", True, moment)
        assert queue_for_review(engine, [in_year(year)], moment) == QueueCounts(0, 1)
    stored = load_calls(engine)
    assert [item.call.key for item in stored] == ["ukri:1", "ukri:1~2", "ukri:1~3"]
    assert [item.previous_key for item in stored] == [None, "ukri:1", "ukri:1~2"]


def test_of_calls_with_one_key_the_last_waits(engine: Engine) -> None:
    twice = [make_call(title="First reading"), make_call(title="Second reading")]
    assert queue_for_review(engine, twice, NOON) == QueueCounts(1, 0)
    assert waiting(engine) == ["Second reading"]


@settings(max_examples=20, deadline=None, derandomize=True)
@given(call=any_call())
def test_any_call_waits_and_is_stored_as_it_came(fresh_store: FreshStore, call: Call) -> None:
    with fresh_store() as engine:
        _wait_and_be_stored(engine, call)


def _wait_and_be_stored(engine: Engine, call: Call) -> None:
    queue_for_review(engine, [call], NOON)
    assert [queued.call for queued in load_review_queue(engine)] == [neutral(call)]
    decide_review(engine, neutral(call).key, True, NOON)
    assert [stored.call for stored in load_calls(engine)] == [neutral(call)]


@settings(max_examples=20, deadline=None, derandomize=True)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from("12"), st.sampled_from("AB"), st.booleans()), max_size=8
    )
)
def test_nothing_is_asked_twice(
    fresh_store: FreshStore, steps: list[tuple[str, str, bool]]
) -> None:
    with fresh_store() as engine:
        _ask_each(engine, steps)


def _ask_each(engine: Engine, steps: list[tuple[str, str, bool]]) -> None:
    rejected: set[tuple[str, str]] = set()
    stored: dict[str, str] = {}
    for name, title, accept in steps:
        asked = queue_for_review(engine, [make_call(name, title=title)], NOON).queued
        assert asked == ((name, title) not in rejected and stored.get(name) != title)
        if asked:
            decide_review(engine, f"ukri:{name}", accept, LATER)
            if accept:
                stored[name] = title
            else:
                rejected.add((name, title))
    assert {item.call.source_id: item.call.title for item in load_calls(engine)} == stored
