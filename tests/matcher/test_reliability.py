from xml.etree.ElementTree import fromstring

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.evaluation.reliability import picture, reliability, table

NAMESPACE = "{http://www.w3.org/2000/svg}"


def drawn(slope: float) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], np.ndarray]:
    """Scores, and answers whose chance is 0.5 + slope * (score - 0.5)."""
    draw = np.random.default_rng(7)
    scores = draw.uniform(size=6000)
    return scores, draw.uniform(size=6000) < 0.5 + slope * (scores - 0.5)


def test_scores_that_are_probabilities_lie_on_the_diagonal() -> None:
    found = reliability(*drawn(1.0))
    assert sum(one.pairs for one in found.bins) == 6000
    for one in found.bins:
        assert one.low < one.relevant < one.high
        assert one.relevant == pytest.approx(one.score, abs=0.06)
    assert found.brier < found.base


def test_scores_that_promise_too_much_are_seen_to() -> None:
    found, honest = reliability(*drawn(0.2)), reliability(*drawn(1.0))
    assert found.bins[-1].high < found.bins[-1].score
    assert found.brier > honest.brier


def test_the_picture_shows_a_point_for_each_bin_and_says_it_in_words() -> None:
    found = reliability(*drawn(1.0))
    root = fromstring(picture(found))  # noqa: S314 -- our own picture
    assert root.get("role") == "img"
    assert "Share of relevant pairs by score" in (root.get("aria-label") or "")
    circles = root.findall(f"{NAMESPACE}circle")
    assert len(circles) == len(found.bins)
    heights = [float(circle.get("cy", "")) for circle in circles]
    assert heights == sorted(heights, reverse=True)
    assert f"Brier score {found.brier:.3f}" in table(found)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=50))
def test_every_pair_is_counted_once(pairs: list[tuple[float, bool]]) -> None:
    scores, answers = (np.array(part) for part in zip(*pairs, strict=True))
    found = reliability(scores, answers)
    assert sum(one.pairs for one in found.bins) == len(pairs)
    assert all(0 <= one.low <= one.relevant <= one.high <= 1 for one in found.bins)


def test_no_pair_is_said() -> None:
    with pytest.raises(ValueError, match="no pair"):
        reliability(np.array([]), np.array([], dtype=bool))
