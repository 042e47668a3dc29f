"""A lock on a PostgreSQL server: an advisory lock, held by a connection of its own.

The server lets go of it when the connection ends: with its process, or, where a whole
machine vanished, when the server has noticed (within two minutes, see `postgres.py`).
"""

from contextlib import suppress
from zlib import crc32

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

_OURS = 0x0B1D  # the first half of the key; the second is made of the name
_LONGEST_NAME = 63  # bytes that the server keeps of a connection's name
_TAKE = sa.text("SELECT pg_try_advisory_lock(:ours, :name)")
_GIVE = sa.text("SELECT pg_advisory_unlock(:ours, :name)")
_HOLDER = sa.text(
    "SELECT application_name FROM pg_stat_activity JOIN pg_locks USING (pid) "
    "WHERE locktype = 'advisory' AND granted AND objsubid = 2 "
    "AND classid = :ours AND objid = :name "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


class ServerLock:
    """The lock `name` of a database on a server, for all processes that use it."""

    def __init__(self, engine: Engine, name: str, holder: str) -> None:
        self._engine = engine
        self._key = {"ours": _OURS, "name": crc32(name.encode()) >> 1}
        self._holder = holder
        self._connection: Connection | None = None

    def take(self) -> bool:
        """Take the lock if it is free; return whether it is had."""
        if self._connection is None:
            self._connection = self._connect()
        return bool(self._connection.execute(_TAKE, self._key).scalar_one())

    def keep(self) -> bool:
        """Return whether the lock is still had; taken again where the connection was cut."""
        if self._connection is not None:
            try:
                self._connection.exec_driver_sql("SELECT 1")
            except sa.exc.DBAPIError:
                self.release()
            else:
                return True
        return self.take()

    def holder(self) -> str:
        """Return what the holder calls itself; empty if nobody holds the lock any more."""
        with self._engine.connect() as connection:
            return str(connection.execute(_HOLDER, self._key).scalars().first() or "")

    def release(self) -> None:
        """Let the lock go, and the connection: no other use of it may bear the holder's name."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sa.exc.SQLAlchemyError):  # it may be cut, which frees the lock too
                connection.execute(_GIVE, self._key)
            connection.invalidate()
            connection.close()

    def _connect(self) -> Connection:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        called = sa.text("SELECT set_config('application_name', :holder, false)")
        connection.execute(called, {"holder": self._holder[:_LONGEST_NAME] or "bid-matcher"})
        return connection
