"""Words to facts: amounts, dates, counts, choices, addresses. ValueError where they are not."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from models.call import DeadlineKind
from models.money import Money
from scrapers.facts.dates import parse_moment, read_closing, read_opening
from scrapers.facts.money import Figure, parse_amount

_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,6})?(?:[eE]\+?\d{1,2})?")
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]00:00:00)?")
_LONGEST_ADDRESS = 2_000

Choice = TypeVar("Choice", bound=StrEnum)


def to_money(words: str, currency: str | None) -> Figure:
    """Read an amount: a bare number in the currency given, or words such as "£1.5 million".

    A range comes back with its lower end.
    """
    code = currency.strip().upper() if currency else None
    if not _NUMBER.fullmatch(words):
        return parse_amount(words, code)
    if code is None:
        raise ValueError(f"{words} has no currency")
    return Figure(Money(Decimal(words), code))


def to_count(words: str) -> int:
    """Read a whole number above zero; tables write it as 8 or 8.0."""
    if not re.fullmatch(r"\d{1,6}(?:\.0+)?", words) or not float(words):
        raise ValueError(f"not a number of awards: {words[:80]!r}")
    return int(words.split(".", maxsplit=1)[0])


def to_choice(words: str, choices: type[Choice]) -> Choice:
    """Read one of the words that the enumeration has."""
    try:
        return choices(words.strip().lower())
    except ValueError:
        known = ", ".join(choice.value for choice in choices)
        raise ValueError(f"{words[:80]!r} is none of {known}") from None


def to_address(words: str) -> str:
    """Accept an http or https address and nothing else, since readers will follow it."""
    try:
        parts = urlsplit(words)
    except ValueError:
        raise ValueError(f"not a web address: {words[:80]!r}") from None
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or re.search(r"[\s<>\"]", words)
        or len(words) > _LONGEST_ADDRESS
    ):
        raise ValueError(f"not a web address: {words[:80]!r}")
    return words


def to_day(words: str) -> date:
    """Read a date, with or without a time of day behind it, in ISO form or the British ways."""
    return parse_moment(words).date()


def to_moment(words: str, zone: ZoneInfo, default: time) -> datetime:
    """Read a date and time in ISO form or the British ways; `zone` and `default` fill the gaps.

    A spreadsheet writes a bare date as midnight, so midnight without a zone is
    taken for a date only.
    """
    day = _DAY.fullmatch(words)
    bare = day[1] if day else words
    starts, ends = parse_moment(bare, zone), parse_moment(bare, zone, closing=True)
    if starts == ends:
        return starts
    return datetime.combine(starts.date(), default, zone)


def to_opening(words: str, zone: ZoneInfo) -> datetime | None:
    """Read an opening as `to_moment` does; None for "to be confirmed" and the like."""
    if read_opening(words, zone) is None:
        return None
    return to_moment(words, zone, time(0))


def to_closing(words: str, zone: ZoneInfo, default: time) -> datetime | DeadlineKind:
    """Read a closing as `to_moment` does.

    ROLLING stands for "no deadline" and the like, UNKNOWN for "to be announced".
    """
    closing = read_closing(words, zone)
    return closing.kind if closing.moment is None else to_moment(words, zone, default)
