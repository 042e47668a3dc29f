"""`bid-matcher sources`: the health of every source."""

import json
import sys
from argparse import Namespace
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from matcher.commands.say import say, tables
from matcher.places import LONDON, own_store
from matcher.settings import Settings
from matcher.source_health import source_rows
from scrapers.indicators.fingertips.fetch import fingertips_definition
from scrapers.overview import sources_page
from scrapers.registry import load_award_sources, load_sources

# The fields whose share of filled ones a person watches: a fall means that a page has changed.
_WATCHED = {
    "money": ("award_max", "total_fund", "project_cost_max", "amount"),
    "deadline": ("deadlines", "ends_on"),
    "eligibility": ("eligibility", "applicants"),
}


def run(settings: Settings, arguments: Namespace) -> int:
    """Print a table, or JSON, of every source: how it fared, and what its calls state.

    `--markdown` prints what is known of the sources themselves instead.
    """
    if arguments.markdown:
        figures = (fingertips_definition(),)
        sys.stdout.write(sources_page(load_sources(), load_award_sources(), figures))
        return 0
    rows = source_rows(own_store(settings))
    if arguments.json:
        say(json.dumps(rows, indent=2))
    else:
        _print_table(rows)
    return 0


def _print_table(rows: list[dict[str, Any]]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for heading in ("Source", "Last success", "Last try"):
        table.add_column(heading, no_wrap=True)
    for heading in ("Calls (before)", "New", "Changed", *_WATCHED, "Unknown words"):
        table.add_column(heading.capitalize(), justify="right")
    for row in rows:
        table.add_row(
            row["title"],
            _moment(row["last_success"]),
            row["last_outcome"] or "not collected yet",
            _calls(row),
            f"{row['waiting']} wait" if row["waiting"] else str(row["new"] or "–"),
            str(row["changed"] or "–"),
            *(_share(row["filled"], fields) for fields in _WATCHED.values()),
            str(len(row["unknown_labels"]) or "–"),
        )
    console = tables()
    console.print(table)
    for row in rows:
        for words in _remarks(row):
            console.print(f"{row['title']}: {words}", style="dim")


def _remarks(row: Mapping[str, Any]) -> list[str]:
    remarks = list(row["issues"][:3])
    if row["waiting"]:
        remarks.append(f"{row['waiting']} changes wait for review (bid-matcher review list)")
    return remarks


def _calls(row: Mapping[str, Any]) -> str:
    if row["calls"] is None:
        return "–"
    before = "" if row["calls_before"] is None else f" ({row['calls_before']})"
    return f"{row['calls']}{before}"


def _share(filled: Mapping[str, float], fields: tuple[str, ...]) -> str:
    """The largest share among fields that stand for one thing: a call states one of them."""
    shares = [filled[field] for field in fields if field in filled]
    return f"{max(shares):.0%}" if shares else "–"


def _moment(text: str | None) -> str:
    if text is None:
        return "never"
    return datetime.fromisoformat(text).astimezone(LONDON).strftime("%d %b %H:%M")
