"""All that is stored on a person: handed out whole, erased whole.

The tables are those that refer to `subscribers`, so that a table added later is
neither forgotten in an export nor left behind by an erasure.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine

from matcher.store import dialect
from matcher.store.schema import metadata, subscribers
from matcher.store.subscribers import has_address
from matcher.store.transactions import reading, writing
from models.subscriber import SubscriberState

_TABLES = tuple(
    table
    for table in metadata.sorted_tables
    if any(key.column.table is subscribers for key in table.foreign_keys)
)


def export_people(engine: Engine, address: str | None = None) -> list[dict[str, Any]]:
    """Return every stored field of everybody, or of one address in all cities.

    Each person is their row of `subscribers`, and under the name of each other
    table the rows that refer to them. Values are as stored; a mail is bytes.
    """
    wanted = sa.true() if address is None else has_address(address)
    query = sa.select(subscribers).where(wanted).order_by(subscribers.c.id)
    with reading(engine) as connection:
        people = [dict(row) for row in connection.execute(query).mappings()]
        for person in people:
            for table in _TABLES:
                theirs = sa.select(table).where(table.c.subscriber_id == person["id"])
                rows = connection.execute(theirs.order_by(*table.primary_key)).mappings()
                person[table.name] = [_without_reference(row) for row in rows]
    return people


def remove_address(engine: Engine, address: str) -> int:
    """Erase all that is stored on an address, in every city; return how many people it was.

    What is erased is overwritten, but older copies of it, from before a page of the
    file was moved, are gone only when `compact` has run.
    """
    return _remove(engine, has_address(address))


def remove_subscriber(engine: Engine, subscriber_id: int) -> bool:
    """Erase one person, who may be subscribed in other cities too; False if there is none."""
    return _remove(engine, subscribers.c.id == subscriber_id) == 1


def remove_left(engine: Engine, before: date) -> int:
    """Erase who left before a day; return how many people that was."""
    gone = sa.and_(
        subscribers.c.state == SubscriberState.LEFT.value, subscribers.c.left_on < before
    )
    return _remove(engine, gone)


def compact(engine: Engine) -> None:
    """Write the database anew without what was deleted. Takes seconds for a large one."""
    dialect.compact(engine)


def _remove(engine: Engine, wanted: sa.ColumnElement[bool]) -> int:
    chosen = sa.select(subscribers.c.id).where(wanted)
    with writing(engine) as connection:
        dialect.overwrite_what_is_deleted(connection)
        for table in _TABLES:
            connection.execute(sa.delete(table).where(table.c.subscriber_id.in_(chosen)))
        return connection.execute(sa.delete(subscribers).where(wanted)).rowcount


def _without_reference(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "subscriber_id"}
