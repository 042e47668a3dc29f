"""Periods as the publisher writes them, in an order that can be relied on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.indicators.periods import read_period


def test_ends_are_in_order() -> None:
    written = [
        "2019 - 21",
        "May 2022",
        "2022",
        "2022/23",
        "2021/22 Q1 - 2023/24 Q1",
        "2023",
        "2021/22 - 23/24",
        "2022 - 24",
    ]
    ends = [period.ends for text in written if (period := read_period(text))]
    assert len(ends) == len(written)
    assert ends == sorted(ends)


@pytest.mark.parametrize(
    ("text", "start", "length"),
    [
        ("2024", 2024, "1y"),
        ("2024/25", 2024, "1y"),
        ("2022 - 24", 2022, "3y"),
        ("1999 - 01", 1999, "3y"),
        ("2018/19 - 20/21", 2018, "3y"),
        ("2021/22 Q1 - 2025/26 Q3", 2021, None),
        ("2021/22 Q1 - 2025/26 Q4", 2021, "5y"),
        ("July 2025", 2025, None),
    ],
)
def test_start_and_length(text: str, start: int, length: str | None) -> None:
    period = read_period(text)
    assert period is not None
    assert (period.start_year, period.range) == (start, length)


@pytest.mark.parametrize(
    "text",
    ["", "24", "2024/26", "2024 - 2020", "IMD 2019", "undated page", "2024 Q5", "٢٠٢٤", "2024-"],
)
def test_what_is_not_known_is_not_guessed(text: str) -> None:
    assert read_period(text) is None


@given(st.integers(1900, 2098), st.integers(1, 5))
def test_a_span_of_years_reads_the_same_short_and_long(year: int, years: int) -> None:
    last = year + years
    short, long = read_period(f"{year} - {last % 100:02}"), read_period(f"{year} - {last}")
    assert short == long
    assert long is not None
    assert long.range == f"{years + 1}y"
