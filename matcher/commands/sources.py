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
from matcher.source_state import WATCHED, SourceState, source_states, state_as_json
from scrapers.indicators.fingertips.fetch import fingertips_definition
from scrapers.overview import sources_page
from scrapers.registry import load_award_sources, load_sources


def run(settings: Settings, arguments: Namespace) -> int:
    """Print a table, or JSON, of every source: how it fared, and what its calls state.

    `--markdown` prints what is known of the sources themselves instead.
    """
    if arguments.markdown:
        figures = (fingertips_definition(),)
        sys.stdout.write(sources_page(load_sources(), load_award_sources(), figures))
        return 0
    states = list(source_states(own_store(settings)))
    if arguments.json:
        say(json.dumps([state_as_json(state) for state in states], indent=2))
    else:
        _print_table(states)
    return 0


def _print_table(states: list[SourceState]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for heading in ("Source", "Last success", "Last try"):
        table.add_column(heading, no_wrap=True)
    for heading in ("Calls (before)", "New", "Changed", *WATCHED, "Unknown words"):
        table.add_column(heading.capitalize(), justify="right")
    rows = [(state_as_json(state), state) for state in states]
    for row, state in rows:
        table.add_row(
            row["title"],
            _moment(state.success),
            row["last_outcome"] or "not collected yet",
            _calls(row),
            f"{row['waiting']} wait" if row["waiting"] else str(row["new"] or "–"),
            str(row["changed"] or "–"),
            *(_share(state.share(watched)) for watched in WATCHED),
            str(len(row["unknown_labels"]) or "–"),
        )
    console = tables()
    console.print(table)
    for row, _ in rows:
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


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def _moment(moment: datetime | None) -> str:
    return "never" if moment is None else moment.astimezone(LONDON).strftime("%d %b %H:%M")
