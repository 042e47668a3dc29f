"""PostgreSQL's answers to the questions of `dialect.py`: the store is on a server.

The driver, psycopg, comes with the extra `postgres` and is loaded only when it is needed.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import URL

from matcher.store import (
    postgres_candidates,
    postgres_cities,
    postgres_erasing,
    postgres_stems,
    postgres_vectors,
    postgres_words,
)
from matcher.store.errors import StoreError
from matcher.store.postgres_lock import ServerLock

ON_SERVER = True

_DRIVER = "postgresql+psycopg"
_WRITES = "store_writes"  # execution option: this transaction will write
_WRITE_LOCK = 0x0B1D_0001  # any number that no other program's advisory locks have

create_word_index = postgres_words.create_word_index
index_words = postgres_words.index_words
find_words = postgres_words.find_words
empty_word_index = postgres_words.empty_word_index
count_more_words = postgres_words.count_more_words
word_index_damage = postgres_words.word_index_damage
wrong_words = postgres_words.wrong_words
unindexed_calls = postgres_words.unindexed_calls
create_vector_index = postgres_vectors.create_vector_index
add_stems_and_passages = postgres_vectors.add_stems_and_passages
list_stems = postgres_vectors.list_stems
keeps_call_vectors = postgres_vectors.keeps_call_vectors
known_call_vectors = postgres_vectors.known_call_vectors
save_call_vectors = postgres_vectors.save_call_vectors
forget_call_vectors = postgres_vectors.forget_call_vectors
said_most = postgres_stems.said_most
find_candidates = postgres_candidates.find_candidates
for_city = postgres_cities.for_city
keep_cities_apart = postgres_cities.keep_cities_apart

# What each connection is set to. Moments are in UTC, so that years 1 and 9999 can be read;
# a host that vanished gives up its locks within two minutes.
_SESSION = {
    "timezone": "UTC",
    "tcp_keepalives_idle": "60",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "6",
}

# What the driver is told unless the address says otherwise.
_CONNECT = {"connect_timeout": 10, "keepalives_idle": 60, "client_encoding": "UTF8"}
_READ_HERE = ("pool_size", "options")  # of the address, and not for the driver
_POOL_SIZE, _MOST_CONNECTIONS = 15, 1000

_CUT = "the connection to {name} was cut; nothing was changed, try again"
_READ_ONLY = "{name} cannot be written: the server is read-only at the moment ({reason})"
_DAMAGED = "{name} is damaged ({reason}); restore a backup"
_FULL = "no room is left on the disk of {name}; nothing in it was changed"
_BUSY = "another process is writing to {name}; try again when it has finished"
_MANY = "the server of {name} takes no more connections ({reason})"
_CONSTRAINT = "{name} refused a contradictory change ({reason})"
# By SQLSTATE, or by its first two characters, which are its class.
_SENTENCES = {
    "08": _CUT,
    "23": _CONSTRAINT,
    "25006": _READ_ONLY,
    "28": "{name} refused who asked: user and password are wrong or not allowed ({reason})",
    "3D000": "there is no database {name}; make it with createdb",
    "42501": "the database user may not do this in {name} ({reason})",
    "53100": _FULL,
    "53200": "the server of {name} has no memory left",
    "53300": _MANY,
    "55P03": _BUSY,
    "40": _BUSY,
    "57P": _CUT,
    "58": "the disk of {name} reports an error ({reason})",
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
}
# The driver gives no SQLSTATE for connections that were not made; what libpq says has these.
_UNREACHED = {
    "password": "{name} refused the password, or wants one ({reason})",
    "too many": _MANY,
    "remaining connection slots": _MANY,
    "does not exist": "{name} is not there ({reason})",
    "connection is lost": _CUT,
    "closed": _CUT,
    "FATAL": "the server of {name} refused the connection ({reason})",
}
_NO_ANSWER = "no PostgreSQL server answers for {name} ({reason})"


def store_name(url: URL) -> str:
    """Name the database as a reader knows it: what it is called, and where."""
    host = url.host or url.query.get("host") or "this machine"
    return f"{url.database or 'the default database'} on {host}"


def file_of(url: URL) -> None:
    """Return None: the database is on a server."""


database_file = file_of


def make_engine(url: URL, busy_seconds: float) -> Engine:
    """Make the engine; StoreError where the driver is not there or another one is asked for.

    A transaction that reads sees one state of the database throughout (REPEATABLE READ)
    and never waits.
    """
    if url.drivername not in ("postgresql", _DRIVER):
        raise StoreError(f"PostgreSQL is reached by {_DRIVER}://..., not by {url.drivername}")
    size = _pool_size(url)
    given = url.query.get("options", "")
    settings = _SESSION | {"lock_timeout": str(max(1, round(busy_seconds * 1000)))}
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    try:
        engine = sa.create_engine(
            url.set(drivername=_DRIVER).difference_update_query(_READ_HERE),
            isolation_level="REPEATABLE READ",
            pool_pre_ping=True,  # a connection that was cut while it was idle is made anew
            pool_size=size,
            max_overflow=0,
            connect_args=_unless_given(url) | {"options": f"{options} {given}".strip()},
        )
    except ModuleNotFoundError as error:
        raise StoreError(
            "PostgreSQL needs its driver: pip install 'bid-matcher[postgres]'"
        ) from error
    event.listen(engine, "connect", _check_encoding)
    event.listen(engine, "begin", _begin)
    return engine


def _check_encoding(connection: Any, record: object) -> None:  # noqa: ARG001
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise StoreError(f"the database keeps text as {encoding}; make one with ENCODING 'UTF8'")


def _pool_size(url: URL) -> int:
    """Return how many connections this process may have at once: `?pool_size=` in the address."""
    text = url.query.get("pool_size", str(_POOL_SIZE))
    if not isinstance(text, str) or not text.isdecimal() or not 1 <= int(text) <= _MOST_CONNECTIONS:
        raise StoreError(f"pool_size in the database address: not 1 to {_MOST_CONNECTIONS}: {text}")
    return int(text)


def _unless_given(url: URL) -> dict[str, Any]:
    return {name: value for name, value in _CONNECT.items() if name not in url.query}


def _begin(connection: Connection) -> None:
    city = postgres_cities.city_of(connection)
    if city is not None:
        connection.exec_driver_sql("SELECT set_config('app.city', %s, true)", (city,))
    if connection.get_execution_options().get(_WRITES, False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITE_LOCK})")


def for_writing(connection: Connection) -> Connection:
    """Mark the connection's coming transaction as one that writes: one at a time does.

    Callers look and then write, and trust that nobody came in between. So writers hold one
    advisory lock from begin to end, as SQLite has it. Each statement must see what was
    written before the lock was had, hence READ COMMITTED: a state chosen at the first
    statement, which is the one that waits, would be older.
    """
    return connection.execution_options(isolation_level="READ COMMITTED", **{_WRITES: True})


def allow_readers_beside_writer(engine: Engine) -> None:
    """Do nothing: readers never wait for writers here."""


def overwrite_what_is_deleted(connection: Connection) -> None:
    """Do nothing: deleted rows are gone when `compact` has run, or the server's own vacuum."""


