"""What a city's people need, and the figures that say so."""

from dataclasses import dataclass
from enum import StrEnum


class Direction(StrEnum):
    """Which way an indicator is better."""

    HIGHER_IS_BETTER = "better"
    HIGHER_IS_WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure about the city beside England or the nearest comparator."""

    name: str
    value: float
    unit: str
    period: str
    source: str  # the reference, expanded for a reader
    direction: Direction | None
    comparator_name: str | None = None  # "England", "median of 307 English areas"
    comparator_value: float | None = None
    share_doing_better: float | None = None  # 0 to 1: share of English areas that do better
    area: str | None = None  # what it is about where that is not the city, e.g. one hospital trust

    @property
    def gap(self) -> float | None:
        """How much worse than the comparator, as a share of it; negative is better.

        None where there is no comparator, no direction, or a comparator of zero.
        """
        if self.comparator_value is None or self.direction is None or not self.comparator_value:
            return None
        difference = (self.value - self.comparator_value) / abs(self.comparator_value)
        return difference if self.direction is Direction.HIGHER_IS_WORSE else -difference


@dataclass(frozen=True, slots=True)
class Mention:
    """A strategy that names the need, in its words where they were read."""

    strategy: str
    wording: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Need:
    """A health need of the city: what it is, how it stands there, and evidence."""

    id: str
    name: str
    description: str  # how it stands in the city: plans and figures, for readers
    populations: tuple[str, ...]
    terms: tuple[str, ...]  # words that calls use for it
    weight: float  # 0 to 1: how much this need counts
    weight_reason: str
    indicators: tuple[Indicator, ...] = ()
    named_in: tuple[Mention, ...] = ()
    definition: str = ""  # what it is, in funders' words; empty where the city wrote none
