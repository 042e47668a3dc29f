"""Amounts of money in prose, each with the role that its sentence gives it."""

from dataclasses import dataclass
from itertools import islice

from models.money import Money, MoneyRole
from scrapers.facts.money.figures import Figure, figures, parse_amount
from scrapers.facts.money.roles import roles_of

__all__ = ["MOST", "Amount", "Figure", "find_amounts", "parse_amount"]

MOST = (
    100  # amounts read in a text: calls state up to 30, and each takes milliseconds to understand
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure found in prose, with where it stands and what it is. No role: ambiguous."""

    money: Money
    low: Money | None
    start: int
    end: int
    role: MoneyRole | None
    sentence: str


def find_amounts(text: str, title: str = "") -> tuple[Amount, ...]:
    """Find the amounts that carry a currency, in the order of the text, MOST of them. Never fails.

    The title of the call may say whose dollars are meant where the text does not.
    """
    found = list(islice(figures(text, title=title), MOST))
    return tuple(
        Amount(figure.money, figure.low, start, end, role, sentence)
        for (figure, start, end), (role, sentence) in zip(found, roles_of(text, found), strict=True)
    )
