"""SQLite's answers to the questions of `dialect.py`: the store is a file on this machine."""

import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import URL

from matcher.store import sqlite_numbers, sqlite_vectors
from matcher.store.errors import StoreError
from matcher.store.file_lock import FileLock

ON_SERVER = False

given_ids = sqlite_numbers.given_ids
set_given_ids = sqlite_numbers.set_given_ids
create_vector_index = sqlite_vectors.create_vector_index
add_stems_and_passages = sqlite_vectors.add_stems_and_passages
list_stems = sqlite_vectors.list_stems
keeps_call_vectors = sqlite_vectors.keeps_call_vectors
known_call_vectors = sqlite_vectors.known_call_vectors
save_call_vectors = sqlite_vectors.save_call_vectors
forget_call_vectors = sqlite_vectors.forget_call_vectors
said_most = sqlite_vectors.said_most
find_candidates = sqlite_vectors.find_candidates

_WRITES = "store_writes"  # execution option: this transaction will write
_UNREADABLE = "{name} is not a readable database; restore a backup or move it away"
_READ_ONLY = "{name} cannot be written: the file or its folder is read-only"
_BUSY = "another process is writing to {name}; try again when it has finished"
_SENTENCES = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_FULL: "no room is left on the disk of {name}; nothing in it was changed",
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: "{name} cannot be opened: is its folder there, and may it be written?",
    sqlite3.SQLITE_CORRUPT: _UNREADABLE,
    sqlite3.SQLITE_NOTADB: _UNREADABLE,
    sqlite3.SQLITE_IOERR: "the disk of {name} reports an error ({reason})",
    sqlite3.SQLITE_CONSTRAINT: "{name} refused a contradictory change ({reason})",
}

# What an integrity check says where rows are whole and only an index is not.
_OF_INDEX = re.compile("missing from index|entries in index|non-unique entry in index")


def store_name(url: URL) -> str:
    """Name the database as a reader knows it: the path as it was given."""
    return url.database or "the store in memory"


def file_of(url: URL) -> Path | None:
    """Return the file that the database is, as its address names it; None for one in memory."""
    return Path(url.database) if url.database and url.database != ":memory:" else None


def database_file(url: URL) -> Path:
    """Return the file that the database is; ValueError for one in memory."""
    file = file_of(url)
    if file is None:
        raise ValueError("this needs a database in a file or on a server")
    return file.resolve()


def make_engine(url: URL, busy_seconds: float) -> Engine:
    """Make the engine, and the database's folder; StoreError if it cannot be had.

    Readers see one state of the database and never wait. A writer takes the
    write lock at the start of its transaction, waiting `busy_seconds` for it: a
    lock asked for half-way could be refused at once.
    """
    file = file_of(url)
    if file is not None:
        _make_folder(file.parent)
    engine = sa.create_engine(url, connect_args={"timeout": busy_seconds})
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin)
    return engine


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot make the folder {folder}: {error.strerror}") from error


def _prepare_connection(connection: sqlite3.Connection, record: object) -> None:  # noqa: ARG001
    connection.isolation_level = None  # transactions are begun by `_begin`, not by the driver
    connection.execute("PRAGMA foreign_keys = ON")
    # With WAL, FULL is what makes a finished transaction survive a power cut.
    connection.execute("PRAGMA synchronous = FULL")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def for_writing(connection: Connection) -> Connection:
    """Mark the connection's coming transaction as one that writes."""
    return connection.execution_options(**{_WRITES: True})


def allow_readers_beside_writer(engine: Engine) -> None:
    """Let readers go on while another process writes: SQLite's write-ahead log."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode = WAL")
    except sqlite3.Error as error:
        raise StoreError(explain(error, store_name(engine.url))) from error
    finally:
        connection.close()


def overwrite_what_is_deleted(connection: Connection) -> None:
    """Have what is deleted on this connection overwritten, not only given free."""
    connection.exec_driver_sql("PRAGMA secure_delete = ON")


def compact(engine: Engine) -> bool:
    """Write the file anew without what was deleted; False while somebody reads it as it was."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("VACUUM")
        busy, *_ = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
    except sqlite3.Error as error:
        raise StoreError(explain(error, store_name(engine.url))) from error
    finally:
        connection.close()


def lock(engine: Engine, name: str, holder: str) -> FileLock:
    """Return the lock of that name, a file beside the database; ValueError in memory."""
    return FileLock(database_file(engine.url), name, holder)


def for_city(engine: Engine, city: str) -> Engine:  # noqa: ARG001
    """Return the engine as it is: a file has no users to be told apart."""
    return engine


def keep_cities_apart(connection: Connection, tables: Mapping[str, tuple[str, str] | None]) -> None:
    """Do nothing: whoever reads the file reads all of it."""


def explain(error: BaseException | None, name: str) -> str:
    """Say in one plain sentence what a driver's error means for the store `name`."""
    code = getattr(error, "sqlite_errorcode", None)
    sentence = _SENTENCES.get(code & 0xFF) if isinstance(code, int) else None
    return (sentence or "the database {name} failed ({reason})").format(name=name, reason=error)


