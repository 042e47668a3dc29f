"""Amounts, days and words as the sources of awards write them."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.money import Money
from scrapers.awards.facts import amount, day, day_of_milliseconds, ordered, read_or_report
from scrapers.awards.words import line, passage
from scrapers.contract import Context


def context() -> Context:
    return Context("toy", "https://www.toyfund.example", date(2026, 6, 15), {})


@pytest.mark.parametrize(
    ("value", "pounds"),
    [
        (1834250.55, "1834250.55"),
        (250_000, "250000"),
        (Decimal("0.014"), "0.01"),
        ("1,250,000.50", "1250000.50"),
        ("£2,000", "2000"),
        ("962000", "962000"),
    ],
)
def test_amounts(value: object, pounds: str) -> None:
    assert amount(value) == Money(Decimal(pounds), "GBP")


@pytest.mark.parametrize(
    "value", [None, "", "  ", "Not Available", "not available", "N/A", "tbc", 0, "0", 0.001]
)
def test_nothing_stated_is_no_amount(value: object) -> None:
    assert amount(value) is None


@pytest.mark.parametrize(
    "value",
    [
        *(
            True,
            -1,
            "-1",
            "-£5",
            float("inf"),
            float("nan"),
            Decimal("1E+9999"),
            10**40,
            "1e9",
            "1,2",
        ),
        *("about £5", "1.5m", "9" * 200, [], {}, {"amount": 5}),
    ],
)
def test_what_is_no_amount_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="not a"):
        amount(value)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("2024-04-01", date(2024, 4, 1)),
        ("01/02/2019", date(2019, 2, 1)),
        ("2020-05-29T00:00:00+00:00", date(2020, 5, 29)),
        ("2024-06-30T23:00:00Z", date(2024, 7, 1)),
        ("Not Available", None),
        (None, None),
    ],
)
def test_days(value: object, found: date | None) -> None:
    assert day(value) == found


@pytest.mark.parametrize(
    "value", [20240401, "31/02/2024", "some day", "9999-99-99", [], "1024-01-01"]
)
def test_what_is_no_day_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"not|day is out of range|month"):
        day(value)


def test_midnight_in_london_is_an_hour_earlier_in_summer() -> None:
    assert day_of_milliseconds(1782860400000) == date(2026, 7, 1)
    assert day_of_milliseconds(1735689600000) == date(2025, 1, 1)


@given(st.dates(date(1971, 1, 1), date(2199, 1, 1)))
@settings(max_examples=50, deadline=None)
def test_any_day_comes_back_as_it_was(found: date) -> None:
    assert day(found.isoformat()) == found if found.year >= 1990 else True
    milliseconds = (found - date(1970, 1, 1)) // timedelta(milliseconds=1) + 12 * 3_600_000
    assert day_of_milliseconds(milliseconds) == found


@given(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_value_is_read_or_refused_plainly(value: Any) -> None:
    for read in (amount, day, day_of_milliseconds):
        told = context()
        read_or_report(told, "it", "A1", read, value)
        assert all(len(issue.reason) < 200 for issue in told.issues)


def test_an_end_before_the_start_is_reported_and_unknown() -> None:
    told = context()
    starts, ends = ordered(told, "A1", date(2026, 1, 1), date(2025, 1, 1))
    assert (starts, ends) == (date(2026, 1, 1), None)
    assert [issue.reason for issue in told.issues] == [
        "end cannot be read in award A1: 2025-01-01 is before the start, 2026-01-01"
    ]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Data &amp; care", "Data & care"),
        ("Led by Professor Sir Alex Sample-Jones.", "Led by [name removed]"),
        ("Dr Robin Sample and colleagues", "[name removed] and colleagues"),
        ("p < 0.05 and mother > child", "p < 0.05 and mother > child"),
        ("A <b>bold</b> plan<script>steal()</script>", "A bold plan"),
        ("MS patients; drugs; Professor of Medicine", "MS patients; drugs; Professor of Medicine"),
        ("Not Available", ""),
        (5, ""),
    ],
)
def test_words_are_plain_and_name_nobody(raw: object, shown: str) -> None:
    assert line(raw) == shown


def test_a_passage_keeps_its_paragraphs_and_is_cut_at_a_word() -> None:
    assert passage("One.\n\nTwo.") == "One.\nTwo."
    assert len(passage("words " * 5_000)) <= 5_000
    assert passage("words " * 5_000).endswith("words")
