"""What a contract is worth. The value of the whole is a pot, that of one of its lots an award."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from models.money import Money
from scrapers.contract import Context
from scrapers.facts.gather import Facts
from scrapers.ocds.relevance import part, parts

_LEAST = Decimal(100)  # less is a place-holder: 0, 0.01 and 1 are typed where a sum must stand


def add_value(facts: Facts, context: Context, tender: Mapping[str, Any]) -> None:
    """Add the value of the whole as the pot, and of several lots the largest as an award."""
    pot = _money(facts, context, "Value", tender)
    lots = parts(tender, "lots")
    stated = [found for lot in lots if (found := _money(facts, context, "Value of a lot", lot))]
    if pot is None and len(lots) == 1 and stated:
        pot = stated[0]
    if pot is not None:
        facts.add("total_fund", *pot)
    if len(lots) < 2 or not stated or len({money.currency for money, _ in stated}) > 1:
        return
    largest, sentence = max(stated, key=lambda found: found[0].amount)
    if pot and pot[0].currency == largest.currency and pot[0].amount < largest.amount:
        context.warn("a lot is worth more than the whole", facts.url)
        return
    facts.add("award_max", largest, f"Largest of {len(lots)} lots. {sentence}")


def _money(
    facts: Facts, context: Context, label: str, holder: Mapping[str, Any]
) -> tuple[Money, str] | None:
    """Read a value without VAT, or with it if only that is told; None for place-holders."""
    value = part(holder, "value")
    key = "amount" if value.get("amount") is not None else "amountGross"
    amount = value.get(key)
    if amount is None:
        return None
    try:
        if isinstance(amount, bool) or not isinstance(amount, (int, float)):
            raise ValueError("not a number")
        money = Money(_whole(Decimal(str(amount))), str(value.get("currency")))
        if money.amount < _LEAST:
            raise ValueError("a place-holder")
    except ValueError:
        told = f"{str(amount)[:40]!r} {str(value.get('currency'))[:8]}"
        context.warn(f"{label} is not an amount: {told}", facts.url)
        return None
    tax = ", including VAT" if key == "amountGross" else ""
    return money, f"{label}: {money.currency} {money.amount:,f}{tax}"


def _whole(amount: Decimal) -> Decimal:
    """Write 4500000.0 as 4500000, so that equal amounts look equal."""
    if not amount.is_finite() or abs(amount) > Decimal(10) ** 20:
        raise ValueError("not an amount of money")
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount
