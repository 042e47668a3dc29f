"""How big a call is for one winner, and on which words that rests."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from models.money import Money


class Scale(StrEnum):
    """Size of one award, by the city's thresholds."""

    STRATEGIC = "strategic"
    LARGE = "large"
    SMALL = "small"
    NOT_STATED = "not stated"


class ScaleBasis(StrEnum):
    """What the assessment rests on, strongest first."""

    AWARD_MAX = "most per award"
    POT_PER_AWARD = "pot divided by expected awards"
    PROJECT_COST = "largest project cost"
    AWARD_MIN = "least per award"
    WORDS = "words of the call"
    NOTHING = "nothing stated"


class Track(StrEnum):
    """Which aim of the city a call serves. Only RESEARCH enters the big bids."""

    RESEARCH = "research"
    COMPANY = "company scale-up"
    CAPACITY = "research capacity"
    DATA = "shared data"


@dataclass(frozen=True, slots=True)
class ScaleAssessment:
    """Large, strategic, small or not stated, with the sentence it rests on."""

    scale: Scale
    basis: ScaleBasis
    award: Money | None  # in the call's own currency, where an amount decided
    pounds: Decimal | None  # the same in GBP at the dated rate
    sentence: str  # empty only where nothing is stated


@dataclass(frozen=True, slots=True)
class TrackAssessment:
    """The aim a call serves, with the words that say so."""

    track: Track
    sentence: str
