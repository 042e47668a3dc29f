"""Which few: the bids that together cover the most weighted need, within what a city can carry."""

from matcher.strategy.choice.choose import choose, choose_greedily, covered, take_first
from matcher.strategy.choice.types import Candidate, Choice, Limits, Option, Pick

__all__ = [
    "Candidate",
    "Choice",
    "Limits",
    "Option",
    "Pick",
    "choose",
    "choose_greedily",
    "covered",
    "take_first",
]
