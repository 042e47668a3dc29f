"""The candidates of a choice as arrays, so that thousands are looked at in one step."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from matcher.strategy.choice.types import Candidate, Limits, Option, Slot

Numbers = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]
Marks = npt.NDArray[np.bool_]

Use = tuple[str, Slot]  # "effort" in a quarter or "busy" in a month

SLACK = 1e-6  # share of a limit: sums of decimal fractions may miss it by rounding


@dataclass(frozen=True, slots=True)
class Table:
    """Candidates that may be chosen, ascending by key, and what a set of them must keep to.

    Use is counted in shares of each limit, so every limit is 1.
    """

    candidates: tuple[Candidate, ...]
    gains: Numbers  # (candidates, needs): weight x gain
    returns: Numbers  # (places,): what the best, the next ... for one need counts; all positive
    size: int  # at most so many candidates
    pinned: Marks  # (candidates,)
    must: int  # exactly so many of the pinned
    owner: Indices  # (options,): its candidate, ascending
    options: tuple[Option, ...]
    user: Indices  # (uses,): the option, ascending, that uses ...
    used: Indices  # (uses,): ... this limit ...
    share: Numbers  # (uses,): ... so far
    limits: int  # how many there are

    def spent(self, options: Iterable[int]) -> Numbers:
        """Return the use that options make of each limit together, shape (limits,)."""
        total = np.zeros(self.limits)
        for option in options:
            begin, end = np.searchsorted(self.user, [option, option + 1])
            total[self.used[begin:end]] += self.share[begin:end]
        return total

    def fits(self, option: int, spent: Numbers) -> bool:
        """Say whether an option keeps to every limit beside what is spent."""
        begin, end = np.searchsorted(self.user, [option, option + 1])
        return bool((self.share[begin:end] + spent[self.used[begin:end]] <= 1 + SLACK).all())

    def first_fit(self, spent: Numbers) -> Indices:
        """Return the first option of each candidate that fits beside what is spent, or -1."""
        over = self.share + spent[self.used] > 1 + SLACK
        misfits = np.bincount(self.user[over], minlength=len(self.owner))
        fitting = np.flatnonzero(misfits == 0)[::-1]
        first = np.full(len(self.candidates), -1)
        first[self.owner[fitting]] = fitting
        return first


def build_table(
    candidates: Sequence[Candidate],
    weights: Mapping[str, float],
    returns: Sequence[float],
    limits: Limits,
) -> Table:
    """Lay out the candidates that are not excluded and have an option within the limits."""
    allowed = [each for each in candidates if each.key not in limits.excluded]
    binding = _binding(allowed, limits)
    able = [(each, _able(each, limits, binding)) for each in sorted(allowed, key=_key)]
    able = [(each, own) for each, own in able if own]
    kept = tuple(each for each, _ in able)
    column = {what: place for place, what in enumerate(binding)}
    uses = [use for _, own in able for _, use in own]
    cells = [(user, column[w], share) for user, use in enumerate(uses) for w, share in use.items()]
    return Table(
        candidates=kept,
        gains=weighted(kept, weights),
        returns=np.array([value for value in returns if value > 0][: limits.size], dtype=float),
        size=limits.size,
        pinned=np.array([each.key in limits.pinned for each in kept], dtype=np.bool_),
        must=0,
        owner=np.repeat(np.arange(len(able)), np.array([len(own) for _, own in able], dtype=int)),
        options=tuple(option for _, own in able for option, _ in own),
        user=np.array([user for user, _, _ in cells], dtype=np.intp),
        used=np.array([used for _, used, _ in cells], dtype=np.intp),
        share=np.array([share for _, _, share in cells], dtype=float),
        limits=len(binding),
    )


def only(table: Table, kept: Marks) -> Table:
    """Return the table with the marked candidates only."""
    options = kept[table.owner]
    uses = options[table.user]
    return replace(
        table,
        candidates=tuple(each for each, keep in zip(table.candidates, kept, strict=True) if keep),
        gains=table.gains[kept],
        pinned=table.pinned[kept],
        owner=(np.cumsum(kept) - 1)[table.owner[options]],
        options=tuple(each for each, keep in zip(table.options, options, strict=True) if keep),
        user=(np.cumsum(options) - 1)[table.user[uses]],
        used=table.used[uses],
        share=table.share[uses],
    )


def weighted(candidates: Sequence[Candidate], weights: Mapping[str, float]) -> Numbers:
    """Return weight x gain, shape (candidates, needs that have a weight)."""
    needs = {need: place for place, need in enumerate(n for n, w in weights.items() if w > 0)}
    gains = np.zeros((len(candidates), len(needs)))
    for row, candidate in enumerate(candidates):
        for need, gain in candidate.gains.items():
            if need in needs:
                gains[row, needs[need]] = weights[need] * gain
    return gains


def _binding(candidates: Sequence[Candidate], limits: Limits) -> dict[Use, float]:
    """Return the limits that some set of the size could go over, in a fixed order."""
    most: dict[Use, float] = {}
    for candidate in candidates:
        for option in candidate.options:
            for what, amount in use_of(option, limits).items():
                most[what] = max(most.get(what, 0.0), amount)
    found = {what: limit_of(what, limits) for what in sorted(most)}
    return {what: limit for what, limit in found.items() if most[what] * limits.size > limit}


def _able(
    candidate: Candidate, limits: Limits, binding: Mapping[Use, float]
) -> list[tuple[Option, dict[Use, float]]]:
    """Return the options that are within the limits by themselves, with their share of each."""
    found = []
    for option in candidate.options:
        use = {what: n for what, n in use_of(option, limits).items() if what in binding}
        if all(amount <= binding[what] * (1 + SLACK) for what, amount in use.items()):
            found.append((option, {what: n / binding[what] for what, n in use.items()}))
    return found


def use_of(option: Option, limits: Limits) -> dict[Use, float]:
    """Return what an option uses of each limit: "effort" in person-days, "busy" in bids."""
    use = {
        ("effort", slot): days
        for slot, days in option.effort.items()
        if days > 0 and slot in limits.capacity
    }
    return use | {("busy", slot): 1.0 for slot in option.busy}


def limit_of(what: Use, limits: Limits) -> float:
    """Return the limit: person-days of the quarter, or bids of one team at once."""
    kind, slot = what
    return limits.capacity[slot] if kind == "effort" else limits.leads_at_once.get(slot[0], 1)


def _key(candidate: Candidate) -> str:
    return candidate.key
