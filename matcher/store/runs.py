"""What happened: jobs that ran, how each source fared, and what a person should see."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, Row

from matcher.serial import dump_json, load_json
from matcher.store.schema import issues, runs, source_reports
from matcher.store.transactions import pieces, reading, writing
from models.report import Issue, Run, Severity, SourceOutcome, SourceReport

_READ = (SourceOutcome.OK.value, SourceOutcome.PARTLY.value)  # its calls were stored


def start_run(engine: Engine, job: str, now: datetime) -> int:
    """Record that a job has begun, and return the run's number.

    Should the process die, the run stays without an end.
    """
    begun = sa.insert(runs).values(job=job, started_at=now, counts=dump_json({}))
    with writing(engine) as connection:
        key = connection.execute(begun).inserted_primary_key
    if key is None:
        raise RuntimeError("the database gave the new run no number")
    return int(key[0])


def finish_run(
    engine: Engine, run_id: int, now: datetime, counts: Mapping[str, int], found: Sequence[Issue]
) -> None:
    """Record a run's end, its counts and the issues it met; ValueError if there is no such run."""
    ended = sa.update(runs).where(runs.c.id == run_id)
    with writing(engine) as connection:
        result = connection.execute(ended.values(finished_at=now, counts=dump_json(dict(counts))))
        if result.rowcount != 1:
            raise ValueError(f"there is no run {run_id}")
        own = sa.and_(issues.c.run_id == run_id, issues.c.report_id.is_(None))
        connection.execute(sa.delete(issues).where(own))
        _add_issues(connection, run_id, None, found)


def last_runs(engine: Engine, job: str | None = None, limit: int = 20) -> list[Run]:
    """Return the latest runs (of one job, if given), newest first."""
    query = sa.select(runs).order_by(runs.c.id.desc()).limit(max(limit, 0))
    if job is not None:
        query = query.where(runs.c.job == job)
    with reading(engine) as connection:
        rows = list(connection.execute(query))
        of_runs = _issues_by(connection, issues.c.run_id, [row.id for row in rows], own=True)
    return [_run(row, of_runs.get(row.id, ())) for row in rows]


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
    }
    with writing(engine) as connection:
        key = connection.execute(sa.insert(source_reports).values(row)).inserted_primary_key
        if key is None:
            raise RuntimeError("the database gave the new report no number")
        _add_issues(connection, run_id, int(key[0]), report.issues)


def latest_source_reports(engine: Engine) -> list[SourceReport]:
    """Return the last report of every source that has one, by source name."""
    newest = sa.select(sa.func.max(source_reports.c.id)).group_by(source_reports.c.source)
    query = sa.select(source_reports).where(source_reports.c.id.in_(newest))
    with reading(engine) as connection:
        rows = list(connection.execute(query.order_by(source_reports.c.source)))
        of_reports = _issues_by(connection, issues.c.report_id, [row.id for row in rows])
    return [_report(row, of_reports.get(row.id, ())) for row in rows]


def last_success(engine: Engine) -> dict[str, datetime]:
    """Say of every source when it was last read well enough for its calls to be stored."""
    latest = sa.func.max(source_reports.c.finished_at).label("latest")
    query = sa.select(source_reports.c.source, latest).where(source_reports.c.outcome.in_(_READ))
    with reading(engine) as connection:
        rows = list(connection.execute(query.group_by(source_reports.c.source)))
    return {row.source: row.latest for row in rows}


def _add_issues(
    connection: Connection, run_id: int, report_id: int | None, found: Sequence[Issue]
) -> None:
    rows = [
        {
            "run_id": run_id,
            "report_id": report_id,
            "severity": issue.severity.value,
            "place": issue.where,
            "reason": issue.reason,
            "address": issue.address,
        }
        for issue in found
    ]
    if rows:
        connection.execute(sa.insert(issues), rows)


def _issues_by(
    connection: Connection, column: sa.Column[Any], ids: Sequence[int], *, own: bool = False
) -> dict[int, tuple[Issue, ...]]:
    """Return issues by run or report; `own`: only those of runs themselves."""
    found: dict[int, tuple[Issue, ...]] = {}
    for piece in pieces(ids):
        query = sa.select(issues, column.label("of")).where(column.in_(piece))
        if own:
            query = query.where(issues.c.report_id.is_(None))
        for row in connection.execute(query.order_by(issues.c.id)):
            issue = Issue(Severity(row.severity), row.place, row.reason, row.address)
            found[row.of] = (*found.get(row.of, ()), issue)
    return found


def _run(row: Row[Any], found: tuple[Issue, ...]) -> Run:
    counts = load_json(dict[str, int], row.counts)
    return Run(row.job, row.started_at, row.finished_at, counts, found)


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
    )
