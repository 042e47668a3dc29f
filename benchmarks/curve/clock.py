"""Timing steps and searches: on the clock, and in time of the processor.

The latter hardly moves while other programs run. Of a search on a PostgreSQL server of this
machine, the time of the server's process is added.
"""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from sqlalchemy import Engine

from benchmarks.curve.asked import searches

T = TypeVar("T")


class Clock:
    """Seconds and processor seconds of each step, by its name."""

    def __init__(self) -> None:
        self.steps: dict[str, Any] = {}

    def time(self, name: str, work: Callable[[], T]) -> T:
        """Do the work and keep what it took."""
        clock, processor = time.perf_counter(), time.process_time()
        result = work()
        self.steps[name] = {
            "seconds": time.perf_counter() - clock,
            "processor": time.process_time() - processor,
        }
        return result


def timed_searches(
    one: Callable[[str], Sequence[str]],
    exact: Sequence[Sequence[str]] | None = None,
    engine: Engine | None = None,
) -> dict[str, float]:
    """Carry out all searches once to warm up, then timed; `exact` are the best keys of each."""
    for text in searches()[:5]:
        one(text)
    server = _server(engine)
    clock, processor, served, shares = [], [], [], []
    for place, text in enumerate(searches()):
        began, own, theirs = time.perf_counter(), time.process_time(), _run_time(server)
        found = one(text)
        clock.append(time.perf_counter() - began)
        processor.append(time.process_time() - own)
        served.append(_run_time(server) - theirs)
        if exact is not None and exact[place]:
            shares.append(len(set(found) & set(exact[place])) / len(exact[place]))
    both = np.array(processor) + np.array(served)
    figures = {"": clock, "processor ": both, "of it server ": served}
    result = {
        f"{name}{title} ms": 1000 * float(np.percentile(taken, share))
        for name, taken in figures.items()
        for title, share in (("p50", 50), ("p95", 95))
    }
    return result | ({"recall@10": float(np.mean(shares))} if shares else {})


def _server(engine: Engine | None) -> Path | None:
    """Where Linux tells how long the server's process has run, if it is on this machine."""
    if engine is None:
        return None
    with engine.connect() as connection:
        number = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    told = Path(f"/proc/{number}/schedstat")
    return told if told.exists() else None


def _run_time(told: Path | None) -> float:
    """Seconds that a process has run."""
    return 0.0 if told is None else int(told.read_text().split()[0]) / 1e9
