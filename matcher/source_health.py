"""The health of every source, as rows for a table, JSON or a page."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Engine

from matcher.store import last_success, source_history
from models.report import SourceReport
from scrapers.registry import load_award_sources, load_sources
from scrapers.source import AwardSource, Source


def source_rows(engine: Engine) -> list[dict[str, Any]]:
    """Return a row for every source of calls, then of awards: how its last collection went.

    Moments are ISO 8601 texts. StoreError where the store cannot be read.
    """
    successes = last_success(engine)
    return [_row(engine, kind, source, successes) for kind, source in _defined()]


@cache
def _defined() -> tuple[tuple[str, Source | AwardSource], ...]:
    """Every source by its kind: read once, as the files belong to the program."""
    calls = tuple(("calls", source) for source in load_sources())
    return (*calls, *(("awards", source) for source in load_award_sources()))


def _row(
    engine: Engine, kind: str, source: Source | AwardSource, successes: Mapping[str, datetime]
) -> dict[str, Any]:
    reports = source_history(engine, source.name, 2)
    now, before = (*reports, None, None)[:2]
    success = successes.get(source.name)
    return {
        "source": source.name,
        "title": source.definition.title,
        "kind": kind,
        "expected_at_least": source.definition.expect.min_calls,
        "last_success": success.isoformat() if success else None,
        "calls_before": before.calls_seen if before else None,
        **_last_try(now),
    }


def _last_try(report: SourceReport | None) -> dict[str, Any]:
    if report is None:
        nothing = dict.fromkeys(("last_outcome", "last_tried", "calls", "listed"))
        counts = dict.fromkeys(("new", "changed", "waiting"), 0)
        return {**nothing, **counts, "filled": {}, "unknown_labels": [], "issues": []}
    return {
        "last_outcome": report.outcome.value,
        "last_tried": report.finished_at.isoformat(),
        "calls": report.calls_seen,
        "listed": report.listed,
        "new": report.new,
        "changed": report.changed,
        "waiting": report.waiting,
        "filled": _shares(report),
        "unknown_labels": list(report.unknown_labels),
        "issues": [issue.reason for issue in report.issues],
    }


def _shares(report: SourceReport) -> dict[str, float]:
    """Share of the calls read that state each field, 0 to 1."""
    return {
        field: round(count / report.calls_seen, 3)
        for field, count in sorted(report.filled.items())
        if report.calls_seen
    }
