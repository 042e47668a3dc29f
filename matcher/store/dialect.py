"""What differs between database systems: the questions, and who answers them.

The rest of the store is written in SQLAlchemy's common language. Each system is a
module that has a function for every question here; a third one needs no more than that
(docs/stores.md).
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL

from matcher.store import postgres, sqlite
from matcher.store.errors import StoreError

# Values in one IN (...) list; older SQLite builds allow 999 in a statement.
LIST_LIMIT = 900


class Lock(Protocol):
    """A lock that one process at a time holds. It ends with its holder, however that ends."""

    def take(self) -> bool:
        """Take the lock if it is free; return whether it is had."""

    def keep(self) -> bool:
        """Return whether the lock is still had; taken again where it was lost and is free."""

    def holder(self) -> str:
        """Return what the holder calls itself; empty if nothing is known."""

    def release(self) -> None:
        """Let the lock go."""


class System(Protocol):
    """A database system. Functions raise StoreError, one plain sentence, where none is named."""

    ON_SERVER: bool  # and so used from several machines, which share no files

    # -- Reaching the database ---------------------------------------------------------

    def make_engine(self, url: URL, busy_seconds: float) -> Engine:
        """Make the engine. Its transactions see one state of the store throughout."""

    def store_name(self, url: URL) -> str:
        """Name the database as a reader knows it, without a password."""

    def database_file(self, url: URL) -> Path | None:
        """Return the file that the database is, None on a server; ValueError in memory."""

    def explain(self, error: BaseException | None, name: str) -> str:
        """Say in one plain sentence what a driver's error means for the store `name`."""

    # -- Writing -----------------------------------------------------------------------

    def for_writing(self, connection: Connection) -> Connection:
        """Mark the connection's coming transaction as one that writes: one at a time does."""

    def allow_readers_beside_writer(self, engine: Engine) -> None:
        """Let readers go on while another process writes."""

    def overwrite_what_is_deleted(self, connection: Connection) -> None:
        """Have what is deleted on this connection overwritten, where the system can."""

    def compact(self, engine: Engine) -> None:
        """Write anew at least what has people in it, so that nothing deleted is left there."""

    def lock(self, engine: Engine, name: str, holder: str) -> Lock:
        """Return the lock of that name, not taken yet; `holder` is who would have it."""

    # -- Cities that share a store -----------------------------------------------------

    def for_city(self, engine: Engine, city: str) -> Engine:
        """Return the engine for one city's transactions; its database may hold others' back."""

    def keep_cities_apart(
        self, connection: Connection, tables: Mapping[str, tuple[str, str] | None]
    ) -> None:
        """Guard tables by city where the system can: see `postgres_cities.py`."""

    # -- Checking and copying ----------------------------------------------------------

    def problems(self, connection: Connection) -> list[str]:
        """Look through the whole database for damage; an empty list means none."""

    def copy_database(self, engine: Engine, file: Path) -> None:
        """Copy the database, as it is at one moment, into a new file."""

    # -- The word index, kept in tables called call_words... ---------------------------

    def create_word_index(self, connection: Connection) -> None:
        """Make the full-text index of schema 0001: stemmed words of title and body."""

    def index_words(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Put calls (`key`, `title`, `body`) into the word index, in place of what was there."""

    def find_words(
        self, connection: Connection, words: Iterable[str], limit: int
    ) -> list[tuple[str, float]]:
        """Return key and score (more is better) of calls with any of the words, best first.

        Each word is letters and digits only.
        """

    def unindexed_calls(self, connection: Connection) -> int:
        """Count calls that the word index does not hold."""


_SYSTEMS: Mapping[str, System] = {"sqlite": sqlite, "postgresql": postgres}


def of(bind: Engine | Connection) -> System:
    """Return the system that an engine or a connection leads to."""
    return _SYSTEMS[bind.dialect.name]


def is_on_server(url: URL) -> bool:
    """Whether the database at an address is on a server, and so shared by several machines."""
    system = _SYSTEMS.get(url.get_backend_name())
    return system is not None and system.ON_SERVER


def make_engine(url: URL, busy_seconds: float) -> Engine:
    """Make the engine of an address, see `System`; StoreError for a system that is not known."""
    name = url.get_backend_name()
    if name not in _SYSTEMS:
        known = " and ".join(_SYSTEMS)
        raise StoreError(f"{name} databases are not supported, only {known}")
    return _SYSTEMS[name].make_engine(url, busy_seconds)


def is_word_index_table(name: str) -> bool:
    """Whether a table belongs to the word index and so not to the schema."""
    return name.startswith("call_words")
