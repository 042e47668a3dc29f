"""Reading calls: what each one says now, and everything it said before."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine, Row

from matcher.serial import load_json
from matcher.store.errors import StoreError
from matcher.store.schema import call_versions, calls
from matcher.store.transactions import pieces, reading
from models.call import Call

_AT_A_TIME = 100  # calls in memory where all are gone through


@dataclass(frozen=True, slots=True)
class StoredCall:
    """A call as it stands, when it was first and last seen, and its number of versions."""

    call: Call
    first_seen: datetime
    last_seen: datetime
    version: int  # from 1
    previous_key: str | None = None  # of the round before at the same address, if this is a later


@dataclass(frozen=True, slots=True)
class CallVersion:
    """What a call said from `seen_at` until the next version."""

    version: int  # from 1
    seen_at: datetime
    content_hash: str
    call: Call


def load_call(engine: Engine, key: str) -> StoredCall | None:
    """Return the call with that key, or None; StoreError if it cannot be read."""
    found = load_calls(engine, keys=[key])
    return found[0] if found else None


def load_calls(
    engine: Engine,
    *,
    keys: Collection[str] | None = None,
    sources: Collection[str] | None = None,
) -> list[StoredCall]:
    """Return the calls with these keys, of these sources (None: any), ordered by key.

    Keys that are not in the store are left out. Raises StoreError for a stored
    call that cannot be read.
    """
    query = _current_calls()
    if sources is not None:
        query = query.where(calls.c.source.in_(list(sources)))
    with reading(engine) as connection:
        if keys is None:
            rows = list(connection.execute(query))
        else:
            rows = [
                row
                for piece in pieces(sorted(set(keys)))
                for row in connection.execute(query.where(calls.c.key.in_(piece)))
            ]
    return [_stored_call(row) for row in sorted(rows, key=lambda row: row.key)]


def call_addresses(engine: Engine) -> frozenset[str]:
    """Return the addresses of the pages that the calls stand on now.

    Raises StoreError for a stored call that cannot be read.
    """
    query = _current_calls().execution_options(yield_per=_AT_A_TIME)
    with reading(engine) as connection:
        return frozenset(_call(row.key, row.document).url for row in connection.execute(query))


def changed_at(engine: Engine, keys: Collection[str]) -> dict[str, datetime]:
    """Return since when each of these calls says what it says now; unknown keys are left out."""
    found: dict[str, datetime] = {}
    newest = sa.select(
        call_versions.c.call_key, sa.func.max(call_versions.c.seen_at).label("seen_at")
    ).group_by(call_versions.c.call_key)
    with reading(engine) as connection:
        for piece in pieces(sorted(set(keys))):
            rows = connection.execute(newest.where(call_versions.c.call_key.in_(piece)))
            found.update((row.call_key, row.seen_at) for row in rows)
    return found


@dataclass(frozen=True, slots=True)
class SeenTimes:
    """When a call was first seen, and since when it says what it says now."""

    first_seen: datetime
    changed_at: datetime


def seen_times(engine: Engine, keys: Collection[str]) -> dict[str, SeenTimes]:
    """Return the times of each of these calls; unknown keys are left out."""
    current = sa.and_(
        call_versions.c.call_key == calls.c.key, call_versions.c.version == calls.c.version
    )
    query = sa.select(calls.c.key, calls.c.first_seen, call_versions.c.seen_at).select_from(
        calls.join(call_versions, current)
    )
    with reading(engine) as connection:
        return {
            row.key: SeenTimes(row.first_seen, row.seen_at)
            for piece in pieces(sorted(set(keys)))
            for row in connection.execute(query.where(calls.c.key.in_(piece)))
        }


def load_versions(engine: Engine, key: str) -> list[CallVersion]:
    """Return all that a call has said, oldest first; empty if the key is not known."""
    query = (
        sa.select(call_versions)
        .where(call_versions.c.call_key == key)
        .order_by(call_versions.c.version)
    )
    with reading(engine) as connection:
        rows = list(connection.execute(query))
    return [
        CallVersion(row.version, row.seen_at, row.content_hash, _call(key, row.document))
        for row in rows
    ]


def _current_calls() -> sa.Select[Any]:
    current = sa.and_(
        call_versions.c.call_key == calls.c.key, call_versions.c.version == calls.c.version
    )
    return sa.select(
        calls.c.key,
        calls.c.first_seen,
        calls.c.last_seen,
        calls.c.version,
        calls.c.stated_on,
        calls.c.previous_key,
        call_versions.c.document,
    ).select_from(calls.join(call_versions, current))


def _stored_call(row: Row[Any]) -> StoredCall:
    call = _call(row.key, row.document)
    if call.stated_on != row.stated_on:
        call = replace(call, stated_on=row.stated_on)
    return StoredCall(call, row.first_seen, row.last_seen, row.version, row.previous_key)


def _call(key: str, document: str) -> Call:
    try:
        return load_json(Call, document)
    except ValueError as error:
        raise StoreError(f"the stored call {key} cannot be read: {error}") from error


def previous_rounds(engine: Engine) -> dict[str, str]:
    """Return for each stored call that is a later round at an address the key of the one before."""
    query = sa.select(calls.c.key, calls.c.previous_key).where(calls.c.previous_key.is_not(None))
    with reading(engine) as connection:
        return {str(row.key): str(row.previous_key) for row in connection.execute(query)}
