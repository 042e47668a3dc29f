"""The best set of a table: a good one first, then whatever could be better, then proof."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from matcher.strategy.choice.bound import (
    CLOSE,
    STEPS,
    Bound,
    Prices,
    bound_at,
    can_be_best,
    place_margins,
    prices_of,
    reach,
    tighten,
)
from matcher.strategy.choice.dominance import undominated
from matcher.strategy.choice.every import best_of_every
from matcher.strategy.choice.greedy import TIE, extend, improve, settle, worth
from matcher.strategy.choice.program import best_set, largest_set
from matcher.strategy.choice.table import Indices, Marks, Numbers, Table, only
from matcher.strategy.choice.value import best_places

_FIRST = 16  # one part in so many of the steps is taken before fewer candidates are looked at


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to look: neither changes a value that is found and proven."""

    steps: int = STEPS  # of the search for a bound
    starts: int = 100  # candidates that sets are grown from: a better set leaves less to prove
    seconds: float = 60.0  # for HiGHS; then the best set so far stands


@dataclass(frozen=True, slots=True)
class Optimum:
    """Options of the best set, ascending, and what no set can cover more than."""

    options: list[int]
    bound: float


def with_pins(table: Table) -> tuple[Table, list[int]]:
    """Return the table that must hold as many pins as its limits allow, and options for them."""
    if not table.pinned.any() or table.size == 0:
        return table, []
    pins = only(table, table.pinned)
    free = replace(pins, pinned=np.zeros(len(pins.pinned), dtype=np.bool_))
    found = _origin(table, table.pinned)[largest_set(free)]
    return replace(table, must=len(found)), found.tolist()


def optimum(
    table: Table, pins: list[int], start: Prices | None = None, effort: Effort | None = None
) -> Optimum:
    """Return the best set. `pins` are options for `table.must` of the pinned.

    `start` are prices to begin the search for a bound with, for instance those of a similar
    table: they change the time it takes, not the value.
    """
    effort = effort or Effort()
    if table.size == 0 or not table.gains.any():
        return Optimum(settle(table, pins), 0.0)
    good = improve(table, extend(table, pins))
    start = start or first_prices(table, good)
    bound = tighten(table, start, worth(table, good), effort.steps // _FIRST)
    kept = can_be_best(table, bound, worth(table, good))
    small, origin = only(table, kept), _origin(table, kept)
    better = _grown(
        small, np.searchsorted(origin, pins).tolist(), bound.earned[kept], effort.starts
    )
    if worth(small, better) > worth(table, good) * (1 + TIE):
        good = origin[better].tolist()
    bound = tighten(small, bound.prices, worth(table, good), effort.steps)
    found, most = _proven(small, bound, worth(table, good), effort.seconds)
    best = max(good, origin[found].tolist(), key=lambda each: worth(table, each))
    return Optimum(settle(table, best), most)


def whole_optimum(table: Table, pins: list[int]) -> Optimum:
    """Return the best set without leaving anything out first: slow, to check the others by."""
    if table.size == 0 or not table.gains.any():
        return Optimum(settle(table, pins), 0.0)
    pairs = np.broadcast_to(table.gains > 0, (len(table.returns), *table.gains.shape))
    found, bound = best_set(table, pairs, Effort().seconds)
    return Optimum(settle(table, found), bound)


def first_prices(table: Table, good: Sequence[int]) -> Prices:
    """Return the prices of a good set's own places."""
    return prices_of(table, best_places(table.gains, table.owner[list(good)], len(table.returns)))


def _grown(table: Table, pins: list[int], earned: Numbers, starts: int) -> list[int]:
    """Return the best of the sets grown from the pins and each of the likely candidates."""
    first = table.first_fit(table.spent(pins))
    first[table.pinned] = -1
    likely = [row for row in np.argsort(-earned, kind="stable") if first[row] >= 0][:starts]
    if len(pins) == table.size:
        likely = []
    sets = [improve(table, extend(table, [*pins, int(first[row])])) for row in likely]
    return max(sets, default=pins, key=lambda each: worth(table, each))


def _proven(table: Table, bound: Bound, reached: float, seconds: float) -> tuple[list[int], float]:
    """Return the best set among what the bound leaves, if any is worth more than `reached`."""
    kept = can_be_best(table, bound, reached)
    if bound.total <= reached * (1 + CLOSE) or not kept.any():
        return [], reached
    every = best_of_every(only(table, kept), bound_at(only(table, kept), bound.prices), reached)
    if every is not None:
        return _origin(table, kept)[every].tolist(), reached
    kept[kept] = undominated(only(table, kept))
    pairs = _possible_places(table, np.flatnonzero(kept), bound, reached)
    found, most = best_set(only(table, kept), pairs, seconds)
    return _origin(table, kept)[found].tolist(), max(reached, min(most, bound.total))


def _possible_places(table: Table, rows: Indices, bound: Bound, reached: float) -> Marks:
    """Mark the (places, rows, needs) that some set worth as much as `reached` may use.

    A candidate that takes another place than its dearest loses the difference from its reach.
    """
    margins = place_margins(table, bound, rows)
    lost = np.maximum(margins.max(axis=0), 0.0) - margins
    possible: Marks = reach(table, bound)[rows][:, None] - lost >= reached * (1 - CLOSE)
    return possible & (table.gains[rows] > 0)


def _origin(table: Table, kept: Marks) -> Indices:
    """Return the options of the kept candidates, as `only` numbers them."""
    return np.flatnonzero(kept[table.owner])
