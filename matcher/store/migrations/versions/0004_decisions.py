"""What the city decides about calls: go, watch or no-go, and what became of the bids."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("city", sa.Text, nullable=False),
        sa.Column("call_key", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("decided_at", _TIME, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("revisit_on", sa.Date),
        sa.Column("withdrawn_at", _TIME),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
    )
    op.create_index("ix_decisions_city", "decisions", ["city"])
    op.create_table(
        "decision_outcomes",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("decision_id", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("happened_on", sa.Date, nullable=False),
        sa.Column("amount", sa.Text),
        sa.Column("currency", sa.Text),
        sa.Column("recorded_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], "fk_decision_outcomes_decision_id_decisions"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_decision_outcomes"),
    )
    op.create_index("ix_decision_outcomes_decision_id", "decision_outcomes", ["decision_id"])
