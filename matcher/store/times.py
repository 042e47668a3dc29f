"""When calls and awards were first seen, and since when they say what they say."""

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Engine

from matcher.store.schema import awards, call_versions, calls
from matcher.store.transactions import reading


class Times(NamedTuple):
    """Two moments of a record, aware."""

    first_seen: datetime
    changed: datetime  # of an award, when it was last seen: its changes are not dated


def call_times(engine: Engine) -> dict[str, Times]:
    """Return the moments of every call, by key; no call itself is read."""
    current = sa.and_(
        call_versions.c.call_key == calls.c.key, call_versions.c.version == calls.c.version
    )
    query = sa.select(calls.c.key, calls.c.first_seen, call_versions.c.seen_at).select_from(
        calls.join(call_versions, current)
    )
    with reading(engine) as connection:
        return {key: Times(first, changed) for key, first, changed in connection.execute(query)}


def award_times(engine: Engine) -> dict[str, Times]:
    """Return the moments of every award, by key."""
    query = sa.select(awards.c.key, awards.c.first_seen, awards.c.last_seen)
    with reading(engine) as connection:
        return {key: Times(first, last) for key, first, last in connection.execute(query)}
