"""Extracts that other people made from Fingertips: no indicator ids, no England, few columns.

Columns: area_code, period, indicator, value, compared_to_england and, if there,
unit and inequality, either of which may hold the sex. Where `inequality` holds
anything else, the row is about part of an area's people and is left out.
"""

from scrapers.indicators.contract import NOT_STATED, IndicatorValue, Parsed, Wanted
from scrapers.indicators.periods import Period, read_period
from scrapers.indicators.table import Problems, Row, Table, number, rows, text

COLUMNS = ("area_code", "period", "indicator", "value", "compared_to_england")
_SEXES = {"male": "Male", "female": "Female", "persons": "Persons"}


def parse_derived(table: Table, wanted: Wanted) -> Parsed:
    """Read the wanted indicators, told by their names. ValueError names a missing column."""
    ids = {_key(name): id_ for id_, names in wanted.names.items() for name in names}
    values, problems = [], Problems()
    for line, row in rows(table, COLUMNS, ("unit", "inequality"), problems):
        id_ = ids.get(_key(row["indicator"]))
        part = text(row["inequality"]).casefold()
        if row["area_code"].strip() not in wanted.areas or id_ is None:
            continue
        if part and part not in _SEXES:
            continue
        period = read_period(row["period"])
        if period is None:
            problems.add(line, f"period {text(row['period'])[:40]!r} is not understood")
            continue
        try:
            values.append(_value(row, id_, period))
        except ValueError as error:
            problems.add(line, str(error))
    return Parsed(tuple(values), problems.told())


def _value(row: Row, id_: int, period: Period) -> IndicatorValue:
    said = (text(row["inequality"]).casefold(), text(row["unit"]).casefold())
    return IndicatorValue(
        indicator_id=id_,
        name=text(row["indicator"]),
        area=row["area_code"].strip(),
        sex=next((_SEXES[word] for word in said if word in _SEXES), NOT_STATED),
        age=NOT_STATED,
        period=text(row["period"]),
        sortable=period.start_year * 10_000,
        period_range=period.range,
        value=number(row["value"], "value"),
        compared_to_england=text(row["compared_to_england"]) or None,
    )


def _key(name: str) -> str:
    return text(name).casefold()
