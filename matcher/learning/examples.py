"""Judgements laid out for learning, and habits counted in them."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.learning.habits import Habit
from matcher.learning.regression import Numbers

SUPPORT = 3  # calls that must show a habit: what one or two have in common is chance
_EDGE = 1e-9  # scores nearer to 0 or 1 than this count as this near: their log odds are finite


@dataclass(frozen=True, slots=True)
class Example:
    """One judged call beside one need."""

    call_key: str
    habits: tuple[Habit, ...]
    score: float  # the ranking's own, 0 to 1
    kept: bool
    counts: float = 1.0  # a verdict on a whole call is shared out over its needs


@dataclass(frozen=True, slots=True)
class Tally:
    """How many calls were kept and how many dismissed."""

    kept: int
    dismissed: int

    @property
    def calls(self) -> int:
        """All of them."""
        return self.kept + self.dismissed


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Examples as numbers; rows in their order."""

    design: Numbers  # (examples, habits)
    offset: Numbers  # (examples,)
    kept: Numbers
    counts: Numbers


def log_odds(score: float) -> float:
    """Return the log odds of a score, finite also at 0 and at 1."""
    inside = min(max(score, _EDGE), 1 - _EDGE)
    return math.log(inside) - math.log1p(-inside)


def shared_habits(examples: Sequence[Example]) -> tuple[Habit, ...]:
    """Return the habits that SUPPORT calls show, and not all of them, in order.

    What every judged call has tells nobody apart: it is how strict people are.
    """
    calls: dict[Habit, set[str]] = defaultdict(set)
    seen: Counter[Habit] = Counter()
    for example in examples:
        seen.update(example.habits)
        for habit in example.habits:
            calls[habit].add(example.call_key)
    return tuple(
        sorted(
            habit
            for habit, keys in calls.items()
            if len(keys) >= SUPPORT and seen[habit] < len(examples)
        )
    )


def as_table(examples: Sequence[Example], habits: Sequence[Habit]) -> Table:
    """Lay examples out as numbers, a column for each of the habits."""
    column = {habit: place for place, habit in enumerate(habits)}
    design = np.zeros((len(examples), len(habits)))
    for row, example in enumerate(examples):
        for habit in example.habits:
            if habit in column:
                design[row, column[habit]] = 1.0
    return Table(
        design,
        np.array([log_odds(example.score) for example in examples]),
        np.array([float(example.kept) for example in examples]),
        np.array([example.counts for example in examples]),
    )


def tally(examples: Iterable[Example]) -> Tally:
    """Count the calls kept and dismissed, each once for either side."""
    sides = {(example.call_key, example.kept) for example in examples}
    return Tally(sum(kept for _, kept in sides), sum(not kept for _, kept in sides))


def tallies(examples: Sequence[Example], habits: Collection[Habit]) -> Mapping[Habit, Tally]:
    """Count the calls kept and dismissed for each habit."""
    return {
        habit: tally(example for example in examples if habit in example.habits) for habit in habits
    }
