"""Candidates that can always be exchanged for another that is at least as good. Pure."""

import numpy as np

from matcher.strategy.choice.table import Indices, Marks, Numbers, Table

_BLOCK = 64  # rows compared with all others at once, for the sake of memory


def undominated(table: Table) -> Marks:
    """Mark the candidates that fewer than `size` others dominate, and the pinned.

    One dominates another if it gains as much or more on every need and has, for each of the
    other's options, one that uses no more of any limit; of two that dominate each other, the
    earlier. Only the unpinned take part.

    Dropping the rest loses nothing. Say a set contains i, which `size` others dominate. Then
    one of these, j, is not in the set, since the set has at most `size` - 1 members beside i.
    With j in place of i, at j's option for i's, the set keeps to all limits, and the k-th best
    gain of every need is as large or larger. "Dominates" is a strict order (transitive, and
    never both ways), so such exchanges come to an end, at a set without any that is dropped.
    """
    use = _use(table)
    kept = np.ones(len(table.gains), dtype=np.bool_)
    free = np.flatnonzero(~table.pinned)
    for begin in range(0, len(free), _BLOCK):
        rows = free[begin : begin + _BLOCK]
        better = _gains_as_much(table, rows, free)
        for row, place in zip(rows, range(len(rows)), strict=True):
            others = free[better[place]]
            kept[row] = _count(table, use, row, others[others != row]) < table.size
    return kept


def _gains_as_much(table: Table, rows: Indices, free: Indices) -> Marks:
    found = np.ones((len(rows), len(free)), dtype=np.bool_)
    for gains in table.gains.T:
        found &= gains[free][None, :] >= gains[rows][:, None]
    return found


def _count(table: Table, use: Numbers, row: int, others: Indices) -> int:
    """Count the others that dominate the row, up to the size."""
    count = 0
    for other in others:
        if _needs_no_more(table, use, other, row):
            equal = bool((table.gains[other] == table.gains[row]).all())
            mutual = equal and _needs_no_more(table, use, row, other)
            count += not mutual or other < row
        if count >= table.size:
            break
    return count


def _needs_no_more(table: Table, use: Numbers, one: int, other: int) -> bool:
    """Say whether each option of the other has a counterpart that uses no more."""
    mine, theirs = use[table.owner == one], use[table.owner == other]
    return bool((mine[:, None, :] <= theirs[None, :, :]).all(axis=2).any(axis=0).all())


def _use(table: Table) -> Numbers:
    """Return each option's share of each limit, shape (options, limits)."""
    use = np.zeros((len(table.owner), table.limits))
    use[table.user, table.used] = table.share
    return use
