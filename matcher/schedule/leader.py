"""One scheduler per database: a lock beside the database, held as long as the service runs.

The system lets go of the lock when its holder ends, however it ends. On network
drives whose locks do not reach other machines, it holds for one machine only.
"""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine

from matcher.places import LONDON
from models.errors import NothingToDoError

_ASK_EVERY_S = 0.5  # while waiting to take over


def beside(engine: Engine, ending: str) -> Path:
    """Name a file beside the database; ValueError for one that is not a file."""
    name = engine.url.database
    if not name or name == ":memory:":
        raise ValueError("bid-matcher run needs a database in a file")
    path = Path(name).resolve()
    return path.with_name(path.name + ending)


@contextmanager
def leading(
    engine: Engine, now: datetime, *, wait: bool, say: Callable[[str], None]
) -> Iterator[None]:
    """Be the one scheduler of this database while the block runs.

    If another is, NothingToDoError says who; with `wait` that is said by `say`
    and this one stands by until the other ends.
    """
    lock = FileLock(beside(engine, ".run.lock"))
    note = beside(engine, ".run.holder")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        held = f"{_holder(note)} already runs the schedule of {engine.url.database}"
        if not wait:
            raise NothingToDoError(held) from None
        say(f"{held}; standing by")
        lock.acquire(timeout=-1, poll_interval=_ASK_EVERY_S)
    try:
        note.write_text(_self(now), encoding="utf-8")
        yield
    finally:
        lock.release()


def _self(now: datetime) -> str:
    since = now.astimezone(LONDON)
    return f"process {os.getpid()} on {socket.gethostname()}, since {since:%d %B %Y %H:%M},"


def _holder(note: Path) -> str:
    try:
        return note.read_text(encoding="utf-8").strip() or "another process"
    except OSError:
        return "another process"
