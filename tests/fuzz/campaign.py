"""Workers started, watched and ended; cases shared out between the targets."""

import multiprocessing
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from tests.fuzz.case import SECONDS, End, Outcome
from tests.fuzz.report import Tally, keep_fault
from tests.fuzz.target import Target
from tests.fuzz.worker import all_targets, work

_SILENCE = 120.0  # seconds on the wall without a word: far more than a case and its shrinking take
_START = 300.0  # seconds in which a worker reads its samples

Tell = Callable[[str, Tally], None]


def shares(targets: Sequence[Target], cases: int) -> dict[str, int]:
    """Share cases out by weight; the sum is at least `cases`."""
    whole = sum(target.weight for target in targets)
    return {target.name: -(-cases * target.weight // whole) for target in targets}


def run_campaign(
    cases: int, seed: int, folder: Path, only: Sequence[str], tell: Tell
) -> dict[str, Tally]:
    """Run at least so many cases, in one worker process after another; return the tallies.

    Inputs of faults are kept in `folder`. `only` names targets; none means all.
    """
    chosen = [target for target in all_targets() if not only or target.name in only]
    tallies: dict[str, Tally] = {}
    workers = _Workers(seed)
    try:
        for name, count in shares(chosen, cases).items():
            tallies[name] = Tally()
            _run_target(workers, name, count, tallies[name], folder)
            tell(name, tallies[name])
    finally:
        workers.end()
    return tallies


class _Workers:
    """One worker at a time; a new one where the last has ended."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def ready(self) -> Connection:
        """Return the connection to a worker that lives."""
        if self._pipe is None or self._process is None or not self._process.is_alive():
            self.end()
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=work, args=(theirs, self._seed), daemon=True)
            self._process.start()
            theirs.close()
        return self._pipe

    def end(self) -> None:
        """End the worker, whatever it is doing."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None


def _run_target(workers: _Workers, name: str, count: int, tally: Tally, folder: Path) -> None:
    number = 0
    while number < count:
        pipe = workers.ready()
        pipe.send((name, number, count))
        number = _listen(workers, pipe, number, count, name, tally, folder)


def _listen(
    workers: _Workers,
    pipe: Connection,
    number: int,
    count: int,
    name: str,
    tally: Tally,
    folder: Path,
) -> int:
    """Take messages until the job is done or the worker gone; return the next case to run."""
    patience = _START
    while number < count:
        try:
            message = pipe.recv() if pipe.poll(patience) else None
        except (EOFError, ConnectionError):
            message = None
        if message is None:
            _lost(workers, number, name, tally, folder)
            return number + 1
        patience = _SILENCE
        _, number, outcome, about, body = message
        tally.add(outcome)
        if body:
            keep_fault(folder, name, number, outcome, about, body)
        number += 1
        if outcome.end in (End.HANG, End.MEMORY):
            workers.end()
            return number
    return number


def _lost(workers: _Workers, number: int, name: str, tally: Tally, folder: Path) -> None:
    """Count the case under which a worker died or fell silent."""
    workers.end()
    outcome = Outcome(End.CRASH, SECONDS, "the process died or fell silent")
    tally.add(outcome)
    keep_fault(folder, name, number, outcome, "run it again by its number", b"")
