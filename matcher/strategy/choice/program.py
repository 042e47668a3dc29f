"""The choice as a mixed-integer linear programme, solved by HiGHS through scipy.

Binary o says that a candidate is chosen with an option; y, from 0 to 1, that a candidate
takes a place of a need. Maximise the sum of return x weighted gain x y, subject to

    at most one option of each candidate; so many of the pinned, and so many others;
    use of each limit by the chosen options within it;
    sum over places of y <= sum over options of o   for each candidate and need;
    sum over candidates of y <= 1                   for each place of each need.

For a given set the best y puts the best gain first, the next second and so on, because the
returns descend: the value is the one that is wanted, and y need not be integer.
"""

import math
from typing import Any

import numpy as np

from matcher.strategy.choice.table import Indices, Marks, Numbers, Table

# HiGHS ends when value and bound are 1e-6 apart, whatever the units, and scipy cannot set that.
# With values this many times as large, 1e-6 is a rounding error of the value.
_SCALE = 1e4


def best_set(table: Table, pairs: Marks, seconds: float) -> tuple[list[int], float]:
    """Return the options of a set of most value, ascending, and what no set is worth more than.

    `pairs` marks the (places, candidates, needs) that y may be above 0 for. After so many
    seconds the best set so far is returned, or none, and the bound is above its value.
    """
    place, candidate, need = np.nonzero(pairs)
    earned = table.returns[place] * table.gains[candidate, need]
    unit = earned.max(initial=1e-300) / _SCALE
    profit = np.concatenate([np.zeros(len(table.owner)), earned / unit])
    constraints = [
        *_set_constraints(table, len(profit)),
        _links(table, candidate, need),
        _places(table, place, need),
    ]
    found, most = _solve(profit, len(table.owner), constraints, seconds)
    return found, most * unit


def largest_set(table: Table) -> list[int]:
    """Return options of as many different candidates as the limits allow, ascending."""
    profit = np.ones(len(table.owner))
    return _solve(profit, len(profit), _set_constraints(table, len(profit)), math.inf)[0]


def _set_constraints(table: Table, columns: int) -> list[Any]:
    """What any set keeps to. The options are the first columns."""
    options = np.arange(len(table.owner))
    group = table.pinned[table.owner].astype(np.intp)
    others = table.size - table.must
    return [
        _between(table.owner, options, 1.0, columns, 0, 1),
        _between(group, options, 1.0, columns, [0, table.must], [others, table.must]),
        _between(table.used, table.user, table.share, columns, 0, 1),
    ]


def _links(table: Table, candidate: Indices, need: Indices) -> Any:
    """A candidate takes at most one place of a need, and none unless it is chosen."""
    cells, row = np.unique(np.stack([candidate, need]), axis=1, return_inverse=True)
    taking = len(table.owner) + np.arange(len(candidate))
    begins, ends = (np.searchsorted(table.owner, cells[0], side) for side in ("left", "right"))
    options = [np.arange(begin, end) for begin, end in zip(begins, ends, strict=True)]
    chosen = np.concatenate([*options, taking[:0]])
    rows = np.concatenate([row, np.repeat(np.arange(len(options)), ends - begins)])
    values = np.concatenate([np.ones(len(taking)), -np.ones(len(chosen))])
    columns = len(table.owner) + len(candidate)
    return _between(rows, np.concatenate([taking, chosen]), values, columns, -np.inf, 0)


def _places(table: Table, place: Indices, need: Indices) -> Any:
    """Each place of each need is taken once."""
    taking = len(table.owner) + np.arange(len(place))
    row = place * table.gains.shape[1] + need
    return _between(row, taking, 1.0, len(table.owner) + len(place), 0, 1)


def _between(
    row: Indices,
    column: Indices,
    value: Numbers | float,
    columns: int,
    lower: Any,
    upper: Any,
) -> Any:
    from scipy.optimize import LinearConstraint
    from scipy.sparse import csr_array

    rows = max(int(row.max(initial=-1)) + 1, np.size(lower))
    values = np.broadcast_to(np.asarray(value, dtype=float), len(row))
    return LinearConstraint(csr_array((values, (row, column)), (rows, columns)), lower, upper)


def _solve(
    profit: Numbers, options: int, constraints: list[Any], seconds: float
) -> tuple[list[int], float]:
    from scipy.optimize import Bounds, milp  # most runs need none of it

    found = milp(
        -profit,
        integrality=(np.arange(len(profit)) < options).astype(int),
        bounds=Bounds(0, 1),
        constraints=constraints,
        # Presolve finds little after fixing, and its work is half of the time.
        options={"mip_rel_gap": 0, "time_limit": seconds, "presolve": False},
    )
    most = math.inf if found.mip_dual_bound is None else -float(found.mip_dual_bound)
    if found.x is None:
        return [], most
    return np.flatnonzero(found.x[:options] > 0.5).tolist(), most
