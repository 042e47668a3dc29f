"""Two questions at the same time, on two connections that see the same state of the database."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.pool import QueuePool

_STATE = "store_state"  # execution option: the state that the transaction is to see

A = TypeVar("A")
B = TypeVar("B")


def ask_both(
    connection: Connection, one: Callable[[Connection], A], other: Callable[[Connection], B]
) -> tuple[A, B]:
    """Return both answers; where no second connection is free, one is asked after the other."""
    with _beside(connection) as second:
        if second is None:
            return one(connection), other(connection)
        with ThreadPoolExecutor(1) as thread:
            waiting = thread.submit(other, second)
            return one(connection), waiting.result()


def share_state(connection: Connection) -> None:
    """Have a transaction that begins see the state that it was told to, if it was."""
    state = connection.get_execution_options().get(_STATE)
    if state is not None:
        connection.exec_driver_sql(f"SET TRANSACTION SNAPSHOT '{state}'")


@contextmanager
def _beside(connection: Connection) -> Iterator[Connection | None]:
    """Open a second connection, unless it would have to be waited for.

    Who holds one and waits for another may wait for those who do the same. The last to take
    one finds none left and goes on with one, so all go on.
    """
    pool = connection.engine.pool
    if not isinstance(pool, QueuePool) or pool.checkedout() >= pool.size():
        yield None
        return
    state = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
    with connection.engine.connect() as second:
        yield second.execution_options(**{_STATE: state})
