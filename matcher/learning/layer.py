"""The layer between the ranking and the reader: on, off or waiting; and what it does to a score."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from matcher.learning.check import Check, cross_validate
from matcher.learning.examples import Example, Tally, log_odds, tallies, tally
from matcher.learning.habits import Habit
from matcher.learning.weights import Weights, learn_weights
from models.match import Feature, Match

LEAST = 20  # judgements before anything is learned
LEAST_OF_EACH = 5  # of them, kept and dismissed ones

FEATURE = "judgements"
"""The feature of an explanation that says by how many log odds judgements moved the score."""


class State(StrEnum):
    """Whether judgements move scores."""

    ON = "on"
    OFF = "off"  # there are enough, but what they teach does not hold for others
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Layer:
    """What was learned, and on what that rests."""

    state: State
    weights: Weights  # none unless on
    all: Tally
    of: Mapping[Habit, Tally]  # for each habit with a weight
    check: Check | None  # None while waiting

    @property
    def missing(self) -> int:
        """How many more judgements are needed at least; 0 where there are enough."""
        short = sum(max(0, LEAST_OF_EACH - side) for side in (self.all.kept, self.all.dismissed))
        return max(short, LEAST - self.all.calls)


def learn(examples: Sequence[Example]) -> Layer:
    """Learn from the examples; scores are moved only if that helps on judgements not seen.

    The order of the examples makes no difference.
    """
    ordered = sorted(examples, key=lambda each: (each.call_key, each.habits, each.kept))
    nothing = Layer(State.WAITING, Weights({}, 0.0), tally(ordered), {}, None)
    if nothing.missing:
        return nothing
    check = cross_validate(ordered)
    weights = learn_weights(ordered)
    if not check.helps or not weights.of:
        return replace(nothing, state=State.OFF, check=check)
    return Layer(State.ON, weights, nothing.all, tallies(ordered, weights.of), check)


def moved(match: Match, habits: Iterable[Habit], layer: Layer) -> Match:
    """Return the match with its score moved and the feature that says so.

    The same object where the layer does not touch it. Else the score is strictly
    between 0 and 1, and of two matches with the same habits the one that was
    higher stays so, or both come to the same where they were nearer to 0 or 1
    than a billionth.
    """
    change = layer.weights.move(habits)
    if change == 0.0:
        return match
    score = _share(log_odds(match.score) + change)
    features = (*match.explanation.features, Feature(FEATURE, change, 1.0))
    return replace(match, score=score, explanation=replace(match.explanation, features=features))


def score_before(match: Match) -> float:
    """Return the score that the ranking gave, before judgements moved it."""
    change = sum(
        each.value * each.weight for each in match.explanation.features if each.name == FEATURE
    )
    return _share(log_odds(match.score) - change) if change else match.score


def _share(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-odds))
