"""Whether what was learned holds for judgements it has not seen."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.learning.examples import Example, log_odds
from matcher.learning.regression import Numbers, losses
from matcher.learning.weights import learn_weights

_FOLDS = 5
_ROUNDS = 4  # times the calls are dealt anew, so that one lucky deal decides nothing
_SEED = 20261128
_SURE = 2.0  # standard errors that count as more than noise


@dataclass(frozen=True, slots=True)
class Check:
    """Mean log loss per held-back call, in nats; less is better."""

    without: float  # the shipped score and how strict people are overall
    learned: float  # the same with their habits
    noise: float  # standard error over calls of the difference

    @property
    def helps(self) -> bool:
        """Whether the habits lower the loss by more than noise."""
        return self.without - self.learned > _SURE * self.noise


def cross_validate(examples: Sequence[Example]) -> Check:
    """Learn from most calls and try on the others, in turn; the same answer every time.

    All judgements of a call are held back together, and what is tried is what
    would be used, cap included. Both sides of the comparison see the same calls.
    There must be at least two calls.
    """
    calls, call_of = np.unique([example.call_key for example in examples], return_inverse=True)
    share = np.bincount(call_of, [example.counts for example in examples])
    plain, learned = np.zeros(len(calls)), np.zeros(len(calls))
    for fold in _folds(len(calls)):
        held = np.flatnonzero(fold[call_of])
        seen = [examples[place] for place in np.flatnonzero(~fold[call_of]).tolist()]
        tried = [examples[place] for place in held.tolist()]
        np.add.at(plain, call_of[held], _losses(seen, tried, with_habits=False))
        np.add.at(learned, call_of[held], _losses(seen, tried, with_habits=True))
    plain, learned = plain / share / _ROUNDS, learned / share / _ROUNDS
    noise = float((plain - learned).std(ddof=1)) / math.sqrt(len(calls))
    return Check(float(plain.mean()), float(learned.mean()), noise)


def _folds(calls: int) -> list[npt.NDArray[np.bool_]]:
    """Deal the calls into folds, _ROUNDS times; each fold marks the calls held back."""
    randomness = np.random.default_rng(_SEED)
    count = min(_FOLDS, calls)
    deals = [randomness.permutation(calls) % count for _ in range(_ROUNDS)]
    return [deal == fold for deal in deals for fold in range(count)]


def _losses(seen: Sequence[Example], tried: Sequence[Example], *, with_habits: bool) -> Numbers:
    """Return the log loss of each example tried, times how much it counts."""
    weights = learn_weights(seen, with_habits=with_habits)
    moved = [log_odds(each.score) + weights.move(each.habits) for each in tried]
    kept = np.array([float(each.kept) for each in tried])
    counts = np.array([each.counts for each in tried])
    return counts * losses(np.array(moved) + weights.intercept, kept)
