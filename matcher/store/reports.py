"""How each source fared: every report of every collection is kept."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, Row

from matcher.serial import dump_json, load_json
from matcher.store.issues import add_issues, issues_by
from matcher.store.schema import issues, source_reports
from matcher.store.transactions import reading, writing
from models.report import Issue, SourceOutcome, SourceReport

_READ = (SourceOutcome.OK.value, SourceOutcome.PARTLY.value)  # its calls were stored


def save_source_report(engine: Engine, run_id: int, report: SourceReport) -> None:
    """Record how a source fared in a run; StoreError if there is no such run."""
    row = {
        "run_id": run_id,
        "source": report.source,
        "title": report.title,
        "outcome": report.outcome.value,
        "started_at": report.started_at,
        "finished_at": report.finished_at,
        "calls_seen": report.calls_seen,
        "requests": report.requests,
        "not_modified": report.not_modified,
        "listed": report.listed,
        "new_calls": report.new,
        "changed_calls": report.changed,
        "waiting_calls": report.waiting,
        "filled": dump_json(dict(report.filled)),
        "unknown_labels": dump_json(report.unknown_labels),
    }
    with writing(engine) as connection:
        key = connection.execute(sa.insert(source_reports).values(row)).inserted_primary_key
        if key is None:
            raise RuntimeError("the database gave the new report no number")
        add_issues(connection, run_id, int(key[0]), report.issues)


def latest_source_reports(engine: Engine) -> list[SourceReport]:
    """Return the last report of every source that has one, by source name."""
    newest = sa.select(sa.func.max(source_reports.c.id)).group_by(source_reports.c.source)
    query = sa.select(source_reports).where(source_reports.c.id.in_(newest))
    with reading(engine) as connection:
        return _reports(connection, query.order_by(source_reports.c.source))


def source_history(engine: Engine, source: str, limit: int) -> list[SourceReport]:
    """Return a source's last reports, at most `limit` of them, newest first."""
    query = sa.select(source_reports).where(source_reports.c.source == source)
    with reading(engine) as connection:
        return _reports(connection, query.order_by(source_reports.c.id.desc()).limit(max(limit, 0)))


def last_success(engine: Engine) -> dict[str, datetime]:
    """Say of every source when it was last read well enough for its calls to be stored."""
    return _latest(engine, source_reports.c.finished_at, _READ)


def last_complete(engine: Engine) -> dict[str, datetime]:
    """Say of every source when the collection began that last read it to its end.

    What the source says from that moment on may be unread.
    """
    return _latest(engine, source_reports.c.started_at, (SourceOutcome.OK.value,))


def _latest(
    engine: Engine, moment: sa.Column[datetime], outcomes: Collection[str]
) -> dict[str, datetime]:
    """Return the latest of the moments of reports with these outcomes, by source."""
    query = (
        sa.select(source_reports.c.source, sa.func.max(moment).label("latest"))
        .where(source_reports.c.outcome.in_(list(outcomes)))
        .group_by(source_reports.c.source)
    )
    with reading(engine) as connection:
        return {row.source: row.latest for row in connection.execute(query)}


def _reports(connection: Connection, query: sa.Select[Any]) -> list[SourceReport]:
    rows = list(connection.execute(query))
    found = issues_by(connection, issues.c.report_id, [row.id for row in rows])
    return [_report(row, found.get(row.id, ())) for row in rows]


def _report(row: Row[Any], found: tuple[Issue, ...]) -> SourceReport:
    return SourceReport(
        source=row.source,
        title=row.title,
        outcome=SourceOutcome(row.outcome),
        started_at=row.started_at,
        finished_at=row.finished_at,
        calls_seen=row.calls_seen,
        requests=row.requests,
        not_modified=row.not_modified,
        issues=found,
        listed=row.listed,
        new=row.new_calls,
        changed=row.changed_calls,
        waiting=row.waiting_calls,
        filled=load_json(dict[str, int], row.filled),
        unknown_labels=load_json(tuple[str, ...], row.unknown_labels),
    )
