"""`bid-matcher sources`: the health of every source."""

import json
from argparse import Namespace
from datetime import datetime
from typing import Any

from matcher.commands.say import say
from matcher.places import LONDON, own_store
from matcher.settings import Settings
from matcher.store import last_success, latest_source_reports
from models.report import SourceReport
from scrapers.registry import load_sources
from scrapers.source import Source


def run(settings: Settings, arguments: Namespace) -> int:
    """Print a table, or JSON, of every source: last try, last success, calls, issues."""
    engine = own_store(settings)
    reports = {report.source: report for report in latest_source_reports(engine)}
    successes = last_success(engine)
    rows = [
        _row(source, reports.get(source.definition.name), successes.get(source.definition.name))
        for source in load_sources()
    ]
    if arguments.json:
        say(json.dumps(rows, indent=2))
    else:
        _print_table(rows)
    return 0


def _row(source: Source, report: SourceReport | None, success: datetime | None) -> dict[str, Any]:
    return {
        "source": source.definition.name,
        "title": source.definition.title,
        "last_outcome": report.outcome.value if report else None,
        "last_tried": report.finished_at.isoformat() if report else None,
        "last_success": success.isoformat() if success else None,
        "calls": report.calls_seen if report else None,
        "expected_at_least": source.definition.expect.min_calls,
        "issues": [issue.reason for issue in report.issues] if report else [],
    }


def _print_table(rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for heading in ("Source", "Last try", "Outcome", "Calls", "Expected", "Last success"):
        table.add_column(heading)
    for row in rows:
        table.add_row(
            row["title"],
            _moment(row["last_tried"]),
            row["last_outcome"] or "not collected yet",
            "–" if row["calls"] is None else str(row["calls"]),
            f"at least {row['expected_at_least']}",
            _moment(row["last_success"]),
        )
        for reason in row["issues"][:3]:
            table.add_row(f"  {reason}")
    Console().print(table)


def _moment(text: str | None) -> str:
    if text is None:
        return "never"
    return datetime.fromisoformat(text).astimezone(LONDON).strftime("%d %b %Y %H:%M")
