"""Beside the vector of a call its stems, and of several passages one vector for each."""

from alembic import op

from matcher.store import dialect

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    dialect.of(connection).add_stems_and_passages(connection)
