"""Locks that one process at a time holds, from wherever the store is used.

Beside a database in a file they are files, on a server they are the server's.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from matcher.store import dialect
from matcher.store.transactions import explained
from models.errors import NothingToDoError

_ASK_EVERY_S = 0.5


class HeldError(NothingToDoError):
    """Another process holds the lock; `holder` is what it calls itself, or empty."""

    def __init__(self, holder: str, sentence: str) -> None:
        super().__init__(sentence)
        self.holder = holder


@contextmanager
def hold(
    engine: Engine, name: str, *, holder: str = "", patience_s: float = 0.0
) -> Iterator[Callable[[], None]]:
    """Hold the lock `name` of this store while the block runs; HeldError if another does.

    What is yielded makes sure that the lock is still had, and is to be asked before each
    step that only the holder may do: a server's lock goes with its connection. It raises
    HeldError where another process has the lock meanwhile, StoreError where the server
    does not answer. ValueError for a store in memory.
    """
    lock = dialect.of(engine).lock(engine, name, holder)

    def held_by_another() -> HeldError:
        other = lock.holder()
        return HeldError(other, f"{other or 'another process'} holds the lock {name!r}")

    def keep() -> None:
        with explained(engine):
            if not lock.keep():
                raise held_by_another()

    until = time.monotonic() + patience_s
    try:
        with explained(engine):
            while not lock.take():
                if time.monotonic() >= until:
                    raise held_by_another()
                time.sleep(_ASK_EVERY_S)
        yield keep
    finally:
        lock.release()
