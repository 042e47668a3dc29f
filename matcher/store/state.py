"""Short fingerprints of what is stored: two that are equal mean that nothing has changed.

They cost a few milliseconds, so that a program that stays up may ask often.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine

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


def calls_state(engine: Engine) -> str:
    """Return the fingerprint of the calls and of which of them are one."""
    return _state(
        engine,
        sa.select(sa.func.count(), sa.func.sum(calls.c.version), sa.func.max(calls.c.last_seen)),
        sa.select(identities.c.call_key, identities.c.lead_key).order_by(identities.c.call_key),
    )


def matches_state(engine: Engine, city: str) -> str:
    """Return the fingerprint of the city's last matching."""
    return _state(
        engine,
        sa.select(match_sets.c.as_of, match_sets.c.model_id).where(match_sets.c.city == city),
        sa.select(sa.func.count()).select_from(matches).where(matches.c.city == city),
    )


def people_state(engine: Engine, city: str) -> str:
    """Return the fingerprint of what people judged and decided."""
    of_judgements = sa.select(
        sa.func.count(), sa.func.max(judgements.c.id), sa.func.max(judgements.c.withdrawn_at)
    )
    of_decisions = sa.select(
        sa.func.count(), sa.func.max(decisions.c.id), sa.func.max(decisions.c.withdrawn_at)
    )
    return _state(
        engine,
        of_judgements.where(judgements.c.city == city),
        of_decisions.where(decisions.c.city == city),
        sa.select(sa.func.max(decision_outcomes.c.id)).where(
            decision_outcomes.c.decision_id.in_(
                sa.select(decisions.c.id).where(decisions.c.city == city)
            )
        ),
    )


def awards_state(engine: Engine) -> str:
    """Return the fingerprint of the stored awards."""
    return _state(engine, sa.select(sa.func.count(), sa.func.max(awards.c.last_seen)))


def _state(engine: Engine, *queries: sa.Select[*tuple[Any, ...]]) -> str:
    with reading(engine) as connection:
        found = [[tuple(row) for row in connection.execute(query)] for query in queries]
    return _hash(repr(rows) for rows in found)


def _hash(texts: Iterable[str]) -> str:
    return sha256("\n".join(texts).encode()).hexdigest()[:16]
