"""What the store already holds of a source's calls: of each its latest round."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from matcher.serial import load_json
from matcher.store.schema import call_versions, calls
from models.call import Call


@dataclass(frozen=True, slots=True)
class Known:
    """The latest round stored under the key that the source itself uses."""

    key: str  # the source's own, or with "~2", "~3", ... for a later round
    origin_key: str  # the source's own
    round_number: int
    content_hash: str
    version: int
    last_seen: datetime


Again = tuple[Call, Known]  # a call under the key of its latest round, and that round


@dataclass(frozen=True, slots=True)
class Compared:
    """Calls of a source, told apart by what the store has of them."""

    new: list[Call]  # under the source's own keys
    changed: list[Again]
    unchanged: list[Again]


def compare(connection: Connection, piece: Sequence[Call]) -> Compared:
    """Tell calls that are new, have other content or are as before; all keys differ."""
    known = latest_rounds(connection, piece)
    compared = Compared([], [], [])
    for own in piece:
        if own.key not in known:
            compared.new.append(own)
            continue
        before = known[own.key]
        call = under_key(own, before.key)
        same = call.content_hash() == before.content_hash
        (compared.unchanged if same else compared.changed).append((call, before))
    return compared


def latest_rounds(connection: Connection, piece: Sequence[Call]) -> dict[str, Known]:
    """Return the latest round of each of the source's calls, by the source's own key."""
    names = ("key", "origin_key", "round_number", "content_hash", "version", "last_seen")
    query = (
        sa.select(*(calls.c[name] for name in names))
        .where(calls.c.origin_key.in_([call.key for call in piece]))
        .order_by(calls.c.round_number)
    )
    return {row.origin_key: Known(*row) for row in connection.execute(query)}


def under_key(call: Call, key: str) -> Call:
    """Return the call with the id that makes its key `key`; both are of one source."""
    return call if call.key == key else replace(call, source_id=key.removeprefix(f"{call.source}:"))


def free_key(connection: Connection, origin_key: str, number: int) -> tuple[str, int]:
    """Return the first key "<origin_key>~<number>" that no call has, and its number.

    Numbers can be left out: a source's own id may look like a later round's.
    """
    while True:
        key = f"{origin_key}~{number}"
        if not taken_keys(connection, [key]):
            return key, number
        number += 1


def taken_keys(connection: Connection, keys: Collection[str]) -> set[str]:
    """Return those of the keys that a call is stored under, whosever round it is."""
    return set(connection.scalars(sa.select(calls.c.key).where(calls.c.key.in_(list(keys)))))


def current_texts(connection: Connection, keys: Collection[str]) -> dict[str, Call]:
    """Return what the calls with these keys say now; those that cannot be read are left out."""
    current = sa.and_(
        call_versions.c.call_key == calls.c.key, call_versions.c.version == calls.c.version
    )
    query = (
        sa.select(calls.c.key, call_versions.c.document)
        .select_from(calls.join(call_versions, current))
        .where(calls.c.key.in_(list(keys)))
    )
    found = {}
    for row in connection.execute(query):
        try:
            found[row.key] = load_json(Call, row.document)
        except ValueError:
            continue
    return found
