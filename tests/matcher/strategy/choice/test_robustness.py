"""How often a call is chosen when figures move, and what comes in if one falls."""

from collections.abc import Sequence

import pytest

from matcher.strategy.choice import (
    Candidate,
    Limits,
    Spread,
    choose,
    next_if_falls,
    resample,
    sets_if_fallen,
)
from tests.matcher.strategy.choice.cases import RETURNS, bid, large_case

EVEN = {"falls": 1.0, "stroke": 1.0}
CALLS = [bid("a", falls=0.9), bid("b", falls=0.85), bid("c", stroke=0.5), bid("d", stroke=0.05)]


def test_without_spread_every_draw_is_the_choice() -> None:
    candidates, weights, limits = large_case(40, dense=True)
    still = Spread(weights=0.0, gains=0.0)
    shares = resample(candidates, weights, RETURNS, limits, 3, 1, still)
    chosen = {pick.key for pick in choose(candidates, weights, RETURNS, limits).picks}
    assert {key for key, share in shares.items() if share == 1.0} == chosen
    assert sum(shares.values()) == len(chosen)


def test_near_rivals_share_the_draws_and_a_bid_without_rival_has_nearly_all() -> None:
    shares = resample(CALLS, EVEN, (1.0,), Limits(2), 200, 7)
    assert shares["c"] > 0.95
    assert 0.5 < shares["a"] < 0.9
    assert shares["a"] + shares["b"] == pytest.approx(1.0, abs=0.05)
    assert shares["d"] < 0.05


def test_the_seed_decides_and_the_order_does_not() -> None:
    asked = (EVEN, RETURNS, Limits(1), 40)
    assert resample(CALLS, *asked, 7) == resample(CALLS[::-1], *asked, 7)
    assert resample(CALLS, *asked, 7) != resample(CALLS, *asked, 8)


def test_pins_are_always_there_and_what_is_excluded_or_gains_nothing_never() -> None:
    calls = [*CALLS, bid("nothing")]
    limits = Limits(2, pinned=frozenset({"d"}), excluded=frozenset({"a"}))
    shares = resample(calls, EVEN, RETURNS, limits, 20, 1)
    assert (shares["d"], shares["a"], shares["nothing"]) == (1.0, 0.0, 0.0)


def test_nothing_to_draw_from() -> None:
    assert resample([], EVEN, RETURNS, Limits(5), 5, 1) == {}
    assert set(resample(CALLS, EVEN, RETURNS, Limits(0), 5, 1).values()) == {0.0}
    assert resample([bid("a")], {}, RETURNS, Limits(1), 5, 1) == {"a": 0.0}


@pytest.mark.parametrize(
    ("draws", "spread", "field"),
    [(0, Spread(), "draws"), (1, Spread(weights=-1), "weights"), (1, Spread(gains=-1), "gains")],
)
def test_draws_and_spreads_that_mean_nothing(draws: int, spread: Spread, field: str) -> None:
    with pytest.raises(ValueError, match=field):
        resample(CALLS, EVEN, RETURNS, Limits(1), draws, 1, spread)


def test_the_next_call_is_the_one_that_comes_in() -> None:
    def following(calls: Sequence[Candidate], limits: Limits) -> dict[str, str | None]:
        choice = choose(calls, EVEN, RETURNS, limits)
        fallen = sets_if_fallen(calls, EVEN, RETURNS, limits, choice)
        return next_if_falls(calls, EVEN, RETURNS, fallen)

    assert following(CALLS, Limits(2)) == {"a": "b", "c": "b"}
    assert following(CALLS, Limits(2, pinned=frozenset({"a"})))["a"] == "b"
    assert following(CALLS[:1], Limits(2)) == {"a": None}


def test_a_set_without_a_bid_is_the_one_that_is_chosen_where_it_is_excluded() -> None:
    choice = choose(CALLS, EVEN, RETURNS, Limits(2))
    fallen = sets_if_fallen(CALLS, EVEN, RETURNS, Limits(2), choice)
    assert fallen == {
        key: choose(CALLS, EVEN, RETURNS, Limits(2, excluded=frozenset({key}))) for key in "ac"
    }


def test_it_tells_how_far_it_is() -> None:
    told: list[int] = []
    resample(CALLS, EVEN, RETURNS, Limits(1), 3, 1, tell=told.append)
    assert told == [0, 1, 2]
