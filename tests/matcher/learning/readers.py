"""Simulated readers: calls dealt by a seed, judged by a rule."""

import math
from collections.abc import Callable

import numpy as np

from matcher.learning.examples import Example
from matcher.learning.habits import Habit, HabitKind

Rule = Callable[[dict[str, str], float, np.random.Generator], bool]
"""A call's habits, its score, and chance -> whether the reader keeps it."""


def dealt(count: int, seed: int) -> list[tuple[str, tuple[Habit, ...], float]]:
    """Calls beside a need: a few frequent needs and funders, many rare ones."""
    chance = np.random.default_rng(seed)
    return [(f"sample:{seed}-{n}", _habits(chance), _score(chance)) for n in range(count)]


def judged(rule: Rule, count: int, seed: int) -> list[Example]:
    chance = np.random.default_rng(seed + 1000)
    return [
        Example(key, habits, score, rule({h.kind.value: h.value for h in habits}, score, chance))
        for key, habits, score in dealt(count, seed)
    ]


def by_the_score(_facts: dict[str, str], score: float, chance: np.random.Generator) -> bool:
    """Keeps what the ranking puts high, and adds nothing of their own."""
    return bool(chance.random() < score)


def at_random(_facts: dict[str, str], _score: float, chance: np.random.Generator) -> bool:
    return bool(chance.random() < 0.5)


def never_the_first_need(facts: dict[str, str], score: float, chance: np.random.Generator) -> bool:
    return facts["need"] != "n0" and by_the_score(facts, score, chance)


def always_the_first_funder(
    facts: dict[str, str], score: float, chance: np.random.Generator
) -> bool:
    return facts["funder"] == "f0" or by_the_score(facts, score - 0.2, chance)


def _habits(chance: np.random.Generator) -> tuple[Habit, ...]:
    funder = min(int(chance.exponential(2.5)), 7)
    values = {
        HabitKind.NEED: f"n{min(int(chance.exponential(4)), 11)}",
        HabitKind.FUNDER: f"f{funder}",
        HabitKind.SOURCE: f"s{funder % 4}",
        HabitKind.TRACK: str(chance.choice(["research"] * 3 + ["capacity"])),
        HabitKind.SCALE: str(chance.choice(["not stated", "not stated", "large", "strategic"])),
        HabitKind.TIME: f"t{chance.integers(4)}",
        HabitKind.WORDS: f"w{chance.integers(2)}",
    }
    return tuple(sorted(Habit(kind, value) for kind, value in values.items()))


def _score(chance: np.random.Generator) -> float:
    return 1 / (1 + math.exp(-chance.normal(0, 1)))
