"""Any number of items in memory that does not grow: after a few megabytes they lie in a file."""

import pickle
import tempfile
import weakref
from collections.abc import Iterator
from typing import Generic, TypeVar, cast

_IN_MEMORY = 4_000_000  # bytes

T = TypeVar("T")


class Spool(Generic[T]):
    """Items in the order in which they were added. The file goes away with the spool.

    The file has no name and is read by nobody else, which is what makes pickle
    safe here.
    """

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
        self._count = 0
        weakref.finalize(self, self._file.close)

    def append(self, item: T) -> None:
        """Add one item at the end."""
        self._file.seek(0, 2)
        pickle.dump(item, self._file, pickle.HIGHEST_PROTOCOL)
        self._count += 1

    def __len__(self) -> int:
        """Return how many items there are."""
        return self._count

    def __iter__(self) -> Iterator[T]:
        """Yield the items; each iteration starts anew."""
        position = 0
        for _ in range(self._count):
            self._file.seek(position)
            item = cast(T, pickle.load(self._file))  # noqa: S301  # our own, written above
            position = self._file.tell()
            yield item
