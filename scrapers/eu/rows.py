"""A row of the portal: every value is a list of texts, as the search service writes them."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from scrapers.facts.clock import BRUSSELS
from scrapers.facts.dates import parse_moment

Row = Mapping[str, Any]

# 1 a topic, 2 a call of external action, 8 a cascade call; 0 is a tender, 6 a news item.
GRANT_TYPES = ("1", "2", "8")
SUBMISSION_ENDS = time(17)  # the portal closes at 17:00 Brussels time where only a date is given
_MIDNIGHT = time()


def every(row: Row, key: str) -> list[str]:
    """Return all texts under a name; none if it is missing or not a list."""
    values = row.get(key)
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def first(row: Row, key: str) -> str:
    """Return the first text under a name, or an empty one."""
    return next(iter(every(row, key)), "")


def is_stub(row: Row) -> bool:
    """Whether the row lacks its status, or both its text and its deadline."""
    return not first(row, "status") or not (description(row) or first(row, "deadlineDate"))


def description(row: Row) -> str:
    """Return the HTML of the description; cascade calls keep it under a name of their own."""
    return first(row, "descriptionByte") or first(row, "beneficiaryAdministration")


def moment(words: str, time_of_day: time) -> datetime:
    """Read a moment; midnight, in UTC or Brussels, means a date without a time.

    Such a date is given `time_of_day`, Brussels time. ValueError if it is no date.
    """
    found = parse_moment(words, ZoneInfo("UTC"))
    local = found.astimezone(BRUSSELS)
    for reading in (found.astimezone(UTC), local):
        if reading.time() == _MIDNIGHT:
            return datetime.combine(reading.date(), time_of_day, BRUSSELS)
    return local
