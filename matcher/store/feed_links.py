"""Secret addresses of feeds and calendars: made, found, revoked. No secret is ever stored."""

import hmac
from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine, Row

from matcher.serial import dump_json, load_json
from matcher.store.errors import StoreError
from matcher.store.schema import feed_links
from matcher.store.transactions import reading, writing
from models.feed_link import FeedLink, FeedWhat, ShownEvent
from models.subscriber import SavedSearch


def add_feed_link(engine: Engine, link: FeedLink) -> int:
    """Store an address; its number. StoreError where its subscriber is not stored."""
    row = {name: getattr(link, name) for name in _PLAIN if name != "id"} | {
        "what": link.what.value,
        "search": None if link.search is None else dump_json(link.search),
        "shown": "[]",
    }
    with writing(engine) as connection:
        stored = sa.insert(feed_links).values(row).returning(feed_links.c.id)
        return int(connection.execute(stored).scalar_one())


def find_feed_link(engine: Engine, secret_hash: str) -> FeedLink | None:
    """Return the address of that hash, None where there is none or it was revoked.

    How long it takes tells nothing of the secret: the index is of hashes, which nobody can
    choose, and the last comparison takes the same time for all. StoreError as for the store.
    """
    query = sa.select(feed_links).where(feed_links.c.secret_hash == secret_hash)
    with reading(engine) as connection:
        row = connection.execute(query).one_or_none()
    known = row.secret_hash if row is not None else "0" * 64
    same = hmac.compare_digest(known.encode(), secret_hash.encode())
    return _link(row) if row is not None and same and row.revoked_at is None else None


def load_feed_links(engine: Engine, city: str, subscriber_id: int | None = None) -> list[FeedLink]:
    """Return the city's addresses, revoked ones too, or one person's, in the order they were made.

    Raises StoreError for a stored address that cannot be read.
    """
    wanted = feed_links.c.city == city
    if subscriber_id is not None:
        wanted = sa.and_(wanted, feed_links.c.subscriber_id == subscriber_id)
    query = sa.select(feed_links).where(wanted).order_by(feed_links.c.id)
    with reading(engine) as connection:
        return [_link(row) for row in connection.execute(query)]


def revoke_feed_links(engine: Engine, link_ids: Sequence[int], now: datetime) -> int:
    """Let addresses give nothing from `now` (aware) on; how many of them did until then."""
    live = sa.and_(feed_links.c.id.in_(link_ids), feed_links.c.revoked_at.is_(None))
    with writing(engine) as connection:
        # What was shown is of no use any more, and says what somebody follows.
        mark = sa.update(feed_links).where(live).values(revoked_at=now, shown="[]")
        return connection.execute(mark).rowcount


def record_feed_use(engine: Engine, link_id: int, day: date) -> None:
    """Note the day on which an address was last read: no time, no place."""
    here = sa.and_(
        feed_links.c.id == link_id,
        sa.or_(feed_links.c.last_used_day.is_(None), feed_links.c.last_used_day < day),
    )
    with writing(engine) as connection:
        connection.execute(sa.update(feed_links).where(here).values(last_used_day=day))


def load_shown(engine: Engine, link_id: int) -> tuple[ShownEvent, ...]:
    """Return the events that a calendar has shown; none where there is no such address.

    StoreError where they cannot be read.
    """
    query = sa.select(feed_links.c.shown).where(feed_links.c.id == link_id)
    with reading(engine) as connection:
        text = connection.execute(query).scalar_one_or_none()
    try:
        return load_json(tuple[ShownEvent, ...], text or "[]")
    except ValueError as error:
        raise StoreError(f"what calendar {link_id} has shown cannot be read: {error}") from error


def save_shown(engine: Engine, link_id: int, events: Sequence[ShownEvent]) -> None:
    """Keep the events that a calendar has shown, in place of those before."""
    here = sa.and_(feed_links.c.id == link_id, feed_links.c.revoked_at.is_(None))
    text = f"[{','.join(dump_json(event) for event in events)}]"
    with writing(engine) as connection:
        connection.execute(sa.update(feed_links).where(here).values(shown=text))


_PLAIN = tuple(field.name for field in fields(FeedLink) if field.name not in ("what", "search"))
"""Columns that are fields of an address as they stand."""


def _link(row: Row[Any]) -> FeedLink:
    try:
        return FeedLink(
            **{name: getattr(row, name) for name in _PLAIN},
            what=FeedWhat(row.what),
            search=None if row.search is None else load_json(SavedSearch, row.search),
        )
    except ValueError as error:
        raise StoreError(f"the stored feed link {row.id} cannot be read: {error}") from error
