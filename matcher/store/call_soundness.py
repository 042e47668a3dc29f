"""What is wrong with stored calls, read one by one: versions, facts, words and vectors."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Row

from matcher.serial import load_json
from matcher.store import dialect
from matcher.store.contents import PIECE
from matcher.store.records import facts_of, text_hash, words_of
from matcher.store.schema import call_versions, calls, text_vectors
from matcher.store.soundness import forget_all
from matcher.store.transactions import pieces
from matcher.store.trouble import Trouble, named
from matcher.store.vectors import read_vectors
from models.call import Call

_BY_HAND = ("stated_on",)  # moves without a new version, so the version does not know it


@dataclass(slots=True)
class _Found:
    """What was found so far, by the calls' keys."""

    unreadable: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    misfits: list[tuple[str, str]] = field(default_factory=list)  # model and text hash


def call_troubles(
    connection: Connection, advance: Callable[[int], object] = lambda _done: None
) -> list[Trouble]:
    """Read every call's newest version, and hold to it what is derived from it.

    Facts that calls are filtered by, words and vectors can be made anew; a version cannot.
    """
    found, done = _Found(), 0
    for rows in _newest(connection):
        read = {row.key: call for row in rows if (call := _read(row, found)) is not None}
        for row in rows:
            if row.key in read:
                _hold_to(row, read[row.key], found)
        system = dialect.of(connection)
        found.words += system.wrong_words(connection, [words_of(call) for call in read.values()])
        found.misfits += _misfits(connection, list(read.values()))
        done += len(rows)
        advance(done)
    return list(_troubles(found))


def _troubles(found: _Found) -> Iterator[Trouble]:
    for keys, said, repair in (
        (found.unreadable, "calls whose newest version is missing or cannot be read", None),
        (found.altered, "calls whose newest version is not what was stored", None),
        (found.stale, "calls whose facts are not those of the newest version", _renew_facts),
    ):
        if keys:
            mend = partial(repair, keys) if repair is not None else None
            yield Trouble("calls", f"{said}: {len(keys):,} ({named(keys)})", mend)
    if found.words:
        said = f"calls missing from the word index, or with other words: {len(found.words):,}"
        yield Trouble("word index", f"{said} ({named(found.words)})", partial(_index, found.words))
    if found.misfits:
        said = f"vectors that do not fit the texts of their calls: {len(found.misfits):,}"
        yield Trouble("vectors", said, partial(forget_all, found.misfits))


def _newest(connection: Connection, keys: Sequence[str] | None = None) -> Iterator[list[Row[Any]]]:
    """Give calls with what their newest version says, in pieces."""
    versions = call_versions.alias()
    newest = (
        sa.select(versions.c.call_key, sa.func.max(versions.c.version).label("newest"))
        .group_by(versions.c.call_key)
        .subquery()
    )
    of_newest = sa.and_(
        call_versions.c.call_key == calls.c.key, call_versions.c.version == newest.c.newest
    )
    joined = calls.outerjoin(newest, newest.c.call_key == calls.c.key).outerjoin(
        call_versions, of_newest
    )
    stored_hash = call_versions.c.content_hash.label("stored_hash")
    query = sa.select(calls, newest.c.newest, call_versions.c.document, stored_hash)
    query = query.select_from(joined).order_by(calls.c.id).limit(PIECE)
    if keys is not None:
        query = query.where(calls.c.key.in_(keys))
    last = -1
    while rows := list(connection.execute(query.where(calls.c.id > last))):
        yield rows
        last = rows[-1].id


def _read(row: Row[Any], found: _Found) -> Call | None:
    try:
        call = load_json(Call, row.document or "")
    except ValueError:
        found.unreadable.append(row.key)
        return None
    if call.key != row.key or call.content_hash() != row.stored_hash:
        found.altered.append(row.key)
        return None
    return call


def _hold_to(row: Row[Any], call: Call, found: _Found) -> None:
    facts = {name: value for name, value in facts_of(call).items() if name not in _BY_HAND}
    if row.version != row.newest or any(row._mapping[name] != facts[name] for name in facts):
        found.stale.append(row.key)


def _misfits(connection: Connection, read: Sequence[Call]) -> list[tuple[str, str]]:
    """Find vectors with passages that end behind the end of their text."""
    lengths = {text_hash(text): len(text) for text in (call.match_text() for call in read)}
    found = []
    for piece in pieces(sorted(lengths)):
        query = sa.select(text_vectors).where(text_vectors.c.text_hash.in_(piece))
        for row in connection.execute(query):
            item = read_vectors(row)
            if item is not None and any(end > lengths[row.text_hash] for _, end in item.spans):
                found.append((row.model_id, row.text_hash))
    return found


def _renew_facts(keys: Sequence[str], connection: Connection) -> None:
    for piece in pieces(keys, PIECE):
        for rows in _newest(connection, piece):
            for row in rows:
                facts = facts_of(load_json(Call, row.document)) | {"version": row.newest}
                facts = {name: value for name, value in facts.items() if name not in _BY_HAND}
                mine = sa.update(calls).where(calls.c.id == row.id)
                connection.execute(mine.values(facts))


def _index(keys: Sequence[str], connection: Connection) -> None:
    for piece in pieces(keys, PIECE):
        for rows in _newest(connection, piece):
            words = [words_of(load_json(Call, row.document)) for row in rows]
            dialect.of(connection).index_words(connection, words)
