"""Looks at every set that a bound leaves possible, where these are few: quicker than HiGHS."""

from collections.abc import Sequence

import numpy as np

from matcher.strategy.choice.bound import CLOSE, Bound
from matcher.strategy.choice.table import SLACK, Indices, Marks, Numbers, Table

_MOST = 100_000  # sets; more are left to HiGHS
_WIDEST = 200  # candidates; with more there are too many sets
_TRIALS = 100  # of the best sets, to find one that fits the limits
_BLOCK = 2_000  # sets valued at once, for the sake of memory


def best_of_every(table: Table, bound: Bound, reached: float) -> list[int] | None:
    """Return the options of the best set worth more than `reached`; empty where there is none.

    None where there are too many sets to look at, or where not all pins can be in one: the
    question is then still open.
    """
    if int(table.pinned.sum()) != table.must or len(table.gains) > _WIDEST:
        return None
    sets = _possible(table, bound, reached)
    if sets is None:
        return None
    values = np.concatenate([_values(table, block) for block in sets])
    members = [row for block in sets for row in block]
    better = np.flatnonzero(values > reached * (1 + CLOSE))
    for place in better[np.argsort(-values[better], kind="stable")][:_TRIALS]:
        options = _fitting(table, members[place].tolist(), [])
        if options is not None:
            return options
    return [] if len(better) <= _TRIALS else None


def _possible(table: Table, bound: Bound, reached: float) -> list[Indices] | None:
    """Return the sets whose members earn enough, by number of members, each (sets, members).

    Grown from the pins by one member at a time, those that earn most first, as long as the
    best that may follow could still reach the value, and every two members fit the limits.
    """
    pins = np.flatnonzero(table.pinned)
    free = np.flatnonzero(~table.pinned)
    free = free[np.argsort(-bound.earned[free], kind="stable")]
    earned = bound.earned[free]
    needed = reached * (1 - CLOSE) - (bound.total - float(bound.earned[bound.chosen].sum()))
    pair = _go_together(table)[np.ix_(free, free)]
    sums = np.concatenate([[0.0], np.cumsum(np.maximum(earned, 0.0))])
    grown, total = np.empty((1, 0), dtype=np.intp), np.array([bound.earned[pins].sum()])
    found = []
    for room in range(table.size - table.must, -1, -1):
        enough = grown[total >= needed]
        found.append(np.hstack([np.tile(pins, (len(enough), 1)), free[enough]]))
        last = grown[:, -1] if grown.shape[1] else np.full(1, -1)
        ahead = np.arange(len(free))
        rest = sums[np.minimum(ahead + room, len(free))] - sums[ahead + 1 if room else ahead]
        may = (ahead > last[:, None]) & (total[:, None] + earned + rest >= needed)
        for member in grown.T:
            may &= pair[member]
        rows, columns = np.nonzero(may) if room else (ahead[:0], ahead[:0])
        if len(rows) > _MOST:
            return None
        grown = np.column_stack([grown[rows], columns])
        total = total[rows] + earned[columns]
    return found


def _go_together(table: Table) -> Marks:
    """Mark the pairs of candidates that have options which fit the limits together."""
    use = np.zeros((table.limits, len(table.owner)))
    use[table.used, table.user] = table.share
    fit = np.ones((len(table.owner), len(table.owner)), dtype=np.bool_)
    for share in use:
        fit &= share[:, None] + share <= 1 + SLACK
    begins = np.flatnonzero(np.diff(table.owner, prepend=-1))
    either: Marks = np.logical_or.reduceat(np.logical_or.reduceat(fit, begins, 0), begins, 1)
    return either


def _values(table: Table, sets: Indices) -> Numbers:
    """Return what each set covers."""
    values = [np.empty(0)]
    for begin in range(0, len(sets), _BLOCK):
        gains = np.sort(table.gains[sets[begin : begin + _BLOCK]], axis=1)[:, ::-1]
        best = gains[:, : len(table.returns)].sum(axis=2)
        values.append(best @ table.returns[: best.shape[1]])
    return np.concatenate(values)


def _fitting(table: Table, members: Sequence[int], chosen: list[int]) -> list[int] | None:
    """Return an option for each member that together keep to the limits, by backtracking."""
    if not members:
        return sorted(chosen)
    spent = table.spent(chosen)
    begin, end = np.searchsorted(table.owner, [members[0], members[0] + 1])
    for option in range(begin, end):
        if table.fits(option, spent):
            found = _fitting(table, members[1:], [*chosen, option])
            if found is not None:
                return found
    return None
