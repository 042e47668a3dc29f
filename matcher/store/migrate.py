"""Running the migrations, with Alembic. Imported only when there are any to run."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection

from matcher.store.errors import StoreError

_FOLDER = Path(__file__).parent / "migrations"


def migration_settings(connection: Connection | None = None) -> Config:
    """Settings that Alembic needs: where the migrations are, and what to run them on."""
    settings = Config()
    # The settings' own syntax gives % a meaning, which a folder's name may hold.
    settings.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    settings.attributes["connection"] = connection
    return settings


def migrate(connection: Connection) -> None:
    """Bring the schema up to date, inside the connection's own transaction.

    Raises StoreError where the stored version is one that never was.
    """
    try:
        command.upgrade(migration_settings(connection), "head")
    except CommandError as error:
        raise StoreError(f"the store cannot be brought up to date: {error}") from error
