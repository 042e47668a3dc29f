"""Calls: what each one says now, everything it said before, and when it was seen."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, Row

from matcher.serial import clean, dump_json, load_json
from matcher.store import dialect
from matcher.store.errors import StoreError
from matcher.store.schema import call_versions, calls
from matcher.store.transactions import pieces, reading, writing
from models.call import Call


@dataclass(frozen=True, slots=True)
class UpsertCounts:
    """How many of the calls were new, had other content, or were as before."""

    new: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class StoredCall:
    """A call as it stands, when it was first and last seen, and how many versions it has had."""

    call: Call
    first_seen: datetime
    last_seen: datetime
    version: int  # from 1


@dataclass(frozen=True, slots=True)
class CallVersion:
    """What a call said from `seen_at` until the next version."""

    version: int
    seen_at: datetime
    content_hash: str
    call: Call


def text_hash(text: str) -> str:
    """Fingerprint of a text, under which its passage vectors are kept."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def upsert_calls(engine: Engine, new_calls: Sequence[Call], seen_at: datetime) -> UpsertCounts:
    """Store calls read at `seen_at` (aware), all of them or, on any error, none.

    Other content makes a new version. A call with the same content only moves
    its `last_seen` (never back) and its `stated_on`. Of several calls with one
    key the last counts. Raises StoreError where the database cannot be written.
    """
    latest = list({call.key: call for call in map(clean, new_calls)}.values())
    tally = {"new": 0, "changed": 0, "unchanged": 0}
    with writing(engine) as connection:
        for piece in pieces(latest):
            _upsert_piece(connection, piece, seen_at, tally)
    return UpsertCounts(**tally)


def _upsert_piece(
    connection: Connection, piece: Sequence[Call], seen_at: datetime, tally: dict[str, int]
) -> None:
    known = _known(connection, [call.key for call in piece])
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    unchanged: list[dict[str, Any]] = []
    rewritten: list[tuple[Call, dict[str, Any]]] = []
    for call in piece:
        before = known.get(call.key)
        facts = _facts(call)
        if before is None:
            facts |= {"first_seen": seen_at, "last_seen": seen_at, "version": 1}
            new.append(facts)
            rewritten.append((call, facts))
            continue
        last_seen = max(before.last_seen, seen_at)
        if before.content_hash == facts["content_hash"]:
            seen = {"of_key": call.key, "last_seen": last_seen, "stated_on": call.stated_on}
            unchanged.append(seen)
            continue
        facts |= {"of_key": call.key, "last_seen": last_seen, "version": before.version + 1}
        changed.append(facts)
        rewritten.append((call, facts))
    _write(connection, sa.insert(calls), new)
    _write(connection, _update_by_key(), changed)
    _write(connection, _update_by_key(), unchanged)
    _write(connection, sa.insert(call_versions), [_version(*pair, seen_at) for pair in rewritten])
    _index(connection, [call for call, _ in rewritten])
    for name, rows in (("new", new), ("changed", changed), ("unchanged", unchanged)):
        tally[name] += len(rows)
