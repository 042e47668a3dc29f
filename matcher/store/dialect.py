"""What differs between database systems: the questions, and who answers them.

The rest of the store is written in SQLAlchemy's common language. Each system is a
module that has a function for every question here; a third one needs no more than that
(docs/stores.md).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL

from matcher.store import postgres, sqlite
from matcher.store.asked import Asked, CallVector, Candidates, SaidMost
from matcher.store.errors import StoreError

# Values in one IN (...) list; older SQLite builds allow 999 in a statement.
LIST_LIMIT = 900

# The table of a store that is being filled from another one: while it is there, the
# store is no use for anything else.
UNFINISHED = "store_moving"


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

    def file_of(self, url: URL) -> Path | None:
        """Return the file that the database is, None in memory and on a server."""

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

    def compact(self, engine: Engine) -> bool:
        """Write anew at least what has people in it; say whether nothing deleted is left there."""

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

    def damage(self, connection: Connection) -> list[tuple[str, bool]]:
        """Look through every page and index: what is wrong, and whether it is of an index alone."""

    def rebuild_indexes(self, connection: Connection) -> None:
        """Make the indexes anew from the rows."""

    def see_all_rows(self, connection: Connection) -> None:
        """Have the transaction see every row, or fail where some are held back from its user."""

    def given_ids(self, connection: Connection, names: Iterable[str]) -> dict[str, int]:
        """Return for tables whose rows are numbered the highest number that any row was given."""

    def set_given_ids(self, connection: Connection, given: Mapping[str, int]) -> None:
        """Have no number given again that was given before, where the table promises that."""

    # -- The word index, kept in tables called call_words... ---------------------------

    def create_word_index(self, connection: Connection) -> None:
        """Make the full-text index of schema 0001: stemmed words of title and body."""

    def empty_word_index(self, connection: Connection) -> None:
        """Take all calls out of the word index, damaged as it may be."""

    def index_words(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Put calls (`key`, `title`, `body`) into the word index, in place of what was there."""

    def find_words(
        self, connection: Connection, words: Iterable[str], limit: int
    ) -> list[tuple[str, float]]:
        """Return key and score (more is better) of calls with any of the words, best first.

        Each word is letters and digits only.
        """

    def word_index_damage(self, connection: Connection) -> str:
        """Say what is wrong with the word index itself; empty where nothing is known."""

    def wrong_words(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> list[str]:
        """Return the keys of calls, given as for `index_words`, with other words or none."""

    def unindexed_calls(self, connection: Connection) -> int:
        """Count calls that the word index does not hold."""

    def count_more_words(self, connection: Connection) -> None:
        """Have the system know how many calls hold a word for more words: schema 0014."""

    # -- Vectors of calls, kept in a table called call_vectors where the system can ------

    def create_vector_index(self, connection: Connection) -> None:
        """Make the table of schema 0012, and what finds the nearest in it."""

    def add_stems_and_passages(self, connection: Connection) -> None:
        """Make room in that table for stems and passages, as schema 0013 has it."""

    def list_stems(self, connection: Connection) -> None:
        """List for each stem the calls that say it most, as schema 0015 has it."""

    def keeps_call_vectors(self, connection: Connection, model_id: str | None = None) -> bool:
        """Whether there is such a table; with a model, whether it holds any of its vectors."""

    def known_call_vectors(self, connection: Connection, model_id: str) -> dict[str, str]:
        """Return the calls that have a vector by this model, each with its text's hash."""

    def save_call_vectors(
        self, connection: Connection, model_id: str, rows: Sequence[CallVector]
    ) -> None:
        """Keep vectors of calls, in place of what there was."""

    def forget_call_vectors(
        self, connection: Connection, model_id: str, text_hashes: Collection[str]
    ) -> None:
        """Remove the vectors that the model made of these texts."""

    def said_most(self, connection: Connection, stems: Collection[str]) -> SaidMost:
        """Return how rare stems are and who says them most; asked only where vectors are kept."""

    def find_candidates(self, connection: Connection, asked: Asked, limit: int) -> Candidates:
        """Return the calls likeliest to answer best; asked only where vectors are kept."""


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


def file_of(url: URL) -> Path | None:
    """Return the file that a store is in; None for one in memory or on a server."""
    system = _SYSTEMS.get(url.get_backend_name())
    return None if system is None else system.file_of(url)


def is_numbered(table: sa.Table) -> bool:
    """Whether the database numbers the table's rows."""
    keys = list(table.primary_key.columns)
    return [key.name for key in keys] == ["id"] and isinstance(keys[0].type, sa.Integer)


def is_index_table(name: str) -> bool:
    """Whether a table belongs to an index of a system's own kind and so not to the schema."""
    return name.startswith(("call_words", "call_vectors", "call_stems"))
