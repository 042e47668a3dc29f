"""The first schema: calls and their versions, vectors, matches, runs and issues."""

import sqlalchemy as sa
from alembic import op

from matcher.store import dialect
from matcher.store.columns import INTEGER, TEXT

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_calls()
    _create_call_versions()
    _create_text_vectors()
    _create_matches()
    _create_runs()
    _create_issues()
    bind = op.get_bind()
    dialect.of(bind).create_word_index(bind)


def _create_calls() -> None:
    op.create_table(
        "calls",
        sa.Column("id", INTEGER, sa.Identity(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("first_seen", _TIME, nullable=False),
        sa.Column("last_seen", _TIME, nullable=False),
        sa.Column("content_hash", TEXT, nullable=False),
        sa.Column("text_hash", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("source_id", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("funder", TEXT),
        sa.Column("opens_at", _TIME),
        sa.Column("first_deadline", _TIME),
        sa.Column("last_deadline", _TIME),
        sa.Column("deadline_kind", TEXT, nullable=False),
        sa.Column("stated_status", TEXT),
        sa.Column("stated_on", sa.Date),
        sa.Column("award_max", sa.Double),
        sa.Column("currency", TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_calls"),
        sa.UniqueConstraint("key", name="uq_calls_key"),
    )
    for column in ("text_hash", "source", "last_deadline"):
        op.create_index(f"ix_calls_{column}", "calls", [column])


def _create_call_versions() -> None:
    op.create_table(
        "call_versions",
        sa.Column("call_key", TEXT, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("seen_at", _TIME, nullable=False),
        sa.Column("content_hash", TEXT, nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["call_key"], ["calls.key"], "fk_call_versions_call_key_calls"),
        sa.PrimaryKeyConstraint("call_key", "version", name="pk_call_versions"),
    )


def _create_text_vectors() -> None:
    op.create_table(
        "text_vectors",
        sa.Column("text_hash", TEXT, nullable=False),
        sa.Column("model_id", TEXT, nullable=False),
        sa.Column("passages", INTEGER, nullable=False),
        sa.Column("dimension", INTEGER, nullable=False),
        sa.Column("spans", sa.LargeBinary, nullable=False),
        sa.Column("vectors", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("text_hash", "model_id", name="pk_text_vectors"),
    )


def _create_matches() -> None:
    op.create_table(
        "match_sets",
        sa.Column("city", TEXT, nullable=False),
        sa.Column("as_of", _TIME, nullable=False),
        sa.Column("model_id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("city", name="pk_match_sets"),
    )
    key = ("city", "call_key", "target_kind", "target_id")
    op.create_table(
        "matches",
        *(sa.Column(name, TEXT, nullable=False) for name in key),
        sa.Column("score", sa.Double, nullable=False),
        sa.Column("explanation", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["call_key"], ["calls.key"], "fk_matches_call_key_calls"),
        sa.ForeignKeyConstraint(["city"], ["match_sets.city"], "fk_matches_city_match_sets"),
        sa.PrimaryKeyConstraint(*key, name="pk_matches"),
    )


def _create_runs() -> None:
    op.create_table(
        "runs",
        sa.Column("id", INTEGER, sa.Identity(), nullable=False),
        sa.Column("job", TEXT, nullable=False),
        sa.Column("started_at", _TIME, nullable=False),
        sa.Column("finished_at", _TIME),
        sa.Column("counts", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_index("ix_runs_job", "runs", ["job"])
    op.create_table(
        "source_reports",
        sa.Column("id", INTEGER, sa.Identity(), nullable=False),
        sa.Column("run_id", INTEGER, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("started_at", _TIME, nullable=False),
        sa.Column("finished_at", _TIME, nullable=False),
        sa.Column("calls_seen", INTEGER, nullable=False),
        sa.Column("requests", INTEGER, nullable=False),
        sa.Column("not_modified", INTEGER, nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], "fk_source_reports_run_id_runs"),
        sa.PrimaryKeyConstraint("id", name="pk_source_reports"),
    )
    op.create_index("ix_source_reports_source", "source_reports", ["source"])


def _create_issues() -> None:
    op.create_table(
        "issues",
        sa.Column("id", INTEGER, sa.Identity(), nullable=False),
        sa.Column("run_id", INTEGER, nullable=False),
        sa.Column("report_id", INTEGER),
        sa.Column("severity", TEXT, nullable=False),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("address", TEXT),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], "fk_issues_run_id_runs"),
        sa.ForeignKeyConstraint(
            ["report_id"], ["source_reports.id"], "fk_issues_report_id_source_reports"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_issues"),
    )
    for column in ("run_id", "report_id"):
        op.create_index(f"ix_issues_{column}", "issues", [column])
