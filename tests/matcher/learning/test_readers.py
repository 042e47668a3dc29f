"""What the layer makes of readers whose rule is known, on judgements it has not seen."""

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest

from matcher.learning.check import cross_validate
from matcher.learning.examples import Example, log_odds
from matcher.learning.habits import Habit, HabitKind
from matcher.learning.layer import Layer, State, learn
from matcher.learning.words import layer_words, move_words
from tests.matcher.learning.readers import (
    Rule,
    always_the_first_funder,
    at_random,
    by_the_score,
    judged,
    never_the_first_need,
)

FIRST_NEED, FIRST_FUNDER = Habit(HabitKind.NEED, "n0"), Habit(HabitKind.FUNDER, "f0")


def right_order(examples: Sequence[Example], layer: Layer) -> float:
    """Share of pairs of a kept and a dismissed call in which the kept one is higher."""
    points = [log_odds(each.score) + layer.weights.move(each.habits) for each in examples]
    kept = [point for point, each in zip(points, examples, strict=True) if each.kept]
    others = [point for point, each in zip(points, examples, strict=True) if not each.kept]
    return sum(a > b for a in kept for b in others) / (len(kept) * len(others))


def gain(rule: Rule, layer: Layer, seed: int) -> float:
    unseen = judged(rule, 300, seed + 500)
    return right_order(unseen, layer) - right_order(unseen, learn([]))


@pytest.mark.parametrize(
    ("rule", "habit", "up"),
    [(never_the_first_need, FIRST_NEED, False), (always_the_first_funder, FIRST_FUNDER, True)],
)
def test_a_habit_is_found_and_helps_on_calls_not_seen(rule: Rule, habit: Habit, up: bool) -> None:
    layers = [learn(judged(rule, 120, seed)) for seed in range(3)]
    assert [layer.state for layer in layers] == [State.ON] * 3
    for seed, layer in enumerate(layers):
        assert (layer.weights.of[habit] > 0) is up
        assert gain(rule, layer, seed) > 0.02


@pytest.mark.parametrize("rule", [at_random, by_the_score])
def test_a_reader_without_habits_switches_it_off_or_is_not_harmed(rule: Rule) -> None:
    layers = [learn(judged(rule, 60, seed)) for seed in range(12)]
    assert sum(layer.state is State.ON for layer in layers) <= 3  # docs/learning.md: one in ten
    assert all(not layer.weights.of for layer in layers if layer.state is State.OFF)
    for seed, layer in enumerate(layers):
        assert gain(rule, layer, seed) > -0.05


def test_what_is_learned_is_the_same_every_time_and_in_any_order() -> None:
    examples = judged(always_the_first_funder, 60, 1)
    assert learn(examples) == learn(examples[::-1])
    assert cross_validate(examples) == cross_validate(examples)


@pytest.mark.parametrize("count", [0, 5, 19])
def test_few_judgements_wait(count: int) -> None:
    layer = learn(judged(at_random, count, 3))
    assert layer.state is State.WAITING
    assert layer.missing >= 20 - count
    assert f"Learning waits for {layer.missing} more judgements" in layer_words(layer)
    assert layer.weights.move([FIRST_NEED]) == 0.0


def test_one_side_alone_waits() -> None:
    kept = [replace(each, kept=True) for each in judged(at_random, 40, 4)]
    layer = learn(kept)
    assert (layer.state, layer.missing) == (State.WAITING, 5)


def test_how_strict_a_reader_is_moves_nothing() -> None:
    """Dismissing most of everything alike is no habit, whatever the share."""
    examples = [replace(each, habits=(FIRST_NEED,)) for each in judged(at_random, 60, 5)]
    strict = [replace(each, kept=n % 6 == 0) for n, each in enumerate(examples)]
    assert learn(strict).state is State.OFF


def test_a_judged_call_is_held_back_whole() -> None:
    """Needs of one call do not teach each other: chance would look like a habit."""
    examples = judged(at_random, 30, 6)
    twins = [replace(each, counts=0.5) for each in examples for _ in range(2)]
    alone, doubled = cross_validate(examples), cross_validate(twins)
    assert math.isclose(alone.learned, doubled.learned, rel_tol=0.05)


def test_the_reader_is_told_the_counts_that_did_it() -> None:
    examples = judged(never_the_first_need, 120, 0)
    layer = learn(examples)
    of_need = [each for each in examples if FIRST_NEED in each.habits]
    dismissed = sum(not each.kept for each in examples)
    assert move_words((FIRST_NEED,), layer) == (
        f"moved down: {len(of_need)} of {len(of_need)} judged calls for this need were dismissed "
        f"({dismissed} of 120 of all)"
    )
    assert layer_words(layer).startswith("Learning is on: better on judgements held back")
