"""Who uses the site, what proves them, and what they did."""

import sqlalchemy as sa
from alembic import op

from matcher.store.columns import INTEGER, TEXT

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _add_accounts()
    _add_sessions()
    _add_sign_in_links()
    _add_api_tokens()
    _add_audit_log()


def _add_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", INTEGER, sa.Identity(), nullable=False),
        sa.Column("city", TEXT, nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("address_key", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("disabled_at", _TIME),
        sa.Column("version", INTEGER, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_accounts_city_address_key", "accounts", ["city", "address_key"], unique=True
    )


def _add_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("token_hash", TEXT, nullable=False),
        sa.Column("account_id", INTEGER, nullable=False),
        sa.Column("opened_at", _TIME, nullable=False),
        sa.Column("seen_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], "fk_sessions_account_id_accounts"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
    )
    op.create_index("ix_sessions_account_id", "sessions", ["account_id"])


def _add_sign_in_links() -> None:
    op.create_table(
        "sign_in_links",
        sa.Column("token_hash", TEXT, nullable=False),
        sa.Column("account_id", INTEGER, nullable=False),
        sa.Column("browser_hash", TEXT, nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("used_at", _TIME),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], "fk_sign_in_links_account_id_accounts"
        ),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sign_in_links"),
    )
    op.create_index("ix_sign_in_links_account_id", "sign_in_links", ["account_id"])


def _add_api_tokens() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("id", INTEGER, sa.Identity(), nullable=False),
        sa.Column("account_id", INTEGER, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("token_hash", TEXT, nullable=False),
        sa.Column("scopes", TEXT, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("last_used_on", sa.Date),
        sa.Column("revoked_at", _TIME),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], "fk_api_tokens_account_id_accounts"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_api_tokens"),
        sa.UniqueConstraint("token_hash", name="uq_api_tokens_token_hash"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_api_tokens_account_id", "api_tokens", ["account_id"])


def _add_audit_log() -> None:
    op.create_table(
        "audit_log",
        sa.Column("id", INTEGER, sa.Identity(), nullable=False),
        sa.Column("city", TEXT, nullable=False),
        sa.Column("happened_at", _TIME, nullable=False),
        sa.Column("account_id", INTEGER),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("what", TEXT, nullable=False),
        sa.Column("about", TEXT, nullable=False),
        sa.Column("place", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_log"),
    )
    op.create_index("ix_audit_log_city_happened_at", "audit_log", ["city", "happened_at"])
