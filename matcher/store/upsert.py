"""Storing calls: new ones, new versions of known ones, and that the rest were seen again."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from matcher.serial import clean, dump_json
from matcher.store import dialect
from matcher.store.schema import call_versions, calls
from matcher.store.transactions import pieces, writing
from models.call import Call


@dataclass(frozen=True, slots=True)
class _Before:
    """What the store knew of a call before this transaction."""

    content_hash: str
    version: int
    last_seen: datetime


_Known = Mapping[str, _Before]  # by call key


@dataclass(frozen=True, slots=True)
class UpsertCounts:
    """How many of the calls were new, had other content, or were as before."""

    new: int
    changed: int
    unchanged: int


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
    totals = [0, 0, 0]
    with writing(engine) as connection:
        for piece in pieces(latest):
            counts = _upsert_piece(connection, piece, seen_at)
            totals = [total + count for total, count in zip(totals, counts, strict=True)]
    return UpsertCounts(*totals)


def _upsert_piece(
    connection: Connection, piece: Sequence[Call], seen_at: datetime
) -> tuple[int, int, int]:
    known = _known(connection, piece)
    new: list[Call] = []
    changed: list[Call] = []
    unchanged: list[Call] = []
    for call in piece:
        before = known.get(call.key)
        if before is None:
            new.append(call)
        elif before.content_hash != call.content_hash():
            changed.append(call)
        else:
            unchanged.append(call)
    _insert(connection, new, seen_at)
    _replace(connection, changed, known, seen_at)
    _see_again(connection, unchanged, known, seen_at)
    return len(new), len(changed), len(unchanged)


def _known(connection: Connection, piece: Sequence[Call]) -> _Known:
    columns = (calls.c.key, calls.c.content_hash, calls.c.version, calls.c.last_seen)
    query = sa.select(*columns).where(calls.c.key.in_([call.key for call in piece]))
    return {
        row.key: _Before(row.content_hash, row.version, row.last_seen)
        for row in connection.execute(query)
    }


def _insert(connection: Connection, new: Sequence[Call], seen_at: datetime) -> None:
    if not new:
        return
    first = {"version": 1, "first_seen": seen_at, "last_seen": seen_at}
    rows = [_facts(call) | first for call in new]
    connection.execute(sa.insert(calls), rows)
    _add_versions(connection, new, rows, seen_at)


def _replace(
    connection: Connection, changed: Sequence[Call], known: _Known, seen_at: datetime
) -> None:
    if not changed:
        return
    rows = []
    for call in changed:
        before = known[call.key]
        seen = {"version": before.version + 1, "last_seen": max(before.last_seen, seen_at)}
        rows.append(_facts(call) | seen | {"of_key": call.key})
    connection.execute(_update_by_key(), rows)
    _add_versions(connection, changed, rows, seen_at)


def _see_again(
    connection: Connection, unchanged: Sequence[Call], known: _Known, seen_at: datetime
) -> None:
    if not unchanged:
        return
    rows = [
        {
            "of_key": call.key,
            "last_seen": max(known[call.key].last_seen, seen_at),
            "stated_on": call.stated_on,
        }
        for call in unchanged
    ]
    connection.execute(_update_by_key(), rows)


def _update_by_key() -> sa.Update:
    return sa.update(calls).where(calls.c.key == sa.bindparam("of_key"))


def _add_versions(
    connection: Connection,
    written: Sequence[Call],
    rows: Sequence[Mapping[str, Any]],
    seen_at: datetime,
) -> None:
    versions = [
        {
            "call_key": call.key,
            "version": row["version"],
            "seen_at": seen_at,
            "content_hash": row["content_hash"],
            "document": dump_json(call),
        }
        for call, row in zip(written, rows, strict=True)
    ]
    connection.execute(sa.insert(call_versions), versions)
    dialect.index_words(connection, [_words(call) for call in written])


def _words(call: Call) -> dict[str, str]:
    return {"key": call.key, "title": call.title, "body": f"{call.summary}\n\n{call.text}"}


def _facts(call: Call) -> dict[str, Any]:
    most = call.award_max
    return {
        "key": call.key,
        "content_hash": call.content_hash(),
        "text_hash": text_hash(call.match_text()),
        "source": call.source,
        "source_id": call.source_id,
        "title": call.title,
        "funder": call.funder,
        "opens_at": call.opens_at,
        "first_deadline": call.deadlines[0] if call.deadlines else None,
        "last_deadline": call.deadlines[-1] if call.deadlines else None,
        "deadline_kind": call.deadline_kind.value,
        "stated_status": call.stated_status.value if call.stated_status else None,
        "stated_on": call.stated_on,
        "award_max": float(most.amount) if most else None,
        "currency": most.currency if most else None,
    }
