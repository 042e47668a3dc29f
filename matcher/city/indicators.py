"""From what a reader found to a report: the newest figure of each indicator, and what is new."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from matcher.city.indicator_choice import Chosen, NoFigureError, choose
from matcher.city.indicator_files import (
    IndicatorReport,
    IndicatorRow,
    InNeedsYaml,
    NeedIndicators,
    NeedNamed,
    Note,
    NotRead,
)
from matcher.city.indicator_map import Asked, IndicatorMap
from matcher.city.shapes import EvidenceShape
from models.report import Issue, Severity
from scrapers.indicators.contract import Reading
from scrapers.indicators.periods import read_period

_Warn: TypeAlias = Callable[[str], None]

_KNOWN_COMPARISONS = re.compile(
    r"(better|worse|similar|higher|lower|not compared)( 9\d(\.\d)?%?)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A report, and what a person should look at besides."""

    report: IndicatorReport
    issues: tuple[Issue, ...]

    @property
    def complete(self) -> bool:
        """Whether every indicator asked for has a figure and nothing went wrong."""
        unread = any(need.not_read for need in self.report.needs)
        return not unread and not any(i.severity is Severity.ERROR for i in self.issues)


def refresh(plan: IndicatorMap, reading: Reading, credit: str, as_of: date) -> Refreshed:
    """Choose the newest figures, set each beside `needs.yaml`, and note what is new."""
    issues = list(reading.issues)

    def warn(reason: str) -> None:
        issue = Issue(Severity.WARNING, reading.read_from, reason)
        if issue not in issues:
            issues.append(issue)

    left = [(id_, name) for id_, name in plan.needs.items() if id_ not in plan.asked]
    report = IndicatorReport(
        as_of=as_of,
        city=plan.city,
        area_code=plan.area.code,
        area_type=plan.area.type,
        read_from=reading.read_from,
        credit=credit,
        needs=tuple(
            _need(NeedNamed(id=id_, name=plan.needs[id_]), asked, reading, plan.area.code, warn)
            for id_, asked in plan.asked.items()
        ),
        nothing_to_refresh=tuple(NeedNamed(id=id_, name=name) for id_, name in left),
    )
    return Refreshed(report, tuple(issues))


def _need(
    need: NeedNamed, asked: Sequence[Asked], reading: Reading, area: str, warn: _Warn
) -> NeedIndicators:
    rows, not_read = [], []
    for entry in asked:
        choice = entry.choice
        try:
            chosen = choose(choice, reading.values, area)
        except NoFigureError as problem:
            reason = reading.failed.get(choice.id, str(problem))
            not_read.append(NotRead(fingertips_id=choice.id, sex=choice.sex, reason=reason))
            continue
        _point_out(entry, chosen, warn)
        rows.append(_row(entry, chosen))
    return NeedIndicators(
        id=need.id, name=need.name, indicators=tuple(rows), not_read=tuple(not_read)
    )


def _row(entry: Asked, chosen: Chosen) -> IndicatorRow:
    newest, before, england = chosen.newest, chosen.before, chosen.england
    return IndicatorRow(
        fingertips_id=newest.indicator_id,
        name=newest.name,
        sex=newest.sex,
        age=newest.age,
        period=newest.period,
        value=_short(chosen.value),
        lower=_maybe_short(newest.lower),
        upper=_maybe_short(newest.upper),
        count=_maybe_short(newest.count),
        denominator=_maybe_short(newest.denominator),
        england=_maybe_short(england.value) if england else None,
        compared_to_england=newest.compared_to_england,
        trend=newest.trend,
        period_before=before.period if before else None,
        value_before=_maybe_short(before.value) if before else None,
        in_needs_yaml=_in_needs_yaml(entry.beside),
        note=compare(chosen.value, newest.period, entry.beside),
    )


def compare(value: float, period: str, row: EvidenceShape | None) -> Note:
    """Say how a published figure stands to the row of `needs.yaml`, None if there is none.

    Figures are the same if they agree to as many decimals as people wrote.
    """
    if row is None or row.city_value is None:
        return Note.NEW
    published, written = read_period(period), read_period(row.period or "")
    if published is None or written is None:
        if period != row.period:
            return Note.UNCLEAR
    elif published.ends != written.ends:
        return Note.NEW if published.ends > written.ends else Note.OLDER
    elif published.months != written.months:
        return Note.UNCLEAR
    decimals = len(repr(row.city_value).partition(".")[2].removesuffix("0"))
    half = 0.5 * 10.0**-decimals
    return Note.SAME if abs(value - row.city_value) <= half * 1.000001 else Note.REVISED


def _in_needs_yaml(row: EvidenceShape | None) -> InNeedsYaml | None:
    if row is None:
        return None
    return InNeedsYaml(
        indicator=row.indicator, value=row.city_value, england=row.england_value, period=row.period
    )


def _point_out(entry: Asked, chosen: Chosen, warn: _Warn) -> None:
    """Warn of what a person should look at before the figure is believed."""
    choice, newest = entry.choice, chosen.newest
    if newest.name.casefold() not in {" ".join(name.split()).casefold() for name in choice.names}:
        warn(
            f"indicator {choice.id} is called '{newest.name}', not '{choice.names[0]}': "
            "check that it is still the same figure"
        )
    words = newest.compared_to_england
    if words is not None and not _KNOWN_COMPARISONS.fullmatch(words):
        warn(f"indicator {choice.id}: unknown comparison with England '{words}'")
    for period in chosen.withheld:
        warn(f"indicator {choice.id}: {period} is published without a value")
    if chosen.contradicted:
        warn(f"indicator {choice.id}: two figures for {newest.period}: the first is kept")


def _maybe_short(number: float | None) -> float | None:
    return None if number is None else _short(number)


def _short(number: float) -> float:
    """Cut what no reader needs: four decimals, or four digits of a number below one."""
    return round(number, 4) if abs(number) >= 1 else float(f"{number:.4g}")
