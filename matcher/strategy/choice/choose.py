"""Choose the few bids that together cover the most weighted need, and plainer choices beside it.

What a set covers is

    sum over needs of weight x sum over places k of returns[k] x (k-th largest gain in the set)

so a second bid for a need counts less than the first, and further ones nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from matcher.strategy.choice.check import check, check_needs
from matcher.strategy.choice.greedy import extend, worth
from matcher.strategy.choice.optimum import Effort, optimum, with_pins
from matcher.strategy.choice.problems import unmet_pins, unproven
from matcher.strategy.choice.table import Table, build_table, weighted
from matcher.strategy.choice.types import Candidate, Choice, Limits, Option, Pick
from matcher.strategy.choice.value import value_of

NOBODY = Option("", {}, frozenset())  # stands in where a plain list takes a call nobody can lead
_NO_NAMES: Mapping[str, str] = {}


def choose(
    candidates: Sequence[Candidate],
    weights: Mapping[str, float],
    returns: Sequence[float],
    limits: Limits,
    names: Mapping[str, str] = _NO_NAMES,
    seconds: float = 60.0,
) -> Choice:
    """Return the set that covers most, within the limits; proven, not approximate.

    `weights` are by need id, from 0; `returns` what the best, the second ... bid for a need
    counts, descending, as (1, 0.4, 0.15). Bids that add nothing are not chosen unless pinned.
    Pins that cannot all be met leave as many as can, and a sentence each for the others, with
    `names` for candidates (by key) and organisations (by id). Equal sets: the earlier keys.
    Where `seconds` are not enough for the proof, the best set so far is returned, and one of
    the problems says how much more a set could cover at most.

    Raises ValueError naming the field for a negative size, capacity, effort or number of
    leads, a negative or missing weight, returns that do not descend, a gain outside 0 to 1,
    a gain on a need without a weight, or a key that appears twice.
    """
    check(candidates, weights, returns, limits)
    table, pins = with_pins(build_table(candidates, weights, returns, limits))
    found = optimum(table, pins, effort=Effort(seconds=seconds))
    options = _by_key(table, found.options)
    problems = unmet_pins(candidates, limits, options, names) + unproven(
        worth(table, found.options), found.bound, seconds
    )
    return _choice(candidates, weights, returns, options, problems)


def choose_greedily(
    candidates: Sequence[Candidate],
    weights: Mapping[str, float],
    returns: Sequence[float],
    limits: Limits,
    names: Mapping[str, str] = _NO_NAMES,
) -> Choice:
    """Return the pins by key, then the bid that adds most, again and again, while it fits.

    Each bid takes the first of its options that fits and keeps it. Errors as for `choose`.
    """
    check(candidates, weights, returns, limits)
    table = build_table(candidates, weights, returns, limits)
    pins: list[int] = []
    for row in np.flatnonzero(table.pinned):
        option = int(table.first_fit(table.spent(pins))[row])
        if option >= 0 and len(pins) < table.size:
            pins.append(option)
    chosen = extend(replace(table, must=len(pins)), pins)
    options = _by_key(table, chosen)
    problems = unmet_pins(candidates, limits, options, names)
    return _choice(candidates, weights, returns, options, problems)


def take_first(
    keys: Sequence[str],
    candidates: Sequence[Candidate],
    weights: Mapping[str, float],
    returns: Sequence[float],
    limits: Limits,
) -> Choice:
    """Return the first `size` of the ranked keys that are candidates: all other limits ignored.

    The plain list that a choice is compared with. Errors as for `choose`.
    """
    check(candidates, weights, returns, limits)
    known = {candidate.key: candidate for candidate in candidates}
    first = [key for key in dict.fromkeys(keys) if key in known][: limits.size]
    chosen = {key: next(iter(known[key].options), NOBODY) for key in first}
    return _choice(candidates, weights, returns, chosen, ())


def covered(
    candidates: Sequence[Candidate],
    keys: Collection[str],
    weights: Mapping[str, float],
    returns: Sequence[float],
) -> float:
    """Return the weighted need that the named candidates cover; no limit is looked at.

    Raises ValueError for a key that is no candidate, and as `choose` for weights and gains.
    """
    check_needs(candidates, weights, returns)
    unknown = set(keys) - {candidate.key for candidate in candidates}
    if unknown:
        raise ValueError(f"keys: no candidate is called {', '.join(sorted(unknown))}")
    rows = [candidate for candidate in candidates if candidate.key in set(keys)]
    return value_of(weighted(rows, weights), np.array(returns, dtype=float), range(len(rows)))


def _by_key(table: Table, chosen: Sequence[int]) -> dict[str, Option]:
    return {table.candidates[table.owner[each]].key: table.options[each] for each in chosen}


def _choice(
    candidates: Sequence[Candidate],
    weights: Mapping[str, float],
    returns: Sequence[float],
    chosen: Mapping[str, Option],
    problems: tuple[str, ...],
) -> Choice:
    members = sorted((c for c in candidates if c.key in chosen), key=lambda c: c.key)
    places = _places(members, weights)
    picks = tuple(
        Pick(member.key, chosen[member.key], _covers(member, places, weights, returns))
        for member in members
    )
    return Choice(picks, covered(members, list(chosen), weights, returns), problems)


def _places(
    members: Sequence[Candidate], weights: Mapping[str, float]
) -> dict[tuple[str, str], int]:
    """Return the place of each member for each need it answers; of equals the earlier key."""
    places = {}
    for need in weights:
        answering = [member for member in members if member.gains.get(need, 0.0) > 0]
        answering.sort(key=lambda member: -member.gains[need])
        places.update({(member.key, need): n for n, member in enumerate(answering, start=1)})
    return places


def _covers(
    member: Candidate,
    places: Mapping[tuple[str, str], int],
    weights: Mapping[str, float],
    returns: Sequence[float],
) -> tuple[tuple[str, float, int], ...]:
    """Return what the member answers, what counts most first."""

    def counts(cover: tuple[str, float, int]) -> tuple[float, int, str]:
        need, gain, place = cover
        value = returns[place - 1] if place <= len(returns) else 0.0
        return -weights[need] * gain * value, place, need

    covers = [(n, gain, places[member.key, n]) for n, gain in member.gains.items() if gain > 0]
    return tuple(sorted(covers, key=counts))