def is_unreadable(error: BaseException | None) -> bool:
    """Whether a driver's error means that the file is damaged, or no database."""
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(code, int) and code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def problems(connection: Connection) -> list[str]:
    """Look through the whole database for damage; an empty list means none."""
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA quick_check")]
    damage = [line for line in found if line != "ok"]
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check")
    return damage + [f"a row of {row[0]} refers to a missing row of {row[2]}" for row in orphans]


def damage(connection: Connection) -> list[tuple[str, bool]]:
    """Look through every page and index: what is wrong, and whether it is of an index alone."""
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
    return [(line, _OF_INDEX.search(line) is not None) for line in found if line != "ok"]


def rebuild_indexes(connection: Connection) -> None:
    """Make the indexes anew from the rows."""
    connection.exec_driver_sql("REINDEX")


# -- Copies ------------------------------------------------------------------------


def copy_database(engine: Engine, file: Path) -> None:
    """Copy the database into a new file that needs no other beside it."""
    source = engine.raw_connection()
    try:
        with closing(sqlite3.connect(file)) as target:
            if not isinstance(source.driver_connection, sqlite3.Connection):
                raise TypeError("not an SQLite connection")
            source.driver_connection.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise StoreError(explain(error, str(file))) from error
    finally:
        source.close()


def make_one_file(file: Path) -> None:
    """Bring all of a database that nobody has open into its one file, as it is copied.

    StoreError where somebody has it open, or it cannot be read.
    """
    try:
        with closing(sqlite3.connect(file, timeout=1)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise StoreError(explain(error, str(file))) from error


def open_copy(file: Path) -> sqlite3.Connection:
    """Open a copy that nobody writes to, without a trace beside it; sqlite3.Error."""
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def copy_problems(connection: sqlite3.Connection) -> list[str]:
    """Look through a whole copy for damage; an empty list means none."""
    found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
    return [line for line in found if line != "ok"]


def see_all_rows(connection: Connection) -> None:
    """Do nothing: whoever reads the file reads all of it."""


# -- The word index: SQLite's FTS5 ---------------------------------------------

_TITLE_WEIGHT = 5.0  # a word in the title counts this often against once in the body


def create_word_index(connection: Connection) -> None:
    """Make the full-text index of schema 0001: stemmed words of title and body."""
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE call_words USING fts5("
        "title, body, tokenize = 'porter unicode61 remove_diacritics 2')"
    )


def empty_word_index(connection: Connection) -> None:
    """Take all calls out of the word index, damaged as it may be."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS call_words")
    create_word_index(connection)


def index_words(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Put calls (`key`, `title`, `body`) into the word index, in place of what was there."""
    connection.execute(
        sa.text(
            "INSERT OR REPLACE INTO call_words (rowid, title, body) "
            "SELECT id, :title, :body FROM calls WHERE key = :key"
        ),
        list(rows),
    )


def find_words(connection: Connection, words: Iterable[str], limit: int) -> list[tuple[str, float]]:
    """Return key and BM25 score (more is better) of calls with any of the words, best first.

    Each word is letters and digits only; quoting keeps AND, NEAR and the like plain words.
    """
    rows = connection.execute(
        sa.text(
            "SELECT calls.key, hits.score FROM ("
            "SELECT rowid AS id, -bm25(call_words, :title_weight, 1.0) AS score FROM call_words "
            "WHERE call_words MATCH :query ORDER BY score DESC, id LIMIT :limit"
            ") AS hits JOIN calls ON calls.id = hits.id ORDER BY hits.score DESC, hits.id"
        ),
        {
            "query": " OR ".join(f'"{word}"' for word in words),
            "title_weight": _TITLE_WEIGHT,
            "limit": limit,
        },
    )
    return [(str(row.key), float(row.score)) for row in rows]


def word_index_damage(connection: Connection) -> str:
    """Say what is wrong with the word index itself; empty where nothing is, or nobody can ask now.

    Asking is a write to SQLite, though nothing is written.
    """
    try:
        connection.exec_driver_sql("INSERT INTO call_words (call_words) VALUES ('integrity-check')")
    except sa.exc.DatabaseError as error:
        damaged = is_unreadable(error.orig) or "no such table" in str(error.orig)
        return f"the word index is damaged ({error.orig})" if damaged else ""
    return ""


def wrong_words(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the keys of calls, given as for `index_words`, whose words are missing or others."""
    query = sa.text(
        "SELECT calls.key, call_words.title, call_words.body FROM call_words "
        "JOIN calls ON calls.id = call_words.rowid WHERE calls.key IN :keys"
    ).bindparams(sa.bindparam("keys", expanding=True))
    there = {
        row.key: (row.title, row.body)
        for row in connection.execute(query, {"keys": [row["key"] for row in rows]})
    }
    return [row["key"] for row in rows if there.get(row["key"]) != (row["title"], row["body"])]


def unindexed_calls(connection: Connection) -> int:
    """Count calls that the word index does not hold."""
    query = "SELECT count(*) FROM calls WHERE id NOT IN (SELECT rowid FROM call_words)"
    return int(connection.exec_driver_sql(query).scalar_one())


def count_more_words(connection: Connection) -> None:
    """Do nothing: FTS5 counts each word when it is asked for."""
