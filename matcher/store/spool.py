"""Items of which the last with each key counts, however many there are."""

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

from matcher.neutral import neutral
from matcher.store.errors import StoreError
from scrapers.spool import Spool


class Keyed(Protocol):
    """What has an identity across runs."""

    @property
    def key(self) -> str:
        """Source and id within it."""


T = TypeVar("T", bound=Keyed)


def last_of_each(items: Iterable[T]) -> Iterator[T]:
    """Take all items now, made harmless, and return the last of each key, one by one.

    They are kept aside in a file, so that memory holds their keys and no more.
    Nothing is written to the store meanwhile and no lock is held: the items may
    come slowly. Raises StoreError where they cannot be kept aside.
    """
    aside = Spool[T]()
    last: dict[str, int] = {}
    for number, item in enumerate(map(neutral, items)):
        last[item.key] = number
        try:
            aside.append(item)
        except OSError as error:
            raise StoreError(f"what was read cannot be kept aside: {error.strerror}") from error
    return (item for number, item in enumerate(aside) if last[item.key] == number)
