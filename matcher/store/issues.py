"""Issues: each belongs to a run, or to one source's report within it."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from matcher.store.schema import issues
from matcher.store.transactions import pieces
from models.report import Issue, Severity


def add_issues(
    connection: Connection, run_id: int, report_id: int | None, found: Sequence[Issue]
) -> None:
    """Keep issues of a run, or of a report in it if `report_id` names one."""
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


def issues_by(
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
