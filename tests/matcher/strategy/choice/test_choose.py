"""The exact choice: equal to trying every set, within all limits, and clear about what binds."""

import math
from collections.abc import Mapping
from dataclasses import replace

import pytest

from matcher.strategy.choice import (
    Candidate,
    Limits,
    Option,
    choose,
    choose_greedily,
    covered,
    take_first,
)
from tests.matcher.strategy.choice.cases import (
    RETURNS,
    best_by_trying,
    bid,
    keeps_to,
    large_case,
    small_case,
    value,
)

EVEN = {"falls": 1.0, "stroke": 1.0}


def _keys(choice: object) -> list[str]:
    return [pick.key for pick in choice.picks]  # type: ignore[attr-defined]


@pytest.mark.parametrize("seed", range(200))
def test_no_set_of_a_small_case_covers_more(seed: int) -> None:
    candidates, weights, limits = small_case(seed)
    found = choose(candidates, weights, RETURNS, limits)
    pins, most = best_by_trying(candidates, weights, limits)
    assert found.value == pytest.approx(most, abs=1e-9)
    assert sum(pick.key in limits.pinned for pick in found.picks) == pins
    assert len(found.problems) == len(limits.pinned) - pins
    assert len(found.picks) <= limits.size
    assert not limits.excluded & set(_keys(found))
    assert keeps_to((pick.option for pick in found.picks), limits)
    members = [each for each in candidates if each.key in _keys(found)]
    assert value(members, weights) == pytest.approx(found.value, abs=1e-12)
    assert choose(candidates[::-1], weights, RETURNS, limits) == found
    greedy = choose_greedily(candidates, weights, RETURNS, limits)
    assert keeps_to((pick.option for pick in greedy.picks), limits)
    if sum(pick.key in limits.pinned for pick in greedy.picks) == pins:
        assert greedy.value <= found.value + 1e-9


def test_two_good_bids_for_one_need_give_way_to_one_for_each() -> None:
    calls = [bid("a", falls=0.9), bid("b", falls=0.8), bid("c", stroke=0.5)]
    found = choose(calls, EVEN, RETURNS, Limits(2))
    assert _keys(found) == ["a", "c"]
    assert found.value == pytest.approx(1.4)
    assert _keys(choose(calls, EVEN, RETURNS, Limits(5))) == ["a", "b", "c"]


def test_greedy_takes_the_best_first_and_may_miss_the_best_pair() -> None:
    calls = [bid("both", falls=0.6, stroke=0.6), bid("f", falls=1.0), bid("s", stroke=1.0)]
    greedy = choose_greedily(calls, EVEN, (1.0,), Limits(2))
    assert _keys(greedy) == ["both", "f"]
    assert greedy.value == pytest.approx(1.6)
    assert choose(calls, EVEN, (1.0,), Limits(2)).value == pytest.approx(2.0)


def test_the_plain_list_takes_the_first_that_are_candidates_and_looks_at_no_limit() -> None:
    calls = [bid("a", lead="o", busy=["2026-11"], falls=0.9), Candidate("b", {"falls": 0.5}, ())]
    calls.append(bid("c", lead="o", busy=["2026-11"], falls=0.4))
    found = take_first(["x", "c", "a", "b"], calls, EVEN, RETURNS, Limits(2, excluded={"a"}))
    assert _keys(found) == ["a", "c"]
    assert found.value == pytest.approx(0.9 + 0.4 * 0.4)
    assert found.value == covered(calls, ["a", "c"], EVEN, RETURNS)
    assert _keys(take_first(["b"], calls, EVEN, RETURNS, Limits(2))) == ["b"]


def test_covers_name_gain_and_place_and_what_counts_most_stands_first() -> None:
    calls = [bid("a", falls=0.9, stroke=0.2), bid("b", falls=0.8, stroke=0.5)]
    first, second = choose(calls, EVEN, RETURNS, Limits(2)).picks
    assert first.covers == (("falls", 0.9, 1), ("stroke", 0.2, 2))
    assert second.covers == (("stroke", 0.5, 1), ("falls", 0.8, 2))


