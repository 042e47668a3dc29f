"""One scheduler per store: a lock of the store, held as long as the service runs.

Beside a database in a file it is a file, on a server the server's own lock, so that of
several machines one leads and another takes over when it ends, however it ends.
"""

import math
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from matcher.places import LONDON
from matcher.store import HeldError, database_file, hold, store_name
from models.errors import NothingToDoError

_LOCK = "run"


def beside(engine: Engine, ending: str, home: Path) -> Path:
    """Name a file beside the database, or in the home where the database is on a server."""
    file = database_file(engine) or home.resolve() / "server"
    return file.with_name(file.name + ending)


@contextmanager
def leading(
    engine: Engine, now: datetime, *, wait: bool, say: Callable[[str], None]
) -> Iterator[Callable[[], None]]:
    """Be the one scheduler of this store while the block runs.

    If another is, NothingToDoError says who; with `wait` that is said by `say`
    and this one stands by until the other ends. Yields what makes sure of the lead
    before a job begins, see `matcher.store.hold`. ValueError for a store in memory.
    """
    myself = _myself(now)
    with ExitStack() as held:
        try:
            keep = held.enter_context(hold(engine, _LOCK, holder=myself))
        except HeldError as error:
            who = error.holder or "another process"
            sentence = f"{who} already runs the schedule of {store_name(engine)}"
            if not wait:
                raise NothingToDoError(sentence) from None
            say(f"{sentence}; standing by")
            keep = held.enter_context(hold(engine, _LOCK, holder=myself, patience_s=math.inf))
        yield keep


def _myself(now: datetime) -> str:
    since = now.astimezone(LONDON)
    return f"process {os.getpid()} on {socket.gethostname()}, since {since:%d %B %Y %H:%M},"
