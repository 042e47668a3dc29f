"""People can leave by themselves, and the outbox also holds the mails that ask to confirm."""

import sqlalchemy as sa
from alembic import op

from matcher.store.columns import TEXT

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("subscribers", sa.Column("left_on", sa.Date))
    op.add_column("outbox", sa.Column("kind", TEXT, nullable=False, server_default="digest"))
    op.drop_index("ix_outbox_subscriber_id_digest_day", "outbox")
    op.create_index(
        "ix_outbox_subscriber_id_digest_day_kind",
        "outbox",
        ["subscriber_id", "digest_day", "kind"],
        unique=True,
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_subscriber_id_digest_day_kind", "outbox")
    op.execute("DELETE FROM outbox WHERE kind <> 'digest'")
    op.create_index(
        "ix_outbox_subscriber_id_digest_day", "outbox", ["subscriber_id", "digest_day"], unique=True
    )
    op.drop_column("outbox", "kind")
    op.execute("DELETE FROM subscribers WHERE state = 'left'")
    op.drop_column("subscribers", "left_on")
