"""What may be asked of the search routes: the protocol's request bodies, checked.

The SDK's own request models are looser than the protocol's document (a page size below
every bound, one end of a range, any text as an order), so these are ours.
"""

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic.alias_generators import to_camel

INT32 = 2_147_483_647
LONGEST_SEARCH = 5_000  # characters
PAGE_SIZE = 100

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})", re.ASCII
)

Direction = Literal["asc", "desc"]


def _whole(value: object) -> object:
    """Take 3.0 for 3, as JSON Schema does."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Count = Annotated[int, Field(strict=True, ge=1, le=INT32), BeforeValidator(_whole)]


class Asked(BaseModel):
    """A part of a request. Names that are not known are kept, to be reported."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)


def _read_day(value: object) -> object:
    """Read a date, or a moment with its offset. ValueError for all else."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value)
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return datetime.fromisoformat(value.upper())
    raise ValueError("a date (2026-09-15), or a moment with its offset (2026-09-15T16:00:00+01:00)")


Day = Annotated[
    datetime | date,
    BeforeValidator(_read_day),
    WithJsonSchema(
        {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}
    ),
]


class Amount(Asked):
    """An amount of money."""

    amount: str = Field(pattern=r"^-?[0-9]+\.?[0-9]*$", max_length=40)
    currency: str = Field(max_length=3)


class Strings(Asked):
    """One of several values, or none of them."""

    operator: Literal["in", "notIn"]
    value: list[str]


class DaySpan(Asked):
    """Two ends; both count as within."""

    min: Day
    max: Day


class Days(Asked):
    """Between two days, or outside."""

    operator: Literal["between", "outside"]
    value: DaySpan


class AmountSpan(Asked):
    """Two amounts; both count as within."""

    min: Amount
    max: Amount


class Amounts(Asked):
    """Between two amounts, or outside."""

    operator: Literal["between", "outside"]
    value: AmountSpan


class OwnFilter(Asked):
    """A filter on what the protocol has no field for."""

    operator: Literal[
        "eq",
        "neq",
        "gt",
        "gte",
        "lt",
        "lte",
        "in",
        "notIn",
        "like",
        "notLike",
        "between",
        "outside",
    ]
    value: Any


class OpportunityFilters(Asked):
    """All of them must hold."""

    model_config = ConfigDict(extra="allow")

    status: Strings | None = None
    close_date_range: Days | None = None
    total_funding_available_range: Amounts | None = None
    min_award_amount_range: Amounts | None = None
    max_award_amount_range: Amounts | None = None
    custom_filters: dict[str, OwnFilter] | None = None


class AwardFilters(Asked):
    """All of them must hold."""

    model_config = ConfigDict(extra="allow")

    status: Strings | None = None
    opportunity_id: Strings | None = None
    award_date_range: Days | None = None
    awarded_amount_range: Amounts | None = None
    custom_filters: dict[str, OwnFilter] | None = None


class OpportunitySorting(Asked):
    """The order of opportunities."""

    sort_by: Literal[
        "lastModifiedAt",
        "createdAt",
        "title",
        "status.value",
        "keyDates.closeDate",
        "funding.maxAwardAmount",
        "funding.minAwardAmount",
        "funding.totalAmountAvailable",
        "funding.estimatedAwardCount",
        "custom",
    ]
    custom_sort_by: str | None = None
    sort_order: Direction | None = None


class AwardSorting(Asked):
    """The order of awards."""

    sort_by: Literal[
        "lastModifiedAt",
        "createdAt",
        "title",
        "status.value",
        "keyDates.awardDate",
        "funding.awardedAmount",
        "custom",
    ]
    custom_sort_by: str | None = None
    sort_order: Direction | None = None


class Page(Asked):
    """Which part of the results."""

    page: Count = 1
    page_size: Count = PAGE_SIZE


class OpportunitySearch(Asked):
    """Body of a search for opportunities."""

    search: str | None = Field(default=None, max_length=LONGEST_SEARCH)
    filters: OpportunityFilters | None = None
    sorting: OpportunitySorting | None = None
    pagination: Page | None = None


class AwardSearch(Asked):
    """Body of a search for awards."""

    search: str | None = Field(default=None, max_length=LONGEST_SEARCH)
    filters: AwardFilters | None = None
    sorting: AwardSorting | None = None
    pagination: Page | None = None
