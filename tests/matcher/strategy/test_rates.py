"""Exchange rates: the shipped file loads, and what is wrong is named by entry and field."""

from decimal import Decimal
from pathlib import Path

import pytest

from matcher.strategy.rates import RatesError, load_rates, to_pounds
from models.city import ExchangeRate
from models.money import Money

SHIPPED = Path(__file__).parents[3] / "data" / "rates.yaml"
EURO = "- {currency: EUR, pounds: '0.87', date: 2026-11-22, source: a table}"


def _written(folder: Path, text: str) -> Path:
    path = folder / "rates.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_rates_are_dated_sourced_and_plausible() -> None:
    rates = load_rates(SHIPPED)
    assert {"EUR", "USD"} <= set(rates)
    for currency, rate in rates.items():
        assert rate.currency == currency
        assert len(rate.on) == len("2026-11-22")
        assert rate.source
    assert Decimal("0.7") < rates["EUR"].pounds < Decimal("1.1")
    assert Decimal("0.5") < rates["USD"].pounds < Decimal("1.1")


def test_an_amount_is_multiplied_exactly() -> None:
    rates = {"EUR": ExchangeRate("EUR", Decimal("0.87"), "2026-11-22", "a table")}
    assert to_pounds(Money(Decimal(6000000), "EUR"), rates) == Decimal(5220000)
    assert to_pounds(Money(Decimal("12.34"), "GBP"), {}) == Decimal("12.34")


def test_an_unknown_currency_is_unknown() -> None:
    assert to_pounds(Money(Decimal(5), "CHF"), {}) is None


def test_a_rate_written_as_a_number_is_read_exactly(tmp_path: Path) -> None:
    text = "rates:\n- {currency: NOK, pounds: 0.075, date: 2026-11-22, source: a table}"
    assert load_rates(_written(tmp_path, text))["NOK"].pounds == Decimal("0.075")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("rates: [", "line 1"),
        ("", "the whole file"),
        ("rates: 5", "rates"),
        ("rates:\n- 5", "entry 1"),
        ("rates:\n- {pounds: 1}", "entry 1 > currency"),
        ("rates:\n- {currency: EUR, date: 2026-11-22, source: s}", "'EUR' > pounds"),
        ("rates:\n- {currency: EUR, pounds: 1, source: s}", "'EUR' > date"),
        ("rates:\n- {currency: EUR, pounds: -1, date: 2026-11-22, source: s}", "'EUR' > pounds"),
        ("rates:\n- {currency: EUR, pounds: .nan, date: 2026-11-22, source: s}", "'EUR' > pounds"),
        ("rates:\n- {currency: EUR, pounds: 870, date: 2026-11-22, source: s}", "'EUR' > pounds"),
        ("rates:\n- {currency: EUR, pounds: 1, date: soon, source: s}", "'EUR' > date"),
        ("rates:\n- {currency: EUR, pounds: 1, date: 2026-11-22, source: ''}", "'EUR' > source"),
        ("rates:\n- {currency: euro, pounds: 1, date: 2026-11-22, source: s}", "'euro' > currency"),
        (f"rates:\n{EURO}\n{EURO}", "'EUR' > currency: appears twice"),
        (f"rates:\n{EURO.replace('EUR', 'GBP')}", "'GBP' > currency"),
        (f"rates:\n{EURO}\nrate: 1", "rate"),
    ],
)
def test_a_wrong_file_is_named_with_entry_and_field(tmp_path: Path, text: str, named: str) -> None:
    path = _written(tmp_path, text)
    with pytest.raises(RatesError) as caught:
        load_rates(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert named in message
    assert "\n" not in message


def test_a_missing_or_undecodable_file_is_one_plain_sentence(tmp_path: Path) -> None:
    with pytest.raises(RatesError, match="is missing"):
        load_rates(tmp_path / "none.yaml")
    (tmp_path / "rates.yaml").write_bytes(b"rates: \xff")
    with pytest.raises(RatesError, match="not UTF-8"):
        load_rates(tmp_path / "rates.yaml")
