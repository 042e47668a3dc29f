"""Days named by their place in a month: "the first Monday of June", "the last day of March"."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scrapers.facts.clock import MONTH, month_number

_NTH = ("first", "second", "third", "fourth", "last")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HINTS = ("day of ", "day in ")  # one of them stands in every such name
_NAMED = re.compile(
    rf"\b(?:(?P<nth>{'|'.join(_NTH)}|1st|2nd|3rd|4th)\s"
    r"(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]{0,3}day|last\sday)"
    rf"\s(?:of|in)\s(?P<month>{MONTH})(?:,?\s(?P<year>20\d\d)(?!\d)|(?!\s\d))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PlacedDay:
    """Where such a day stands in a text and which it is; day 0 where no year fixes it."""

    start: int
    end: int
    day: int
    month: int
    year: int | None


def placed_days(text: str) -> Iterator[PlacedDay]:
    """Find the days named by their place in a month, in the order of the text."""
    if not any(hint in text for hint in _HINTS):  # most texts name none
        return
    for match in _NAMED.finditer(text):
        month = month_number(match["month"])
        year = int(match["year"]) if match["year"] else None
        day = _day(match, month, year) if year else 0
        yield PlacedDay(match.start(), match.end(), day, month, year)


def _day(match: re.Match[str], month: int, year: int) -> int:
    last = monthrange(year, month)[1]
    if not match["nth"]:
        return last
    weekday = _WEEKDAYS.index(match["weekday"].lower())
    fitting = [each for each in range(1, last + 1) if date(year, month, each).weekday() == weekday]
    nth = match["nth"].lower()
    return fitting[int(nth[0]) - 1 if nth[0].isdigit() else _place(nth)]


def _place(nth: str) -> int:
    return -1 if nth == "last" else _NTH.index(nth)
