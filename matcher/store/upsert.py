"""Storing calls: new ones, new rounds, new versions, and that the rest were seen again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine

from matcher.history.rounds import starts_new_round
from matcher.store.known import (
    Again,
    Known,
    compare,
    current_texts,
    free_key,
    taken_keys,
    under_key,
)
from matcher.store.records import Fresh, add_version, insert, see_again
from matcher.store.spool import last_of_each
from matcher.store.transactions import pieces, writing
from models.call import Call

PIECE = 100  # calls that are in memory at a time


@dataclass(frozen=True, slots=True)
class UpsertCounts:
    """How many were new, had other content, or were as before."""

    new: int
    changed: int
    unchanged: int
    rounds: int = 0  # of the new ones: new rounds of calls that were known

    def __add__(self, other: "UpsertCounts") -> "UpsertCounts":
        """Add up, figure by figure."""
        return UpsertCounts(
            self.new + other.new,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.rounds + other.rounds,
        )


def upsert_calls(engine: Engine, new_calls: Iterable[Call], seen_at: datetime) -> UpsertCounts:
    """Store calls read at `seen_at` (aware), all of them or, on any error, none.

    Calls come under the keys that their sources use. Other content makes a new
    version, or a new call if a new round has begun: that one's id has "~2",
    "~3", ... behind it, and from then on stands for the source's key. The same
    content only moves `last_seen` (never back) and `stated_on`. Of several calls
    with one key, however far apart, only the last counts, as if the others were
    not there. All calls are taken before the store is locked, and memory holds
    a piece of them at a time. Texts are made harmless (`matcher.neutral`).
    Raises StoreError where the database cannot be written.
    """
    latest = last_of_each(new_calls)
    counts = UpsertCounts(0, 0, 0)
    with writing(engine) as connection:
        for piece in pieces(latest, PIECE):
            counts += upsert_piece(connection, piece, seen_at)
    return counts


def upsert_piece(connection: Connection, piece: Sequence[Call], seen_at: datetime) -> UpsertCounts:
    """Store a few harmless calls with different keys, in the connection's transaction."""
    compared = compare(connection, piece)
    begun = _keys_of_new_rounds(connection, compared.changed, seen_at)
    changed = [item for item in compared.changed if item[1].key not in begun]
    _insert_new(connection, compared.new, seen_at)
    for call, before in compared.changed:
        if before.key in begun:
            _insert_numbered(connection, call, before.origin_key, before, seen_at)
    add_version(connection, changed, seen_at)
    see_again(connection, compared.unchanged, seen_at)
    new = len(compared.new) + len(begun)
    return UpsertCounts(new, len(changed), len(compared.unchanged), len(begun))


def _keys_of_new_rounds(
    connection: Connection, changed: Sequence[Again], seen_at: datetime
) -> set[str]:
    """Return the rounds after which a new one begins; none where the old text is lost."""
    if not changed:
        return set()
    before = current_texts(connection, [known.key for _, known in changed])
    return {
        known.key
        for call, known in changed
        if known.key in before and starts_new_round(before[known.key], call, seen_at)
    }


def _insert_new(connection: Connection, new: Sequence[Call], seen_at: datetime) -> None:
    taken = taken_keys(connection, [call.key for call in new]) if new else set()
    insert(connection, [Fresh(call, call.key) for call in new if call.key not in taken], seen_at)
    for call in new:
        if call.key in taken:
            _insert_numbered(connection, call, call.key, None, seen_at)


def _insert_numbered(
    connection: Connection, call: Call, origin_key: str, before: Known | None, seen_at: datetime
) -> None:
    """Store a call under a key with a number: the source's own stands for another one."""
    first = before.round_number + 1 if before else 2
    key, number = free_key(connection, origin_key, first)
    previous = before.key if before else None
    insert(connection, [Fresh(under_key(call, key), origin_key, number, previous)], seen_at)
