"""A server knows of each stem which calls say it most."""

from alembic import op

from matcher.store import dialect

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    dialect.of(connection).list_stems(connection)
