"""What happened: jobs that ran, and the issues that they met."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine, Row

from matcher.serial import dump_json, load_json
from matcher.store.issues import add_issues, issues_by
from matcher.store.schema import issues, runs
from matcher.store.transactions import reading, writing
from models.report import Issue, Run


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
        add_issues(connection, run_id, None, found)


def last_runs(engine: Engine, job: str | None = None, limit: int = 20) -> list[Run]:
    """Return the latest runs (of one job, if given), newest first."""
    query = sa.select(runs).order_by(runs.c.id.desc()).limit(max(limit, 0))
    if job is not None:
        query = query.where(runs.c.job == job)
    with reading(engine) as connection:
        rows = list(connection.execute(query))
        of_runs = issues_by(connection, issues.c.run_id, [row.id for row in rows], own=True)
    return [_run(row, of_runs.get(row.id, ())) for row in rows]


def first_start(engine: Engine, job: str) -> datetime | None:
    """Return when a job's first run began, None if it never ran."""
    with reading(engine) as connection:
        query = sa.select(sa.func.min(runs.c.started_at)).where(runs.c.job == job)
        found: datetime | None = connection.execute(query).scalar_one()
    return found


def _run(row: Row[Any], found: tuple[Issue, ...]) -> Run:
    counts = load_json(dict[str, int], row.counts)
    return Run(row.job, row.started_at, row.finished_at, counts, found)
