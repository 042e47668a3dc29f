"""Which few: the bids that together cover the most weighted need, within what a city can carry."""

from matcher.strategy.choice.choose import choose, choose_greedily, covered, take_first
from matcher.strategy.choice.robustness import (
    Spread,
    next_if_falls,
    resample,
    sets_if_fallen,
)
from matcher.strategy.choice.types import Candidate, Choice, Limits, Option, Pick

__all__ = [
    "Candidate",
    "Choice",
    "Limits",
    "Option",
    "Pick",
    "Spread",
    "choose",
    "choose_greedily",
    "covered",
    "next_if_falls",
    "resample",
    "sets_if_fallen",
    "take_first",
]
