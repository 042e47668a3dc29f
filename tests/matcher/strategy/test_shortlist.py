"""The few strategic bids: best first, spread over the needs."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.strategy.shortlist import choose_few, worth
from models.call import Call, CallStatus, Stage
from models.digest import RankedCall
from models.match import Explanation, Match, TargetKind
from models.money import Money
from models.scale import Scale, ScaleAssessment, ScaleBasis, Track, TrackAssessment

STRATEGIC = Decimal(5_000_000)
EXPLANATION = Explanation("A sentence.", "a phrase", (), ())


def _row(
    name: str,
    score: float,
    need: str | None = "falls",
    *,
    scale: Scale = Scale.STRATEGIC,
    pounds: int = 6_000_000,
    track: Track = Track.RESEARCH,
    status: CallStatus | None = CallStatus.OPEN,
    stage: Stage | None = None,
) -> RankedCall:
    call = Call(source="s", source_id=name, title=f"Call {name}", url="https://e.org", stage=stage)
    money = Money(Decimal(pounds), "GBP")
    match = Match(call.key, TargetKind.NEED, need or "", score, EXPLANATION)
    return RankedCall(
        call=call,
        status=status,
        closes_at=None,
        days_left=None,
        score=score,
        scale=ScaleAssessment(scale, ScaleBasis.AWARD_MAX, money, money.amount, "Up to £6m."),
        track=TrackAssessment(track, call.title),
        needs=(match,) if need else (),
        leads=(),
    )


def _names(rows: tuple[RankedCall, ...]) -> list[str]:
    return [row.call.source_id for row in rows]


def test_a_much_larger_award_comes_before_a_slightly_better_fit() -> None:
    fit, large = _row("fit", 0.5, "falls"), _row("large", 0.4, "stroke", pounds=60_000_000)
    assert _names(choose_few([fit, large], 2, STRATEGIC).rows) == ["large", "fit"]
    assert worth(_row("x", 0.4, pounds=50_000_000), STRATEGIC) == pytest.approx(0.8)
    assert worth(_row("x", 0.4, pounds=5_000_000), STRATEGIC) == pytest.approx(0.4)


def test_an_award_that_is_not_stated_is_neither_raised_nor_lowered() -> None:
    by_words = replace(
        _row("x", 0.4),
        scale=ScaleAssessment(Scale.STRATEGIC, ScaleBasis.WORDS, None, None, "A new institute."),
    )
    assert worth(by_words, STRATEGIC) == 0.4


def test_a_second_bid_for_a_need_waits_until_every_need_has_one() -> None:
    rows = [
        _row("a", 0.9, "falls"),
        _row("b", 0.8, "falls"),
        _row("c", 0.7, "stroke"),
        _row("d", 0.6, "cancer"),
    ]
    assert _names(choose_few(rows, 3, STRATEGIC).rows) == ["a", "c", "d"]
    assert _names(choose_few(rows, 4, STRATEGIC).rows) == ["a", "b", "c", "d"]
    assert choose_few(rows, 3, STRATEGIC).considered == 4


def test_only_open_eligible_strategic_research_that_matches_is_considered() -> None:
    rows = [
        _row("large", 0.9, scale=Scale.LARGE),
        _row("company", 0.9, track=Track.COMPANY),
        _row("closed", 0.9, status=CallStatus.CLOSED),
        _row("invited", 0.9, stage=Stage.INVITED),
        _row("unmatched", 0.9, need=None),
        _row("announced", 0.5, status=CallStatus.FORECASTED),
        _row("silent", 0.4, "stroke", status=None),
    ]
    found = choose_few(rows, 5, STRATEGIC)
    assert _names(found.rows) == ["announced", "silent"]
    assert found.considered == 2


def test_size_is_a_limit_and_cannot_be_negative() -> None:
    assert choose_few([_row("a", 0.9)], 0, STRATEGIC).rows == ()
    assert choose_few([], 5, STRATEGIC).rows == ()
    with pytest.raises(ValueError, match="-1"):
        choose_few([], -1, STRATEGIC)


@given(
    bids=st.lists(st.tuples(st.floats(0, 1), st.sampled_from(["falls", "stroke", "cancer"]))),
    size=st.integers(0, 8),
)
@settings(max_examples=60, deadline=None)
def test_the_choice_is_spread_and_does_not_depend_on_the_order(
    bids: list[tuple[float, str]], size: int
) -> None:
    rows = [_row(str(number), score, need) for number, (score, need) in enumerate(bids)]
    chosen = choose_few(rows, size, STRATEGIC).rows
    assert len(chosen) == min(size, len(rows))
    assert list(chosen) == sorted(chosen, key=lambda row: (-row.score, row.call.key))
    assert choose_few(rows[::-1], size, STRATEGIC).rows == chosen
    available = Counter(need for _, need in bids)
    taken = Counter(row.needs[0].target_id for row in chosen)
    for need, count in taken.items():
        if count > 1:
            assert all(taken[other] >= min(count - 1, available[other]) for other in available), (
                need
            )
