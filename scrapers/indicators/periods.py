"""Periods as Fingertips writes them: "2024", "2024/25", "2022 - 24", "2021/22 Q1 - 2025/26 Q3"."""

import re
from dataclasses import dataclass

_POINT = r"(?P<{0}>\d{{2}}|\d{{4}})(?:/(?P<{0}_next>\d{{2}}))?(?: Q(?P<{0}_quarter>[1-4]))?"
_PERIOD = re.compile(
    rf"(?P<whole>(?=\d{{4}}){_POINT.format('start')}(?: ?[-–] ?{_POINT.format('end')})?)", re.ASCII
)
_MONTHS = "january february march april may june july august september october november december"
_MONTH = re.compile(
    rf"(?P<month>{'|'.join(_MONTHS.split())}) (?P<year>\d{{4}})", re.ASCII | re.IGNORECASE
)
_APRIL = 4  # the financial year's first month


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time; `ends` counts months since year 0, so that two ends compare."""

    start_year: int
    ends: int
    months: int

    @property
    def range(self) -> str | None:
        """The length as Fingertips writes it, such as "3y"; None if not of whole years."""
        return f"{self.months // 12}y" if self.months % 12 == 0 else None


def read_period(text: str) -> Period | None:
    """Read a period; None if it is written in a way that is not known."""
    words = " ".join(text.split())
    if month := _MONTH.fullmatch(words):
        year = int(month["year"])
        return Period(year, year * 12 + _MONTHS.split().index(month["month"].lower()) + 1, 1)
    found = _PERIOD.fullmatch(words)
    if found is None:
        return None
    start = _bounds(found, "start", None)
    last = _bounds(found, "end", int(found["start"])) if found["end"] else start
    if start is None or last is None or last[1] <= start[0]:
        return None
    return Period(int(found["start"]), last[1], last[1] - start[0])


def _bounds(found: re.Match[str], name: str, since: int | None) -> tuple[int, int] | None:
    """Return the month before a point in time begins and the month with which it ends."""
    year = int(found[name])
    if len(found[name]) == 2:  # "2019 - 21": the century is the start's, or the one after it
        if since is None:
            return None
        year += since // 100 * 100
        year += 100 if year < since else 0
    following, quarter = found[f"{name}_next"], found[f"{name}_quarter"]
    if following is not None and int(following) != (year + 1) % 100:
        return None
    begins = year * 12 + (_APRIL - 1 if following is not None else 0)
    if quarter is None:
        return begins, begins + 12
    return begins + (int(quarter) - 1) * 3, begins + int(quarter) * 3
