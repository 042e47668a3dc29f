"""How long archived pages stay: a while after they last came, or as long as a call needs them."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from matcher.durability.pages import bare, remove_old
from matcher.store import evidence_addresses


def remove_unneeded(engine: Engine, folder: Path, before: datetime) -> int:
    """Remove pages last fetched before a moment, and return how many.

    Pages that any stored version was read from stay: they are what its evidence refers to.
    StoreError where that cannot be known, and then nothing is removed; OSError.
    """
    needed = frozenset(map(bare, evidence_addresses(engine)))
    return remove_old(folder, before, needed)
