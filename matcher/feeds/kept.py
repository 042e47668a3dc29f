"""What has been made and may be asked for again: kept in memory while nothing has changed."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")

_MOST = 500  # things kept; the one asked for longest ago goes first


@dataclass(slots=True)
class _Slot:
    making: Lock = field(default_factory=Lock)
    version: Hashable = None
    value: Any = None


@dataclass(slots=True, eq=False)
class Kept:
    """A memory for several threads; each thing is made by one of them, the others wait for it."""

    _slots: OrderedDict[Hashable, _Slot] = field(default_factory=OrderedDict)
    _changing: Lock = field(default_factory=Lock)

    def get(self, key: Hashable, version: Hashable, make: Callable[[], T]) -> T:
        """Return what was made under `key` for this `version`, which is never None, or make it."""
        with self._changing:
            slot = self._slots.setdefault(key, _Slot())
            self._slots.move_to_end(key)
            while len(self._slots) > _MOST:
                self._slots.popitem(last=False)
        with slot.making:
            if slot.version != version:
                slot.value = make()
                slot.version = version  # only once it is made: an error keeps nothing
            value: T = slot.value
            return value
