"""Calls that a person must see before they are stored: the queue and what was decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, Row

from matcher.serial import dump_json, load_json
from matcher.store.errors import ChangedMeanwhileError, StoreError
from matcher.store.known import compare, current_texts, latest_rounds, under_key
from matcher.store.records import see_again
from matcher.store.schema import rejected_contents, waiting_calls
from matcher.store.spool import last_of_each
from matcher.store.transactions import pieces, reading, writing
from matcher.store.upsert import PIECE, upsert_piece
from models.call import Call


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How many calls were put before a person, and how many the store knew what to do with."""

    queued: int
    known: int  # stored so, waiting so, or rejected so


@dataclass(frozen=True, slots=True)
class QueuedCall:
    """A call that waits, and what the store has of it, both under the source's own id."""

    call: Call
    queued_at: datetime
    before: Call | None  # None: the store does not have the call


def queue_for_review(engine: Engine, calls: Iterable[Call], seen_at: datetime) -> QueueCounts:
    """Let calls read at `seen_at` (aware) wait for a person, all of them or, on error, none.

    A call that is stored with this content only moves its `last_seen` and
    `stated_on`. What waits already goes on waiting, and what was rejected is not
    asked again. Anything else waits. What waits is what the source said last:
    other content takes its place, also where that needs no decision. Memory,
    several calls with one key, and StoreError are as for `upsert_calls`.
    """
    latest = last_of_each(calls)
    queued = known = 0
    with writing(engine) as connection:
        for piece in pieces(latest, PIECE):
            asked = _queue_piece(connection, piece, seen_at)
            queued += asked
            known += len(piece) - asked
    return QueueCounts(queued, known)


def load_review_queue(engine: Engine) -> list[QueuedCall]:
    """Return the calls that wait for a decision, oldest first.

    Raises StoreError for one that cannot be read.
    """
    order = (waiting_calls.c.queued_at, waiting_calls.c.origin_key)
    found: list[QueuedCall] = []
    with reading(engine) as connection:
        rows = list(connection.execute(sa.select(waiting_calls).order_by(*order)))
        for piece in pieces(rows):
            waiting = [(_waiting_call(row), row.queued_at) for row in piece]
            before = _before(connection, [call for call, _ in waiting])
            found += [QueuedCall(call, moment, before.get(call.key)) for call, moment in waiting]
    return found


def decide_review(
    engine: Engine, key: str, accept: bool, decided_at: datetime, *, seen: str | None = None
) -> Call:
    """Take a call off the queue and return it; `key` is the source's own.

    `seen` is the hash of the content that was looked at: ChangedMeanwhileError where the
    page says something else by now, or somebody else decided.

    Accepted, it is stored as seen at `decided_at` (aware), as `upsert_calls`
    does: it is news from then on. Rejected, the same content never waits again.
    Raises ValueError if no such call waits.
    """
    own = waiting_calls.c.origin_key == key
    with writing(engine) as connection:
        row = connection.execute(sa.select(waiting_calls).where(own)).one_or_none()
        if seen is not None and (row is None or row.content_hash != seen):
            raise ChangedMeanwhileError("somebody else decided, or the page changed again")
        if row is None:
            raise ValueError(f"no call {key} waits for a decision")
        call = _waiting_call(row)
        connection.execute(sa.delete(waiting_calls).where(own))
        if accept:
            upsert_piece(connection, [call], decided_at)
        else:
            rejected = {"origin_key": key, "content_hash": row.content_hash}
            values = rejected | {"rejected_at": decided_at}
            connection.execute(sa.insert(rejected_contents).values(values))
    return call


def _queue_piece(connection: Connection, piece: Sequence[Call], seen_at: datetime) -> int:
    """Do what `queue_for_review` says with a few calls; return how many wait anew."""
    hashes = {call.key: call.content_hash() for call in piece}
    stored = compare(connection, piece).unchanged
    see_again(connection, stored, seen_at)
    settled = {before.origin_key for _, before in stored} | _rejected(connection, hashes)
    waiting = _waiting(connection, hashes)
    asked = [
        call
        for call in piece
        if call.key not in settled and waiting.get(call.key) != hashes[call.key]
    ]
    outdated = [key for key in waiting if key in settled] + [call.key for call in asked]
    connection.execute(sa.delete(waiting_calls).where(waiting_calls.c.origin_key.in_(outdated)))
    rows = [
        {
            "origin_key": call.key,
            "content_hash": hashes[call.key],
            "queued_at": seen_at,
            "document": dump_json(call),
        }
        for call in asked
    ]
    if rows:
        connection.execute(sa.insert(waiting_calls), rows)
    return len(rows)


def _waiting(connection: Connection, keys: Iterable[str]) -> dict[str, str]:
    """Return the fingerprints of what waits, by key."""
    columns = (waiting_calls.c.origin_key, waiting_calls.c.content_hash)
    query = sa.select(*columns).where(waiting_calls.c.origin_key.in_(list(keys)))
    return {row.origin_key: row.content_hash for row in connection.execute(query)}


def _rejected(connection: Connection, hashes: dict[str, str]) -> set[str]:
    """Return the keys of those whose content was rejected before."""
    columns = (rejected_contents.c.origin_key, rejected_contents.c.content_hash)
    query = sa.select(*columns).where(rejected_contents.c.origin_key.in_(list(hashes)))
    rows = connection.execute(query)
    return {row.origin_key for row in rows if row.content_hash == hashes[row.origin_key]}


def _before(connection: Connection, waiting: Sequence[Call]) -> dict[str, Call]:
    """Return what the store has of the calls, by the source's own key and under its id."""
    known = latest_rounds(connection, waiting)
    texts = current_texts(connection, [before.key for before in known.values()])
    return {
        origin_key: under_key(texts[before.key], origin_key)
        for origin_key, before in known.items()
        if before.key in texts
    }


def _waiting_call(row: Row[Any]) -> Call:
    try:
        return load_json(Call, row.document)
    except ValueError as error:
        raise StoreError(
            f"the call {row.origin_key}, which waits, cannot be read: {error}"
        ) from error
