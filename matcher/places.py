"""Where the calls are: the city's own store, or the bundled catalogue while that is empty.

The catalogue gets a database of its own. Its old calls never mix with
collected ones, and every command works on a first run without a network.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from filelock import FileLock, Timeout
from sqlalchemy import Engine

from matcher.imports.catalogue import Catalogue, load_catalogue
from matcher.settings import Settings
from matcher.store import open_store, statistics, upsert_calls
from models.errors import NothingToDoError

LONDON = ZoneInfo("Europe/London")
_MORNING = time(7)  # a day given without a time means the hour a digest goes out
_LOCK_SECONDS = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A store with calls in it, and the catalogue if that is where they are from."""

    engine: Engine
    catalogue: Catalogue | None

    def moment(self, day: date | None) -> datetime:
        """Return the moment to judge calls at: the day given, the catalogue's, or now."""
        if day is None and self.catalogue is not None:
            day = self.catalogue.reference_date
        return datetime.combine(day, _MORNING, LONDON) if day else datetime.now(LONDON)


def own_store(settings: Settings) -> Engine:
    """Open the city's own store, made on first use. StoreError as for `open_store`."""
    return open_store(settings.database)


def calls_place(settings: Settings) -> Place:
    """Return the own store if it holds any call, else the catalogue's."""
    engine = own_store(settings)
    if statistics(engine)["calls"]:
        return Place(engine, None)
    catalogue = load_catalogue(settings.data / "catalogue")
    engine = open_store(f"sqlite:///{(settings.home / 'catalogue.db').absolute()}")
    read_at = datetime.combine(catalogue.reference_date, _MORNING, LONDON)
    upsert_calls(engine, catalogue.calls, read_at)
    return Place(engine, catalogue)


@contextmanager
def one_writer(settings: Settings) -> Iterator[None]:
    """Hold the home folder for a job that collects or matches.

    Raises NothingToDoError if another process holds it.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.home / ".lock")
    try:
        lock.acquire(timeout=_LOCK_SECONDS)
    except Timeout:
        raise NothingToDoError(
            f"another bid-matcher is at work in {settings.home}; try again when it has finished"
        ) from None
    try:
        yield
    finally:
        lock.release()
