"""Amounts behind a label, where it says more than an amount."""

import re

from models.money import MoneyRole
from scrapers.facts.money import Figure, find_amounts, parse_amount

_LEAST_BARE = 1000  # in the default currency
# Figures that are not the whole of one award: a year of it, or what comes beside a salary.
_NOT_AN_AWARD = re.compile(
    r"\b(?:per (?:annum|year|month)|(?:a|each|every) (?:year|month)|annual(?:ly)?|p\.?a\.?"
    r"|salar(?:y|ies)|stipends?)(?!\w)",
    re.IGNORECASE,
)


def figure_in(text: str, currency: str) -> Figure:
    """Return the largest amount in a labelled text, whatever its words say that it is.

    `currency` (ISO 4217) is that of a field that shows none. ValueError for a
    text without an amount.
    """
    try:
        return _stated(text, currency)
    except ValueError:
        most = max(find_amounts(text), key=lambda one: one.money.amount, default=None)
        if most is None:
            raise
        return Figure(most.money, most.low)


def award_in(text: str, currency: str) -> Figure | None:
    """Return the largest amount for one award in a labelled text.

    `currency` (ISO 4217) is that of a field that shows none. None for a text
    without figures, or whose figures are something else: pots, yearly sums,
    expenses beside a salary. ValueError for a text with figures that cannot be
    read.
    """
    if _NOT_AN_AWARD.search(text):
        return None
    try:
        return _stated(text, currency)
    except ValueError:
        amounts = find_amounts(text)
        if not amounts and re.search(r"\d", text):
            raise
    awards = [one for one in amounts if one.role in (None, MoneyRole.AWARD_MAX)]
    most = max(awards, key=lambda one: one.money.amount, default=None)
    return None if most is None else Figure(most.money, most.low)


def _stated(text: str, currency: str) -> Figure:
    """Read one amount or range; a small bare number is no amount, but a count or a footnote."""
    figure = parse_amount(text, currency)
    if figure.money.amount < _LEAST_BARE and not find_amounts(text):
        raise ValueError(f"a number without a currency: {text[:80]!r}")
    return figure
