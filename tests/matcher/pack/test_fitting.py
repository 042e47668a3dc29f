"""How much room a page's texts get."""

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.pack.fitting import best_room


def straight(least: float, most: float) -> Callable[[float], float]:
    return lambda room: least + (most - least) * room


@pytest.mark.parametrize("first", [0.0, 0.1, 0.7, 1.0])
@pytest.mark.parametrize(("least", "most"), [(0.5, 1.2), (0.6, 2.0), (0.9, 1.4), (0.2, 1.01)])
def test_a_page_that_can_be_filled_is(first: float, least: float, most: float) -> None:
    height = straight(least, most)
    assert 0.85 <= height(best_room(height, first)) <= 1


def test_where_all_fits_nothing_is_cut() -> None:
    assert best_room(straight(0.2, 0.8), 0.5) == 1


def test_where_nothing_fits_no_room_is_left() -> None:
    assert best_room(straight(1.3, 9.0), 0.7) == 0


@given(steps=st.lists(st.floats(0, 3), min_size=2, max_size=9).map(sorted), first=st.floats(0, 1))
def test_what_is_returned_fits_or_is_nothing_and_tries_are_few(
    steps: list[float], first: float
) -> None:
    tried: list[float] = []

    def height(room: float) -> float:
        tried.append(room)
        return steps[math.floor(room * (len(steps) - 1))]

    room = best_room(height, first)
    assert room == 0 or (room in tried and height(room) <= 1)
    assert len(tried) <= 8
    assert all(0 <= each <= 1 for each in tried)
