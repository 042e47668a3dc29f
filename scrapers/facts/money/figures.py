"""Reads figures of money in any common spelling: £1.5m, EUR 2 500 000, half a million pounds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from models.money import Money
from scrapers.facts.money.dollars import dollars_of

_SPACE = r"[ \t\n\u00a0\u2009\u202f]"
_UNITS = {
    "k": Decimal(10**3),
    "thousand": Decimal(10**3),
    "m": Decimal(10**6),
    "mn": Decimal(10**6),
    "mil": Decimal(10**6),
    "mio": Decimal(10**6),
    "million": Decimal(10**6),
    "bn": Decimal(10**9),
    "billion": Decimal(10**9),
    "tn": Decimal(10**12),
    "trillion": Decimal(10**12),
}
_SIGNS = {
    "£": "GBP",
    "pound": "GBP",
    "sterling": "GBP",
    "€": "EUR",
    "euro": "EUR",
    "us$": "USD",
    "usd$": "USD",
    "a$": "AUD",
    "au$": "AUD",
    "aud$": "AUD",
    "c$": "CAD",
    "ca$": "CAD",
    "can$": "CAD",
    "cad$": "CAD",
    "nz$": "NZD",
    "nzd$": "NZD",
    "¥": "JPY",
    "₹": "INR",
    "chf": "CHF",
    "us dollar": "USD",
    "australian dollar": "AUD",
    "canadian dollar": "CAD",
    "swiss franc": "CHF",
}
_CODES = "GBP|EUR|USD|AUD|CAD|NZD|CHF|SEK|NOK|DKK|JPY|INR"
_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "a": 1,
}
_PARTS = {
    "half a": Decimal("0.5"),
    "quarter of a": Decimal("0.25"),
    "three quarters of a": Decimal("0.75"),
    "one and a half": Decimal("1.5"),
    "two and a half": Decimal("2.5"),
}
_NUMBER = (
    r"(?:\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,2})?"  # 1,500,000.00
    r"|\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3}){1,4}(?!\d)"  # 2 500 000, as EU pages write it
    r"|\d{1,3}(?:\.\d{3}){1,4}(?!\d)"  # 2.500.000
    r"|\d{1,3}(?:['’]\d{3}){1,4}(?!\d)"  # 2'500'000, as the Swiss do
    r"|\d{1,3},\d{1,2}(?=\s{0,2}(?:million|mio|m|bn|billion)\b)"  # 2,5 million
    r"|\d{1,15}(?:\.\d{1,6})?)"
)
# "Twenty five million" and "two hundred and fifty thousand" are not five and fifty.
_LONGER = "".join(
    rf"(?<!{word} )" for word in ("hundred", "hundred and", "twenty", "thirty", "forty", "fifty")
)
_SPELT = rf"(?:{_LONGER}(?:{'|'.join([*_PARTS, *_WORDS])})(?!\w)(?=\s(?:thousand|million|billion)))"
_UNIT = r"(?:thousand|millions?|billions?|trillions?|mil|mio|mn|bn|tn|m|k)(?![A-Za-z0-9])"
_BEFORE = (
    rf"(?:(?:{_CODES}){_SPACE}?[£€$]|£|€|¥|₹|(?:USD?|AU?D?|CAD|CAN|CA?|NZD?)?\$"
    rf"|(?:{_CODES}|Euros?)(?![A-Za-z]))"
)
_AFTER = (
    rf"(?:€|(?:euros?|{_CODES}|pounds?(?:{_SPACE}sterling)?|(?:(?:US|Australian|Canadian){_SPACE})?"
    rf"dollars|Swiss{_SPACE}francs)(?![A-Za-z]))"
)
_ONE = (
    rf"(?P<before>{_BEFORE})?{_SPACE}{{0,2}}(?P<number>{_NUMBER}|{_SPELT})(?!\d)"
    rf"(?:{_SPACE}{{0,2}}-?(?P<unit>{_UNIT}))?"
    rf"(?:{_SPACE}{{1,2}}(?P<after>{_AFTER}))?(?![\w%]|{_SPACE}\d{{3}}(?!\d)|[.,]\d(?!\.\s))"
)
# A hyphen straight before an amount would make it negative, a letter part of another word.
_FIRST = re.compile(rf"(?<![\w.,\-−£€$])(?:{_ONE})", re.IGNORECASE)
_SECOND = re.compile(
    rf"{_SPACE}{{0,2}}(?P<joint>-|–|—|to|and up to|up to|(?:and|but) (?:at most|no more than"
    rf"|not more than)|and)"
    rf"(?:{_SPACE}(?:a{_SPACE})?max(?:imum)?(?:{_SPACE}of)?)?{_SPACE}{{0,2}}{_ONE}",
    re.IGNORECASE,
)
# "EUR 7 million for Area A and 5 million for Area B": the second shares the currency.
_ALSO = re.compile(
    rf"{_SPACE}for(?:{_SPACE}[A-Za-z\d][\w-]{{0,20}}){{1,4}}?(?:,(?:{_SPACE}and)?|{_SPACE}and)"
    rf"{_SPACE}(?P<number>\d{{1,3}}(?:,\d{{3}}){{0,3}}(?:\.\d{{1,3}})?)"
    rf"(?:{_SPACE}?(?P<unit>{_UNIT}))?(?={_SPACE}for{_SPACE}(?!each\b|every\b)\w)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\b(?:between|range of|ranges? from)\s{1,2}$", re.IGNORECASE)
_FROM = re.compile(r"\b(?:at least|no less than|minimum of|from)\s{1,2}$", re.IGNORECASE)
_LEAD_IN = re.compile(
    r"^(?:(?:a|an|up|to|of|total|maximum|minimum|max|min|approximately|approx\.?|around|about"
    r"|circa|c\.|over|at|least|from)\s+)*",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*\([^()]{0,200}\)\s*$")


@dataclass(frozen=True, slots=True)
class Figure:
    """One amount, or a range: then `low` is its lower end and `money` its upper one."""

    money: Money
    low: Money | None = None


def parse_amount(value: str, currency: str | None = None) -> Figure:
    """Read a labelled field: "£42 million", "up to £20m", "£4,500,000 - £7,000,000".

    `currency` (ISO 4217) is that of a field which leaves it out. Raises
    ValueError if the field is not one amount or one range of them.
    """
    bare = _LEAD_IN.sub("", _ASIDE.sub("", value[:500]).strip().rstrip("."))
    found = [
        figure
        for figure, start, end in figures(bare, currency)
        if end == len(bare) and bare[:start].strip().lower() in ("", "between")
    ]
    if not found:
        raise ValueError(f"not an amount of money: {value[:80]!r}")
    return found[0]


def figures(
    text: str, currency: str | None = None, title: str = ""
) -> Iterator[tuple[Figure, int, int]]:
    """Yield each figure with its start and end; `currency` is for those that show none."""
    position = 0
    dollar = dollars_of(f"{title}\n{text}") if "$" in text else "USD"
    while first := _FIRST.search(text, position):
        position = first.end()
        second = _SECOND.match(text, position)
        figure = _range(text, first, second, (currency, dollar)) if second else None
        if second and figure:
            position = second.end()
        else:
            figure = _single(first, currency, dollar)
        if figure:
            yield figure, first.start("before" if first["before"] else "number"), position
            for also, start, end in _sharers(text, position, figure.money.currency):
                position = end
                yield also, start, end


def _sharers(text: str, position: int, currency: str) -> Iterator[tuple[Figure, int, int]]:
    """Yield the sums of a list whose first one alone shows the currency."""
    while also := _ALSO.match(text, position):
        position = also.end()
        if not also["unit"] and "," not in also["number"]:  # a count, not a sum
            return
        try:
            yield Figure(Money(_value(also), currency)), also.start("number"), position
        except ValueError:
            return


def _single(match: re.Match[str], currency: str | None, dollar: str) -> Figure | None:
    code = _code(match, dollar) or currency
    try:
        return Figure(Money(_value(match), code)) if code else None
    except ValueError:  # larger than any fund
        return None


def _range(
    text: str, first: re.Match[str], second: re.Match[str], currencies: tuple[str | None, str]
) -> Figure | None:
    """Join two amounts; None where they are not the ends of one range.

    "£2-4 million" and "£37.5 to 62.5 million" share currency and unit; "in 2026
    to £5m" shares nothing.
    """
    lead = text[max(0, first.start() - 16) : first.start()]
    joint = second["joint"].lower()
    if joint == "and" and not _BETWEEN.search(lead):
        return None
    if joint.endswith(("most", "than")) and not _FROM.search(lead):
        return None
    currency, dollar = currencies
    own = _code(first, dollar)
    code = _code(second, dollar) or own or currency
    if code is None or own not in (code, None) or (second["before"] and not own):
        return None
    low, high = _value(first), _value(second)
    shared = _whole(low * _scale(second["unit"]))
    if not first["unit"] and low < 1000 and shared <= high:
        low = shared
    try:
        return Figure(Money(high, code), Money(low, code)) if low <= high else None
    except ValueError:
        return None


def _code(match: re.Match[str], dollar: str) -> str | None:
    sign = match["before"] or match["after"]
    if not sign:
        return None
    bare = " ".join(sign.lower().split())
    if bare in ("$", "dollars"):
        return dollar
    known = _SIGNS.get(bare) or _SIGNS.get(bare.removesuffix(" sterling").rstrip("s"))
    return known or bare[:3].upper()


def _value(match: re.Match[str]) -> Decimal:
    return _whole(_decimal(match["number"], match["unit"]) * _scale(match["unit"]))


def _decimal(digits: str, unit: str | None) -> Decimal:
    """Read a number; "500.000" without a unit is half a million: no sum has three decimals."""
    spelt = digits.lower()
    if spelt in _PARTS or spelt in _WORDS:
        return _PARTS.get(spelt) or Decimal(_WORDS[spelt])
    if unit and re.fullmatch(r"\d{1,3},\d{1,2}", digits):
        return Decimal(digits.replace(",", "."))
    bare = re.sub(r"[, '’\u00a0\u2009\u202f]", "", digits)
    grouped = bare.count(".") > 1 or (unit is None and re.fullmatch(r"\d{1,3}\.\d{3}", bare))
    return Decimal(bare.replace(".", "") if grouped else bare)


def _whole(amount: Decimal) -> Decimal:
    """Write 4500000.0 as 4500000, so that equal amounts look equal."""
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount


def _scale(unit: str | None) -> Decimal:
    if not unit:
        return Decimal(1)
    return _UNITS[unit.lower()] if unit.lower() in _UNITS else _UNITS[unit.lower().rstrip("s")]
