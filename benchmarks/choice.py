"""How long the exact choice of five takes, and what it covers, beside greedy choice.

Calls are made up: 5,000 for 35 needs and 12 organisations, with effort, months and
leads. Sparse ones answer 2 to 6 needs without any pattern, dense ones every need, by
themes. Ratios travel between machines; times do not.

    python -m benchmarks.choice [CALLS]
"""

import sys
import time
from collections.abc import Callable
from typing import TypeVar

from matcher.strategy.choice import choose, choose_greedily, resample, take_first
from tests.matcher.strategy.choice.cases import RETURNS, large_case

T = TypeVar("T")

_CALLS = 5000
_SEEDS = (1, 2, 3)
_FEW, _DRAWS = 40, 200


def main() -> None:
    """Print times and values of each kind and seed, then of the resampled choices."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else _CALLS
    for dense in (False, True):
        for seed in _SEEDS:
            _compare(count, dense, seed)
    for dense in (False, True):
        candidates, weights, limits = large_case(_FEW, dense)
        asked = (candidates, weights, RETURNS, limits, _DRAWS, 1)
        _, clock, processor = _timed(lambda asked=asked: resample(*asked))
        sys.stdout.write(
            f"{_DRAWS} draws of {_FEW} {_kind(dense)} calls:"
            f" {clock:.1f} s, processor {processor:.1f} s\n"
        )


def _compare(count: int, dense: bool, seed: int) -> None:
    candidates, weights, limits = large_case(count, dense, seed)
    asked = (candidates, weights, RETURNS, limits)
    greedy, quick, _ = _timed(lambda: choose_greedily(*asked))
    best, clock, processor = _timed(lambda: choose(*asked))
    ranked = sorted(candidates, key=lambda c: -sum(weights[n] * g for n, g in c.gains.items()))
    plain = take_first([each.key for each in ranked], *asked)
    proven = "proven best" if not best.problems else best.problems[0]
    sys.stdout.write(
        f"{count} {_kind(dense)} calls, seed {seed}: {proven}; {clock:.1f} s,"
        f" processor {processor:.1f} s, {clock / quick:.1f} times greedy;"
        f" covers {best.value / greedy.value:.3f} times greedy,"
        f" {best.value / plain.value:.3f} times the plain list (which keeps no limits)\n"
    )


def _kind(dense: bool) -> str:
    return "dense" if dense else "sparse"


def _timed(work: Callable[[], T]) -> tuple[T, float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    result = work()
    return result, time.perf_counter() - clock, time.process_time() - processor


if __name__ == "__main__":
    main()
