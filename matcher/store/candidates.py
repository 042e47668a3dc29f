"""Finding the few calls that may answer a search best, where the store's system can."""

from collections.abc import Iterable

from sqlalchemy import Engine

from matcher.store import dialect
from matcher.store.asked import Asked, CallVector, Candidates
from matcher.store.transactions import reading, writing


def has_call_vectors(engine: Engine, model_id: str) -> bool:
    """Whether candidates can be found: the store's system can, and has vectors of this model."""
    with reading(engine) as connection:
        return dialect.of(connection).keeps_call_vectors(connection, model_id)


def find_candidates(engine: Engine, asked: Asked, limit: int) -> Candidates:
    """Return at most `limit` candidates, the likeliest first; see `has_call_vectors`."""
    with reading(engine) as connection:
        return dialect.of(connection).find_candidates(connection, asked, limit)


def keep_call_vectors(engine: Engine, model_id: str, rows: Iterable[CallVector]) -> int:
    """Bring the index of vectors up to date with these calls; returns how many were not so.

    Does nothing where the system has no such index. Calls that are not stored are passed over.
    """
    system = dialect.of(engine)
    with reading(engine) as connection:
        if not system.keeps_call_vectors(connection):
            return 0
        known = system.known_call_vectors(connection, model_id)
    new = [row for row in rows if known.get(row[0]) != row[1]]
    if new:
        with writing(engine) as connection:
            system.save_call_vectors(connection, model_id, new)
    return len(new)