def test_a_bid_that_adds_nothing_is_not_chosen_unless_pinned() -> None:
    calls = [bid("a", falls=0.9), bid("b", other=0.9), bid("c"), bid("d", falls=0.1)]
    weights = {"falls": 1.0, "other": 0.0}
    assert _keys(choose(calls, weights, (1.0,), Limits(4))) == ["a"]
    assert _keys(choose(calls, weights, (1.0,), Limits(4, pinned={"c"}))) == ["a", "c"]


def test_equal_calls_are_taken_by_key_whatever_their_order() -> None:
    calls = [bid(key, falls=0.5, stroke=0.5) for key in "dbcae"]
    assert _keys(choose(calls, EVEN, RETURNS, Limits(2))) == ["a", "b"]
    assert _keys(choose(calls[::-1], EVEN, RETURNS, Limits(2))) == ["a", "b"]


def test_another_lead_makes_room_where_one_team_cannot_prepare_both() -> None:
    busy = frozenset({("o", "2026-11")})
    both = (Option("o", {}, busy), Option("p", {}, frozenset({("p", "2026-11")})))
    calls = [Candidate("a", {"falls": 0.9}, both), Candidate("b", {"stroke": 0.9}, both[:1])]
    found = choose(calls, EVEN, RETURNS, Limits(2))
    assert [pick.option.lead for pick in found.picks] == ["p", "o"]
    assert _keys(choose(calls, EVEN, RETURNS, Limits(2, leads_at_once={"o": 0}))) == ["a"]


def test_nothing_to_choose_from_or_no_place_gives_an_empty_set() -> None:
    calls = [bid("a", falls=0.9), Candidate("nobody", {"falls": 1.0}, ())]
    for found in (
        choose([], EVEN, RETURNS, Limits(5)),
        choose([], {}, RETURNS, Limits(5)),
        choose(calls, EVEN, RETURNS, Limits(0)),
        choose_greedily([], EVEN, RETURNS, Limits(5)),
        choose_greedily(calls, EVEN, RETURNS, Limits(0)),
    ):
        assert (found.picks, found.value, found.problems) == ((), 0.0, ())
    assert _keys(choose(calls, EVEN, RETURNS, Limits(5))) == ["a"]


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        (Limits(2, pinned={"b", "x"}), "x is pinned but was left out: no such call can be chosen."),
        (Limits(2, pinned={"b"}, excluded={"b"}), "it is also excluded."),
        (Limits(2, pinned={"nobody"}), "nobody is known who could lead it."),
        (Limits(1, pinned={"a", "c"}), "the set may have one bid, and the pins alone are more."),
        (
            Limits(3, pinned={"a", "b"}),
            "LIDA would prepare two bids in 2026-11 and leads one at a time.",
        ),
        (
            Limits(3, {("lida", "2026-Q4"): 50}, {"lida": 2}, pinned={"a", "b"}),
            "LIDA would need 70 person-days in 2026-Q4 and has 50.",
        ),
        (
            Limits(3, leads_at_once={"lida": 0}, pinned={"b"}),
            "LIDA would prepare one bid in 2026-11 and leads none at a time.",
        ),
    ],
)
def test_pins_that_cannot_be_met_are_named_with_the_limit_that_binds(
    limits: Limits, sentence: str
) -> None:
    calls = [
        bid("a", lead="lida", busy=["2026-11"], days=30, falls=0.3),
        bid("b", lead="lida", busy=["2026-11"], days=40, falls=0.6),
        bid("c", stroke=0.5),
        Candidate("nobody", {"falls": 0.9}, ()),
    ]
    for chooser in (choose, choose_greedily):
        found = chooser(calls, EVEN, RETURNS, limits, {"lida": "LIDA"})
        assert len(found.problems) == 1
        assert found.problems[0].endswith(sentence)
    assert "c" in _keys(found) or limits.size == 1


