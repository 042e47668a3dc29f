"""Amounts of money, exact, with their currency."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

_SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$"}
_LARGEST = Decimal(10) ** 13  # more than any fund; larger figures are misreadings


class MoneyRole(StrEnum):
    """What an amount on a call is. The roles are never mixed.

    The values are the names of the fields of `models.call.Call` that hold them.
    """

    TOTAL_FUND = "total_fund"  # the pot that all awards share
    AWARD_MIN = "award_min"  # least that the funder pays for one award
    AWARD_MAX = "award_max"  # most that the funder pays for one award
    PROJECT_COST_MAX = "project_cost_max"  # largest project, at full economic cost


@dataclass(frozen=True, slots=True)
class Money:
    """A non-negative amount in one currency (ISO 4217).

    Raises ValueError for a negative, non-finite or absurdly large amount and
    for a currency that is not three capital letters.
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not self.amount.is_finite() or not 0 <= self.amount <= _LARGEST:
            raise ValueError(f"not an amount of money: {self.amount}")
        if len(self.currency) != 3 or not self.currency.isalpha() or not self.currency.isupper():
            raise ValueError(f"not an ISO 4217 currency code: {self.currency!r}")

    def __str__(self) -> str:
        """Write it as the British do: £750,000, £1.5m, €63m, £1.2bn."""
        prefix = _SYMBOLS.get(self.currency, f"{self.currency} ")
        for size, suffix in ((Decimal(10**9), "bn"), (Decimal(10**6), "m")):
            if self.amount >= size:
                return f"{prefix}{_plain(self.amount / size)}{suffix}"
        return f"{prefix}{self.amount:,.0f}"


def _plain(number: Decimal) -> str:
    """Two decimals at most, without trailing zeros."""
    text = f"{number:,.2f}"
    return text.rstrip("0").rstrip(".")
