"""From examples to what each habit is worth, and from a match's habits to how far it moves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.learning.examples import Example, Table, as_table, shared_habits
from matcher.learning.habits import Habit
from matcher.learning.regression import fit, logistic

CAP = 1.5  # log odds that a score is moved at most: .5 becomes .18 or .82, and nothing vanishes
CLEAR = 2.0  # standard deviations by which a habit must stand out to be given a weight at all


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned. A habit without a weight moves nothing."""

    of: Mapping[Habit, float]  # log odds
    intercept: float  # how strict people are overall; it moves no score, as it says nothing of one

    def move(self, habits: Iterable[Habit]) -> float:
        """Return the log odds by which a match with these habits moves, at most CAP either way.

        To four places. Exactly 0 where none of the habits has a weight.
        """
        total = sum(self.of.get(habit, 0.0) for habit in sorted(habits))
        return round(min(max(total, -CAP), CAP), 4)


def learn_weights(examples: Sequence[Example], *, with_habits: bool = True) -> Weights:
    """Fit the intercept, then the weights of the habits that stand out, and it anew.

    Without habits the intercept alone.
    """
    plain = as_table(examples, ())
    _, intercept = fit(plain.design, plain.offset, plain.kept, plain.counts)
    if not with_habits:
        return Weights({}, intercept)
    shared = shared_habits(examples)
    habits = standing_out(as_table(examples, shared), shared, intercept)
    table = as_table(examples, habits)
    found, intercept = fit(table.design, table.offset, table.kept, table.counts)
    return Weights(dict(zip(habits, map(float, found), strict=True)), intercept)


def standing_out(table: Table, habits: Sequence[Habit], intercept: float) -> tuple[Habit, ...]:
    """Return the habits whose calls are kept clearly more or less often than the score says.

    The score test of one weight: kept less expected, in standard deviations.
    """
    expected = logistic(table.offset + intercept)
    surplus = table.design.T @ (table.counts * (table.kept - expected))
    spread = table.design.T @ (table.counts**2 * expected * (1 - expected))
    clear = np.abs(surplus) >= CLEAR * np.sqrt(spread)
    return tuple(habit for habit, stands in zip(habits, clear, strict=True) if stands)
