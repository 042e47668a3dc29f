"""Finding the few calls that may answer a search best, where the store's system can."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Engine

from matcher.store import dialect
from matcher.store.asked import Asked, CallVector, Candidates, SaidMost
from matcher.store.transactions import reading, writing


def has_call_vectors(engine: Engine, model_id: str) -> bool:
    """Whether candidates can be found: the store's system can, and has vectors of this model."""
    with reading(engine) as connection:
        return dialect.of(connection).keeps_call_vectors(connection, model_id)


def said_most(engine: Engine, stems: Collection[str]) -> SaidMost:
    """Return what is known of all calls about a search's stems; see `has_call_vectors`."""
    with reading(engine) as connection:
        return dialect.of(connection).said_most(connection, stems)


def find_candidates(engine: Engine, asked: Asked, limit: int) -> Candidates:
    """Return at most `limit` candidates, the likeliest first; see `has_call_vectors`."""
    with reading(engine) as connection:
        return dialect.of(connection).find_candidates(connection, asked, limit)


def unknown_call_vectors(engine: Engine, model_id: str, texts: Mapping[str, str]) -> frozenset[str]:
    """Return which calls, given with the hash of their text, are not in the index of vectors.

    None where the system has no such index.
    """
    system = dialect.of(engine)
    with reading(engine) as connection:
        if not system.keeps_call_vectors(connection):
            return frozenset()
        known = system.known_call_vectors(connection, model_id)
    return frozenset(key for key, text_hash in texts.items() if known.get(key) != text_hash)


def save_call_vectors(engine: Engine, model_id: str, rows: Sequence[CallVector]) -> None:
    """Put calls into the index of vectors, in place of what there was of them.

    Does nothing where the system has no such index. Calls that are not stored are passed over.
    """
    if rows:
        with writing(engine) as connection:
            dialect.of(connection).save_call_vectors(connection, model_id, rows)
