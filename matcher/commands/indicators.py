"""`bid-matcher indicators`: refresh the city's published figures, or show the latest."""

import json
from argparse import Namespace
from datetime import date
from functools import partial
from pathlib import Path

from matcher.city.indicator_files import (
    IndicatorReport,
    IndicatorRow,
    Kept,
    latest_report,
    write_report,
)
from matcher.city.indicator_map import load_indicator_map
from matcher.city.indicators import Refreshed, refresh
from matcher.commands.say import hint, say, tables
from matcher.places import LONDON, one_writer
from matcher.settings import Settings
from models.errors import NothingToDoError
from scrapers.client import HttpClient
from scrapers.indicators.contract import Reader
from scrapers.indicators.files import read_indicator_file
from scrapers.indicators.fingertips.fetch import fetch_fingertips, fingertips_definition

_PARTLY = 4
_STALE_DAYS = 92  # Fingertips adds figures several times in a quarter
_SEXLESS = ("persons", "not applicable", "not stated")


def run(settings: Settings, arguments: Namespace) -> int:
    """Refresh or show. 0 done, 4 some indicators without a figure, 3 nothing could be read."""
    if arguments.action == "show":
        return _show(settings, as_json=arguments.json)
    day = arguments.as_of or today(settings)
    return _refresh(settings, arguments.file, day)


def _refresh(settings: Settings, file: Path | None, day: date) -> int:
    with one_writer(settings):
        refreshed, path, kept = refresh_now(settings, file, day)
    _tell(refreshed.report, path, kept.value)
    return 0 if refreshed.complete else _PARTLY


def refresh_now(settings: Settings, file: Path | None, day: date) -> tuple[Refreshed, Path, Kept]:
    """Read the newest figures and write them, for one who is the one writer.

    NothingToDoError where no figure could be read.
    """
    plan = load_indicator_map(settings.city_folder)
    reader = _reader(settings) if file is None else partial(read_indicator_file, file)
    reading = reader(plan.wanted())
    refreshed = refresh(plan, reading, fingertips_definition().licence.credit, day)
    _tell_issues(refreshed)
    if not refreshed.report.figures:
        raise NothingToDoError(
            f"no figure for {plan.city} could be read from {reading.read_from}: nothing was written"
        )
    path, kept = write_report(refreshed.report, settings.city_folder)
    return refreshed, path, kept


def _reader(settings: Settings) -> Reader:
    """Return the reader that asks the service; the one place to change when it is replaced."""
    from matcher.jobs import http_settings  # showing and reading a file need no jobs

    client = HttpClient(http_settings(settings))
    definition = fingertips_definition()
    return partial(fetch_fingertips, client=client, definition=definition, now=settings.moment())


def today(settings: Settings) -> date:
    """Return the day it is in London."""
    return settings.moment().astimezone(LONDON).date()


def _tell_issues(refreshed: Refreshed) -> None:
    for issue in refreshed.issues:
        where = f" ({issue.address})" if issue.address else ""
        hint(f"  {issue.severity.value}: {issue.reason}{where}")
    reasons: dict[str, list[int]] = {}
    for need in refreshed.report.needs:
        for missing in need.not_read:
            reasons.setdefault(missing.reason, []).append(missing.fingertips_id)
    for reason, ids in reasons.items():
        hint(f"  not read: {', '.join(str(id_) for id_ in dict.fromkeys(ids))}: {reason}")


def _tell(report: IndicatorReport, path: Path, kept: str) -> None:
    notes: dict[str, int] = {}
    for need in report.needs:
        for row in need.indicators:
            notes[row.note.value] = notes.get(row.note.value, 0) + 1
    missing = sum(len(need.not_read) for need in report.needs)
    counts = [f"{count} {note}" for note, count in sorted(notes.items())]
    say(f"{path}: {kept}")
    figures = "1 figure" if report.figures == 1 else f"{report.figures} figures"
    say(f"{figures}: {', '.join([*counts, f'{missing} not read'])}")
    say("Compare it with the last one and with needs.yaml before changing needs.yaml by hand.")


def _show(settings: Settings, *, as_json: bool) -> int:
    found = latest_report(settings.city_folder)
    if found is None:
        raise NothingToDoError(
            f"{settings.city_folder} holds no indicators-YYYY-MM-DD.yaml yet: "
            "run `bid-matcher indicators refresh`"
        )
    path, report = found
    age = (today(settings) - report.as_of).days
    if as_json:
        facts = {"file": path.name, "days_old": age} | report.model_dump(mode="json")
        say(json.dumps(facts, indent=2, ensure_ascii=False))
        return 0
    _print_table(report)
    say(f"{path.name}, read from {report.read_from}. {report.credit}")
    missing = sum(len(need.not_read) for need in report.needs)
    if missing:
        say(f"{missing} indicators had no figure; the file says why.")
    if age > _STALE_DAYS:
        say(f"This is {age} days old: run `bid-matcher indicators refresh`.")
    return 0


def _print_table(report: IndicatorReport) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for heading in ("Need", "Indicator"):
        table.add_column(heading, overflow="fold")
    for heading in (report.city, "England"):
        table.add_column(heading, justify="right")
    for heading in ("Beside England", "Trend", "Period"):
        table.add_column(heading, overflow="fold")
    for need in report.needs:
        for row in need.indicators:
            table.add_row(need.name, _indicator(row), *_figures(row), row.period)
    tables().print(table)


def _indicator(row: IndicatorRow) -> str:
    return row.name if row.sex.casefold() in _SEXLESS else f"{row.name}, {row.sex.lower()}"


def _figures(row: IndicatorRow) -> tuple[str, str, str, str]:
    england = "not stated" if row.england is None else f"{row.england:,.1f}"
    return f"{row.value:,.1f}", england, comparison_words(row), trend_words(row)


def comparison_words(row: IndicatorRow) -> str:
    """Say how the city stands to England, without the level of confidence."""
    return (row.compared_to_england or "not stated").lower().rstrip("0123456789.% ")


def trend_words(row: IndicatorRow) -> str:
    """Say the publisher's trend, else how the figure stands to the period before."""
    if row.trend is not None:
        return row.trend.lower()
    if row.value_before is None:
        return "not stated"
    change = row.value - row.value_before
    if change == 0:
        return f"as in {row.period_before}"
    direction = "up" if change > 0 else "down"
    return f"{direction} from {row.value_before:,.1f} in {row.period_before}"
