"""One process that runs cases: what it was doing when it died, its parent knows."""

import gc
import warnings
from collections.abc import Iterator
from multiprocessing.connection import Connection

from tests.fuzz import asked, files, pages, texts
from tests.fuzz.case import End, Outcome, limited_memory, make_input, run_case
from tests.fuzz.shrink import shrunk
from tests.fuzz.target import Target

Message = tuple[str, int, Outcome, str, bytes]  # target, number, outcome, about, input of a fault
_KEPT_PER_PLACE = 1  # inputs of faults at one place, which are made smaller and handed back


def all_targets() -> Iterator[Target]:
    """Yield every target there is."""
    for module in (pages, files, texts, asked):
        yield from module.targets()


def work(jobs: Connection, seed: int) -> None:
    """Run the jobs that come, (target, first case, end); after each case a message goes back.

    None ends it. After a fault of time or memory it ends by itself: what such a case leaves
    behind is no state to test in.
    """
    warnings.simplefilter("ignore")
    known = {target.name: target for target in all_targets()}
    while (job := jobs.recv()) is not None:
        name, first, end = job
        if not _run(known[name], range(first, end), seed, jobs):
            return


def _run(target: Target, numbers: range, seed: int, jobs: Connection) -> bool:
    """Run cases of one target; False after one that leaves the process unfit for more."""
    for sample in target.samples:
        try:
            target.run(sample.about, sample.body)  # what is loaded once is loaded here
        except target.refusals:
            continue
    gc.collect()
    seen: dict[str, int] = {}
    with limited_memory():
        for number in numbers:
            given = make_input(target, seed, number)
            outcome = run_case(target, given)
            body = b""
            if outcome.end not in (End.READ, End.REFUSED):
                seen[outcome.place] = seen.get(outcome.place, 0) + 1
                fresh = seen[outcome.place] <= _KEPT_PER_PLACE
                body = shrunk(target, given, outcome).body if fresh else b""
            jobs.send((target.name, number, outcome, given.about, body))
            if outcome.end in (End.HANG, End.MEMORY):
                return False
    return True
