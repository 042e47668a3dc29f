"""Working days of England: no weekends, no bank holidays.

Bank holidays come from the package `holidays` (GB, England), which knows moved
and single ones up to its release; those of later years follow the rules of today.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

_DAY = timedelta(days=1)
_SATURDAY = 5


@cache  # a day is asked for again by every bid of a set
def is_working_day(day: date) -> bool:
    """Whether offices in England are open: neither a weekend nor a bank holiday."""
    return day.weekday() < _SATURDAY and day not in _bank_holidays(day.year)


def previous_working_day(day: date) -> date:
    """Return the last working day on or before `day`."""
    while not is_working_day(day):
        day -= _DAY
    return day


def next_working_day(day: date) -> date:
    """Return the first working day on or after `day`."""
    while not is_working_day(day):
        day += _DAY
    return day


def working_days_before(day: date, number: int) -> date:
    """Return the working day that lies `number` (0 or more) working days before `day`.

    0 is `day` itself or, where that is none, the last working day before it.
    Raises ValueError for a negative number.
    """
    if number < 0:
        raise ValueError(f"a number of working days cannot be {number}")
    if number == 0:
        return previous_working_day(day)
    for _ in range(number):
        day = previous_working_day(day - _DAY)
    return day


def working_days(first: date, last: date) -> Iterator[date]:
    """Yield the working days from `first` to `last`, both included."""
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        if is_working_day(day):
            yield day


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    import holidays  # 0.5 s, which only a timetable needs

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))
