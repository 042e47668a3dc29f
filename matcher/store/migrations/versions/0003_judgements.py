"""What people judge of calls: keep or dismiss, go or no-go."""

import sqlalchemy as sa
from alembic import op

from matcher.store.columns import INTEGER, TEXT

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "judgements",
        sa.Column("id", INTEGER, sa.Identity(), nullable=False),
        sa.Column("city", TEXT, nullable=False),
        sa.Column("call_key", TEXT, nullable=False),
        sa.Column("need_id", TEXT),
        sa.Column("verdict", TEXT, nullable=False),
        sa.Column("judged_at", _TIME, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("who", TEXT, nullable=False),
        sa.Column("withdrawn_at", _TIME),
        sa.PrimaryKeyConstraint("id", name="pk_judgements"),
    )
    op.create_index("ix_judgements_city", "judgements", ["city"])
