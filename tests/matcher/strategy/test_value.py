"""What a bid is worth: need times the rest, each part with its reason, nothing hidden."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.city.holders import with_awards
from matcher.strategy.eligibility import Verdict, may_bid
from matcher.strategy.value import gains, value_of
from models.award import Award
from models.city import CityProfile, Strategy
from models.digest import RankedCall
from models.money import Money
from models.scale import Scale, ScaleAssessment, ScaleBasis
from models.shortlist import Part, Value
from models.timetable import BidSize, TimeLeft, Timetable
from tests.matcher.digest.samples import CITY, bare_call, call, pounds, ranked

DEADLINE = date(2026, 12, 1)
USUAL = 160  # days


def timetable(left: TimeLeft = TimeLeft.ENOUGH, deadline: date | None = DEADLINE) -> Timetable:
    start = None if deadline is None else deadline - timedelta(days=USUAL)
    return Timetable(BidSize.PARTNERS, deadline, start, (), left, "In words.")


def weighing(capability: float, scale: float, time: float) -> CityProfile:
    return replace(CITY, strategy=Strategy(capability, scale, time))


def value(row: RankedCall, city: CityProfile = CITY, **changes: Any) -> Value:
    return value_of(row, city, timetable(**changes))


def part(found: Value, name: str) -> Part:
    return next(each for each in found.parts if each.name == name)


def paying(amount: int) -> RankedCall:
    return ranked(call("hub", award_max=pounds(amount)))


def test_the_total_is_the_need_times_the_weighted_mean_of_the_rest() -> None:
    found = value(paying(5_000_000), weighing(2, 1, 1))
    assert [each.name for each in found.parts] == ["need", "capability", "scale", "time"]
    assert [each.points for each in found.parts] == pytest.approx([0.8, 0.6, 0.5, 1.0])
    assert [each.weight for each in found.parts] == [1.0, 0.5, 0.25, 0.25]
    assert found.total == pytest.approx(0.8 * (0.5 * 0.6 + 0.25 * 0.5 + 0.25 * 1.0))


@given(
    weights=st.tuples(*[st.floats(0, 100)] * 3).filter(lambda each: sum(each) > 1e-6),
    score=st.floats(0, 1),
    amount=st.integers(1, 10**10),
    times=st.sampled_from([0.5, 2, 7]),
)
@settings(max_examples=60, deadline=None)
def test_a_value_is_a_share_of_the_need_and_only_proportions_of_weights_count(
    weights: tuple[float, float, float], score: float, amount: int, times: float
) -> None:
    row = ranked(call("hub", award_max=pounds(amount)), score=score)
    found = value(row, weighing(*weights))
    assert 0 <= found.total <= score
    assert all(0 <= each.points <= 1 and each.reason for each in found.parts)
    scaled = value(row, weighing(*(weight * times for weight in weights)))
    assert scaled.total == pytest.approx(found.total)


def test_each_need_gains_its_fit_times_how_good_the_bid_is() -> None:
    row = ranked(call("hub", award_max=pounds(5_000_000)), needs=("falls", "sleep"), score=0.8)
    found = value(row)
    good = (0.6 + 0.5 + 1.0) / 3
    assert gains(row, found) == pytest.approx({"falls": 0.8 * good, "sleep": 0.8 * good})


@pytest.mark.parametrize(
    ("amount", "points"),
    [
        (5_000_000, 0.5),
        (50_000_000, 1.0),
        (500_000_000, 1.0),
        (500_000, 0.0),
        (50_000, 0.0),
        (15_811_388, 0.75),
    ],
)
def test_scale_is_a_half_at_the_threshold_and_one_at_ten_times_it(
    amount: int, points: float
) -> None:
    found = part(value(paying(amount)), "scale")
    assert found.points == pytest.approx(points, abs=1e-6)
    assert found.reason == (f"It pays up to {pounds(amount)}; £5m for one award counts 0.5.")


@pytest.mark.parametrize(
    ("scale", "sentence", "points", "words"),
    [
        (Scale.STRATEGIC, "A new institute.", 0.5, "the words “A new institute.”: counted as £5m"),
        (Scale.LARGE, "Research hubs.", 0.1505, "the words “Research hubs.”: counted as £1m"),
        (Scale.NOT_STATED, "", 0.1505, "No amount is stated: counted as £1m, where large begins."),
    ],
)
def test_an_amount_that_is_not_stated_counts_as_the_least_its_words_mean_and_says_so(
    scale: Scale, sentence: str, points: float, words: str
) -> None:
    basis = ScaleBasis.WORDS if sentence else ScaleBasis.NOTHING
    assessed = ScaleAssessment(scale, basis, None, None, sentence)
    found = part(value(replace(ranked(bare_call("hub")), scale=assessed)), "scale")
    assert found.points == pytest.approx(points, abs=1e-4)
    assert found.reason.startswith("No amount is stated")
    assert words in found.reason


def test_an_amount_in_a_currency_without_a_rate_is_shown_as_it_is() -> None:
    francs = Money(Decimal(9_000_000), "CHF")
    assessed = ScaleAssessment(Scale.NOT_STATED, ScaleBasis.AWARD_MAX, francs, None, "CHF 9m.")
    found = part(value(replace(ranked(bare_call("hub")), scale=assessed)), "scale")
    assert found.reason == (
        "It pays up to CHF 9m (no rate to pounds is kept): counted as £1m, where large begins."
    )


@pytest.mark.parametrize(
    ("left", "days", "points", "words"),
    [
        (TimeLeft.ENOUGH, 200, 1.0, "Enough time is left: 200 days are left"),
        (TimeLeft.TIGHT, 120, 0.75, "Time is tight: 120 days are left"),
        (TimeLeft.TOO_LATE, 20, 0.0, "It is too late for a new bid of this size: 20 days"),
    ],
)
def test_time_counts_by_the_share_of_what_a_bid_usually_takes(
    left: TimeLeft, days: int, points: float, words: str
) -> None:
    found = part(value(replace(paying(5_000_000), days_left=days), left=left), "time")
    assert found.points == pytest.approx(points)
    assert found.reason.startswith(words)
    assert found.reason.endswith("a bid by several organisations usually takes 160.")


@pytest.mark.parametrize(
    ("left", "points", "words"),
    [
        (TimeLeft.ROLLING, 1.0, "Bids are taken at any time."),
        (TimeLeft.NOT_STATED, 0.5, "No deadline is stated: counted as half."),
    ],
)
def test_time_without_a_deadline(left: TimeLeft, points: float, words: str) -> None:
    row = ranked(bare_call("hub"))
    found = part(value(row, left=left, deadline=None), "time")
    assert (found.points, found.reason) == (points, words)


def test_capability_is_that_of_the_best_lead_and_names_it() -> None:
    found = part(value(paying(5_000_000)), "capability")
    assert found.points == 0.6
    assert found.reason == ("University could lead, known for “help with university” (fit 0.60).")


def test_without_an_organisation_that_could_lead_capability_is_nothing() -> None:
    found = part(value(ranked(call("hub"), leads=())), "capability")
    assert (found.points, found.reason[:15]) == (0.0, "No organisation")


def test_an_organisation_held_back_by_a_caution_is_no_capability() -> None:
    asthma = ranked(call("hub"), needs=("asthma",), leads=("trust",))
    assert part(value(asthma), "capability").points == 0.0
    falls = ranked(call("hub"), needs=("falls",), leads=("trust",))
    assert part(value(falls), "capability").points == 0.6


def test_needs_are_named_with_their_fit_and_the_rest_counted() -> None:
    row = ranked(call("hub"), needs=("falls", "asthma", "dementia", "sleep"))
    assert part(value(row), "need").reason == (
        "It answers Falls (fit 0.80), Asthma (fit 0.80), Dementia (fit 0.80) and 1 more: "
        "0.80 with the weights of the needs."
    )
    assert "no need" in part(value(ranked(call("hub"), needs=())), "need").reason


def test_little_history_never_lowers_a_value() -> None:
    """Awards say how ambitious a bid is (ambition.py); its value does not know them."""
    awards = [
        Award(source="toy", source_id=str(n), title=f"Trial {n}", organisation="University")
        for n in range(20)
    ]
    row, known = paying(60_000_000), with_awards(CITY, awards)
    assert known != CITY
    assert value(row, known) == value(row)


def test_eligibility_is_a_rule_and_no_points() -> None:
    closed = ranked(call("hub", programme="European Defence Fund"))
    assert may_bid(closed.call).verdict is Verdict.NOT_ELIGIBLE
    assert value(closed) == value(ranked(call("hub")))
