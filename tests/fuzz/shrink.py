"""A smaller input that fails in the same way."""

from tests.fuzz.case import End, Outcome, run_case
from tests.fuzz.target import Sample, Target

_MOST_TRIES = {End.CRASH: 400, End.MEMORY: 20, End.HANG: 8}


def shrunk(target: Target, given: Sample, outcome: Outcome) -> Sample:
    """Leave out ever smaller pieces while the case ends as it did, at most so many times."""
    best, tries = given, _MOST_TRIES.get(outcome.end, 0)
    piece = len(best.body) // 2
    while piece and tries:
        at = 0
        while at < len(best.body) and tries:
            less = Sample(best.about, best.body[:at] + best.body[at + piece :])
            tries -= 1
            again = run_case(target, less)
            if (again.end, again.place) == (outcome.end, outcome.place):
                best = less
            else:
                at += piece
        piece //= 2
    return best
