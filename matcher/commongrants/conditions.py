"""Whether a value passes a filter. What is not known passes none, but for `notIn` and the like."""

from collections.abc import Collection
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from matcher.commongrants.asked import Amounts, Days, OwnFilter, Strings
from models.money import Money

_COMPARE = {
    "gt": lambda value, bound: value > bound,
    "gte": lambda value, bound: value >= bound,
    "lt": lambda value, bound: value < bound,
    "lte": lambda value, bound: value <= bound,
    "eq": lambda value, bound: value == bound,
    "neq": lambda value, bound: value != bound,
}


class FilterError(ValueError):
    """A filter of our own cannot be applied; says why in a sentence without its name."""


def is_one_of(values: Collection[str], asked: Strings) -> bool:
    """Whether any of the values is asked for."""
    return (not set(asked.value).isdisjoint(values)) is (asked.operator == "in")


def is_on(moment: datetime | date | None, asked: Days) -> bool:
    """Whether the day or moment lies where it is asked for; both ends count as between."""
    if moment is None:
        return False
    span = asked.value
    within = _not_after(span.min, moment) and _not_after(moment, span.max)
    return within is (asked.operator == "between")


def is_amount(money: Money | None, asked: Amounts) -> bool:
    """Whether the amount lies where it is asked for; other currencies never do."""
    low, high = asked.value.min, asked.value.max
    if money is None or not money.currency == low.currency == high.currency:
        return False
    within = Decimal(low.amount) <= money.amount <= Decimal(high.amount)
    return within is (asked.operator == "between")


def is_text(values: Collection[str], asked: OwnFilter) -> bool:
    """Whether one of several texts is, or holds (`like`), what is asked for.

    Raises FilterError for an operator or a value that texts cannot be compared by.
    """
    operator, value = asked.operator, asked.value
    if operator in ("eq", "neq", "like", "notLike") and isinstance(value, str):
        wanted = value.casefold()
        folded = [text.casefold() for text in values]
        if operator in ("eq", "neq"):
            return (wanted in folded) is (operator == "eq")
        return any(wanted in text for text in folded) is (operator == "like")
    if operator in ("in", "notIn") and _is_texts(value):
        wanted_ones = {text.casefold() for text in value}
        found = any(text.casefold() in wanted_ones for text in values)
        return found is (operator == "in")
    raise FilterError(
        "takes eq, neq, like or notLike with a text, in or notIn with a list of texts"
    )


def is_number(number: float | None, asked: OwnFilter) -> bool:
    """Whether a number compares as asked. FilterError for anything else than numbers."""
    compare = _COMPARE.get(asked.operator)
    bound = asked.value
    if compare is None or isinstance(bound, bool) or not isinstance(bound, (int, float)):
        raise FilterError("takes eq, neq, gt, gte, lt or lte with a number")
    return number is not None and bool(compare(number, bound))


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _not_after(one: datetime | date, other: datetime | date) -> bool:
    """Compare moments as moments; a day beside a moment by the day the moment's own clock has."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one.astimezone(UTC) <= other.astimezone(UTC)
    return _day(one) <= _day(other)


def _day(value: datetime | date) -> date:
    return value.date() if isinstance(value, datetime) else value