def compact(engine: Engine) -> bool:
    """Write the tables with people in them anew: those that are guarded by city.

    Each is locked for a moment, so that readers of it wait. False where something deleted
    may be left: for a role that does not own the tables, the server's own vacuum frees it in
    time; and while somebody reads a state from before, for as long as that is waited for.
    """
    try:
        return postgres_erasing.write_anew(engine)
    except sa.exc.DBAPIError as error:
        raise StoreError(explain(error.orig, store_name(engine.url))) from error


def lock(engine: Engine, name: str, holder: str) -> ServerLock:
    """Return the lock of that name, an advisory lock of the server."""
    return ServerLock(engine, name, holder)


def explain(error: BaseException | None, name: str) -> str:
    """Say in one plain sentence what a driver's error means for the store `name`."""
    state = getattr(error, "sqlstate", None)
    said = getattr(getattr(error, "diag", None), "message_primary", None) or str(error)
    # Only the first line: the others can hold values of the row, a person's address say.
    reason = said.partition("\n")[0].rpartition("FATAL:")[2].strip()
    if isinstance(state, str):
        sentence = next((_SENTENCES[state[:n]] for n in (5, 3, 2) if state[:n] in _SENTENCES), None)
    elif type(error).__name__ == "OperationalError":
        sentence = next((_UNREACHED[part] for part in _UNREACHED if part in said), _NO_ANSWER)
    else:
        sentence = None
    return (sentence or "the database {name} failed ({reason})").format(name=name, reason=reason)


def problems(connection: Connection) -> list[str]:
    """Return what the server knows of damage: pages whose checksums failed, broken indexes."""
    failed = connection.exec_driver_sql(
        "SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()"
    ).scalar_one_or_none()
    broken = connection.exec_driver_sql(
        "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid ORDER BY 1"
    ).scalars()
    pages = [f"pages of the database whose checksum failed: {failed}"] if failed else []
    return pages + [f"the index {index} is not complete" for index in broken]


def damage(connection: Connection) -> list[tuple[str, bool]]:
    """Return what the server knows of damage, and whether it is of an index alone."""
    return [(line, line.startswith("the index ")) for line in problems(connection)]


def rebuild_indexes(connection: Connection) -> None:
    """Make the indexes anew that are not complete."""
    broken = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"
    for name in connection.exec_driver_sql(broken).scalars().all():
        connection.exec_driver_sql(f"REINDEX INDEX {name}")


def see_all_rows(connection: Connection) -> None:
    """Have the transaction see every row, or fail where some are held back from its user."""
    connection.exec_driver_sql("SET LOCAL row_security = off")


def given_ids(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """Return for tables whose rows are numbered the highest number that any row was given."""
    last = sa.text("SELECT pg_sequence_last_value(pg_get_serial_sequence(:name, 'id')::regclass)")
    return {name: connection.execute(last, {"name": name}).scalar_one() or 0 for name in names}


def set_given_ids(connection: Connection, given: Mapping[str, int]) -> None:
    """Have no number given again that was given before."""
    move = sa.text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :number)")
    for name, number in given.items():
        if number:
            connection.execute(move, {"name": name, "number": number})
