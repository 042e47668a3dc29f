"""On PostgreSQL, each city's rows are for itself: row-level security."""

from alembic import op

from matcher.store import dialect

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# By the table's own city, or by whom its rows belong to.
_TABLES = {
    "subscribers": None,
    "saved_searches": ("subscriber_id", "subscribers"),
    "told_calls": ("subscriber_id", "subscribers"),
    "outbox": ("subscriber_id", "subscribers"),
    "feed_links": None,
    "accounts": None,
    "sessions": ("account_id", "accounts"),
    "sign_in_links": ("account_id", "accounts"),
    "api_tokens": ("account_id", "accounts"),
    "comments": None,
    "audit_log": None,
    "judgements": None,
    "decisions": None,
    "decision_outcomes": ("decision_id", "decisions"),
    "match_sets": None,
    "matches": None,
}


def upgrade() -> None:
    bind = op.get_bind()
    dialect.of(bind).keep_cities_apart(bind, _TABLES)
