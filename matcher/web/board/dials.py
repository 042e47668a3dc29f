"""What can be set by hand beside the city's own figures, and what it does to them. Pure."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from models.city import CityProfile, Strategy


@dataclass(frozen=True, slots=True)
class Dial:
    """One slider."""

    name: str  # in the address
    group: str  # the heading it stands under
    label: str
    hint: str
    least: float
    most: float
    step: float
    unit: str
    own: Callable[[CityProfile], float | None]  # where the city has it; None: it has no such thing

    def most_of(self, profile: CityProfile) -> float:
        """Return the upper end, which reaches what the city has."""
        return max(self.most, math.ceil(self.own(profile) or 0))

    def step_of(self, profile: CityProfile) -> str:
        """Return the step; "any" where the city's own figure lies between two."""
        steps = ((self.own(profile) or 0) - self.least) / self.step
        return f"{self.step:g}" if math.isclose(steps, round(steps), abs_tol=1e-9) else "any"


def _returns(place: int) -> Callable[[CityProfile], float | None]:
    def own(profile: CityProfile) -> float | None:
        returns = profile.strategy.returns
        return round(100 * returns[place], 6) if place < len(returns) else None

    return own


def _work(profile: CityProfile) -> float | None:
    strategy = profile.strategy
    return 100 if strategy.days_per_quarter is not None or strategy.days_of else None


GOOD, SET, LIMITS = "What makes a good bid", "What makes a good set", "What the city can carry"

DIALS = (
    Dial(
        "capability", GOOD, "Somebody can lead it",
        "How well the best possible lead suits the call",
        0, 5, 0.5, "", lambda profile: profile.strategy.capability,
    ),
    Dial(
        "scale", GOOD, "Size of one award", "A larger award counts for more",
        0, 5, 0.5, "", lambda profile: profile.strategy.scale,
    ),
    Dial(
        "time", GOOD, "Time to prepare", "Whether enough time is left for a bid of its size",
        0, 5, 0.5, "", lambda profile: profile.strategy.time,
    ),
    Dial(
        "size", SET, "Bids in the set", "At most so many are put up for decision",
        1, 12, 1, "", lambda profile: profile.thresholds.decisions,
    ),
    Dial(
        "second", SET, "A second bid for the same need",
        "What it adds beside the first: at 0 % every need gets one bid at most",
        0, 100, 5, "%", _returns(1),
    ),
    Dial(
        "third", SET, "A third bid for the same need", "No more than the second",
        0, 100, 5, "%", _returns(2),
    ),
    Dial(
        "work", LIMITS, "Working days that organisations give",
        "Beside the days in a quarter that the city states for each",
        25, 400, 25, "%", _work,
    ),
)  # fmt: skip


def tuned(profile: CityProfile, settings: Mapping[str, float]) -> CityProfile:
    """Return the profile with dials set anew, by name.

    Raises ValueError, one sentence for a reader, where nothing makes a good bid any more.
    """
    strategy = _weighed(profile.strategy, settings)
    strategy = _worked(strategy, settings.get("work", 100) / 100)
    returns = _descending(strategy.returns, settings)
    decisions = int(settings.get("size", profile.thresholds.decisions))
    return replace(
        profile,
        strategy=replace(strategy, returns=returns),
        thresholds=replace(profile.thresholds, decisions=decisions),
    )


def _weighed(strategy: Strategy, settings: Mapping[str, float]) -> Strategy:
    names = ("capability", "scale", "time")
    weights = {name: settings.get(name, getattr(strategy, name)) for name in names}
    if not any(weights.values()):
        raise ValueError("One of lead, size and time must count: set at least one above 0.")
    return replace(strategy, **weights)


def _worked(strategy: Strategy, share: float) -> Strategy:
    days = strategy.days_per_quarter
    return replace(
        strategy,
        days_per_quarter=None if days is None else days * share,
        days_of={name: each * share for name, each in strategy.days_of.items()},
    )


def _descending(returns: tuple[float, ...], settings: Mapping[str, float]) -> tuple[float, ...]:
    """Return what each bid for one need adds; none more than the one before."""
    found: list[float] = []
    for place, own in enumerate(returns):
        name = {1: "second", 2: "third"}.get(place, "")
        asked = settings[name] / 100 if name in settings else own
        found.append(min(asked, found[-1]) if found else asked)
    return tuple(found)
