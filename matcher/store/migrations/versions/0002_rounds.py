"""Rounds of a call, merged calls, the review queue, awards, wider source reports.

Columns are only added, never changed: SQLite would have to copy and drop the
table, which the rows that refer to it forbid.
"""

import sqlalchemy as sa
from alembic import op

from matcher.store.columns import INTEGER, TEXT

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _add_rounds()
    _create_identities()
    _create_review_queue()
    _create_awards()
    _widen_source_reports()


def _add_rounds() -> None:
    """Make every stored call the first round of its own key."""
    op.add_column("calls", sa.Column("origin_key", TEXT, nullable=False, server_default=""))
    op.add_column("calls", sa.Column("round_number", INTEGER, nullable=False, server_default="1"))
    # In plain SQL because Alembic would add the reference by a statement of its own.
    text = TEXT.compile(dialect=op.get_bind().dialect)
    op.execute(
        f"ALTER TABLE calls ADD COLUMN previous_key {text} "
        "CONSTRAINT fk_calls_previous_key_calls REFERENCES calls (key)"
    )
    op.execute("UPDATE calls SET origin_key = key")
    columns = ["origin_key", "round_number"]
    op.create_index("ix_calls_origin_key_round_number", "calls", columns, unique=True)


def _create_identities() -> None:
    op.create_table(
        "identities",
        sa.Column("call_key", TEXT, nullable=False),
        sa.Column("lead_key", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["call_key"], ["calls.key"], "fk_identities_call_key_calls"),
        sa.ForeignKeyConstraint(["lead_key"], ["calls.key"], "fk_identities_lead_key_calls"),
        sa.PrimaryKeyConstraint("call_key", name="pk_identities"),
    )
    op.create_table(
        "splits",
        sa.Column("call_key", TEXT, nullable=False),
        sa.Column("split_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["call_key"], ["calls.key"], "fk_splits_call_key_calls"),
        sa.PrimaryKeyConstraint("call_key", name="pk_splits"),
    )


def _create_review_queue() -> None:
    op.create_table(
        "waiting_calls",
        sa.Column("origin_key", TEXT, nullable=False),
        sa.Column("content_hash", TEXT, nullable=False),
        sa.Column("queued_at", _TIME, nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("origin_key", name="pk_waiting_calls"),
    )
    op.create_table(
        "rejected_contents",
        sa.Column("origin_key", TEXT, nullable=False),
        sa.Column("content_hash", TEXT, nullable=False),
        sa.Column("rejected_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("origin_key", "content_hash", name="pk_rejected_contents"),
    )


def _create_awards() -> None:
    op.create_table(
        "awards",
        sa.Column("key", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("organisation", TEXT),
        sa.Column("pounds", sa.Double),
        sa.Column("first_seen", _TIME, nullable=False),
        sa.Column("last_seen", _TIME, nullable=False),
        sa.Column("content_hash", TEXT, nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_awards"),
    )
    op.create_index("ix_awards_source", "awards", ["source"])


def _widen_source_reports() -> None:
    for name in ("listed", "new_calls", "changed_calls", "waiting_calls"):
        number = sa.Column(name, INTEGER, nullable=False, server_default="0")
        op.add_column("source_reports", number)
    for name, empty in (("filled", "{}"), ("unknown_labels", "[]")):
        text = sa.Column(name, TEXT, nullable=False, server_default=empty)
        op.add_column("source_reports", text)
