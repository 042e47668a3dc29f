"""Who gets mail, what each person was told, and the mails themselves."""

import sqlalchemy as sa
from alembic import op

from matcher.store.columns import INTEGER, TEXT

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _add_subscribers()
    _add_saved_searches()
    _add_told_calls()
    _add_outbox()


def _add_subscribers() -> None:
    op.create_table(
        "subscribers",
        sa.Column("id", INTEGER, sa.Identity(), nullable=False),
        sa.Column("city", TEXT, nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("address_key", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("organisation", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("need_ids", TEXT, nullable=False),
        sa.Column("organisation_ids", TEXT, nullable=False),
        sa.Column("min_award_gbp", TEXT),
        sa.Column("notice_days", INTEGER, nullable=False),
        sa.Column("frequency", TEXT, nullable=False),
        sa.Column("format", TEXT, nullable=False),
        sa.Column("quiet_weeks", sa.Boolean, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("state_reason", TEXT, nullable=False),
        sa.Column("paused_until", sa.Date),
        sa.Column("created_at", _TIME),
        sa.Column("confirmed_at", _TIME),
        sa.Column("consent", TEXT, nullable=False),
        sa.Column("link_version", INTEGER, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscribers"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_subscribers_city_address_key", "subscribers", ["city", "address_key"], unique=True
    )


def _add_saved_searches() -> None:
    op.create_table(
        "saved_searches",
        sa.Column("id", INTEGER, sa.Identity(), nullable=False),
        sa.Column("subscriber_id", INTEGER, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("funder", TEXT),
        sa.Column("min_award_gbp", TEXT),
        sa.ForeignKeyConstraint(
            ["subscriber_id"], ["subscribers.id"], "fk_saved_searches_subscriber_id_subscribers"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_saved_searches"),
    )
    op.create_index("ix_saved_searches_subscriber_id", "saved_searches", ["subscriber_id"])


def _add_told_calls() -> None:
    op.create_table(
        "told_calls",
        sa.Column("subscriber_id", INTEGER, nullable=False),
        sa.Column("call_key", TEXT, nullable=False),
        sa.Column("content", TEXT, nullable=False),
        sa.Column("closing", sa.Boolean, nullable=False),
        sa.Column("decision_id", INTEGER),
        sa.Column("told_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["subscriber_id"], ["subscribers.id"], "fk_told_calls_subscriber_id_subscribers"
        ),
        sa.PrimaryKeyConstraint("subscriber_id", "call_key", name="pk_told_calls"),
    )


def _add_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", INTEGER, sa.Identity(), nullable=False),
        sa.Column("subscriber_id", INTEGER, nullable=False),
        sa.Column("digest_day", sa.Date, nullable=False),
        sa.Column("message_id", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("message", sa.LargeBinary, nullable=False),
        sa.Column("told", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("attempts", INTEGER, nullable=False),
        sa.Column("as_of", _TIME, nullable=False),
        sa.Column("next_try", _TIME),
        sa.Column("sent_at", _TIME),
        sa.Column("last_answer", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["subscriber_id"], ["subscribers.id"], "fk_outbox_subscriber_id_subscribers"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("message_id", name="uq_outbox_message_id"),
    )
    op.create_index(
        "ix_outbox_subscriber_id_digest_day",
        "outbox",
        ["subscriber_id", "digest_day"],
        unique=True,
    )
    op.create_index("ix_outbox_state_next_try", "outbox", ["state", "next_try"])
