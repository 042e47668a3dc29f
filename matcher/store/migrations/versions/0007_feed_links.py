"""Secret addresses of feeds and calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "feed_links",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("city", sa.Text, nullable=False),
        sa.Column("subscriber_id", sa.Integer),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("search", sa.Text),
        sa.Column("secret_hash", sa.Text, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("revoked_at", _TIME),
        sa.Column("last_used_day", sa.Date),
        sa.Column("shown", sa.Text, nullable=False),
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
