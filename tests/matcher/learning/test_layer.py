"""What the layer does to a score: bounded, finite, and nothing where nothing was learned."""

import math

from hypothesis import given
from hypothesis import strategies as st

from matcher.learning.examples import Tally
from matcher.learning.habits import Habit, HabitKind
from matcher.learning.layer import FEATURE, Layer, State, learn, moved, score_before
from matcher.learning.weights import CAP, Weights
from models.match import Explanation, Feature, Match, TargetKind

HABITS = tuple(Habit(HabitKind.FUNDER, name) for name in "abc")


def match(score: float) -> Match:
    features = (Feature("meaning", 0.3, 7.5), Feature("baseline", 1.0, -3.0))
    return Match("ukri:1", TargetKind.NEED, "falls", score, Explanation("s", "p", (), features))


def layer(*weights: float) -> Layer:
    of = dict(zip(HABITS, weights, strict=False))
    counts = {habit: Tally(4, 1) for habit in of}
    return Layer(State.ON, Weights(of, 0.3), Tally(12, 12), counts, None)


@given(
    st.floats(0.0, 1.0),
    st.floats(0.0, 1.0),
    st.lists(st.floats(-50, 50), min_size=3, max_size=3),
    st.sets(st.sampled_from(HABITS)),
)
def test_scores_stay_scores_and_keep_their_order(
    one: float, other: float, weights: list[float], habits: set[Habit]
) -> None:
    low, high = sorted((one, other))
    by = layer(*weights)
    below, above = (moved(match(score), habits, by) for score in (low, high))
    assert below.score <= above.score
    if 1e-6 < low < high - 1e-9 and high < 1 - 1e-6:
        assert below.score < above.score
    for before, after in ((low, below.score), (high, above.score)):
        assert math.isfinite(after)
        if after != before:
            assert 0 < after < 1
            limits = [1 / (1 + math.exp(-_odds(before) - side)) for side in (-CAP, CAP)]
            assert limits[0] - 1e-9 <= after <= limits[1] + 1e-9


def _odds(score: float) -> float:
    inside = min(max(score, 1e-9), 1 - 1e-9)
    return math.log(inside / (1 - inside))


def test_nothing_learned_changes_nothing() -> None:
    found = match(0.123456789)
    assert moved(found, HABITS, learn([])) is found
    assert moved(found, HABITS[2:], layer(1.0, 1.0)) is found
    assert score_before(found) == found.score


def test_the_move_is_a_feature_and_features_still_add_up() -> None:
    found = moved(match(0.6), HABITS[:2], layer(-0.5, -0.25))
    (feature,) = (each for each in found.explanation.features if each.name == FEATURE)
    assert feature.value * feature.weight == -0.75
    assert math.isclose(_odds(found.score), _odds(0.6) - 0.75)
    assert math.isclose(score_before(found), 0.6)
    assert found.explanation.features[:2] == match(0.6).explanation.features


def test_no_habit_is_stronger_than_the_cap() -> None:
    found = moved(match(0.5), HABITS, layer(-9.0, -9.0, -9.0))
    assert math.isclose(found.score, 1 / (1 + math.exp(CAP)))
