"""One thing that is wrong in a store, and what puts it right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

_NAMED = 5  # of many things these are named


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong, in one plain sentence."""

    where: str  # "database", "word index", "calls", "vectors", "outbox", "pages"
    said: str
    repair: Callable[[Connection], object] | None = None  # None: nothing can make it anew


def named(things: Sequence[str]) -> str:
    """Name the first of many things: "a, b and 3 more"."""
    first, rest = things[:_NAMED], len(things) - _NAMED
    return ", ".join(first) + (f" and {rest:,} more" if rest > 0 else "")
