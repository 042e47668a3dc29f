"""Writing calls: rows, versions and words. What is to be written is decided elsewhere."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from matcher.serial import dump_json
from matcher.store import dialect
from matcher.store.known import Again
from matcher.store.schema import call_versions, calls
from models.call import Call


@dataclass(frozen=True, slots=True)
class Fresh:
    """A call to be stored for the first time, under the id that it carries."""

    call: Call
    origin_key: str  # the source's own key
    round_number: int = 1
    previous_key: str | None = None  # of the round before


def text_hash(text: str) -> str:
    """Fingerprint of a text, under which its passage vectors are kept."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def insert(connection: Connection, fresh: Sequence[Fresh], seen_at: datetime) -> None:
    """Store calls that the store does not have; their keys must be free."""
    if not fresh:
        return
    rows = [
        facts_of(item.call)
        | {
            "version": 1,
            "first_seen": seen_at,
            "last_seen": seen_at,
            "origin_key": item.origin_key,
            "round_number": item.round_number,
            "previous_key": item.previous_key,
        }
        for item in fresh
    ]
    connection.execute(sa.insert(calls), rows)
    _add_versions(connection, [item.call for item in fresh], rows, seen_at)


def add_version(connection: Connection, changed: Sequence[Again], seen_at: datetime) -> None:
    """Store what calls say now, beside everything that they said before."""
    if not changed:
        return
    rows = []
    for call, known in changed:
        seen = {"version": known.version + 1, "last_seen": max(known.last_seen, seen_at)}
        facts = facts_of(call)
        # Set, though to the same, it would have every match and version looked through.
        del facts["key"]
        rows.append(facts | seen | {"of_key": call.key})
    connection.execute(_update_by_key(), rows)
    _add_versions(connection, [call for call, _ in changed], rows, seen_at)


def see_again(connection: Connection, unchanged: Sequence[Again], seen_at: datetime) -> None:
    """Store that calls were seen with the content they have."""
    if not unchanged:
        return
    rows = [
        {
            "of_key": call.key,
            "last_seen": max(known.last_seen, seen_at),
            "stated_on": call.stated_on,
        }
        for call, known in unchanged
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
    dialect.of(connection).index_words(connection, [words_of(call) for call in written])


def words_of(call: Call) -> dict[str, str]:
    """Return what the word index holds of a call, and the call's key."""
    return {"key": call.key, "title": call.title, "body": f"{call.summary}\n\n{call.text}"}


def facts_of(call: Call) -> dict[str, Any]:
    """Return what a call is filtered by: columns of its row that its text decides."""
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
        "last_deadline": call.closed_from,
        "deadline_kind": call.deadline_kind.value,
        "stated_status": call.stated_status.value if call.stated_status else None,
        "stated_on": call.stated_on,
        "award_max": float(most.amount) if most else None,
        "currency": most.currency if most else None,
    }
