"""One vector of each call, in a graph of neighbours, where the server has pgvector."""

from alembic import op

from matcher.store import dialect

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    dialect.of(connection).create_vector_index(connection)
