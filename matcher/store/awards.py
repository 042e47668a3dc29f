"""Awards: what funders have given, to whom, and how much. The newest text of each is kept."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, Row

from matcher.serial import dump_json, load_json
from matcher.store.errors import StoreError
from matcher.store.schema import awards
from matcher.store.spool import last_of_each
from matcher.store.transactions import pieces, reading, writing
from matcher.store.upsert import PIECE, UpsertCounts
from models.award import Award


class AwardTotal(NamedTuple):
    """What one source's awards come to."""

    source: str
    awards: int
    pounds: Decimal  # to the penny; awards in other money or without an amount add nothing


def upsert_awards(engine: Engine, new_awards: Iterable[Award], seen_at: datetime) -> UpsertCounts:
    """Store awards read at `seen_at` (aware), all of them or, on any error, none.

    Other content takes the old one's place; the same only moves `last_seen`
    (never back). Memory, several awards with one key, and StoreError are as for
    `upsert_calls`.
    """
    latest = last_of_each(new_awards)
    counts = UpsertCounts(0, 0, 0)
    with writing(engine) as connection:
        for piece in pieces(latest, PIECE):
            counts += _upsert_piece(connection, piece, seen_at)
    return counts


def load_awards(
    engine: Engine, *, organisation: str | None = None, sources: Collection[str] | None = None
) -> list[Award]:
    """Return the awards of these sources (None: any), ordered by key.

    `organisation` is a part of its holder's name, in capitals or not. Raises
    StoreError for a stored award that cannot be read.
    """
    query: sa.Select[Any] = sa.select(awards.c.key, awards.c.document).order_by(awards.c.key)
    if organisation is not None:
        part = _folded(organisation)
        query = query.where(awards.c.organisation.contains(part, autoescape=True))
    if sources is not None:
        query = query.where(awards.c.source.in_(list(sources)))
    with reading(engine) as connection:
        return [_award(row) for row in connection.execute(query)]


def award_totals(engine: Engine) -> list[AwardTotal]:
    """Add up every source's awards, by source name."""
    query = (
        sa.select(awards.c.source, sa.func.count(), sa.func.sum(awards.c.pounds))
        .group_by(awards.c.source)
        .order_by(awards.c.source)
    )
    with reading(engine) as connection:
        rows = list(connection.execute(query))
    return [
        AwardTotal(source, count, Decimal(f"{pounds or 0:.2f}")) for source, count, pounds in rows
    ]


def _upsert_piece(
    connection: Connection, piece: Sequence[Award], seen_at: datetime
) -> UpsertCounts:
    columns = (awards.c.key, awards.c.content_hash, awards.c.last_seen)
    query: sa.Select[Any] = sa.select(*columns).where(
        awards.c.key.in_([award.key for award in piece])
    )
    known = {row.key: row for row in connection.execute(query)}
    new = [award for award in piece if award.key not in known]
    again = [(award, known[award.key]) for award in piece if award.key in known]
    changed = [(award, row) for award, row in again if award.content_hash() != row.content_hash]
    if new:
        first = {"first_seen": seen_at, "last_seen": seen_at}
        connection.execute(sa.insert(awards), [_facts(award) | first for award in new])
    seen = [(award, row) for award, row in again if award.content_hash() == row.content_hash]
    _update(connection, [_facts(award) | _seen(row, seen_at) for award, row in changed])
    _update(connection, [_seen(row, seen_at) for _, row in seen])
    return UpsertCounts(len(new), len(changed), len(seen))


def _update(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        connection.execute(sa.update(awards).where(awards.c.key == sa.bindparam("of_key")), rows)


def _seen(row: Row[Any], seen_at: datetime) -> dict[str, Any]:
    return {"of_key": row.key, "last_seen": max(row.last_seen, seen_at)}


def _facts(award: Award) -> dict[str, Any]:
    amount = award.amount
    return {
        "key": award.key,
        "source": award.source,
        "organisation": _folded(award.organisation) if award.organisation else None,
        "pounds": float(amount.amount) if amount and amount.currency == "GBP" else None,
        "content_hash": award.content_hash(),
        "document": dump_json(award),
    }


def _folded(name: str) -> str:
    """Return the name as it is compared: without capitals, one space between words."""
    return " ".join(name.casefold().split())


def _award(row: Row[Any]) -> Award:
    try:
        return load_json(Award, row.document)
    except ValueError as error:
        raise StoreError(f"the stored award {row.key} cannot be read: {error}") from error