def test_as_many_pins_as_possible_are_met_before_value_counts() -> None:
    slots = {"a": ["2026-10", "2026-11"], "b": ["2026-10"], "c": ["2026-11"]}
    gains = {"a": 0.9, "b": 0.1, "c": 0.1}
    calls = [bid(key, lead="o", busy=slots[key], falls=gains[key]) for key in slots]
    found = choose(calls, EVEN, RETURNS, Limits(3, pinned=frozenset(slots)))
    assert _keys(found) == ["b", "c"]
    assert found.problems == (
        "a is pinned but was left out:"
        " o would prepare two bids in 2026-10 and leads one at a time.",
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"limits": Limits(-1)}, "size"),
        ({"limits": Limits(1, {("o", "2026-Q4"): -1.0})}, "capacity, o, 2026-Q4"),
        ({"limits": Limits(1, leads_at_once={"o": -1})}, "leads_at_once, o"),
        ({"weights": {"falls": -1.0}}, "weights, falls"),
        ({"weights": {"falls": math.nan}}, "weights, falls"),
        ({"weights": {}}, "gains of a, falls"),
        ({"returns": (0.4, 1.0)}, "returns"),
        ({"returns": ()}, "returns"),
        ({"returns": (1.0, -0.1)}, "returns"),
        ({"candidates": [bid("a", falls=1.1)]}, "gains of a, falls"),
        ({"candidates": [bid("a", falls=math.nan)]}, "gains of a, falls"),
        ({"candidates": [bid("a"), bid("a")]}, "key"),
        ({"candidates": [bid("a", lead="o", days=-1)]}, "effort of a, o, 2026-Q4"),
    ],
)
def test_input_that_names_nothing_is_refused_by_field(
    change: Mapping[str, object], field: str
) -> None:
    asked = {
        "candidates": [bid("a", falls=0.5)],
        "weights": {"falls": 1.0},
        "returns": RETURNS,
        "limits": Limits(1),
    }
    for chooser in (choose, choose_greedily):
        with pytest.raises(ValueError, match=field):
            chooser(**{**asked, **change})  # type: ignore[arg-type]


def test_covered_refuses_a_key_that_is_no_candidate() -> None:
    with pytest.raises(ValueError, match="no candidate is called x"):
        covered([bid("a", falls=0.5)], ["x"], EVEN, RETURNS)


@pytest.mark.parametrize("dense", [False, True])
def test_many_calls_with_one_organisation_or_equal_weights(dense: bool) -> None:
    candidates, weights, limits = large_case(60, dense, organisations=1)
    even = dict.fromkeys(weights, 1.0)
    for chosen_by in (weights, even):
        found = choose(candidates, chosen_by, RETURNS, limits)
        greedy = choose_greedily(candidates, chosen_by, RETURNS, limits)
        assert found.problems == ()
        assert found.value >= greedy.value > 0
        assert keeps_to((pick.option for pick in found.picks), limits)


def test_a_set_that_is_not_proven_in_time_says_how_much_better_one_could_be() -> None:
    candidates, weights, limits = large_case(400, dense=False)
    found = choose(candidates, weights, RETURNS, limits, seconds=0.0)
    assert found.value > 0
    assert len(found.picks) == 5
    proven = choose(candidates, weights, RETURNS, limits)
    assert proven.problems == ()
    assert found.problems == () or "not proven" in found.problems[0]
    assert proven.value >= found.value


def test_the_same_set_is_found_when_nothing_is_left_out_beforehand() -> None:
    candidates, weights, limits = large_case(60, dense=False)
    pinned = replace(limits, pinned=frozenset({candidates[7].key}))
    for asked in (limits, pinned):
        found = choose(candidates, weights, RETURNS, asked)
        everything = _without_pruning(candidates, weights, asked)
        assert found.value == pytest.approx(everything, abs=1e-9)


def _without_pruning(
    candidates: list[Candidate], weights: dict[str, float], limits: Limits
) -> float:
    from matcher.strategy.choice.greedy import worth
    from matcher.strategy.choice.optimum import whole_optimum, with_pins
    from matcher.strategy.choice.table import build_table

    table, pins = with_pins(build_table(candidates, weights, RETURNS, limits))
    return worth(table, whole_optimum(table, pins).options)
