"""A short name for what is stored and shown: while it stays, so does what is made of it."""

import hashlib
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.sql.functions import FunctionElement

from matcher.store.schema import (
    awards,
    calls,
    decision_outcomes,
    decisions,
    identities,
    judgements,
    match_sets,
    matches,
)
from matcher.store.transactions import reading


def data_version(engine: Engine, city: str) -> str:
    """Return a fingerprint of the calls, merges, awards, and the city's matches and decisions.

    It moves when any of them is added or changes in what readers are shown, and not when
    calls are only seen again. People's own wishes are not in it. Counts and sums are
    compared, not contents, so that asking takes milliseconds.
    """
    total, count = sa.func.sum, sa.func.count
    of_city = {table: table.c.city == city for table in (judgements, decisions, matches)}
    queries = (
        sa.select(count(), total(calls.c.version)),
        sa.select(identities.c.call_key, identities.c.lead_key).order_by(identities.c.call_key),
        sa.select(count(), sa.func.max(awards.c.last_seen)).select_from(awards),
        sa.select(match_sets.c.as_of, match_sets.c.model_id).where(match_sets.c.city == city),
        sa.select(count(), total(matches.c.score)).where(of_city[matches]),
        _standing(judgements.c.id, judgements.c.withdrawn_at, of_city[judgements]),
        _standing(decisions.c.id, decisions.c.withdrawn_at, of_city[decisions]),
        sa.select(sa.func.max(decision_outcomes.c.id)).where(
            decision_outcomes.c.decision_id.in_(
                sa.select(decisions.c.id).where(decisions.c.city == city)
            )
        ),
    )
    with reading(engine) as connection:
        found = [[tuple(row) for row in connection.execute(query)] for query in queries]
    return hashlib.sha256(repr(found).encode()).hexdigest()


def _standing(
    number: sa.Column[int], withdrawn: sa.Column[Any], wanted: sa.ColumnElement[bool]
) -> sa.Select[Any]:
    newest: FunctionElement[Any] = sa.func.max(number)
    return sa.select(newest, sa.func.count(), sa.func.count(withdrawn)).where(wanted)
