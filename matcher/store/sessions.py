"""Browsers that are signed in, and mailed links that sign one in. Only hashes are kept."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Engine

from matcher.store import accounts as stored_accounts
from matcher.store.account_schema import accounts, sessions, sign_in_links
from matcher.store.transactions import reading, writing
from models.account import Account

IDLE = timedelta(days=14)  # a session that nobody used for so long has ended
LONGEST = timedelta(days=90)  # and any session after this
LINK_LIFE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that is signed in."""

    account: Account
    opened_at: datetime
    seen_at: datetime


def fingerprint(secret: str) -> str:
    """Return the form in which a long random secret is kept: nobody finds it from this."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def open_session(engine: Engine, account_id: int, token: str, now: datetime) -> None:
    """Sign a browser in; `token` is what it will show. Sessions that ended are swept away."""
    row = {"token_hash": fingerprint(token), "account_id": account_id}
    with writing(engine) as connection:
        connection.execute(sa.delete(sessions).where(sa.not_(_lasts(now))))
        connection.execute(sa.insert(sessions).values(row | {"opened_at": now, "seen_at": now}))


def find_session(engine: Engine, city: str, token: str, now: datetime) -> Session | None:
    """Return the session that a browser shows; None if it ended, or its account is disabled."""
    wanted = sa.and_(
        sessions.c.token_hash == fingerprint(token),
        accounts.c.city == city,
        accounts.c.disabled_at.is_(None),
        _lasts(now),
    )
    query = sa.select(accounts, sessions.c.opened_at, sessions.c.seen_at).join(sessions)
    with reading(engine) as connection:
        row = connection.execute(query.where(wanted)).one_or_none()
    if row is None:
        return None
    return Session(stored_accounts.read_account(row), row.opened_at, row.seen_at)


def touch_session(engine: Engine, token: str, now: datetime) -> None:
    """Note that a session was used, which moves its end."""
    own = sessions.c.token_hash == fingerprint(token)
    with writing(engine) as connection:
        connection.execute(sa.update(sessions).where(own).values(seen_at=now))


def end_session(engine: Engine, token: str) -> None:
    """Sign one browser out."""
    with writing(engine) as connection:
        connection.execute(sa.delete(sessions).where(sessions.c.token_hash == fingerprint(token)))


def end_all_sessions(engine: Engine, account_id: int) -> None:
    """Sign an account out everywhere; links to sign in that wait for use end with it."""
    with writing(engine) as connection:
        stored_accounts.sign_out(connection, account_id)


def count_sessions(engine: Engine, account_id: int, now: datetime) -> int:
    """Return how many browsers an account is signed in with."""
    own = sa.and_(sessions.c.account_id == account_id, _lasts(now))
    with reading(engine) as connection:
        counted = sa.select(sa.func.count()).select_from(sessions).where(own)
        return int(connection.execute(counted).scalar_one())


def add_link(engine: Engine, account_id: int, token: str, browser: str, now: datetime) -> None:
    """Keep a link to sign in, for the browser that shows `browser`. Old ones are swept away."""
    row = {
        "token_hash": fingerprint(token),
        "account_id": account_id,
        "browser_hash": fingerprint(browser),
        "made_at": now,
    }
    with writing(engine) as connection:
        old = sign_in_links.c.made_at <= _ago(now, LINK_LIFE)
        connection.execute(sa.delete(sign_in_links).where(old))
        connection.execute(sa.insert(sign_in_links).values(row))


def find_link(engine: Engine, city: str, token: str, now: datetime) -> tuple[Account, str] | None:
    """Return whose link it is and the hash of the browser that asked; None if it acts no more."""
    wanted = sa.and_(_waits(token, now), accounts.c.city == city, accounts.c.disabled_at.is_(None))
    query = sa.select(accounts, sign_in_links.c.browser_hash).join(sign_in_links).where(wanted)
    with reading(engine) as connection:
        row = connection.execute(query).one_or_none()
    return None if row is None else (stored_accounts.read_account(row), row.browser_hash)


def use_link(engine: Engine, token: str, now: datetime) -> bool:
    """Use a link up; False where somebody did before, or it has ended. One of two at once wins."""
    with writing(engine) as connection:
        used = sa.update(sign_in_links).where(_waits(token, now)).values(used_at=now)
        return connection.execute(used).rowcount == 1


def _waits(token: str, now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(
        sign_in_links.c.token_hash == fingerprint(token),
        sign_in_links.c.used_at.is_(None),
        sign_in_links.c.made_at > _ago(now, LINK_LIFE),
    )


def _lasts(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(sessions.c.seen_at > _ago(now, IDLE), sessions.c.opened_at > _ago(now, LONGEST))


def _ago(now: datetime, span: timedelta) -> datetime:
    """Return the moment so long before: also where clocks were put back in between."""
    return now.astimezone(UTC) - span
