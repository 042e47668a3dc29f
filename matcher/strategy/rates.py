"""Amounts of other currencies in pounds, at dated rates that a person keeps in a file."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

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
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise RatesError(f"{path}: not UTF-8 text (byte {error.start})") from None
    except OSError as error:
        raise RatesError(f"{path}: cannot be read: {error.strerror}") from None
    except yaml.YAMLError as error:
        raise RatesError(f"{path}: not valid YAML: {_one_line(error)}") from None
    try:
        shape = _Rates.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise RatesError(f"{path}: {_locate(first['loc'], data)}: {first['msg']}") from None
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


def _locate(loc: tuple[int | str, ...], data: Any) -> str:
    """Write where in the file, with an entry's currency in place of its number."""
    if len(loc) < 2 or not isinstance(loc[1], int):
        return " > ".join(str(step) for step in loc) or "the whole file"
    entry = data["rates"][loc[1]]
    currency = entry.get("currency") if isinstance(entry, dict) else None
    name = f"'{currency}'" if isinstance(currency, str) else f"entry {loc[1] + 1}"
    return " > ".join((name, *(str(step) for step in loc[2:])))


def _one_line(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "cannot be read"
    return f"line {mark.line + 1}: {problem}" if mark is not None else problem
