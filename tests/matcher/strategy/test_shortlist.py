"""The strategic shortlist: which calls may enter, what the set says of itself, what people wish."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.strategy.choice import Limits, choose_greedily, covered
from matcher.strategy.scoping import Background, background_of, scope, strategic
from matcher.strategy.shortlist import Wishes, choose_rows, make_shortlist, wishes_of
from models.call import CallStatus, Stage
from models.city import CityProfile, Strategy
from models.decision import Decided, Decision, DecisionVerdict
from models.digest import RankedCall
from models.scale import Scale, Track
from models.shortlist import Shortlist
from models.timetable import TimeLeft
from tests.matcher.digest.samples import (
    AS_OF,
    CITY,
    NORMS,
    call,
    match,
    organisation,
    pounds,
    ranked,
)

CLOSES = AS_OF + timedelta(days=300)
TOWN = replace(
    replace(CITY, strategy=Strategy()),
    organisations=(
        *CITY.organisations,
        organisation("council", kind="council", roles=("partner",)),
    ),
)


def row(
    name: str, score: float = 0.8, needs: Sequence[str] = ("falls",), **changes: Any
) -> RankedCall:
    facts = {"award_max": pounds(changes.pop("amount", 7_000_000))}
    facts["deadlines"] = (changes.pop("closes", CLOSES),)
    facts["stage"] = changes.pop("stage", Stage.FULL)
    return ranked(call(name, **facts), needs=needs, score=score, **changes)


def beside(city: CityProfile = TOWN, rows: Sequence[RankedCall] = ()) -> Background:
    fits = [
        match(each.call, "council", 0.7, each.leads[0].target_kind) for each in rows if each.leads
    ]
    return background_of(city, {}, NORMS, (), fits, AS_OF)


def chosen(rows: Sequence[RankedCall], size: int = 5, **wishes: Any) -> list[str]:
    found = choose_rows(rows, beside(), Wishes(size, **wishes))
    return [each.call.source_id for each in found]


def shortlist(rows: Sequence[RankedCall], city: CityProfile = TOWN, size: int = 5) -> Shortlist:
    return make_shortlist(rows, beside(city, rows), Wishes(size))


def test_only_eligible_strategic_research_that_answers_a_need_in_time_may_enter() -> None:
    rows = [
        row("large", scale=Scale.LARGE),
        row("company", track=Track.COMPANY),
        row("closed", status=CallStatus.CLOSED),
        row("silent", status=None),
        row("invited", stage=Stage.INVITED),
        row("unmatched", needs=()),
        row("dismissed", dismissed=True),
        row("announced", status=CallStatus.FORECASTED),
    ]
    assert [each.call.source_id for each in strategic(rows)] == ["announced"]


def test_needs_are_covered_before_one_is_answered_twice() -> None:
    many = replace(TOWN, strategy=Strategy(leads_at_once=9))
    rows = [
        row("a", 0.9, ("falls",)),
        row("b", 0.85, ("falls",)),
        row("c", 0.7, ("asthma",)),
        row("d", 0.7, ("dementia",)),
    ]
    found = shortlist(rows, many, size=3)
    assert [each.row.call.source_id for each in found.bids] == ["a", "c", "d"]
    assert [(gap.need_id, gap.words) for gap in found.uncovered] == [
        ("sleep", "no open or announced call answers it")
    ]
    assert {each.next_key for each in found.bids} == {"sample:b"}
    assert [each.call.source_id for each in found.reserves] == ["b"]
    assert found.considered == 4


def test_a_team_prepares_one_bid_at_a_time_unless_the_city_says_otherwise() -> None:
    rows = [row("a", 0.9, ("falls",)), row("b", 0.8, ("asthma",))]
    assert chosen(rows) == ["a"]
    later = row("b", 0.8, ("asthma",), closes=CLOSES + timedelta(days=400))
    assert chosen([rows[0], later]) == ["a", "b"]


def test_what_cannot_be_bid_for_in_time_is_named_beside_the_set_and_may_be_asked_for() -> None:
    rows = [row("soon", closes=AS_OF + timedelta(days=20)), row("later", 0.5, ("asthma",))]
    found = shortlist(rows)
    assert [each.row.call.source_id for each in found.bids] == ["later"]
    assert [each.call.source_id for each in found.too_late] == ["soon"]
    assert found.uncovered[0].words == (
        "1 strategic call, too late to begin, best “Call soon”, which pays up to £7m"
    )
    asked = make_shortlist(rows, beside(), Wishes(5, pinned=frozenset({"sample:soon"})))
    pinned = next(each for each in asked.bids if each.pinned)
    assert pinned.timetable.left is TimeLeft.TOO_LATE
    assert asked.too_late == ()


def test_a_bid_says_all_that_a_decision_needs() -> None:
    (bid,) = shortlist([row("hub", 0.8, ("falls", "asthma"))]).bids
    assert [cover.need_id for cover in bid.covers] == ["falls", "asthma"]
    assert bid.value.total == pytest.approx(
        0.8 * sum(p.weight * p.points for p in bid.value.parts[1:])
    )
    assert [(m.organisation_id, m.role.value) for m in bid.consortium.members] == [
        ("university", "lead"),
        ("council", "community"),
    ]
    assert bid.timetable.latest_start == date(2026, 12, 31)
    assert bid.chosen_share == 1.0
    assert bid.next_key is None


def test_the_work_adds_up_to_the_norms_of_each_member() -> None:
    found = shortlist([row("hub")])
    norm = NORMS.sizes[found.bids[0].timetable.size]
    days = {each.organisation_id: 0.0 for each in found.effort}
    for each in found.effort:
        days[each.organisation_id] += each.days
    assert days == pytest.approx(
        {"university": norm.lead_days.value, "council": norm.partner_days.value}
    )


def test_capacity_keeps_a_bid_out() -> None:
    busy = replace(TOWN, strategy=Strategy(leads_at_once=9, days_per_quarter=1.0))
    assert shortlist([row("hub")], busy).bids == ()


def test_nobody_who_could_lead_is_no_reason_to_leave_a_call_out() -> None:
    found = shortlist([row("orphan", leads=())])
    assert found.bids[0].consortium.missing[0] == "lead"
    assert found.bids[0].value.parts[1].points == 0.0


def test_no_calls_no_awards_no_organisations() -> None:
    empty = replace(CITY, organisations=())
    found = make_shortlist([], beside(empty), Wishes(5))
    assert (found.bids, found.covered, found.considered) == ((), 0.0, 0)
    assert len(found.uncovered) == len(CITY.needs)
    alone = make_shortlist([row("hub", leads=())], beside(empty), Wishes(5))
    assert [each.row.call.source_id for each in alone.bids] == ["hub"]


def test_a_size_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="size"):
        choose_rows([], beside(), Wishes(-1))


def decided(of: RankedCall, verdict: DecisionVerdict, **changes: Any) -> RankedCall:
    decision = Decision(
        city="leeds",
        call_key=of.call.key,
        verdict=verdict,
        decided_at=datetime(2026, 8, 1, 9, tzinfo=AS_OF.tzinfo),
        reason="said in the meeting",
        owner="the partnership",
    )
    return replace(of, decided=Decided(decision, changes.pop("changes", ()), None), **changes)


def test_a_go_stays_in_the_set_and_a_no_go_out_of_it() -> None:
    go = decided(row("go", 0.3, ("sleep",)), DecisionVerdict.GO)
    stop = decided(row("stop", 0.9), DecisionVerdict.NO_GO)
    small = decided(row("small", scale=Scale.SMALL), DecisionVerdict.GO)
    wishes = wishes_of([go, stop, small, row("other", 0.9)], 1)
    assert wishes == Wishes(1, frozenset({"sample:go"}), frozenset({"sample:stop"}))
    assert [
        each.call.source_id for each in choose_rows([go, stop, row("other")], beside(), wishes)
    ] == ["go"]


@given(
    bids=st.lists(
        st.tuples(st.floats(0.05, 1), st.sampled_from(["falls", "asthma", "dementia"])), max_size=8
    ),
    size=st.integers(0, 5),
)
@settings(max_examples=40, deadline=None)
def test_the_set_covers_no_less_than_greedy_choice_and_the_order_does_not_matter(
    bids: list[tuple[float, str]], size: int
) -> None:
    rows = [row(str(number), score, (need,)) for number, (score, need) in enumerate(bids)]
    keys = [each.call.key for each in choose_rows(rows, beside(), Wishes(size))]
    again = [each.call.key for each in choose_rows(rows[::-1], beside(), Wishes(size))]
    assert len(keys) <= size
    candidates = [scope(each, beside()).candidate for each in rows]
    weights = {need.id: need.weight for need in TOWN.needs}
    returns = TOWN.strategy.returns
    ours = covered(candidates, keys, weights, returns)
    assert covered(candidates, again, weights, returns) == pytest.approx(ours)
    greedy = choose_greedily(candidates, weights, returns, Limits(size))
    assert ours >= greedy.value - 1e-9
