"""Money is exact, non-negative, and written as the British write it."""

from decimal import Decimal

import pytest

from models.match import Explanation, Match, TargetKind
from models.money import Money
from models.need import Direction, Indicator


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        ("750000", "GBP", "£750,000"),
        ("1000000", "GBP", "£1m"),
        ("1500000", "GBP", "£1.5m"),
        ("2250000", "EUR", "€2.25m"),
        ("62500000", "GBP", "£62.5m"),
        ("100000000", "USD", "$100m"),
        ("1200000000", "GBP", "£1.2bn"),
        ("0", "GBP", "£0"),
        ("20000", "CHF", "CHF 20,000"),
    ],
)
def test_written_as_the_british_write_it(amount: str, currency: str, written: str) -> None:
    assert str(Money(Decimal(amount), currency)) == written


@pytest.mark.parametrize("amount", ["-1", "NaN", "Infinity", "1e9999"])
def test_what_is_not_an_amount_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        Money(Decimal(amount), "GBP")


@pytest.mark.parametrize("currency", ["gbp", "£", "POUND", ""])
def test_what_is_not_a_currency_is_refused(currency: str) -> None:
    with pytest.raises(ValueError, match="ISO 4217"):
        Money(Decimal(1), currency)


@pytest.mark.parametrize("score", [-0.1, 1.1, float("nan")])
def test_a_score_outside_its_range_is_refused(score: float) -> None:
    with pytest.raises(ValueError, match="out of range"):
        Match("s:1", TargetKind.NEED, "falls", score, Explanation("", "", (), ()))


def test_the_gap_says_how_much_worse() -> None:
    def figure(value: float, england: float | None, direction: Direction | None) -> Indicator:
        return Indicator("x", value, "", "2024", "s", direction, "England", england)

    assert figure(12, 10, Direction.HIGHER_IS_WORSE).gap == pytest.approx(0.2)
    assert figure(12, 10, Direction.HIGHER_IS_BETTER).gap == pytest.approx(-0.2)
    assert figure(12, None, Direction.HIGHER_IS_WORSE).gap is None
    assert figure(12, 0, Direction.HIGHER_IS_WORSE).gap is None
    assert figure(12, 10, None).gap is None
