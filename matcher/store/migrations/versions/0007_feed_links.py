"""Secret addresses of feeds and calendars."""

import sqlalchemy as sa
from alembic import op

from matcher.store.columns import INTEGER, TEXT

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "feed_links",
        sa.Column("id", INTEGER, sa.Identity(), nullable=False),
        sa.Column("city", TEXT, nullable=False),
        sa.Column("subscriber_id", INTEGER),
        sa.Column("what", TEXT, nullable=False),
        sa.Column("search", TEXT),
        sa.Column("secret_hash", TEXT, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("revoked_at", _TIME),
        sa.Column("last_used_day", sa.Date),
        sa.Column("shown", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            "fk_feed_links_subscriber_id_subscribers",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_feed_links"),
        sa.UniqueConstraint("secret_hash", name="uq_feed_links_secret_hash"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_feed_links_subscriber_id", "feed_links", ["subscriber_id"])
