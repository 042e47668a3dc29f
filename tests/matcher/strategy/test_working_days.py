"""Working days of England: weekends, bank holidays, and counting back over them."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.strategy.working_days import (
    is_working_day,
    next_working_day,
    previous_working_day,
    working_days,
    working_days_before,
)

DAYS = st.dates(date(2020, 1, 1), date(2045, 12, 31))


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 4, 3),  # Good Friday
        date(2026, 4, 6),  # Easter Monday
        date(2026, 5, 4),  # early May
        date(2026, 8, 31),  # not the Scottish first Monday of August
        date(2026, 12, 28),  # Boxing Day, a Saturday, moved
        date(2027, 12, 27),  # Christmas Day, a Saturday, moved
        date(2028, 1, 3),  # New Year's Day, a Saturday, moved
        date(2020, 5, 8),  # early May, moved to VE day
        date(2022, 9, 19),  # a funeral of state
        date(2026, 3, 28),
        date(2026, 3, 29),
    ],
)
def test_weekends_and_bank_holidays_are_no_working_days(day: date) -> None:
    assert not is_working_day(day)


@pytest.mark.parametrize(
    "day", [date(2026, 8, 3), date(2026, 11, 30), date(2026, 1, 2), date(2028, 2, 29)]
)
def test_holidays_of_other_parts_of_the_kingdom_and_leap_days_are_worked(day: date) -> None:
    assert is_working_day(day)


def test_easter_and_christmas_are_stepped_over() -> None:
    assert previous_working_day(date(2026, 4, 6)) == date(2026, 4, 2)
    assert next_working_day(date(2026, 4, 3)) == date(2026, 4, 7)
    assert previous_working_day(date(2027, 1, 1)) == date(2026, 12, 31)
    assert working_days_before(date(2026, 12, 29), 2) == date(2026, 12, 23)
    assert list(working_days(date(2026, 12, 24), date(2026, 12, 29))) == [
        date(2026, 12, 24),
        date(2026, 12, 29),
    ]


def test_a_negative_number_of_days_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        working_days_before(date(2026, 1, 2), -1)
    assert working_days_before(date(2026, 1, 4), 0) == date(2026, 1, 2)


@given(day=DAYS, number=st.integers(1, 10))
@settings(max_examples=100, deadline=None)
def test_counting_back_agrees_with_counting_one_by_one(day: date, number: int) -> None:
    found = working_days_before(day, number)
    assert is_working_day(found)
    assert len(list(working_days(found, day - timedelta(days=1)))) == number
    assert day - found < timedelta(weeks=4)  # what the norms rely on
    assert previous_working_day(day) <= day <= next_working_day(day)
