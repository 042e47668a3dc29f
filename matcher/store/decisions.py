"""What the city decided about calls. Rows are only added, and marked when withdrawn."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, Row

from matcher.neutral import neutral_line
from matcher.store.errors import StoreError
from matcher.store.schema import decision_outcomes, decisions
from matcher.store.transactions import reading, writing
from models.decision import Decision, DecisionVerdict, Outcome, OutcomeKind, newest
from models.money import Money

LONGEST_REASON = 500  # characters
LONGEST_OWNER = 80  # characters


class DecidedMeanwhileError(ValueError):
    """Another decision is in force than the one the deciders have seen; nothing was stored."""


def add_decision(
    engine: Engine, decision: Decision, *, instead_of: int | None, pages: Collection[str]
) -> int:
    """Store a decision and return its number; it takes the place of the one in force.

    `pages` are the keys of the call on all its pages. `instead_of` is the number of
    the decision in force that the deciders have seen, None where they saw none.
    Reason and owner become one line without hidden characters. Raises ValueError, and
    stores nothing, where one of them is too long and where the decision in force is of a
    later moment; DecidedMeanwhileError where another one is in force by now.
    """
    decision = _harmless(decision)
    with writing(engine) as connection:
        before = newest(_on_pages(connection, decision.city, pages))
        if (before.id if before else None) != instead_of:
            now = f"decision {before.id} is" if before else "no decision is"
            raise DecidedMeanwhileError(
                f"somebody else decided meanwhile: {now} in force on this call"
            )
        if before is not None and before.decided_at > decision.decided_at:
            raise ValueError(f"decision {before.id}, which is in force, is of a later moment")
        stored = sa.insert(decisions).values(_row(decision)).returning(decisions.c.id)
        return int(connection.execute(stored).scalar_one())


def add_outcome(engine: Engine, decision_id: int, outcome: Outcome) -> None:
    """Store what became of a decision's bid, beside what was recorded before.

    Raises ValueError if there is no such decision, it was withdrawn, or is not a go.
    """
    amount = outcome.amount
    row = {
        "decision_id": decision_id,
        "kind": outcome.kind.value,
        "happened_on": outcome.on,
        "amount": str(amount.amount) if amount else None,
        "currency": amount.currency if amount else None,
        "recorded_at": outcome.recorded_at,
    }
    with writing(engine) as connection:
        decision = newest(_load(connection, decisions.c.id == decision_id))
        if decision is None:
            raise ValueError(f"there is no decision {decision_id}, or it was withdrawn")
        replace(decision, outcomes=(*decision.outcomes, outcome))  # which refuses what makes none
        connection.execute(sa.insert(decision_outcomes).values(row))


def load_decisions(engine: Engine, city: str) -> list[Decision]:
    """Return all that was ever decided for the city, withdrawn decisions too, oldest first.

    Raises StoreError for a stored decision that cannot be read.
    """
    with reading(engine) as connection:
        return _load(connection, decisions.c.city == city)


def withdraw_decision(engine: Engine, decision_id: int, now: datetime) -> bool:
    """Mark a decision as withdrawn at `now` (aware); return whether it counted until now."""
    counts = sa.and_(decisions.c.id == decision_id, decisions.c.withdrawn_at.is_(None))
    with writing(engine) as connection:
        mark = sa.update(decisions).where(counts).values(withdrawn_at=now)
        return connection.execute(mark).rowcount == 1


def _harmless(decision: Decision) -> Decision:
    return replace(
        decision,
        reason=_short_line("the reason", decision.reason, LONGEST_REASON),
        owner=_short_line("the owner", decision.owner, LONGEST_OWNER),
    )


def _short_line(name: str, text: str, limit: int) -> str:
    line = neutral_line(text)
    if len(line) > limit:
        raise ValueError(f"{name} has {len(line):,} characters; {limit} are the most")
    return line


def _on_pages(connection: Connection, city: str, pages: Collection[str]) -> list[Decision]:
    wanted = sa.and_(decisions.c.city == city, decisions.c.call_key.in_(sorted(pages)))
    return _load(connection, wanted)


def _load(connection: Connection, wanted: sa.ColumnElement[bool]) -> list[Decision]:
    query = sa.select(decisions).where(wanted).order_by(decisions.c.decided_at, decisions.c.id)
    chosen = sa.select(decisions.c.id).where(wanted)
    became = sa.select(decision_outcomes).where(decision_outcomes.c.decision_id.in_(chosen))
    outcomes: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(became.order_by(decision_outcomes.c.id)):
        outcomes[row.decision_id].append(row)
    return [_decision(row, outcomes[row.id]) for row in connection.execute(query)]


def _row(decision: Decision) -> dict[str, Any]:
    return {
        "city": decision.city,
        "call_key": decision.call_key,
        "verdict": decision.verdict.value,
        "decided_at": decision.decided_at,
        "reason": decision.reason,
        "owner": decision.owner,
        "revisit_on": decision.revisit_on,
        "withdrawn_at": decision.withdrawn_at,
    }


def _decision(row: Row[Any], outcomes: Sequence[Row[Any]]) -> Decision:
    try:
        return Decision(
            city=row.city,
            call_key=row.call_key,
            verdict=DecisionVerdict(row.verdict),
            decided_at=row.decided_at,
            reason=row.reason,
            owner=row.owner,
            revisit_on=row.revisit_on,
            outcomes=tuple(map(_outcome, outcomes)),
            id=row.id,
            withdrawn_at=row.withdrawn_at,
        )
    except (ValueError, InvalidOperation) as error:
        raise StoreError(f"the stored decision {row.id} cannot be read: {error}") from error


def _outcome(row: Row[Any]) -> Outcome:
    stated = row.amount is not None
    return Outcome(
        kind=OutcomeKind(row.kind),
        on=row.happened_on,
        amount=Money(Decimal(row.amount), row.currency) if stated else None,
        recorded_at=row.recorded_at,
    )
