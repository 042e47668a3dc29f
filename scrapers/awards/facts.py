"""Amounts and days as the sources of awards write them; what cannot be read is reported."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TypeVar
from zoneinfo import ZoneInfo

from models.money import Money
from scrapers.awards.words import stated
from scrapers.contract import Context
from scrapers.facts.dates import parse_moment

_NUMBER = re.compile(r"£?\s?(\d{1,3}(?:,\d{3})+(?:\.\d{1,20})?|\d{1,14}(?:\.\d{1,20})?)")
_LONDON = ZoneInfo("Europe/London")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = 10**13  # milliseconds: the year 2286
_YEARS = range(1970, 2200)  # outside these, a misreading
_MOST_UNREADABLE = 100  # of one kind; more, and the site no longer writes as it did

Fact = TypeVar("Fact")


def amount(value: object, currency: str = "GBP") -> Money | None:
    """Read a number, or digits with or without commas and a pound sign, to the penny.

    None where nothing is stated and for 0, which the sources write for awards
    whose size they do not give (UKRI of studentships). ValueError for anything
    else: negative, not finite, words, larger than any award.
    """
    if isinstance(value, str):
        words = stated(value)
        hit = _NUMBER.fullmatch(words)
        if words and hit is None:
            raise ValueError(f"not an amount: {words[:40]!r}")
        value = Decimal(hit[1].replace(",", "")) if hit else None
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise ValueError(f"not an amount: {str(value)[:40]!r}")
    number = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite() or not 0 <= number < Decimal(10) ** 13:
        raise ValueError(f"not a likely amount: {str(number)[:40]}")
    pennies = number.quantize(Decimal("0.01"))
    return Money(pennies, currency) if pennies else None


def day(value: object) -> date | None:
    """Read a day in ISO 8601, with or without a time, or as dd/mm/yyyy; None if none is stated.

    ValueError for anything else.
    """
    if value is not None and not isinstance(value, str):
        raise ValueError(f"not a date: {str(value)[:40]!r}")
    words = stated(value)
    return parse_moment(words).date() if words else None


def day_of_milliseconds(value: object) -> date | None:
    """Read milliseconds since 1970 as the day that it was in London; None for None.

    UKRI writes midnight in London, an hour before midnight UTC in summer.
    ValueError for what is no such number.
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= _LATEST:
        raise ValueError(f"not a moment: {str(value)[:40]!r}")
    found = (_EPOCH + timedelta(milliseconds=value)).astimezone(_LONDON).date()
    if found.year not in _YEARS:
        raise ValueError(f"not a likely year: {found.year}")
    return found


def read_or_report(
    context: Context, what: str, award: str, read: Callable[[object], Fact | None], value: object
) -> Fact | None:
    """Return what `read` makes of the value; if it cannot, report that and return None.

    ValueError once so many values of one kind could not be read that the fault
    must be ours: what is stored is then better kept.
    """
    try:
        return read(value)
    except (ValueError, ArithmeticError) as error:
        kind = f"{what} cannot be read"
        if sum(issue.reason.startswith(kind) for issue in context.issues) >= _MOST_UNREADABLE:
            raise ValueError(f"{kind} in {_MOST_UNREADABLE} awards or more") from error
        context.warn(f"{kind} in award {award}: {error}")
        return None


def ordered(
    context: Context, award: str, starts: date | None, ends: date | None
) -> tuple[date | None, date | None]:
    """Return start and end; an end that lies before the start is reported and unknown."""
    if starts is None or ends is None or starts <= ends:
        return starts, ends

    def refuse(_value: object) -> date | None:
        raise ValueError(f"{ends} is before the start, {starts}")

    return starts, read_or_report(context, "end", award, refuse, None)
