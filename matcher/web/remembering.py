"""Answers worked out before, kept for who asks the same again."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Remembered(Generic[K, V]):
    """The answers last asked for, about one thing at a time; from any thread.

    An answer about another thing, which has taken its place, makes it forget all others:
    what is no longer shown shall not be held in memory.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._about: object = None
        self._answers: OrderedDict[K, V] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, about: object, key: K) -> V | None:
        """Return the answer, None where it is not known."""
        with self._lock:
            if about is not self._about or key not in self._answers:
                return None
            self._answers.move_to_end(key)
            return self._answers[key]

    def put(self, about: object, key: K, answer: V) -> None:
        """Remember an answer; what nobody asked for the longest is forgotten for it."""
        with self._lock:
            if about is not self._about:
                self._answers.clear()
                self._about = about
            self._answers[key] = answer
            self._answers.move_to_end(key)
            if len(self._answers) > self._most:
                self._answers.popitem(last=False)

    def once(self, about: object, key: K, make: Callable[[], V]) -> V:
        """Return the answer; it is worked out only where it is not known."""
        known = self.get(about, key)
        if known is None:
            known = make()
            self.put(about, key, known)
        return known
