"""What a reader of indicators is asked for and what it gives back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from models.report import Issue

ENGLAND = "E92000001"  # ONS code of the country
NOT_STATED = "not stated"  # a sex or an age that the source does not name


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """One published figure about a whole area, all its people or one sex.

    `sortable` orders the periods of one indicator: it begins with the year in
    which the period starts. `period_range` is how long the period is, such as
    "1y" or "3y". `compared_to_england` and `trend` are the publisher's words.
    """

    indicator_id: int
    name: str
    area: str  # ONS code
    sex: str
    age: str
    period: str
    sortable: int
    period_range: str | None
    value: float | None  # None: withheld or not counted
    lower: float | None = None  # 95 % confidence limits
    upper: float | None = None
    count: float | None = None
    denominator: float | None = None
    compared_to_england: str | None = None
    trend: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which figures a reader is asked for."""

    names: Mapping[int, tuple[str, ...]]  # indicator id -> the names it is known by
    areas: frozenset[str]  # ONS codes
    area_type: int  # Fingertips' number for the kind of area: 502 is counties and unitaries


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found; `failed` says why an indicator could not even be asked for."""

    read_from: str  # the service's title, or the file's name
    values: tuple[IndicatorValue, ...]
    failed: Mapping[int, str]
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """What one table holds of what was wanted, and one sentence for each row not understood."""

    values: tuple[IndicatorValue, ...]
    problems: tuple[str, ...]


Reader: TypeAlias = Callable[[Wanted], Reading]
