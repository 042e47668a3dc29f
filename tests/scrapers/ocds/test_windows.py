"""Windows begin at fixed moments, cover everything, and travel in addresses."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.ocds.windows import first_window, next_window, parameters, window_of
from tests.scrapers.ocds.releases import NOW, WINDOWS, context_at

_clock = datetime.fromisoformat


def test_the_first_run_looks_back_as_far_as_it_may() -> None:
    context = context_at()
    assert first_window(WINDOWS, context) == _clock("2026-06-13T06:00")
    assert context.issues == []


def test_a_later_run_begins_a_little_before_the_last_complete_one() -> None:
    assert first_window(WINDOWS, context_at(since=NOW)) == _clock("2026-06-15T00:00")
    before = NOW - timedelta(hours=5)
    assert first_window(WINDOWS, context_at(since=before)) == _clock("2026-06-14T18:00")


def test_a_gap_that_stays_unread_is_reported() -> None:
    context = context_at(since=NOW - timedelta(days=9))
    assert first_window(WINDOWS, context) == _clock("2026-06-13T06:00")
    assert [issue.reason for issue in context.issues] == [
        "notices from 06 June 2026 to 13 June 2026 are not read: "
        "the last complete reading lies too far back"
    ]


def test_windows_are_of_the_clock_in_london() -> None:
    summer = datetime(2026, 6, 15, 23, 30, tzinfo=UTC)
    assert first_window(WINDOWS, context_at(summer, summer)) == _clock("2026-06-15T18:00")
    winter = datetime(2026, 1, 15, 23, 30, tzinfo=UTC)
    assert first_window(WINDOWS, context_at(winter, winter)) == _clock("2026-01-15T18:00")


def test_without_the_moment_of_the_run_nothing_is_asked() -> None:
    with pytest.raises(ValueError, match="moment"):
        first_window(WINDOWS, context_at(None))


@pytest.mark.parametrize("query", ["", "from=", "from=2026-06-15", "from=yesterday", "to=1"])
def test_an_address_without_a_window_is_refused(query: str) -> None:
    with pytest.raises(ValueError, match="names no from"):
        window_of(WINDOWS, f"https://notices.example/packages?{query}")


_MOMENTS = st.datetimes(_clock("2015-01-01"), _clock("2060-01-01"), timezones=st.just(UTC))


@settings(max_examples=60, deadline=None)
@given(_MOMENTS, st.timedeltas(timedelta(0), timedelta(days=3)))
def test_windows_follow_each_other_without_a_gap_up_to_now(now: datetime, ago: timedelta) -> None:
    context = context_at(now, now - ago)
    start: datetime | None = first_window(WINDOWS, context)
    seen = []
    while start is not None:
        assert window_of(
            WINDOWS, f"https://n.example/?{urlencode(parameters(WINDOWS, start))}"
        ) == (start)
        assert (start.hour % 6, start.minute, start.second) == (0, 0, 0)
        seen.append(start)
        start = next_window(WINDOWS, start, context)
    assert all(after - before == WINDOWS.step for before, after in pairwise(seen))
    again = context_at(now + timedelta(minutes=1), now)
    assert first_window(WINDOWS, again) in seen
    assert len(seen) <= 11
