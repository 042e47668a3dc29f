"""Opening a store: its folder made, its schema brought up to date."""

import re
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from matcher.store import dialect
from matcher.store.errors import StoreError
from matcher.store.schema import SCHEMA_VERSION
from matcher.store.transactions import reading, writing

_SECRET = re.compile(r"((?:^|//)[^:/@]*:)(?!//).*(?=@)|((?<=password=)[^&]*)", re.IGNORECASE)
_VERSION_TABLE = "alembic_version"  # Alembic's own name for it


def open_store(url: str, *, busy_seconds: float = 30.0, city: str | None = None) -> Engine:
    """Open the database at `url`, made or migrated to the present schema if need be.

    `busy_seconds` is how long a write waits for another process's write. `city` is whose rows
    it is opened for: on a server, other cities' are held back from all but the owner of the
    tables. Raises
    StoreError, one plain sentence, for an address that is none, a file that is
    not a readable database (it is left untouched), a database of another or a
    newer program, a folder that cannot be written, and a lock that does not go.
    """
    engine = dialect.make_engine(_address(url), busy_seconds)
    try:
        version = _stored_version(engine)
        dialect.of(engine).allow_readers_beside_writer(engine)
        if version != SCHEMA_VERSION:
            _migrate(engine, has_data=version is not None)
    except BaseException:
        engine.dispose()
        raise
    return engine if city is None else dialect.of(engine).for_city(engine, city)


def shown_address(url: str) -> str:
    """Return a database's address as it may be shown: without its password."""
    return _hidden(_address(url).render_as_string(hide_password=True))


def is_on_server(url: str) -> bool:
    """Whether the database at `url` is on a server, and so shared by several machines."""
    return dialect.is_on_server(_address(url))


def store_name(engine: Engine) -> str:
    """Name the store as a reader knows it, without a password."""
    return dialect.of(engine).store_name(engine.url)


def database_file(engine: Engine) -> Path | None:
    """Return the file that the store is, None where it is on a server; ValueError in memory."""
    return dialect.of(engine).database_file(engine.url)


def quick_check(engine: Engine) -> list[str]:
    """Look through the whole store for damage; one sentence each, none if it is sound."""
    try:
        with reading(engine) as connection:
            damage = dialect.of(connection).problems(connection)
            missing = 0 if damage else dialect.of(connection).unindexed_calls(connection)
    except StoreError as error:
        return [str(error)]
    return [*damage, f"calls missing from the word index: {missing}"] if missing else damage


def _address(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError):  # neither said nor shown as a cause: they repeat it
        raise StoreError(
            f"{_hidden(url)!r} is not a database address such as sqlite:///var/bid-matcher.db"
        ) from None


def _hidden(url: str) -> str:
    """Return an address, which need not be a valid one, without what may be its password."""
    return _SECRET.sub(lambda found: f"{found[1] or ''}***", url)


def _stored_version(engine: Engine) -> str | None:
    """Return the schema version, None for an empty database; StoreError if not ours."""
    name = dialect.of(engine).store_name(engine.url)
    with reading(engine) as connection:
        tables = sa.inspect(connection).get_table_names()
        if not tables:
            return None
        if _VERSION_TABLE not in tables:
            raise StoreError(f"{name} is a database of another program; choose another file")
        column: sa.ColumnClause[str] = sa.column("version_num")
        query = sa.select(column).select_from(sa.table(_VERSION_TABLE))
        version = connection.execute(query).scalar_one_or_none()
    if version is None or not version.isdecimal() or int(version) > int(SCHEMA_VERSION):
        raise StoreError(
            f"{name} was made by a newer version of this program or by another one "
            f"(its schema is {version}, this program's {SCHEMA_VERSION})"
        )
    return version


def _migrate(engine: Engine, *, has_data: bool) -> None:
    """Run the missing migrations, all or none of them."""
    # Alembic takes a third of a second to import, and most openings need none of it.
    from matcher.store.migrate import migrate

    with writing(engine) as connection:
        if has_data and dialect.of(connection).problems(connection):
            name = dialect.of(engine).store_name(engine.url)
            raise StoreError(f"{name} is damaged and was not migrated; restore a backup")
        migrate(connection)
