"""Fingertips' CSV: columns by name in any order, rows about whole areas, nothing guessed."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.indicators.contract import ENGLAND, IndicatorValue, Parsed
from scrapers.indicators.fingertips.parse import REQUIRED, parse_fingertips
from tests.scrapers.indicators.tables import (
    FIXTURE,
    LEEDS,
    PREVENTABLE,
    as_csv,
    fixture_rows,
    wanted,
)

ALL = (93721, 90366, 93088, 93563, 93861)


def parse(text: str, *ids: int) -> Parsed:
    return parse_fingertips(io.StringIO(text, newline=""), wanted(*(ids or ALL)), "table.csv")


def with_header(old: str, new: str) -> str:
    rows = fixture_rows()
    rows[0] = [new if name == old else name for name in rows[0]]
    return as_csv(rows)


@pytest.fixture(scope="module")
def fixture_text() -> str:
    return FIXTURE.read_text("utf-8")


def test_every_fact_of_a_row_is_read(fixture_text: str) -> None:
    found = parse(fixture_text).values
    assert found[[v.area for v in found].index(LEEDS) + 2] == IndicatorValue(
        indicator_id=93721,
        name=PREVENTABLE,
        area=LEEDS,
        sex="Persons",
        age="<75 yrs",
        period="2024",
        sortable=20240000,
        period_range="1y",
        value=162.31847,
        lower=152.9,
        upper=172.1,
        count=1153.0,
        denominator=761024.0,
        compared_to_england="Worse",
        trend="Increasing and getting worse",
    )


def test_the_fixture_has_the_true_header() -> None:
    assert len(fixture_rows()[0]) == 27


def test_only_whole_areas_that_were_asked_for(fixture_text: str) -> None:
    parsed = parse(fixture_text)
    assert not parsed.problems
    assert {value.area for value in parsed.values} == {LEEDS, ENGLAND}
    assert {value.value for value in parsed.values}.isdisjoint({262.9, 301.5, 181.7})
    assert {v.indicator_id for v in parse(fixture_text, 93088).values} == {93088}


def test_blank_is_none_and_commas_in_quotes_stay(fixture_text: str) -> None:
    parsed = parse(fixture_text)
    withheld = [v for v in parsed.values if v.value is None]
    assert [(v.indicator_id, v.period, v.lower, v.count) for v in withheld] == [
        (93563, "2024/25", None, None)
    ]
    names = {value.indicator_id: value.name for value in parsed.values}
    assert names[93088].endswith("in adults, (using adjusted self-reported height and weight)")
    assert "Cannot be calculated" in {value.trend for value in parsed.values}


@pytest.mark.parametrize("step", [26, 5, 11])  # each visits all 27 places, in another order
def test_columns_may_stand_anywhere(fixture_text: str, step: int) -> None:
    rows = fixture_rows()
    order = [place * step % 27 for place in range(27)]
    shuffled = as_csv([[row[place] for place in order] for row in rows])
    assert parse(shuffled) == parse(fixture_text)


@pytest.mark.parametrize(
    "parent",
    ["Compared to Region value or percentiles", "Compared to England value or percentiles", ""],
)
def test_the_parents_column_may_be_called_anything(fixture_text: str, parent: str) -> None:
    assert parse(with_header("Compared to percentiles", parent)) == parse(fixture_text)


def test_capitals_spaces_and_a_byte_order_mark_do_not_matter(fixture_text: str) -> None:
    rows = fixture_rows()
    rows[0] = [f" {name.upper()}  " for name in rows[0]]
    assert parse("\ufeff" + as_csv(rows)) == parse(fixture_text)


@pytest.mark.parametrize("column", REQUIRED)
def test_a_missing_column_is_named(column: str) -> None:
    name = next(name for name in fixture_rows()[0] if name.casefold() == column)
    with pytest.raises(ValueError, match=rf"table\.csv: there is no column '{column}'"):
        parse(with_header(name, "Something else"))


def test_a_table_from_before_the_range_was_added(fixture_text: str) -> None:
    rows = [row[:-1] for row in fixture_rows()]
    values = parse(as_csv(rows)).values
    assert len(values) == len(parse(fixture_text).values)
    assert {value.period_range for value in values} == {None}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("<!DOCTYPE html><html><body>Sorry, an error occurred</body></html>", "an HTML page"),
        ("\n\n  <html>", "an HTML page"),
        (" \n\n", "nothing in it"),
        ('{"message": "too many requests"}', "JSON"),
        ("", "nothing in it"),
        ("name,colour\nfalls,red\n", "no column 'indicator id'"),
    ],
)
def test_something_else_than_the_table_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint) as error:
        parse(text)
    assert str(error.value).startswith("table.csv: ")


@pytest.mark.parametrize(
    ("column", "cell", "complaint"),
    [
        ("Value", "1e9999", "value is '1e9999', which is not a number"),
        ("Value", "NaN", "value is 'NaN'"),
        ("Value", "about 5", "value is 'about 5'"),
        ("Count", "1,153", "count is '1,153'"),
        ("Time period Sortable", "2024", None),
        ("Time period Sortable", "soon", "time period sortable is 'soon'"),
        ("Indicator ID", "٣", "indicator id is '٣'"),
    ],
)
def test_a_bad_cell_costs_its_own_row_only(column: str, cell: str, complaint: str | None) -> None:
    rows = fixture_rows()
    whole = parse(as_csv(rows))
    line = next(n for n, row in enumerate(rows) if row[4] == LEEDS)
    rows[line][rows[0].index(column)] = cell
    parsed = parse(as_csv(rows))
    if complaint is None:
        assert not parsed.problems
        return
    assert len(parsed.values) == len(whole.values) - 1
    assert parsed.problems[0].startswith(f"line {line + 1}: {complaint}")


def test_rows_of_another_width_are_left_out_and_counted() -> None:
    rows = fixture_rows()
    broken = as_csv([rows[0], *([rows[6][:-3]] * 30), rows[6]])
    parsed = parse(broken)
    assert len(parsed.values) == 1
    assert len(parsed.problems) == 21
    assert parsed.problems[0] == "line 2: 24 cells where the header has 27"
    assert parsed.problems[-1] == "and 10 more lines not understood"


def test_a_quote_that_never_closes_ends_in_one_sentence(fixture_text: str) -> None:
    with pytest.raises(ValueError, match=r"table\.csv: line \d+: not readable as CSV"):
        parse(fixture_text + '"' + "x" * 200_000)


def test_text_meant_to_mislead_is_made_plain() -> None:
    rows = fixture_rows()
    rows[1][1] = "Deaths\u202e\x1b[31m \n" + "x" * 500
    name = parse(as_csv(rows[:2])).values[0].name
    assert name.startswith("Deaths[31m x")
    assert name.isprintable()
    assert len(name) == 300


figures = st.floats(min_value=-1e6, max_value=1e9).map(lambda number: repr(round(number, 6)))
words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)


@settings(max_examples=60, deadline=None)
@given(order=st.permutations(range(27)), value=st.one_of(st.just(""), figures), noise=words)
def test_any_order_any_number_any_noise(order: list[int], value: str, noise: str) -> None:
    header, row = fixture_rows()[0], list(fixture_rows()[6])
    row[header.index("Value")] = value
    for column in ("Value note", "Parent Name", "Compared to goal"):
        row[header.index(column)] = noise
    parsed = parse(as_csv([[cells[place] for place in order] for cells in (header, row)]))
    assert not parsed.problems
    assert [v.value for v in parsed.values] == [float(value) if value else None]


@settings(max_examples=80, deadline=None)
@given(words, st.lists(st.lists(words, max_size=30), max_size=5))
def test_whatever_comes_is_read_or_refused(start: str, body: list[list[str]]) -> None:
    for text in (start, start + as_csv(body), as_csv([fixture_rows()[0], *body]) + start):
        complaint = ""
        try:
            assert parse(text).values == ()
        except ValueError as error:
            complaint = str(error)
        assert complaint.startswith("table.csv: ") or not complaint
        assert "\n" not in complaint
