"""Amounts of other currencies in pounds, at dated rates that a person keeps in a file."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from matcher.yaml_files import read_yaml
from models.city import ExchangeRate
from models.money import Money

_HOME = "GBP"


class RatesError(ValueError):
    """The file of exchange rates cannot be used; says which entry and field. From load_rates."""


class _Rate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    # No currency in use is worth more than a few pounds; a larger figure is a slip of the pen.
    pounds: Annotated[Decimal, Field(gt=0, le=100)]
    date: datetime.date  # not "on": YAML reads that word as true
    source: Annotated[str, Field(min_length=1)]


class _Rates(BaseModel):
    model_config = ConfigDict(extra="forbid")

    rates: list[_Rate]


def load_rates(path: Path) -> dict[str, ExchangeRate]:
    """Read the dated rates of a YAML file, by currency (ISO 4217).

    Raises RatesError naming the file, the entry and the field that is wrong.
    """
    shape = read_yaml(path, _Rates, RatesError)
    return _by_currency(path, shape.rates)


def to_pounds(money: Money, rates: Mapping[str, ExchangeRate]) -> Decimal | None:
    """Return the amount in pounds, unrounded; None where the currency has no rate."""
    if money.currency == _HOME:
        return money.amount
    rate = rates.get(money.currency)
    return None if rate is None else money.amount * rate.pounds


def _by_currency(path: Path, rates: list[_Rate]) -> dict[str, ExchangeRate]:
    found: dict[str, ExchangeRate] = {}
    for rate in rates:
        if rate.currency == _HOME:
            raise RatesError(f"{path}: '{_HOME}' > currency: the pound needs no rate")
        if rate.currency in found:
            raise RatesError(f"{path}: '{rate.currency}' > currency: appears twice")
        found[rate.currency] = ExchangeRate(
            rate.currency, rate.pounds, rate.date.isoformat(), rate.source
        )
    return found
