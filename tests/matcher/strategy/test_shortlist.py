"""The few strategic bids: best first, spread over the needs."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.strategy.shortlist import choose_few
from models.call import Call, CallStatus, Stage
from models.digest import RankedCall
from models.match import Explanation, Match, TargetKind
from models.money import Money
from models.scale import Scale, ScaleAssessment, ScaleBasis, Track, TrackAssessment

EXPLANATION = Explanation("A sentence.", "a phrase", (), ())


def _row(
    name: str,
    score: float,
    need: str | None = "falls",
    *,
    scale: Scale = Scale.STRATEGIC,
    track: Track = Track.RESEARCH,
    status: CallStatus | None = CallStatus.OPEN,
    stage: Stage | None = None,
) -> RankedCall:
    call = Call(source="s", source_id=name, title=f"Call {name}", url="https://e.org", stage=stage)
    money = Money(Decimal(6_000_000), "GBP")
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


def test_a_second_bid_for_a_need_waits_until_every_need_has_one() -> None:
    rows = [
        _row("a", 0.9, "falls"),
        _row("b", 0.8, "falls"),
        _row("c", 0.7, "stroke"),
        _row("d", 0.6, "cancer"),
    ]
    assert _names(choose_few(rows, 3).rows) == ["a", "c", "d"]
    assert _names(choose_few(rows, 4).rows) == ["a", "b", "c", "d"]
    assert choose_few(rows, 3).considered == 4


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
    found = choose_few(rows, 5)
    assert _names(found.rows) == ["announced", "silent"]
    assert found.considered == 2


def test_size_is_a_limit_and_cannot_be_negative() -> None:
    assert choose_few([_row("a", 0.9)], 0).rows == ()
    assert choose_few([], 5).rows == ()
    with pytest.raises(ValueError, match="-1"):
        choose_few([], -1)


@given(
    bids=st.lists(st.tuples(st.floats(0, 1), st.sampled_from(["falls", "stroke", "cancer"]))),
    size=st.integers(0, 8),
)
@settings(max_examples=60, deadline=None)
def test_the_choice_is_spread_and_does_not_depend_on_the_order(
    bids: list[tuple[float, str]], size: int
) -> None:
    rows = [_row(str(number), score, need) for number, (score, need) in enumerate(bids)]
    chosen = choose_few(rows, size).rows
    assert len(chosen) == min(size, len(rows))
    assert list(chosen) == sorted(chosen, key=lambda row: (-row.score, row.call.key))
    assert choose_few(rows[::-1], size).rows == chosen
    available = Counter(need for _, need in bids)
    taken = Counter(row.needs[0].target_id for row in chosen)
    for need, count in taken.items():
        if count > 1:
            assert all(taken[other] >= min(count - 1, available[other]) for other in available), (
                need
            )
