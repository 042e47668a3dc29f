"""What people say of calls."""

import sqlalchemy as sa
from alembic import op

from matcher.store.columns import INTEGER, TEXT

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "comments",
        sa.Column("id", INTEGER, sa.Identity(), nullable=False),
        sa.Column("city", TEXT, nullable=False),
        sa.Column("call_key", TEXT, nullable=False),
        sa.Column("account_id", INTEGER),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("said_at", _TIME, nullable=False),
        sa.Column("removed_at", _TIME),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], "fk_comments_account_id_accounts"),
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_comments_account_id", "comments", ["account_id"])
    op.create_index("ix_comments_city_call_key", "comments", ["city", "call_key"])
