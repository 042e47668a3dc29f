"""Fingertips' CSV of indicator values: text in, values out.

The header has 27 columns (26 before the period's range was added). The name of
the one that compares with the parent area changes with the kind of parent, so
columns are found by name; of the columns not read here, `New data`, `Compared to
goal`, the parent's, the 99.8 % limits and `Value note` are left out on purpose.
"""

from collections.abc import Iterable

from scrapers.indicators.contract import IndicatorValue, Parsed, Wanted
from scrapers.indicators.table import Problems, Row, Table, number, open_table, rows, text

_ID, _NAME, _AREA = "indicator id", "indicator name", "area code"
_SEX, _AGE, _CATEGORY = "sex", "age", "category type"
_PERIOD, _SORTABLE, _RANGE = "time period", "time period sortable", "time period range"
_VALUE, _LOWER, _UPPER = "value", "lower ci 95.0 limit", "upper ci 95.0 limit"
_COUNT, _DENOMINATOR, _TREND = "count", "denominator", "recent trend"
_COMPARED = "compared to england value or percentiles"

REQUIRED = (
    *(_ID, _NAME, _AREA, _SEX, _AGE, _CATEGORY, _PERIOD, _SORTABLE),
    *(_VALUE, _LOWER, _UPPER, _COUNT, _DENOMINATOR, _TREND, _COMPARED),
)


def parse_fingertips(lines: Iterable[str], wanted: Wanted, where: str) -> Parsed:
    """Read the wanted indicators and areas from a Fingertips CSV; `where` is its name.

    Rows about part of an area's people (a deprivation decile, an ethnic group)
    are left out. ValueError if it is no such table or a column is missing.
    """
    return parse_table(open_table(lines, where), wanted)


def parse_table(table: Table, wanted: Wanted) -> Parsed:
    """Read the wanted values from an open table. ValueError as for `parse_fingertips`."""
    values, problems = [], Problems()
    for line, row in rows(table, REQUIRED, (_RANGE,), problems):
        if row[_AREA].strip() not in wanted.areas or row[_CATEGORY].strip():
            continue
        try:
            value = _value(row)
        except ValueError as error:
            problems.add(line, str(error))
            continue
        if value.indicator_id in wanted.names:
            values.append(value)
    return Parsed(tuple(values), problems.told())


def _value(row: Row) -> IndicatorValue:
    return IndicatorValue(
        indicator_id=_whole(row, _ID),
        name=text(row[_NAME]),
        area=row[_AREA].strip(),
        sex=text(row[_SEX]),
        age=text(row[_AGE]),
        period=text(row[_PERIOD]),
        sortable=_whole(row, _SORTABLE),
        period_range=text(row[_RANGE]) or None,
        value=number(row[_VALUE], _VALUE),
        lower=number(row[_LOWER], _LOWER),
        upper=number(row[_UPPER], _UPPER),
        count=number(row[_COUNT], _COUNT),
        denominator=number(row[_DENOMINATOR], _DENOMINATOR),
        compared_to_england=text(row[_COMPARED]) or None,
        trend=text(row[_TREND]) or None,
    )


def _whole(row: Row, column: str) -> int:
    digits = row[column].strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 12):
        raise ValueError(f"{column} is {text(digits)[:40]!r}, which is not a whole number")
    return int(digits)
