"""Refuses input that names nothing: each error says which field is wrong."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from matcher.strategy.choice.types import Candidate, Limits


def check(
    candidates: Sequence[Candidate],
    weights: Mapping[str, float],
    returns: Sequence[float],
    limits: Limits,
) -> None:
    """Raise ValueError naming the field for anything that cannot be meant."""
    check_needs(candidates, weights, returns)
    _check_limits(limits)
    for candidate in candidates:
        for option in candidate.options:
            for (organisation, quarter), days in option.effort.items():
                _not_negative(f"effort of {candidate.key}, {organisation}, {quarter}", days)


def check_needs(
    candidates: Sequence[Candidate], weights: Mapping[str, float], returns: Sequence[float]
) -> None:
    """Raise ValueError where weights, returns or gains are no such thing."""
    for need, weight in weights.items():
        _not_negative(f"weights, {need}", weight)
    for value in returns:
        _not_negative("returns", value)
    if not returns or list(returns) != sorted(returns, reverse=True):
        raise ValueError(f"returns must descend and not be empty, not {tuple(returns)}")
    for key, count in Counter(candidate.key for candidate in candidates).items():
        if count > 1:
            raise ValueError(f"key: two candidates are called {key}")
    for candidate in candidates:
        _check_gains(candidate, weights)


def _check_gains(candidate: Candidate, weights: Mapping[str, float]) -> None:
    for need, gain in candidate.gains.items():
        if need not in weights:
            raise ValueError(f"gains of {candidate.key}, {need}: weights has no such need")
        if not 0 <= gain <= 1:
            raise ValueError(f"gains of {candidate.key}, {need}: must be 0 to 1, not {gain}")


def _check_limits(limits: Limits) -> None:
    if limits.size < 0:
        raise ValueError(f"size must not be negative, not {limits.size}")
    for (organisation, quarter), days in limits.capacity.items():
        _not_negative(f"capacity, {organisation}, {quarter}", days)
    for organisation, count in limits.leads_at_once.items():
        _not_negative(f"leads_at_once, {organisation}", count)


def _not_negative(name: str, number: float) -> None:
    if not 0 <= number < math.inf:
        raise ValueError(f"{name}: must be a number from 0, not {number}")
