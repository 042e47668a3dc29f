"""Long computations at the least cost in processor time."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from threadpoolctl import threadpool_limits


@contextmanager
def undisturbed() -> Iterator[None]:
    """Compute with one of numpy's own threads, and without looking for cycles to free.

    The products of a matching are too slim to be shared: threads that wait for their part cost
    as much as those that work. And nothing in it refers to itself, so that going through some
    hundred thousand objects again and again (a fifth of a second matching) finds nothing.
    Both hold for the whole process while it lasts; one may stand inside another.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        with threadpool_limits(1, user_api="blas"):
            yield
    finally:
        if collecting:
            gc.enable()
