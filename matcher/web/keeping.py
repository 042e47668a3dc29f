"""One value made from the store and kept in memory, made again in the background.

A reader never waits for that, but for the first. The value is replaced whole, so
that whoever has one may go on reading it.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from time import monotonic
from typing import Generic, TypeVar

T = TypeVar("T")

log = logging.getLogger(__name__)

LOOK_S = 1.0
"""Seconds between two looks at whether the store has moved on."""

_REST = 5.0  # times as long as the last making took: collecting changes the store all the time


class Keeper(Generic[T]):
    """Keeps one value; all its methods may be called from any thread.

    `make` is given the value before (None at first) and yields the next one, once or in
    better and better states; it yields nothing where all is as it was.
    """

    def __init__(self) -> None:
        self._making = threading.Lock()
        self._value: T | None = None
        self._look_at = 0.0

    def value(self, make: Callable[[T | None], Iterator[T]]) -> T:
        """Return the value, in its first state to the first asker, who waits for it.

        Raises what `make` raises where there is no value yet; later such a thing is
        logged, and the old value stays.
        """
        if self._value is None:
            with self._making:
                if self._value is None:
                    self._value = next(make(None))
        if monotonic() >= self._look_at and self._making.acquire(blocking=False):
            threading.Thread(target=self._renew, args=(make,), daemon=True).start()
        return self._value

    def renewed(self, make: Callable[[T | None], Iterator[T]]) -> T:
        """Return the value as it is now, in its best state, and wait for that."""
        with self._making:
            self._make(make)
            if self._value is None:
                raise RuntimeError("nothing was made")
            return self._value

    def _renew(self, make: Callable[[T | None], Iterator[T]]) -> None:
        """Make the value anew in a thread of its own, which holds the lock already."""
        try:
            self._make(make)
        except Exception:
            log.exception("what the site shows could not be brought up to date")
            self._look_at = monotonic() + LOOK_S
        finally:
            self._making.release()

    def _make(self, make: Callable[[T | None], Iterator[T]]) -> None:
        began = monotonic()
        for value in make(self._value):
            self._value = value
        took = monotonic() - began
        self._look_at = began + took + max(LOOK_S, _REST * took)
