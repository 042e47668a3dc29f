"""Against chance: counted by hand, and what must hold for any ranking."""

from math import comb

import numpy as np
import pytest

from matcher.backtest.chance import separation, top_share


def test_the_top_share_and_its_chance_are_those_of_drawing_without_putting_back() -> None:
    scores = np.linspace(1, 0, 20)
    marked = np.zeros(20, dtype=bool)
    marked[[0, 2, 10, 19]] = True
    top = top_share(scores, marked, 0.2)
    assert (top.top, top.found, top.marked, top.recall) == (4, 2, 4, 0.5)
    assert top.expected == pytest.approx(4 * 4 / 20)
    ways = {k: comb(4, k) * comb(16, 4 - k) / comb(20, 4) for k in range(5)}
    assert top.tail == pytest.approx(sum(ways[k] for k in (2, 3, 4)))
    assert (top.low, top.high) == (0, 2)
    assert sum(ways[k] for k in range(3)) >= 0.975 > sum(ways[k] for k in range(2))


def test_the_area_under_the_curve_is_the_share_of_pairs_with_ties_half() -> None:
    scores = np.array([3.0, 1.0, 2.0, 2.0, 0.0])
    marked = np.array([True, False, True, False, False])
    found = separation(scores, marked)
    assert found.auc.value == pytest.approx((3 + 2.5) / 6)
    assert found.auc.low <= found.auc.value <= found.auc.high
    # Mid-ranks from the lowest: 5, 2, 3.5, 3.5, 1; each less a half, out of five.
    assert found.marked.value == pytest.approx((4.5 + 3.0) / 2 / 5)
    assert found.others.value == pytest.approx((1.5 + 3.0 + 0.5) / 3 / 5)


def test_scores_that_say_nothing_are_chance() -> None:
    found = separation(np.ones(40), np.arange(40) < 10)
    assert (found.auc.value, found.auc.low, found.auc.high) == (0.5, 0.5, 0.5)
    assert found.tail == pytest.approx(1.0)


def test_the_same_numbers_give_the_same_intervals() -> None:
    scores = np.random.default_rng(1).normal(size=60)
    marked = np.arange(60) % 5 == 0
    assert separation(scores, marked) == separation(scores, marked)


@pytest.mark.parametrize("marked", [np.zeros(4, dtype=bool), np.ones(4, dtype=bool)])
def test_there_must_be_both_kinds(marked: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> None:
    with pytest.raises(ValueError, match="nothing to compare"):
        separation(np.arange(4.0), marked)
