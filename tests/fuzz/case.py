"""One case: a mutated input, run within limits, and what became of it."""

import random
import resource
import signal
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import FrameType, TracebackType

from tests.fuzz.mutate import mutated
from tests.fuzz.target import Sample, Target

SECONDS = 1.0  # of processor time for one case: on a busy machine the clock on the wall says little
MEMORY = 512 * 1024 * 1024  # bytes that a case may take beside what the program holds already
_OURS = ("models", "scrapers", "matcher", "tests")


class End(StrEnum):
    """How a case ended. All but the first two are faults."""

    READ = "read"
    REFUSED = "refused"
    CRASH = "crash"
    HANG = "hang"
    MEMORY = "memory"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a case; `place` is the error and the line of ours that it came from."""

    end: End
    seconds: float  # of processor time
    place: str = ""
    trace: str = ""


class _TooLongError(BaseException):
    """The time for the case is over; not an Exception, so that nothing under test catches it."""


def make_input(target: Target, seed: int, number: int) -> Sample:
    """Return the input of a case: the same for the same target, seed and number."""
    dealer = random.Random(f"{seed}/{target.name}/{number}")
    sample = dealer.choice(target.samples)
    others = [each.body for each in target.samples]
    return Sample(sample.about, mutated(dealer, sample.body, others))


def run_case(target: Target, given: Sample) -> Outcome:
    """Run the target on an input under the limit of time; memory is the process's own limit."""
    start = time.process_time()
    try:
        with _alarm(SECONDS):
            target.run(given.about, given.body)
    except _TooLongError as late:
        return Outcome(End.HANG, time.process_time() - start, _place(late), _told(late))
    except MemoryError as error:
        return Outcome(End.MEMORY, time.process_time() - start, _place(error), _told(error))
    except target.refusals as refusal:
        return _within(End.REFUSED, start, refusal)
    except Exception as error:  # noqa: BLE001 - whatever else comes out is what is looked for
        return Outcome(End.CRASH, time.process_time() - start, _place(error), _told(error))
    return _within(End.READ, start, None)


def _within(end: End, start: float, error: Exception | None) -> Outcome:
    """A case in C code, which no alarm reaches, is too long all the same."""
    seconds = time.process_time() - start
    if seconds <= SECONDS:
        return Outcome(end, seconds)
    told = "" if error is None else _told(error)
    return Outcome(End.HANG, seconds, "in C code, or as the time ran out", told)


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    def over(_signal: int, _frame: FrameType | None) -> None:
        raise _TooLongError

    before = signal.signal(signal.SIGPROF, over)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def limited_memory(more: int = MEMORY) -> Iterator[None]:
    """Let the process take so many more bytes than it holds now, and no more."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + more
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def _place(error: BaseException) -> str:
    """Name the error and the innermost line that is ours, without the machine's own paths."""
    ours = [frame for frame in _frames(error.__traceback__) if frame[0].split("/")[0] in _OURS]
    deepest = [frame for frame in ours if not frame[0].startswith("tests/fuzz/case")]
    file, line = deepest[-1] if deepest else ("?", 0)
    return f"{type(error).__name__.strip('_')} at {file}:{line}"


def _frames(trace: TracebackType | None) -> Iterator[tuple[str, int]]:
    root = Path(__file__).parents[2]
    for frame, line in traceback.walk_tb(trace):
        path = Path(frame.f_code.co_filename)
        yield (str(path.relative_to(root)) if path.is_relative_to(root) else "elsewhere/"), line


def _told(error: BaseException) -> str:
    return "".join(traceback.format_exception(error, limit=-12))[-4_000:]
