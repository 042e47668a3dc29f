"""How much the store holds."""

import sqlalchemy as sa
from sqlalchemy import Engine

from matcher.store.schema import (
    awards,
    call_versions,
    calls,
    decisions,
    feed_links,
    identities,
    issues,
    judgements,
    match_sets,
    matches,
    outbox,
    runs,
    source_reports,
    subscribers,
    text_vectors,
    waiting_calls,
)
from matcher.store.transactions import reading

_TABLES = {
    "calls": calls,
    "call versions": call_versions,
    "merged calls": identities,
    "calls waiting for a decision": waiting_calls,
    "awards": awards,
    "judgements": judgements,
    "decisions": decisions,
    "subscribers": subscribers,
    "mails": outbox,
    "feed addresses": feed_links,
    "encoded texts": text_vectors,
    "cities matched": match_sets,
    "matches": matches,
    "runs": runs,
    "source reports": source_reports,
    "issues": issues,
}


def has_calls(engine: Engine) -> bool:
    """Whether the store holds any call."""
    with reading(engine) as connection:
        return connection.execute(sa.select(calls.c.id).limit(1)).first() is not None


def statistics(engine: Engine) -> dict[str, int]:
    """Count what the store holds, each figure under the words a reader is shown."""
    with reading(engine) as connection:
        counted = {
            words: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for words, table in _TABLES.items()
        }
        passages = connection.scalar(sa.select(sa.func.sum(text_vectors.c.passages)))
        unfinished = sa.select(sa.func.count()).where(runs.c.finished_at.is_(None))
        counted["encoded passages"] = passages or 0
        counted["unfinished runs"] = connection.scalar(unfinished) or 0
    return counted
