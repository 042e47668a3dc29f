"""How much weighted need a set covers, and what one more candidate would bring. Pure."""

from collections.abc import Collection

import numpy as np

from matcher.strategy.choice.table import Numbers


def best_places(gains: Numbers, chosen: Collection[int], places: int) -> Numbers:
    """Return the best gains of the chosen rows for each need, descending: (places, needs)."""
    best = np.zeros((places, gains.shape[1]))
    rows = np.sort(gains[list(chosen)], axis=0)[::-1][:places]
    best[: len(rows)] = rows
    return best


def value_of(gains: Numbers, returns: Numbers, chosen: Collection[int]) -> float:
    """Return the sum over needs and places of returns[k] x the k-th best weighted gain."""
    return float(returns @ best_places(gains, chosen, len(returns)).sum(axis=1))


def values_with_one_more(gains: Numbers, returns: Numbers, chosen: Collection[int]) -> Numbers:
    """Return what the chosen would be worth with each candidate beside them: (candidates,).

    A newcomer takes the place where it belongs and moves the others down by one.
    """
    moved = gains
    total = np.zeros(len(gains))
    for value, best in zip(returns, best_places(gains, chosen, len(returns)), strict=True):
        total += value * np.maximum(moved, best).sum(axis=1)
        moved = np.minimum(moved, best)
    return total
