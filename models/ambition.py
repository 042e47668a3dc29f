"""What the city has won in a field so far, beside what a call pays."""

from dataclasses import dataclass

from models.money import Money


@dataclass(frozen=True, slots=True)
class History:
    """Awards of one holder in one field. Amounts are of those that state one."""

    whose: str  # the city's or an organisation's name
    field: str  # how the awards were chosen, e.g. "NIHR HTA" or "cancer"
    count: int
    first_year: int | None
    last_year: int | None
    median: Money | None
    largest: Money | None


@dataclass(frozen=True, slots=True)
class Ambition:
    """Histories, the city's first, and one sentence that sets them beside the call.

    It never lowers a score: little history is a reason to bid, not one against it.
    """

    histories: tuple[History, ...]
    times: float | None  # the call's most per award over the median; None where one is missing
    words: str
