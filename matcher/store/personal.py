"""All that is stored on a person: handed out whole, erased whole.

People are in two tables: those who get mail, and those who may sign in. The others are those
that refer to them, so that a table added later is neither forgotten in an export nor left
behind by an erasure.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, Connection, Engine, Table

from matcher.store import dialect
from matcher.store.account_schema import accounts, audit_log
from matcher.store.accounts import CHANGED, as_seen, keep_an_admin
from matcher.store.errors import ChangedMeanwhileError
from matcher.store.schema import metadata, subscribers
from matcher.store.subscribers import has_address
from matcher.store.transactions import reading, writing
from models.account import Account, Role, account_key
from models.subscriber import SubscriberState


def _referring(owner: Table) -> tuple[Column[Any], ...]:
    return tuple(
        key.parent
        for table in metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table is owner
    )


_OF = {owner: _referring(owner) for owner in (subscribers, accounts)}


def export_people(engine: Engine, address: str | None = None) -> list[dict[str, Any]]:
    """Return every stored field of everybody, or of one address in all cities.

    Each subscriber is their row of `subscribers`, and under the name of each other
    table the rows that refer to them. Values are as stored; a mail is bytes. Accounts
    follow, alike, with `kind` to tell them, and with what the audit log has by their number.
    """
    with reading(engine) as connection:
        people = _export(connection, subscribers, _wanted(subscribers, address))
        for account in _export(connection, accounts, _wanted(accounts, address)):
            own = sa.select(audit_log).where(audit_log.c.account_id == account["id"])
            rows = connection.execute(own.order_by(audit_log.c.id)).mappings()
            people.append({"kind": "account"} | account | {"audit_log": [dict(r) for r in rows]})
    return people


def remove_address(engine: Engine, address: str) -> int:
    """Erase all that is stored on an address, in every city; return how many people it was.

    Somebody who gets mail and may sign in counts twice. The audit log keeps the number of an
    account that was, which then names nobody. What is erased is overwritten, but older copies
    of it, from before a page of the file was moved, are gone only when `compact` has run.
    """
    return sum(_remove(engine, owner, _wanted(owner, address)) for owner in _OF)


def remove_subscriber(engine: Engine, subscriber_id: int) -> bool:
    """Erase one subscriber, who may be subscribed in other cities too; False if there is none."""
    return _remove(engine, subscribers, subscribers.c.id == subscriber_id) == 1


def remove_account(engine: Engine, account: Account) -> None:
    """Erase an account with all that proves it; the audit log keeps its number.

    Raises as `change_account` does.
    """
    with writing(engine) as connection:
        keep_an_admin(connection, replace(account, role=Role.READER))
        if not connection.execute(sa.select(accounts.c.id).where(as_seen(account))).first():
            raise ChangedMeanwhileError(CHANGED)
        _erase(connection, accounts, as_seen(account))


def remove_left(engine: Engine, before: date) -> int:
    """Erase who left before a day; return how many people that was."""
    gone = sa.and_(
        subscribers.c.state == SubscriberState.LEFT.value, subscribers.c.left_on < before
    )
    return _remove(engine, subscribers, gone)


def compact(engine: Engine) -> bool:
    """Write the database anew without what was deleted. Takes seconds for a large one.

    False where some of it may be left for now: somebody who reads an older state may see it.
    """
    return dialect.of(engine).compact(engine)


def _wanted(owner: Table, address: str | None) -> sa.ColumnElement[bool]:
    if address is None:
        return sa.true()
    if owner is subscribers:
        return has_address(address)
    return accounts.c.address_key == account_key(address)


def _export(
    connection: Connection, owner: Table, wanted: sa.ColumnElement[bool]
) -> list[dict[str, Any]]:
    query = sa.select(owner).where(wanted).order_by(owner.c.id)
    people = [dict(row) for row in connection.execute(query).mappings()]
    for person in people:
        for column in _OF[owner]:
            theirs = sa.select(column.table).where(column == person["id"])
            rows = connection.execute(theirs.order_by(*column.table.primary_key)).mappings()
            person[column.table.name] = [_without(column.name, row) for row in rows]
    return people


def _remove(engine: Engine, owner: Table, wanted: sa.ColumnElement[bool]) -> int:
    with writing(engine) as connection:
        return _erase(connection, owner, wanted)


def _erase(connection: Connection, owner: Table, wanted: sa.ColumnElement[bool]) -> int:
    chosen = sa.select(owner.c.id).where(wanted)
    dialect.of(connection).overwrite_what_is_deleted(connection)
    for column in _OF[owner]:
        connection.execute(sa.delete(column.table).where(column.in_(chosen)))
    return connection.execute(sa.delete(owner).where(wanted)).rowcount


def _without(name: str, row: Mapping[Any, Any]) -> dict[str, Any]:
    return {column: value for column, value in row.items() if column != name}
