"""How a language writes dates and amounts: British English is our own, the others are Babel's.

Only the form of dates and amounts is meant; the words around them are English. Pure.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from models.money import Money

if TYPE_CHECKING:
    from babel import Locale

LANGUAGES = ("cy", "de", "en", "es", "fr", "ga", "gd", "it", "nl", "pl", "pt", "ro")
"""Languages written from left to right with our digits; their forms are CLDR's as they are."""

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_OURS = ("en", "en-gb")
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Forms:
    """How one language writes a day with its weekday, a day without, and an amount."""

    weekday: Callable[[date], str]
    day: Callable[[date], str]
    money: Callable[[Money], str]


def _british_day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _british_weekday(day: date) -> str:
    return f"{_DAYS[day.weekday()]} {_british_day(day)}"


BRITISH = Forms(_british_weekday, _british_day, str)
"""Tue 15 September 2026; 15 September 2026; £1.5m."""


def is_language(tag: str) -> bool:
    """Whether dates and amounts can be written as the language does: "cy", "cy-GB", "en-IE"."""
    return tag.lower() in _OURS or _locale(tag) is not None


@lru_cache
def forms_of(tag: str) -> Forms:
    """Return the forms of a language by its tag (RFC 5646); British ones for an unknown one."""
    locale = None if tag.lower() in _OURS else _locale(tag)
    if locale is None:
        return BRITISH
    return Forms(
        lambda day: _day(day, "full", locale),
        lambda day: _day(day, "long", locale),
        lambda money: _money(money, locale),
    )


def _locale(tag: str) -> "Locale | None":
    # Babel takes a moment to import, which a search can do without.
    from babel import Locale, UnknownLocaleError

    if tag.partition("-")[0].lower() not in LANGUAGES:
        return None
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def _day(day: date, form: str, locale: "Locale") -> str:
    from babel.dates import format_date

    return format_date(day, form, locale)


def _money(money: Money, locale: "Locale") -> str:
    """Write an amount as `str(Money)` does: short from a million on, else to the whole unit."""
    from babel.numbers import format_compact_currency, format_currency

    amount, currency = money.amount, money.currency
    if amount >= _MILLION:
        return format_compact_currency(amount, currency, locale=locale, fraction_digits=2)
    whole = locale.currency_formats["standard"].pattern.replace(".00", "")
    return format_currency(amount, currency, whole, locale, currency_digits=False)
