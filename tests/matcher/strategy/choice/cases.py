"""Made-up cases for the choice, small ones to try every set and large ones to take time on."""

import itertools
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np

from matcher.strategy.choice import Candidate, Limits, Option

RETURNS = (1.0, 0.4, 0.15)
QUARTERS = ("2026-Q4", "2027-Q1")
MONTHS = ("2026-10", "2026-11", "2026-12")
Case: TypeAlias = tuple[list[Candidate], dict[str, float], Limits]


def bid(key: str, *, lead: str = "", busy: Iterable[str] = (), days: float = 0, **gains: float):
    """Make a candidate with one option, its effort in the fourth quarter of 2026."""
    effort = {(lead, "2026-Q4"): days} if days else {}
    option = Option(lead, effort, frozenset((lead, month) for month in busy))
    return Candidate(key, gains, (option,))


def small_case(seed: int) -> Case:
    """Draw up to 8 candidates, 4 needs, 3 organisations, and every kind of limit."""
    draw = np.random.default_rng(seed)
    needs = [f"need {number}" for number in range(draw.integers(1, 5))]
    organisations = [f"org {number}" for number in range(draw.integers(1, 4))]
    candidates = [
        Candidate(
            f"{draw.integers(0, 1000):03}-{number}",
            {need: round(draw.random(), 2) for need in needs if draw.random() < 0.6},
            tuple(_option(draw, organisations) for _ in range(draw.integers(0, 4))),
        )
        for number in range(draw.integers(0, 9))
    ]
    slots = list(itertools.product(organisations, QUARTERS))
    limits = Limits(
        size=int(draw.integers(0, 6)),
        capacity={slot: float(draw.integers(0, 70)) for slot in slots if draw.random() < 0.6},
        leads_at_once={o: int(draw.integers(0, 3)) for o in organisations if draw.random() < 0.4},
        pinned=frozenset(c.key for c in candidates if draw.random() < 0.15),
        excluded=frozenset(c.key for c in candidates if draw.random() < 0.1),
    )
    return candidates, {need: round(draw.random(), 3) for need in needs}, limits


def _option(draw: np.random.Generator, organisations: Sequence[str]) -> Option:
    lead = str(draw.choice(organisations))
    slots = itertools.product(organisations, QUARTERS)
    effort = {slot: float(draw.integers(0, 30)) for slot in slots if draw.random() < 0.4}
    return Option(lead, effort, frozenset((lead, m) for m in MONTHS if draw.random() < 0.35))


def keeps_to(options: Iterable[Option], limits: Limits) -> bool:
    """Say whether bids with these options keep to capacity and to leads at once."""
    days: dict[tuple[str, str], float] = {}
    bids: dict[tuple[str, str], int] = {}
    for option in options:
        for slot, effort in option.effort.items():
            days[slot] = days.get(slot, 0.0) + effort
        for slot in option.busy:
            bids[slot] = bids.get(slot, 0) + 1
    return all(used <= limits.capacity.get(slot, used) for slot, used in days.items()) and all(
        count <= limits.leads_at_once.get(slot[0], 1) for slot, count in bids.items()
    )


def best_by_trying(
    candidates: Sequence[Candidate], weights: dict[str, float], limits: Limits
) -> tuple[int, float]:
    """Return the most pins and then the most value of any set, by trying every one."""
    best = (0, 0.0)
    allowed = [each for each in candidates if each.key not in limits.excluded]
    for size in range(limits.size + 1):
        for members in itertools.combinations(allowed, size):
            found = (sum(each.key in limits.pinned for each in members), value(members, weights))
            ways = itertools.product(*(each.options for each in members))
            if found > best and any(keeps_to(options, limits) for options in ways):
                best = found
    return best


def value(members: Sequence[Candidate], weights: dict[str, float]) -> float:
    """Return what the members cover, straight from the definition."""
    total = 0.0
    for need, weight in weights.items():
        gains = sorted((each.gains.get(need, 0.0) for each in members), reverse=True)
        total += weight * sum(r * gain for r, gain in zip(RETURNS, gains, strict=False))
    return total


def large_case(count: int, dense: bool, seed: int = 1, organisations: int = 12) -> Case:
    """Draw calls for 35 needs, each led by one to four organisations, over the next year.

    Sparse: 2 to 6 needs each, gains without any pattern. Dense: every need, a fit from five
    themes that calls and needs share, times how good a bid it is.
    """
    draw = np.random.default_rng(seed)
    needs = [f"need {number:02}" for number in range(35)]
    weights = dict(zip(needs, draw.dirichlet(np.full(35, 2.0)).tolist(), strict=True))
    gains = _dense(draw, count) if dense else _sparse(draw, count)
    names = [f"org {number:02}" for number in range(organisations)]
    candidates = [
        Candidate(
            f"call {number:04}",
            {need: gain for need, gain in zip(needs, row.tolist(), strict=True) if gain > 0},
            _leads(draw, names),
        )
        for number, row in enumerate(gains)
    ]
    quarters = [f"2027-Q{number}" for number in range(1, 5)]
    slots = itertools.product(names, quarters)
    return candidates, weights, Limits(5, {slot: float(draw.integers(60, 200)) for slot in slots})


def _sparse(draw: np.random.Generator, count: int) -> np.ndarray:
    order = draw.random((count, 35)).argsort(axis=1).argsort(axis=1)
    return np.where(order < draw.integers(2, 7, (count, 1)), draw.uniform(0.1, 1, (count, 35)), 0)


def _dense(draw: np.random.Generator, count: int) -> np.ndarray:
    calls, needs = draw.normal(size=(count, 5)), draw.normal(size=(35, 5))
    likeness = calls @ needs.T / 5**0.5 + 0.5 * draw.normal(size=(count, 35)) - 1
    return draw.beta(4, 4, (count, 1)) / (1 + np.exp(-2 * likeness))


def _leads(draw: np.random.Generator, names: Sequence[str]) -> tuple[Option, ...]:
    begin, length = int(draw.integers(1, 9)), int(draw.integers(3, 7))
    months = range(begin, min(begin + length, 13))
    leads = draw.choice(names, min(len(names), int(draw.integers(1, 5))), replace=False)
    partners = draw.choice(names, min(len(names), 3), replace=False)
    return tuple(
        Option(
            str(lead),
            {
                (str(who), f"2027-Q{(month + 2) // 3}"): 60.0 if who == lead else 15.0
                for who in {*leads[:1], *partners, lead}
                for month in months
            },
            frozenset((str(lead), f"2027-{month:02}") for month in months),
        )
        for lead in leads
    )
