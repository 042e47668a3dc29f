"""Work that nobody waits for: done in the background, one thing after the other."""

import logging
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

log = logging.getLogger(__name__)


class Line(Generic[T]):
    """Does things in a thread of its own, the newest first, as long as there are any.

    At most `most` wait; of more, the one that was asked for longest ago is forgotten, and
    `put` may be called for it again. All methods may be called from any thread.
    """

    def __init__(self, do: Callable[[T], None], most: int) -> None:
        self._do = do
        self._most = most
        self._lock = threading.Lock()
        self._waiting: list[T] = []
        self._current: T | None = None

    def put(self, thing: T) -> None:
        """Have a thing done next; nothing happens where it is being done."""
        with self._lock:
            if thing is self._current:
                return
            self._waiting = [each for each in self._waiting if each is not thing]
            self._waiting = [*self._waiting, thing][-self._most :]
            if self._current is None:
                self._current = self._waiting.pop()
                threading.Thread(target=self._work, daemon=True).start()

    def _work(self) -> None:
        while self._current is not None:
            try:
                self._do(self._current)
            except Exception:
                log.exception("something in the background broke off")
            with self._lock:
                self._current = self._waiting.pop() if self._waiting else None
