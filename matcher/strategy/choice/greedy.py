"""Sets made step by step: the best next, then exchanges of one for another."""

import numpy as np

from matcher.strategy.choice.table import Indices, Numbers, Table
from matcher.strategy.choice.value import value_of, values_with_one_more

# Differences below this share of the value are rounding, not gain.
TIE = 1e-12


def extend(table: Table, chosen: list[int]) -> list[int]:
    """Add the option of the candidate that brings most, again and again, while there is room.

    `chosen` holds options, their candidates all different. What brings nothing is not added.
    """
    found = list(chosen)
    while len(found) < table.size - _reserved(table, found):
        option, value = _best_newcomer(table, found)
        if option is None or value <= worth(table, found) * (1 + TIE) + TIE:
            break
        found.append(option)
    return found


def improve(table: Table, chosen: list[int]) -> list[int]:
    """Exchange one unpinned option for a better one until no exchange helps (local search)."""
    found, value = list(chosen), worth(table, chosen)
    improved = True
    while improved:
        improved = False
        for option in [each for each in found if not table.pinned[table.owner[each]]]:
            others = [each for each in found if each != option]
            other, better = _best_newcomer(table, others)
            if other is not None and better > value * (1 + TIE) + TIE:
                found, value, improved = [*others, other], better, True
                break
    return found


def settle(table: Table, chosen: list[int]) -> list[int]:
    """Among equals take the earlier key and the earlier option; leave out what adds nothing.

    Of sets with the same value, calls with the earlier keys are chosen as far as exchanges of
    one for another go, so that the same input always gives the same set.
    """
    found = _needed(table, chosen)
    moved = True
    while moved:
        moved = False
        for option in sorted(found):
            others = [each for each in found if each != option]
            earlier = _earlier_equal(table, others, option)
            if earlier < option:
                found, moved = [*others, earlier], True
                break
    return sorted(found)


def worth(table: Table, chosen: list[int]) -> float:
    """Return the weighted need that the options' candidates cover."""
    return value_of(table.gains, table.returns, table.owner[chosen])


def _reserved(table: Table, chosen: list[int]) -> int:
    """Count the places that pins still to come will take."""
    return table.must - int(table.pinned[table.owner[chosen]].sum())


def _best_newcomer(table: Table, chosen: list[int]) -> tuple[int | None, float]:
    values, first = _newcomers(table, chosen)
    if not len(values):
        return None, 0.0
    best = int(values.argmax())
    return (None, 0.0) if first[best] < 0 else (int(first[best]), float(values[best]))


def _newcomers(table: Table, chosen: list[int]) -> tuple[Numbers, Indices]:
    """Return the value beside the chosen, and the first fitting option, of each candidate.

    Both are -1 where nothing fits, for the chosen, and for the pinned: they are placed first.
    """
    owners = table.owner[chosen]
    first = table.first_fit(table.spent(chosen))
    first[owners] = -1
    first[table.pinned] = -1
    values = values_with_one_more(table.gains, table.returns, owners)
    return np.where(first < 0, -1.0, values), first


def _needed(table: Table, chosen: list[int]) -> list[int]:
    found, value = sorted(chosen), worth(table, chosen)
    for option in sorted(chosen, reverse=True):
        others = [each for each in found if each != option]
        if not table.pinned[table.owner[option]] and worth(table, others) >= value * (1 - TIE):
            found = others
    return found


def _earlier_equal(table: Table, others: list[int], option: int) -> int:
    owner = table.owner[option]
    values, first = _newcomers(table, others)
    own = table.first_fit(table.spent(others))[owner]
    value = worth(table, [*others, option])
    equal = np.flatnonzero((first >= 0) & (values >= value * (1 - TIE)))
    if table.pinned[owner] or not len(equal):
        return int(own)
    return int(min(own, first[equal[0]]))
