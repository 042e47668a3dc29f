"""Where the calls are: the city's own store, or the bundled catalogue while that is empty.

The catalogue gets a database of its own. Its old calls never mix with
collected ones, and every command works on a first run without a network.
"""

import atexit
import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from matcher.catalogue import CatalogueHead, catalogue_hash, read_head
from matcher.settings import Settings
from matcher.store import (
    HeldError,
    finish_run,
    has_calls,
    hold,
    is_on_server,
    last_runs,
    open_store,
    start_run,
    store_name,
    upsert_calls,
)
from models.errors import NothingToDoError

LONDON = ZoneInfo("Europe/London")
_MORNING = time(7)  # a day given without a time means the hour a digest goes out
_LOCK_SECONDS = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A store with calls in it, and the catalogue if that is where they are from."""

    engine: Engine
    catalogue: CatalogueHead | None
    now: datetime | None = None  # where a day is rehearsed

    def moment(self, day: date | None) -> datetime:
        """Return the moment to judge calls at: the day given, the catalogue's, or now."""
        if day is None and self.catalogue is not None:
            day = self.catalogue.reference_date
        if day is not None:
            return datetime.combine(day, _MORNING, LONDON)
        return self.now.astimezone(LONDON) if self.now else datetime.now(LONDON)


def own_store(settings: Settings) -> Engine:
    """Open the city's own store, made on first use. StoreError as for `open_store`.

    A process has one pool of connections to a store on a server, however often it asks.
    """
    if is_on_server(settings.database):
        return _store_on_server(settings.database, settings.city)
    return open_store(settings.database, city=settings.city)


@cache
def _store_on_server(database: str, city: str) -> Engine:
    engine = open_store(database, city=city)
    atexit.register(engine.dispose)
    return engine


def calls_place(settings: Settings, *, anew: bool = False) -> Place:
    """Return the own store if it holds any call, else the catalogue's.

    `anew` has the catalogue read again even where its store holds it already: a
    matching does that, since the program may have learnt to read more out of it.
    """
    engine = own_store(settings)
    if has_calls(engine):
        return Place(engine, None, settings.now)
    folder = settings.data / "catalogue"
    head = read_head(folder)
    engine = open_store(f"sqlite:///{(settings.home / 'catalogue.db').absolute()}")
    if anew or not _is_filled(engine, _job(folder, head)):
        _fill(engine, folder, head)
    return Place(engine, head)


def _job(folder: Path, head: CatalogueHead) -> str:
    return f"catalogue {catalogue_hash(folder, head)[:16]}"


def _is_filled(engine: Engine, job: str) -> bool:
    runs = last_runs(engine, limit=1)
    return bool(runs) and runs[0].job == job and runs[0].finished_at is not None


def _fill(engine: Engine, folder: Path, head: CatalogueHead) -> None:
    """Put the catalogue's calls into its store, and note from which files they are."""
    # Imports all that reads facts from prose: a search should not wait for that.
    from matcher.imports.catalogue import load_catalogue

    calls = load_catalogue(folder).calls
    run = start_run(engine, _job(folder, head), datetime.now(LONDON))
    counts = upsert_calls(engine, calls, datetime.combine(head.reference_date, _MORNING, LONDON))
    finish_run(engine, run, datetime.now(LONDON), {"new": counts.new}, ())


@contextmanager
def one_writer(settings: Settings, patience_s: float = _LOCK_SECONDS) -> Iterator[None]:
    """Hold the home folder, and a store on a server, for a job that collects or matches.

    Raises NothingToDoError if another process holds one of them for `patience_s` seconds.
    """
    # Imports asyncio, which a search can do without.
    from filelock import FileLock, Timeout

    settings.home.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.home / ".lock")
    try:
        lock.acquire(timeout=patience_s)
    except Timeout:
        raise NothingToDoError(
            f"another bid-matcher is at work in {settings.home}; try again when it has finished"
        ) from None
    try:
        with _one_writer_of_all(settings, patience_s):
            yield
    finally:
        lock.release()


@contextmanager
def _one_writer_of_all(settings: Settings, patience_s: float) -> Iterator[None]:
    """Hold the store too where other machines, with homes of their own, work at it."""
    if not is_on_server(settings.database):
        yield
        return
    engine = own_store(settings)
    holder = f"process {os.getpid()} on {socket.gethostname()}"
    with ExitStack() as held:
        try:
            held.enter_context(hold(engine, "work", holder=holder, patience_s=patience_s))
        except HeldError as error:
            raise NothingToDoError(
                f"{error.holder or 'another bid-matcher'} is at work in {store_name(engine)}; "
                "try again when it has finished"
            ) from None
        yield
