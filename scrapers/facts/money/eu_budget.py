"""Reads the budget overview of an EU topic: a JSON text that covers its whole call."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

from models.money import Money

_LARGEST = Decimal(10) ** 13  # as for Money; checked before any arithmetic


@dataclass(frozen=True, slots=True)
class Budget:
    """What the overview says of one topic; None where it says nothing. In euros."""

    action: str  # the overview's own words: identifier and type of action
    award_min: Money | None
    award_max: Money | None
    total_fund: Money | None
    expected_awards: int | None


def read_budget(overview: str, identifier: str) -> Budget | None:
    """Return the budget of the topic, or None if the overview does not mention it.

    The topic's entries are those whose action starts with the identifier,
    followed by a space or nothing: another topic's may start with the same
    letters. Several different entries, one for each type of action, are taken
    together. Raises ValueError if the overview is not what it should be.
    """
    entries = _entries(_load(overview), identifier)
    if not entries:
        return None
    least = [number for entry in entries if (number := _number(entry.get("minContribution")))]
    most = [number for entry in entries if (number := _number(entry.get("maxContribution")))]
    grants = [number for entry in entries if (number := _number(entry.get("expectedGrants")))]
    totals = [total for entry in entries if (total := _total(entry))]
    return Budget(
        action=" ".join(str(entries[0]["action"])[:200].split()),
        award_min=_euros(min(least, default=None)),
        award_max=_euros(max(most, default=None)),
        total_fund=_euros(sum(totals, Decimal(0))),
        expected_awards=int(sum(grants)) or None,
    )


def _load(text: str) -> Any:
    def refuse(word: str) -> NoReturn:
        raise ValueError(f"{word} is not a number")

    try:
        return json.loads(text, parse_float=Decimal, parse_constant=refuse)
    except (RecursionError, ArithmeticError) as error:
        raise ValueError(f"not readable as JSON: {type(error).__name__}") from None


def _entries(data: Any, identifier: str) -> list[dict[str, Any]]:
    """Return the topic's entries, equal ones once."""
    actions = data.get("budgetTopicActionMap") if isinstance(data, dict) else None
    if not isinstance(actions, dict):
        raise ValueError("no budgetTopicActionMap")
    found: list[dict[str, Any]] = []
    for entry in _flat(actions.values()):
        words = str(entry.get("action", "")).strip().lower().split(" ")
        if words[0] == identifier.lower() and entry not in found:
            found.append(entry)
    return found


def _flat(groups: Iterable[Any]) -> Iterable[dict[str, Any]]:
    for group in groups:
        for entry in group if isinstance(group, list) else []:
            if isinstance(entry, dict):
                yield entry


def _total(entry: Mapping[str, Any]) -> Decimal:
    years = entry.get("budgetYearMap") or {}
    if not isinstance(years, dict):
        raise ValueError("budgetYearMap is not a table")
    return sum((_number(amount) for amount in years.values()), Decimal(0))


def _number(value: Any) -> Decimal:
    """Read a number that may stand as text; nothing is 0. ValueError for anything else."""
    if value is None or value == "":
        return Decimal(0)
    if isinstance(value, bool) or not isinstance(value, (int, str, Decimal)):
        raise ValueError(f"not a number: {str(value)[:40]!r}")
    if isinstance(value, str) and not value.strip().replace(".", "", 1).isdecimal():
        raise ValueError(f"not a number: {value[:40]!r}")
    number = Decimal(value)
    if not number.is_finite() or not 0 <= number <= _LARGEST:
        raise ValueError(f"not a likely number: {str(value)[:40]!r}")
    return number


def _euros(amount: Decimal | None) -> Money | None:
    return Money(amount, "EUR") if amount else None
