"""The tables of who uses the site: accounts, what proves them, and what they did."""

import sqlalchemy as sa

from matcher.store.columns import INTEGER, SafeText, UtcDateTime
from matcher.store.schema import metadata

# An id is never given twice: what somebody did must not become another's doing.
accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("id", INTEGER, primary_key=True),
    sa.Column("city", SafeText, nullable=False),
    sa.Column("address", SafeText, nullable=False),
    sa.Column("address_key", SafeText, nullable=False),  # as it is compared
    sa.Column("name", SafeText, nullable=False),
    sa.Column("role", SafeText, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("disabled_at", UtcDateTime),
    sa.Column("version", INTEGER, nullable=False),
    sa.Index(None, "city", "address_key", unique=True),
    sqlite_autoincrement=True,
)

# One row per browser that is signed in. What the browser shows is not here, only its hash.
sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("token_hash", SafeText, primary_key=True),
    sa.Column("account_id", sa.ForeignKey("accounts.id"), nullable=False, index=True),
    sa.Column("opened_at", UtcDateTime, nullable=False),
    sa.Column("seen_at", UtcDateTime, nullable=False),
)

# One row per mailed link to sign in. It acts once, and in the browser that asked.
sign_in_links = sa.Table(
    "sign_in_links",
    metadata,
    sa.Column("token_hash", SafeText, primary_key=True),
    sa.Column("account_id", sa.ForeignKey("accounts.id"), nullable=False, index=True),
    sa.Column("browser_hash", SafeText, nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("used_at", UtcDateTime),
)

# One row per token of a program that acts for somebody.
api_tokens = sa.Table(
    "api_tokens",
    metadata,
    sa.Column("id", INTEGER, primary_key=True),
    sa.Column("account_id", sa.ForeignKey("accounts.id"), nullable=False, index=True),
    sa.Column("name", SafeText, nullable=False),
    sa.Column("token_hash", SafeText, nullable=False, unique=True),
    sa.Column("scopes", SafeText, nullable=False),  # a JSON list
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("last_used_on", sa.Date),
    sa.Column("revoked_at", UtcDateTime),
    sqlite_autoincrement=True,
)

# What people say of calls. With a reference to accounts: it is erased with its author.
comments = sa.Table(
    "comments",
    metadata,
    sa.Column("id", INTEGER, primary_key=True),
    sa.Column("city", SafeText, nullable=False),
    sa.Column("call_key", SafeText, nullable=False),
    sa.Column("account_id", sa.ForeignKey("accounts.id"), index=True),
    sa.Column("name", SafeText, nullable=False),
    sa.Column("text", SafeText, nullable=False),
    sa.Column("said_at", UtcDateTime, nullable=False),
    sa.Column("removed_at", UtcDateTime),
    sa.Index(None, "city", "call_key"),
    sqlite_autoincrement=True,
)

# What was changed, and by whom. Without a reference to accounts, and without names: what was
# done stays on record when somebody's data are erased, and then names nobody.
audit_log = sa.Table(
    "audit_log",
    metadata,
    sa.Column("id", INTEGER, primary_key=True),
    sa.Column("city", SafeText, nullable=False),
    sa.Column("happened_at", UtcDateTime, nullable=False),
    sa.Column("account_id", INTEGER),  # empty: nobody who was signed in
    sa.Column("role", SafeText, nullable=False),
    sa.Column("what", SafeText, nullable=False),
    sa.Column("about", SafeText, nullable=False),
    sa.Column("place", SafeText, nullable=False),  # page, token, command
    sa.Index(None, "city", "happened_at"),
)
