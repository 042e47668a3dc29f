"""What the city decides about calls: go, watch or no-go, and what became of the bids."""

import sqlalchemy as sa
from alembic import op

from matcher.store.columns import INTEGER, TEXT

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", INTEGER, sa.Identity(), nullable=False),
        sa.Column("city", TEXT, nullable=False),
        sa.Column("call_key", TEXT, nullable=False),
        sa.Column("verdict", TEXT, nullable=False),
        sa.Column("decided_at", _TIME, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("owner", TEXT, nullable=False),
        sa.Column("revisit_on", sa.Date),
        sa.Column("withdrawn_at", _TIME),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
    )
    op.create_index("ix_decisions_city", "decisions", ["city"])
    op.create_table(
        "decision_outcomes",
        sa.Column("id", INTEGER, sa.Identity(), nullable=False),
        sa.Column("decision_id", INTEGER, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("happened_on", sa.Date, nullable=False),
        sa.Column("amount", TEXT),
        sa.Column("currency", TEXT),
        sa.Column("recorded_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], "fk_decision_outcomes_decision_id_decisions"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_decision_outcomes"),
    )
    op.create_index("ix_decision_outcomes_decision_id", "decision_outcomes", ["decision_id"])
