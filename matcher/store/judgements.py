"""What people judged of calls. Rows are only added, and marked when withdrawn: nothing is lost."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine, Row

from matcher.neutral import neutral_line
from matcher.store.errors import StoreError
from matcher.store.schema import judgements
from matcher.store.transactions import pieces, reading, writing
from models.judgement import Judgement, JudgementVerdict

LONGEST_REASON = 500  # characters
LONGEST_WHO = 80  # characters


def add_judgements(engine: Engine, new: Sequence[Judgement]) -> int:
    """Store judgements, all of them or, on any error, none; return how many were new.

    Reason and role become one line without hidden characters, at most
    LONGEST_REASON and LONGEST_WHO long. One that is stored already, word for word
    and from the same moment, is not stored twice.
    """
    harmless = [_harmless(judgement) for judgement in new]
    with writing(engine) as connection:
        cities = sorted({judgement.city for judgement in harmless})
        query = sa.select(judgements).where(judgements.c.city.in_(cities))
        known = {_content(_judgement(row)) for row in connection.execute(query)}
        fresh = {
            _content(judgement): judgement
            for judgement in harmless
            if _content(judgement) not in known
        }
        for piece in pieces(fresh.values()):
            connection.execute(sa.insert(judgements), [_row(judgement) for judgement in piece])
    return len(fresh)


def load_judgements(engine: Engine, city: str) -> list[Judgement]:
    """Return all that was ever judged for the city, withdrawn ones too, oldest first.

    Raises StoreError for a stored judgement that cannot be read.
    """
    query = (
        sa.select(judgements)
        .where(judgements.c.city == city)
        .order_by(judgements.c.judged_at, judgements.c.id)
    )
    with reading(engine) as connection:
        return [_judgement(row) for row in connection.execute(query)]


def withdraw_judgements(engine: Engine, ids: Collection[int], now: datetime) -> int:
    """Mark judgements as withdrawn at `now` (aware); return how many were not so before."""
    changed = 0
    with writing(engine) as connection:
        for piece in pieces(sorted(set(ids))):
            standing = sa.and_(judgements.c.id.in_(piece), judgements.c.withdrawn_at.is_(None))
            mark = sa.update(judgements).where(standing).values(withdrawn_at=now)
            changed += connection.execute(mark).rowcount
    return changed


def _harmless(judgement: Judgement) -> Judgement:
    return replace(
        judgement,
        reason=neutral_line(judgement.reason, LONGEST_REASON),
        who=neutral_line(judgement.who, LONGEST_WHO),
    )


def _content(judgement: Judgement) -> tuple[object, ...]:
    return (*judgement.slot, judgement.verdict, judgement.reason, judgement.judged_at)


def _row(judgement: Judgement) -> dict[str, Any]:
    return {
        "city": judgement.city,
        "call_key": judgement.call_key,
        "need_id": judgement.need_id,
        "verdict": judgement.verdict.value,
        "judged_at": judgement.judged_at,
        "reason": judgement.reason,
        "who": judgement.who,
        "withdrawn_at": judgement.withdrawn_at,
    }


def _judgement(row: Row[Any]) -> Judgement:
    try:
        verdict = JudgementVerdict(row.verdict)
    except ValueError as error:
        raise StoreError(f"the stored judgement {row.id} cannot be read: {error}") from error
    return Judgement(
        city=row.city,
        call_key=row.call_key,
        need_id=row.need_id,
        verdict=verdict,
        judged_at=row.judged_at,
        reason=row.reason,
        who=row.who,
        id=row.id,
        withdrawn_at=row.withdrawn_at,
    )
