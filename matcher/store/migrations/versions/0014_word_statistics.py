"""A server's statistics tell how rare thousands of words are, not only the commonest."""

from alembic import op

from matcher.store import dialect

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    dialect.of(connection).count_more_words(connection)
