"""Tokens of programs that act for somebody. Shown once; only their hashes are kept."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine

from matcher.neutral import neutral_line
from matcher.store import accounts as stored_accounts
from matcher.store.account_schema import accounts, api_tokens
from matcher.store.errors import StoreError
from matcher.store.sessions import fingerprint
from matcher.store.transactions import reading, writing
from models.account import Account, Scope

LONGEST_NAME = 80  # characters
MOST_TOKENS = 20  # of one account that are not revoked


@dataclass(frozen=True, slots=True)
class ApiToken:
    """What is known of a token; not the token itself."""

    id: int
    account_id: int
    name: str  # what it is for
    scopes: frozenset[Scope]
    created_at: datetime
    last_used_on: date | None
    revoked_at: datetime | None


def add_token(
    engine: Engine,
    account_id: int,
    name: str,
    scopes: Collection[Scope],
    token: str,
    now: datetime,
) -> int:
    """Keep a token and return its number. ValueError for no scope, too long a name, too many."""
    line = neutral_line(name)
    if not scopes:
        raise ValueError("a token needs at least one scope")
    if not 0 < len(line) <= LONGEST_NAME:
        raise ValueError(f"say what the token is for, in at most {LONGEST_NAME} characters")
    row = {
        "account_id": account_id,
        "name": line,
        "token_hash": fingerprint(token),
        "scopes": json.dumps(sorted(scopes)),
        "created_at": now,
    }
    own = sa.and_(api_tokens.c.account_id == account_id, api_tokens.c.revoked_at.is_(None))
    with writing(engine) as connection:
        counted = sa.select(sa.func.count()).select_from(api_tokens).where(own)
        if connection.execute(counted).scalar_one() >= MOST_TOKENS:
            raise ValueError(f"{MOST_TOKENS} tokens are the most; revoke one first")
        stored = sa.insert(api_tokens).values(row).returning(api_tokens.c.id)
        return int(connection.execute(stored).scalar_one())


def load_tokens(engine: Engine, account_id: int) -> list[ApiToken]:
    """Return the tokens of an account, revoked ones too, oldest first."""
    query = sa.select(api_tokens).where(api_tokens.c.account_id == account_id)
    with reading(engine) as connection:
        return [_token(row) for row in connection.execute(query.order_by(api_tokens.c.id))]


def find_token(engine: Engine, city: str, token: str) -> tuple[Account, ApiToken] | None:
    """Return a token and whose it is; None if it is revoked, or its account disabled."""
    wanted = sa.and_(
        api_tokens.c.token_hash == fingerprint(token),
        api_tokens.c.revoked_at.is_(None),
        accounts.c.city == city,
        accounts.c.disabled_at.is_(None),
    )
    with reading(engine) as connection:
        found = connection.execute(sa.select(api_tokens).join(accounts).where(wanted)).one_or_none()
        if found is None:
            return None
        whose = sa.select(accounts).where(accounts.c.id == found.account_id)
        account = stored_accounts.read_account(connection.execute(whose).one())
    return account, _token(found)


def note_use(engine: Engine, token_id: int, today: date) -> None:
    """Note the day on which a token was used last."""
    with writing(engine) as connection:
        own = api_tokens.c.id == token_id
        connection.execute(sa.update(api_tokens).where(own).values(last_used_on=today))


def revoke_token(engine: Engine, account_id: int, token_id: int, now: datetime) -> bool:
    """Let a token of the account act no more; False where it has none such that still acts."""
    acts = sa.and_(
        api_tokens.c.id == token_id,
        api_tokens.c.account_id == account_id,
        api_tokens.c.revoked_at.is_(None),
    )
    with writing(engine) as connection:
        revoked = sa.update(api_tokens).where(acts).values(revoked_at=now)
        return connection.execute(revoked).rowcount == 1


def _token(row: sa.Row[Any]) -> ApiToken:
    try:
        scopes = frozenset(map(Scope, json.loads(row.scopes)))
    except (ValueError, TypeError) as error:
        raise StoreError(f"the stored token {row.id} cannot be read ({error})") from error
    return ApiToken(
        row.id,
        row.account_id,
        row.name,
        scopes,
        row.created_at,
        row.last_used_on,
        row.revoked_at,
    )
