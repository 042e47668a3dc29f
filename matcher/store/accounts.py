"""Who may use the site. What proves them is in `sessions.py` and `tokens.py`."""

from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, Row

from matcher.neutral import neutral_line
from matcher.store.account_schema import accounts, sessions, sign_in_links
from matcher.store.errors import ChangedMeanwhileError, StoreError
from matcher.store.transactions import reading, writing
from models.account import Account, Role, account_key
from models.subscriber import LONGEST_LINE

CHANGED = "somebody else changed this account meanwhile"


def add_account(engine: Engine, account: Account) -> int:
    """Store an account and return its number.

    ValueError, and nothing is stored, where the city has one for the address already or
    the name is too long.
    """
    row = _row(account)
    with writing(engine) as connection:
        if connection.execute(sa.select(accounts.c.id).where(_at(account))).first():
            raise ValueError(f"{account.address} has an account already")
        stored = sa.insert(accounts).values(row | {"version": 1}).returning(accounts.c.id)
        return int(connection.execute(stored).scalar_one())


def load_accounts(engine: Engine, city: str) -> list[Account]:
    """Return the city's accounts, in the order they were added. StoreError for a broken one."""
    with reading(engine) as connection:
        return _load(connection, accounts.c.city == city)


def load_account(engine: Engine, city: str, account_id: int) -> Account | None:
    """Return one account by number, None where the city has none. StoreError as above."""
    with reading(engine) as connection:
        wanted = sa.and_(accounts.c.city == city, accounts.c.id == account_id)
        return next(iter(_load(connection, wanted)), None)


def find_account(engine: Engine, city: str, address: str) -> Account | None:
    """Return whose address it is, compared as `account_key` does. StoreError as above."""
    with reading(engine) as connection:
        return next(iter(_load(connection, _of(city, address))), None)


def change_account(engine: Engine, account: Account) -> Account:
    """Store name, role and whether it is disabled, and return it with its new version.

    `account.version` is the one that was looked at. Who is disabled is signed out
    everywhere. Raises ChangedMeanwhileError where the stored one has moved on, or is gone;
    ValueError where this would leave the city without an admin who can sign in.
    """
    after = replace(account, version=account.version + 1)
    with writing(engine) as connection:
        keep_an_admin(connection, account)
        change = sa.update(accounts).where(as_seen(account)).values(_row(after))
        if not connection.execute(change).rowcount:
            raise ChangedMeanwhileError(CHANGED)
        if account.disabled_at is not None:
            sign_out(connection, account.id)
    return after


def sign_out(connection: Connection, account_id: int | None) -> None:
    """End the account's sessions and links to sign in, inside a transaction that writes."""
    for table in (sessions, sign_in_links):
        connection.execute(sa.delete(table).where(table.c.account_id == account_id))


def read_account(row: Row[Any]) -> Account:
    """Return the account in a row that has all columns of `accounts`; StoreError if it cannot."""
    try:
        return Account(
            city=row.city,
            address=row.address,
            role=Role(row.role),
            name=row.name,
            created_at=row.created_at,
            disabled_at=row.disabled_at,
            version=row.version,
            id=row.id,
        )
    except ValueError as error:
        raise StoreError(f"the stored account {row.id} cannot be read ({error})") from error


def as_seen(account: Account) -> sa.ColumnElement[bool]:
    """Return the condition under which a row is the account, as it was when it was looked at."""
    return sa.and_(accounts.c.id == account.id, accounts.c.version == account.version)


def keep_an_admin(connection: Connection, after: Account) -> None:
    """Raise ValueError where the account as it is to be leaves its city without an admin."""
    if after.role is Role.ADMIN and after.disabled_at is None:
        return
    admin = sa.and_(
        accounts.c.city == after.city,
        accounts.c.role == Role.ADMIN.value,
        accounts.c.disabled_at.is_(None),
    )
    admins = set(connection.execute(sa.select(accounts.c.id).where(admin)).scalars())
    if admins == {after.id}:
        raise ValueError("this is the only admin; first make somebody else one")


def _load(connection: Connection, wanted: sa.ColumnElement[bool]) -> list[Account]:
    query = sa.select(accounts).where(wanted).order_by(accounts.c.id)
    return [read_account(row) for row in connection.execute(query)]


def _at(account: Account) -> sa.ColumnElement[bool]:
    return _of(account.city, account.address)


def _of(city: str, address: str) -> sa.ColumnElement[bool]:
    return sa.and_(accounts.c.city == city, accounts.c.address_key == account_key(address))


def _row(account: Account) -> dict[str, Any]:
    name = neutral_line(account.name)
    if len(name) > LONGEST_LINE:
        raise ValueError(f"the name has {len(name):,} characters; {LONGEST_LINE} are the most")
    if account.created_at is None:
        raise ValueError("an account needs the moment at which it was made")
    return {
        "city": account.city,
        "address": account.address,
        "address_key": account_key(account.address),
        "name": name,
        "role": account.role.value,
        "created_at": account.created_at,
        "disabled_at": account.disabled_at,
        "version": account.version,
    }
