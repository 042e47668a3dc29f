"""How much any set could cover at most, and which candidates cannot be in a best one.

Lagrangian relaxation (Geoffrion 1974; for choosing k places, Cornuejols, Fisher and Nemhauser
1977): each place of each need, and each limit, gets a price instead of being scarce. For any
prices from 0 upwards

    bound = sum of all prices + what the best `size` candidates earn at these prices,

where a candidate earns for each need the most of `return x gain - price` over the places, or
nothing, less what its cheapest option pays for its use of the limits. No set that keeps to the
limits covers more than the bound: it pays at most all prices, and earns what is counted here.
The prices are lowered to the least bound by subgradient steps (Held, Wolfe and Crowder 1974).
"""

from dataclasses import dataclass

import numpy as np

from matcher.strategy.choice.table import Indices, Marks, Numbers, Table

STEPS = 1600  # of the search for prices, at most
_PATIENCE = 8  # steps without a better bound before they are made smaller
_SHRINK = 0.6
_SMALLEST = 1e-3  # step at which the search ends
_MOMENTUM = 0.6  # share of the last direction that is kept: it damps zigzag
CLOSE = 1e-9  # share of the value: a bound so near leaves nothing to search for


@dataclass(frozen=True, slots=True)
class Prices:
    """Of each place of each need, and of each limit, in units of the value."""

    places: Numbers  # (places, needs)
    limits: Numbers  # (limits,)


@dataclass(frozen=True, slots=True)
class Bound:
    """What no set can go over, at some prices."""

    total: float
    prices: Prices
    earned: Numbers  # (candidates,)
    chosen: Marks  # (candidates,): those that earn most


def bound_at(table: Table, prices: Prices) -> Bound:
    """Return the bound at the prices."""
    earned = _earned(table, prices)
    chosen = _best(table, earned)
    paid = float(prices.places.sum() + prices.limits.sum())
    return Bound(paid + float(earned[chosen].sum()), prices, earned, chosen)


def tighten(table: Table, start: Prices, reached: float, steps: int = STEPS) -> Bound:
    """Look for the prices with the least bound, given the value of some set.

    Steps are Polyak's: the difference between bound and value over the squared length of the
    direction, which is the slope and a share of the last direction (Camerini, Fratta and
    Maffioli 1975). Prices of places move in proportion to what the place can be worth.
    """
    best = now = bound_at(table, start)
    pace = _pace(table)
    direction, step, idle = np.zeros(len(pace)), 1.0, 0
    for _ in range(steps):
        if best.total - reached <= CLOSE * abs(reached) or step < _SMALLEST:
            break
        direction = _slope(table, now) + _MOMENTUM * direction
        length = float(pace @ direction**2)
        if length == 0:
            break
        now = bound_at(
            table, _moved(now.prices, step * (now.total - reached) / length * pace * direction)
        )
        idle = 0 if now.total < best.total else idle + 1
        best = min(best, now, key=lambda bound: bound.total)
        if idle >= _PATIENCE:
            direction, step, idle, now = np.zeros(len(pace)), step * _SHRINK, 0, best
    return best


def _pace(table: Table) -> Numbers:
    """Return how readily each price moves, places first: 1 on average, 1 for limits."""
    worth = np.outer(table.returns, table.gains.max(axis=0)).ravel()
    return np.concatenate([worth / (worth.mean() or 1.0), np.ones(table.limits)])


def _moved(prices: Prices, by: Numbers) -> Prices:
    places, limits = by[: prices.places.size], by[prices.places.size :]
    return Prices(
        np.maximum(prices.places - places.reshape(prices.places.shape), 0),
        np.maximum(prices.limits - limits, 0),
    )


def prices_of(table: Table, best: Numbers) -> Prices:
    """Return prices under which a set with these best gains would just earn nothing.

    The price of a place is what the set would lose there: its own and all later gains move up.
    """
    steps = table.returns - np.append(table.returns[1:], 0.0)
    places = np.cumsum((best * steps[:, None])[::-1], axis=0)[::-1]
    return Prices(places, np.zeros(table.limits))


def can_be_best(table: Table, bound: Bound, reached: float) -> Marks:
    """Mark the candidates that some set worth `reached` or more may contain.

    A set with the candidate covers at most `reach`; where that is less than a set already
    found, no best set contains it (reduced cost fixing).
    """
    return reach(table, bound) >= reached * (1 - CLOSE)


def reach(table: Table, bound: Bound) -> Numbers:
    """Return the bound for sets that contain each candidate, shape (candidates,)."""
    found = np.full(len(bound.earned), bound.total)
    for group, slots in _groups(table):
        outside = group & ~bound.chosen
        inside = bound.earned[group & bound.chosen]
        if slots == 0:
            found[outside] = -np.inf
        else:
            least = inside.min() if len(inside) == slots else 0.0
            found[outside] += bound.earned[outside] - least
    return found


def place_margins(table: Table, bound: Bound, rows: Indices) -> Numbers:
    """Return `return x gain - price` of the rows: (places, rows, needs)."""
    gains = table.gains[rows]
    each = zip(table.returns, bound.prices.places, strict=True)
    return np.stack([value * gains - price for value, price in each])


def _earned(table: Table, prices: Prices) -> Numbers:
    most = np.zeros_like(table.gains)
    for value, price in zip(table.returns, prices.places, strict=True):
        np.maximum(most, value * table.gains - price, out=most)
    begins = np.flatnonzero(np.diff(table.owner, prepend=-1))
    earned: Numbers = most.sum(axis=1) - np.minimum.reduceat(_paid(table, prices), begins)
    return earned


def _paid(table: Table, prices: Prices) -> Numbers:
    """Return what each option pays for its use of the limits."""
    each = table.share * prices.limits[table.used]
    paid: Numbers = np.bincount(table.user, each, len(table.owner)).astype(np.float64)
    return paid


def _cheapest(table: Table, prices: Prices, rows: Indices) -> Indices:
    """Return the option of each row that pays least."""
    paid = _paid(table, prices)
    begins, ends = (np.searchsorted(table.owner, rows, side) for side in ("left", "right"))
    return np.array([a + paid[a:b].argmin() for a, b in zip(begins, ends, strict=True)], np.intp)


def _groups(table: Table) -> tuple[tuple[Marks, int], ...]:
    return (table.pinned, table.must), (~table.pinned, table.size - table.must)


def _best(table: Table, earned: Numbers) -> Marks:
    """Mark the `must` pinned and the other candidates that earn most; these only if above 0."""
    chosen = np.zeros(len(earned), dtype=np.bool_)
    for group, slots in _groups(table):
        rows = np.flatnonzero(group)
        if len(rows) > slots:
            rows = rows[np.argpartition(-earned[rows], slots)[:slots]]
        chosen[rows] = True
    return chosen & (table.pinned | (earned > 0))


def _slope(table: Table, bound: Bound) -> Numbers:
    """Return how fast the bound rises with each price, places first: 1 less what is taken."""
    rows = np.flatnonzero(bound.chosen)
    margins = place_margins(table, bound, rows)
    places = np.arange(len(table.returns))[:, None, None]
    taken = (places == margins.argmax(axis=0)) & (margins > 0)
    options = _cheapest(table, bound.prices, rows)
    return np.concatenate([1.0 - taken.sum(axis=1).ravel(), 1.0 - table.spent(options)])
