"""Amounts of money in prose and in labelled fields, each with the role its sentence gives it."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from models.money import Money, MoneyRole
from scrapers.facts.roles import role_of
from scrapers.facts.text import sentence_spans, shortened

_SPACE = r"[ \t\n\u00a0\u2009\u202f]"
_UNITS = {
    "k": Decimal(10**3),
    "thousand": Decimal(10**3),
    "m": Decimal(10**6),
    "mn": Decimal(10**6),
    "mio": Decimal(10**6),
    "million": Decimal(10**6),
    "millions": Decimal(10**6),
    "bn": Decimal(10**9),
    "billion": Decimal(10**9),
    "billions": Decimal(10**9),
}
_CURRENCIES = {
    "£": "GBP",
    "gbp": "GBP",
    "pound": "GBP",
    "pounds": "GBP",
    "€": "EUR",
    "eur": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "$": "USD",
    "us$": "USD",
    "usd": "USD",
}
_NUMBER = (
    r"(?:\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,2})?"  # 1,500,000.00
    r"|\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3}){1,4}(?!\d)"  # 2 500 000, as EU pages write it
    r"|\d{1,3}(?:\.\d{3}){1,4}(?!\d)"  # 2.500.000
    r"|\d{1,15}(?:\.\d{1,6})?)"
)
_UNIT = r"(?:thousand|millions?|billions?|mio|mn|bn|m|k)(?![A-Za-z0-9])"
_BEFORE = r"(?:£|€|(?:US)?\$|(?:GBP|EUR|USD|Euros?)(?![A-Za-z]))"
_AFTER = r"(?:€|(?:euros?|eur|gbp|usd|pounds)(?![A-Za-z]))"


_ONE = (
    rf"(?P<before>{_BEFORE})?{_SPACE}{{0,2}}(?P<number>{_NUMBER})(?!\d)"
    rf"(?:{_SPACE}{{0,2}}(?P<unit>{_UNIT}))?"
    rf"(?:{_SPACE}{{1,2}}(?P<after>{_AFTER}))?(?![\w%]|[.,]\d)"
)
# A hyphen straight before an amount would make it negative, a letter part of another word.
_FIRST = re.compile(rf"(?<![\w.,\-−£€$]){_ONE}", re.IGNORECASE)
_SECOND = re.compile(
    rf"{_SPACE}{{0,2}}(?P<joint>-|–|—|to|and|up to){_SPACE}{{0,2}}{_ONE}", re.IGNORECASE
)
_BETWEEN = re.compile(r"\bbetween\s{1,2}$", re.IGNORECASE)
_LEAD_IN = re.compile(
    r"^(?:(?:a|an|up|to|of|total|maximum|minimum|max|min|approximately|approx\.?|around|about|circa|c\."
    r"|over|at|least|from)\s+)*",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*\([^()]{0,200}\)\s*$")


@dataclass(frozen=True, slots=True)
class Figure:
    """One amount, or a range: then `low` is its lower end and `money` its upper one."""

    money: Money
    low: Money | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure found in prose, with where it stands and what it is. No role: ambiguous."""

    money: Money
    low: Money | None
    start: int
    end: int
    role: MoneyRole | None
    sentence: str


def parse_amount(value: str, currency: str | None = None) -> Figure:
    """Read a labelled field: "£42 million", "up to £20m", "£4,500,000 - £7,000,000".

    `currency` (ISO 4217) is that of a field which leaves it out. Raises
    ValueError if the field is not one amount or one range of them.
    """
    bare = _LEAD_IN.sub("", _ASIDE.sub("", value[:500]).strip().rstrip("."))
    figures = [
        figure
        for figure, start, end in _figures(bare, currency)
        if end == len(bare) and bare[:start].strip().lower() in ("", "between")
    ]
    if not figures:
        raise ValueError(f"not an amount of money: {value[:80]!r}")
    return figures[0]


def find_amounts(text: str) -> tuple[Amount, ...]:
    """Find every amount that carries a currency, in the order of the text. Never fails."""
    spans = list(sentence_spans(text))
    starts = [start for start, _ in spans]
    found = list(_figures(text))
    amounts = []
    for index, (figure, start, end) in enumerate(found):
        span = spans[max(0, bisect_right(starts, start) - 1)]
        left = found[index - 1][2] if index else 0
        right = found[index + 1][1] if index + 1 < len(found) else len(text)
        role = role_of(text, span, (start, end), (left, right))
        sentence = shortened(text, span, (start, end))
        amounts.append(Amount(figure.money, figure.low, start, end, role, sentence))
    return tuple(amounts)


def _figures(text: str, currency: str | None = None) -> Iterator[tuple[Figure, int, int]]:
    """Yield each figure with its start and end; `currency` is for those that show none."""
    position = 0
    while first := _FIRST.search(text, position):
        position = first.end()
        second = _SECOND.match(text, position)
        figure = _range(text, first, second, currency) if second else None
        if second and figure:
            position = second.end()
        else:
            figure = _single(first, currency)
        if figure:
            yield figure, first.start("before" if first["before"] else "number"), position


def _single(match: re.Match[str], currency: str | None) -> Figure | None:
    code = _code(match) or currency
    try:
        return Figure(Money(_value(match), code)) if code else None
    except ValueError:  # larger than any fund
        return None


def _range(
    text: str, first: re.Match[str], second: re.Match[str], currency: str | None
) -> Figure | None:
    """Join two amounts; None where they are not the ends of one range.

    "£2-4 million" and "£37.5 to 62.5 million" share currency and unit; "in 2026
    to £5m" shares nothing.
    """
    lead = text[max(0, first.start() - 9) : first.start()]
    if second["joint"].lower() == "and" and not _BETWEEN.search(lead):
        return None
    code = _code(second) or _code(first) or currency
    if code is None or _code(first) not in (code, None) or (second["before"] and not _code(first)):
        return None
    low, high = _value(first), _value(second)
    shared = _whole(low * _scale(second["unit"]))
    if not first["unit"] and low < 1000 and shared <= high:
        low = shared
    try:
        return Figure(Money(high, code), Money(low, code)) if low <= high else None
    except ValueError:
        return None


def _code(match: re.Match[str]) -> str | None:
    sign = match["before"] or match["after"]
    return _CURRENCIES[sign.lower()] if sign else None


def _value(match: re.Match[str]) -> Decimal:
    return _whole(_decimal(match["number"], match["unit"]) * _scale(match["unit"]))


def _decimal(digits: str, unit: str | None) -> Decimal:
    """Read a number; "500.000" without a unit is half a million: no sum has three decimals."""
    bare = re.sub(r"[, \u00a0\u2009\u202f]", "", digits)
    grouped = bare.count(".") > 1 or (unit is None and re.fullmatch(r"\d{1,3}\.\d{3}", bare))
    return Decimal(bare.replace(".", "") if grouped else bare)


def _whole(amount: Decimal) -> Decimal:
    """Write 4500000.0 as 4500000, so that equal amounts look equal."""
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount


def _scale(unit: str | None) -> Decimal:
    return _UNITS[unit.lower()] if unit else Decimal(1)
