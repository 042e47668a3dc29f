"""How much a choice hangs on figures that nobody knows exactly, and what comes next."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matcher.strategy.choice.bound import Prices, tighten
from matcher.strategy.choice.check import check
from matcher.strategy.choice.choose import choose, covered
from matcher.strategy.choice.greedy import extend, improve, worth
from matcher.strategy.choice.optimum import Effort, first_prices, optimum, with_pins
from matcher.strategy.choice.table import Numbers, Table, build_table
from matcher.strategy.choice.types import Candidate, Choice, Limits

# From the prices of the stated figures the search for a bound is short.
_QUICK = Effort(steps=80, starts=8)
_EDGE = 0.001  # gains of 0 and 1 have no log odds: 1 is drawn from here; 0 stays 0


@dataclass(frozen=True, slots=True)
class Spread:
    """How far figures are drawn from what is stated.

    Judgements, not measurements: nobody has asked the same leaders twice. A weight moves by
    about a third up or down, and half a unit of log odds turns a fit of 0.5 into 0.38 to 0.62.
    """

    weights: float = 0.3  # standard deviation of the logarithm
    gains: float = 0.5  # standard deviation of the log odds


STATED = Spread()


def resample(
    candidates: Sequence[Candidate],
    weights: Mapping[str, float],
    returns: Sequence[float],
    limits: Limits,
    draws: int,
    seed: int,
    spread: Spread = STATED,
    tell: Callable[[int], None] = lambda _: None,
) -> dict[str, float]:
    """Return the share of draws in which each candidate is in the best set, by key.

    Each draw multiplies every weight by a lognormal number of median 1 and moves every gain
    by normal noise on its log odds, all independent, and chooses anew. The same seed gives the
    same shares, whatever the order of the candidates. `tell` is told how many draws are done.
    Raises ValueError as `choose`, and for fewer than one draw or a negative spread.
    """
    check(candidates, weights, returns, limits)
    _check(draws, spread)
    table, pins = with_pins(build_table(candidates, weights, returns, limits))
    times = dict.fromkeys((candidate.key for candidate in candidates), 0)
    start = _stated_prices(table, pins)
    positive = np.array([weight for weight in weights.values() if weight > 0])
    generator = np.random.default_rng(seed)
    for drawn in range(draws):
        tell(drawn)
        moved, prices = _drawn(table, positive, start, spread, generator)
        for option in optimum(moved, pins, prices, _QUICK).options:
            times[table.candidates[table.owner[option]].key] += 1
    return {key: count / draws for key, count in times.items()}


def sets_if_fallen(
    candidates: Sequence[Candidate],
    weights: Mapping[str, float],
    returns: Sequence[float],
    limits: Limits,
    choice: Choice,
) -> dict[str, Choice]:
    """Return for each bid of the choice the set that is chosen anew without it, by key.

    Raises ValueError as `choose`.
    """
    fallen = {
        pick.key: replace(
            limits, pinned=limits.pinned - {pick.key}, excluded=limits.excluded | {pick.key}
        )
        for pick in choice.picks
    }
    return {key: choose(candidates, weights, returns, each) for key, each in fallen.items()}


def next_if_falls(
    candidates: Sequence[Candidate],
    weights: Mapping[str, float],
    returns: Sequence[float],
    fallen: Mapping[str, Choice],
) -> dict[str, str | None]:
    """Return for each bid of a set the call that comes in without it, by key.

    `fallen` are the sets without each (`sets_if_fallen`). Where several calls come in, the one
    without which the new set would cover least is named; None where none comes in.
    """
    found: dict[str, str | None] = {}
    for key, choice in sorted(fallen.items()):
        after = [pick.key for pick in choice.picks]
        members = [each for each in candidates if each.key in after]

        def without(new: str, members: list[Candidate] = members) -> tuple[float, str]:
            others = [each.key for each in members if each.key != new]
            return covered(members, others, weights, returns), new

        found[key] = min((new for new in after if new not in fallen), key=without, default=None)
    return found


def _check(draws: int, spread: Spread) -> None:
    if draws < 1:
        raise ValueError(f"draws: must be 1 or more, not {draws}")
    for name, value in (("weights", spread.weights), ("gains", spread.gains)):
        if not 0 <= value < math.inf:
            raise ValueError(f"spread of {name}: must be a number from 0, not {value}")


def _stated_prices(table: Table, pins: list[int]) -> Prices:
    """Return prices with a close bound for the figures as stated."""
    if table.size == 0 or not table.gains.any():
        return first_prices(table, pins)
    good = improve(table, extend(table, pins))
    return tighten(table, first_prices(table, good), worth(table, good)).prices


def _drawn(
    table: Table,
    weights: Numbers,
    start: Prices,
    spread: Spread,
    generator: np.random.Generator,
) -> tuple[Table, Prices]:
    """Return the table with figures drawn anew, and the prices moved with the weights."""
    factor = np.exp(spread.weights * generator.standard_normal(len(weights)))
    gains = table.gains / weights
    inside = np.clip(gains, _EDGE, 1 - _EDGE)
    odds = inside / (1 - inside) * np.exp(spread.gains * generator.standard_normal(gains.shape))
    drawn = np.where(gains > 0, odds / (1 + odds), 0.0)
    return replace(table, gains=drawn * weights * factor), replace(
        start, places=start.places * factor
    )
