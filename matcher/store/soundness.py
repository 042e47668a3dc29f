"""What is wrong in a store: the database itself, rows that lead nowhere, vectors, the outbox."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from matcher.serial import load_json
from matcher.store import dialect
from matcher.store.contents import PIECE, TABLES, read_rows
from matcher.store.schema import identities, matches, outbox, text_vectors
from matcher.store.transactions import pieces
from matcher.store.trouble import Trouble, named
from matcher.store.vectors import read_vectors
from models.letter import Told
from models.mail import MailKind, MailState

_MADE_ANEW = (matches, identities)  # by the next matching or collection
_OPEN = (MailState.PREPARED, MailState.SENDING, MailState.FAILED)


def database_troubles(connection: Connection) -> list[Trouble]:
    """Look through the database's own pages and indexes. Indexes can be made anew."""
    system = dialect.of(connection)
    return [
        Trouble("database", said, system.rebuild_indexes if of_index else None)
        for said, of_index in system.damage(connection)
    ]


def reference_troubles(connection: Connection) -> list[Trouble]:
    """Find rows that refer to rows which are not there; those of caches can go."""
    return [
        Trouble("database", said, partial(_remove_lost, column) if table in _MADE_ANEW else None)
        for table in TABLES
        for column in table.columns
        if column.foreign_keys and (said := _lost(connection, table, column))
    ]


def _lost(connection: Connection, table: sa.Table, column: sa.Column[Any]) -> str:
    (reference,) = column.foreign_keys
    query = sa.select(sa.func.count()).select_from(table).where(_leads_nowhere(column))
    count = connection.execute(query).scalar_one()
    missing = reference.column.table.name
    return f"rows of {table.name} that refer to missing {missing}: {count:,}" if count else ""


def _leads_nowhere(column: sa.Column[Any]) -> sa.ColumnElement[bool]:
    (reference,) = column.foreign_keys
    other = reference.column.table.alias()
    found = sa.exists().where(other.c[reference.column.name] == column)
    return sa.and_(column.is_not(None), ~found)


def _remove_lost(column: sa.Column[Any], connection: Connection) -> None:
    connection.execute(sa.delete(column.table).where(_leads_nowhere(column)))


def vector_troubles(connection: Connection) -> list[Trouble]:
    """Find vectors that cannot be read. They can go: the next matching encodes their texts."""
    damaged = [
        (row.model_id, row.text_hash)
        for rows in read_rows(connection, text_vectors)
        for row in rows
        if read_vectors(row) is None
    ]
    if not damaged:
        return []
    hashes = [text_hash[:12] for _, text_hash in damaged]
    said = f"vectors that cannot be read: {len(damaged):,} ({named(hashes)})"
    return [Trouble("vectors", said, partial(forget_all, damaged))]


def forget_all(vectors: Sequence[tuple[str, str]], connection: Connection) -> None:
    """Remove vectors, given by model and text hash."""
    keys = sa.tuple_(text_vectors.c.model_id, text_vectors.c.text_hash)
    for piece in pieces(vectors, PIECE):
        connection.execute(sa.delete(text_vectors).where(keys.in_(piece)))


def outbox_troubles(connection: Connection) -> list[Trouble]:
    """Find mails whose parts contradict each other. What they should say nobody can know."""
    columns = [column for column in outbox.columns if column.name != "message"]
    length = sa.func.length(outbox.c.message).label("length")
    found = [
        f"mail {row['id']} {why}"
        for row in connection.execute(sa.select(*columns, length)).mappings()
        for why in _contradictions(row)
    ]
    return [Trouble("outbox", said) for said in found]


def _contradictions(mail: Mapping[Any, Any]) -> Iterator[str]:
    if mail["kind"] not in set(MailKind):
        yield f"is of no known kind: {mail['kind']!r}"
    if mail["state"] not in set(MailState):
        yield f"is in no known state: {mail['state']!r}"
    if (mail["state"] == MailState.SENT) != (mail["sent_at"] is not None):
        yield f"is {mail['state']!r}, but its time of sending says otherwise"
    if mail["state"] in set(_OPEN) and mail["next_try"] is None:
        yield f"is {mail['state']!r}, but will never be tried again"
    if not mail["length"]:
        yield "has no text"
    try:
        load_json(tuple[Told, ...], mail["told"])
    except ValueError as error:
        yield f"does not say what its reader is told ({error})"
