"""Reading and writing in transactions, with errors said in plain sentences."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.exc import TimeoutError as NoRoomInPoolError

from matcher.store import dialect
from matcher.store.errors import StoreError

T = TypeVar("T")

_shared: ContextVar[tuple[Engine, Connection] | None] = ContextVar("_shared", default=None)


@contextmanager
def explained(engine: Engine) -> Iterator[None]:
    """Turn errors of the database into StoreError."""
    try:
        yield
    except DBAPIError as error:
        raise StoreError(
            dialect.of(engine).explain(error.orig, dialect.of(engine).store_name(engine.url))
        ) from error
    except NoRoomInPoolError as error:
        name = dialect.of(engine).store_name(engine.url)
        raise StoreError(f"all connections to {name} are in use; try again in a moment") from error
    except StatementError as error:
        # A value was refused before it reached the database: its own error says why.
        raise error.orig or error from error


@contextmanager
def one_state(engine: Engine) -> Iterator[None]:
    """Have all that this thread reads within see the same state of the store.

    What is written meanwhile, also by this thread, is not seen. Reads share one transaction,
    which on a server saves most of what several small ones cost.
    """
    with reading(engine) as connection:
        before = _shared.set((engine, connection))
        try:
            yield
        finally:
            _shared.reset(before)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that only reads: one state of the store throughout."""
    shared = _shared.get()
    if shared is not None and shared[0] is engine:
        with explained(engine):
            yield shared[1]
        return
    with explained(engine), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that writes: all of it is kept, or none on any error."""
    with (
        explained(engine),
        engine.connect() as connection,
        dialect.of(connection).for_writing(connection).begin(),
    ):
        yield connection


def pieces(items: Iterable[T], size: int = dialect.LIST_LIMIT) -> Iterator[list[T]]:
    """Cut items into lists of `size`, short enough for one statement's IN list.

    Takes no item before it is needed.
    """
    left = iter(items)
    while piece := list(islice(left, size)):
        yield piece
