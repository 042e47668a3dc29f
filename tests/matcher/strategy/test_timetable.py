"""Plans back from a deadline: days, words, and how the work spreads."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matcher.city.norms import load_norms
from matcher.digest.words import LONDON
from matcher.strategy.timetable import months_of, plan, quarters_of, size_of
from matcher.strategy.working_days import is_working_day, working_days
from models.call import DeadlineKind
from models.timetable import BidSize, TimeLeft, Timetable
from tests.matcher.digest.samples import CITY, bare_call

NORMS = load_norms(Path(__file__).parents[3] / "data" / "norms.yaml")
DEADLINE = datetime(2027, 3, 3, 16, tzinfo=LONDON)  # a Wednesday
EASTER_MONDAY = datetime(2026, 4, 6, 0, 30, tzinfo=LONDON)
EDGES = [  # days around which calendars go wrong: holidays, summer time, leap days
    *(date(2026, 4, day) for day in range(1, 9)),
    *(date(2026, 12, day) for day in range(23, 32)),
    *(date(2027, 1, day) for day in range(1, 6)),
    *(date(2026, 3, day) for day in range(28, 31)),
    *(date(2026, 10, day) for day in range(24, 27)),
    *(date(2028, 2, day) for day in range(27, 30)),
    date(2028, 3, 1),
]


def _plan(
    deadline: datetime | None = DEADLINE,
    as_of: datetime = datetime(2026, 8, 10, 9, tzinfo=LONDON),
    size: BidSize = BidSize.PARTNERS,
    kind: DeadlineKind = DeadlineKind.FIXED,
) -> Timetable:
    return plan(deadline, kind, size, as_of, NORMS)


def _weeks_before(weeks: int, days: int = 0) -> datetime:
    return DEADLINE - timedelta(weeks=weeks, days=days)


def test_enough_time_says_by_when_to_start() -> None:
    found = _plan()
    assert found.left is TimeLeft.ENOUGH
    assert found.latest_start == date(2026, 9, 30)
    assert found.words == (
        "29 weeks are left; a bid of several organisations takes 22 to 26 weeks by the norm:"
        " start by 30 September 2026."
    )
    assert [(step.name, step.on) for step in found.milestones] == [
        ("decide to bid and name the lead", date(2026, 9, 30)),
        ("agree the partners and their roles", date(2026, 11, 11)),
        ("first outline", date(2026, 12, 9)),
        ("letters of support asked for", date(2026, 12, 23)),
        ("costs with the finance offices", date(2027, 1, 6)),
        ("full draft to peer review", date(2027, 1, 20)),
        ("sign-off by the organisations", date(2027, 2, 17)),
        ("submit", date(2027, 3, 1)),
    ]
    assert not any(step.passed for step in found.milestones)


def test_a_milestone_names_its_norm_and_the_source() -> None:
    steps = _plan().milestones
    assert steps[3].why == (
        "10 weeks before the deadline: letters are asked for between 5 months and 8 weeks before"
        " (Auburn University, proposal timeline; Georgia Southern University, pre-award timeline)"
    )
    assert steps[-1].why.startswith("2 working days before the deadline: ")
    signed = _plan(size=BidSize.PROGRAMME).milestones[-2]
    assert signed.why.endswith("as boards have to meet (an assumption: no source states it)")
    single = _plan(size=BidSize.SINGLE).milestones[-2]
    assert single.why.startswith("1 week before the deadline: ")


def test_little_time_says_start_now_and_what_should_be_done_already() -> None:
    found = _plan(as_of=_weeks_before(14))
    assert found.left is TimeLeft.TIGHT
    assert found.words == (
        "14 weeks are left; a bid of several organisations takes 22 to 26 weeks by the norm and"
        " 12 at the least: start now (by the norm 2 of 8 steps should be done already)."
    )
    assert [step.passed for step in found.milestones] == [True, True, *6 * [False]]


def test_too_little_time_is_too_late_for_a_new_consortium() -> None:
    assert _plan(as_of=_weeks_before(12)).left is TimeLeft.TIGHT
    assert _plan(as_of=_weeks_before(11, 6)).left is TimeLeft.TOO_LATE
    assert _plan(as_of=_weeks_before(5)).words == (
        "Too late for a new consortium of this size: 5 weeks are left, at least 12 are needed;"
        " join another's bid or prepare the next round"
        " (by the norm 6 of 8 steps should be done already)."
    )
    assert _plan(as_of=_weeks_before(1), size=BidSize.SINGLE).words == (
        "Too late for a new bid of this size: 1 week is left, at least 6 are needed;"
        " prepare the next round (by the norm 5 of 7 steps should be done already)."
    )
    assert "less than a week is left" in _plan(as_of=_weeks_before(0, 2)).words


def test_a_deadline_that_has_passed_is_said_to_have() -> None:
    found = _plan(as_of=DEADLINE + timedelta(days=1))
    assert found.left is TimeLeft.TOO_LATE
    assert all(step.passed for step in found.milestones)
    assert found.words == (
        "The deadline, 3 March 2027, has passed, and with it all 8 steps; prepare the next round."
    )
    steps = NORMS.sizes[BidSize.SINGLE]
    only = replace(
        NORMS, sizes={**NORMS.sizes, BidSize.SINGLE: replace(steps, steps=steps.steps[-1:])}
    )
    words = plan(DEADLINE, DeadlineKind.FIXED, BidSize.SINGLE, DEADLINE, only).words
    assert "with it its only step" in words


def test_rolling_and_unstated_deadlines_have_no_milestones() -> None:
    rolling = _plan(None, kind=DeadlineKind.ROLLING)
    assert (rolling.left, rolling.milestones, rolling.latest_start) == (TimeLeft.ROLLING, (), None)
    assert rolling.words == (
        "The funder takes bids at any time; a bid of several organisations takes 22 to 26 weeks"
        " by the norm."
    )
    assert _plan(kind=DeadlineKind.ROLLING) == rolling
    unstated = _plan(None, kind=DeadlineKind.UNKNOWN)
    assert (unstated.left, unstated.milestones) == (TimeLeft.NOT_STATED, ())
    assert unstated.words.startswith("The deadline is not stated; ")
    assert not quarters_of(unstated, DEADLINE, 10)
    assert not months_of(rolling, DEADLINE)


def test_a_staged_call_says_that_later_deadlines_follow() -> None:
    found = _plan(kind=DeadlineKind.STAGED)
    assert found.words.startswith("29 weeks are left to the next of several deadlines; ")


def test_a_deadline_just_after_midnight_counts_as_that_day_and_is_met_before() -> None:
    found = _plan(EASTER_MONDAY)
    assert found.deadline == date(2026, 4, 6)
    assert found.milestones[-1].on == date(2026, 4, 1)  # Friday and Monday are holidays
    late_in_utc = datetime(2026, 6, 7, 23, 30, tzinfo=UTC)  # already Monday in London
    assert _plan(late_in_utc).deadline == date(2026, 6, 8)


def test_holidays_never_put_a_step_after_the_one_that_follows() -> None:
    """Ten working days before 4 January are further off than two weeks: Christmas lies between."""
    norm = NORMS.sizes[BidSize.SINGLE]
    steps = (*norm.steps[:-1], replace(norm.steps[-1], working_days=10))
    norms = replace(NORMS, sizes={**NORMS.sizes, BidSize.SINGLE: replace(norm, steps=steps)})
    deadline = datetime(2027, 1, 4, 16, tzinfo=LONDON)
    found = plan(deadline, DeadlineKind.FIXED, BidSize.SINGLE, _weeks_before(40), norms)
    assert [step.on for step in found.milestones[-2:]] == 2 * [date(2026, 12, 16)]


def test_times_without_a_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        _plan(datetime(2027, 3, 3, 16))  # noqa: DTZ001 - what is refused
    with pytest.raises(ValueError, match="without a zone"):
        _plan(as_of=datetime(2027, 3, 3, 16))  # noqa: DTZ001 - what is refused


MOMENTS = st.builds(
    lambda day, clock: datetime.combine(day, clock, LONDON),
    st.dates(date(2024, 1, 1), date(2036, 12, 31)) | st.sampled_from(EDGES),
    st.sampled_from([time(0, 0), time(0, 30), time(1, 30), time(16, 0), time(23, 59)]),
)
OFFSETS = st.integers(-300, 300).map(lambda days: timedelta(days=days))


@given(deadline=MOMENTS, before=OFFSETS, size=st.sampled_from(BidSize))
@example(deadline=EASTER_MONDAY, before=timedelta(weeks=-22), size=BidSize.PARTNERS)
@settings(max_examples=300, deadline=None)
def test_plans_keep_their_promises(deadline: datetime, before: timedelta, size: BidSize) -> None:
    as_of = deadline + before
    today = as_of.astimezone(LONDON).date()
    found = _plan(deadline, as_of, size)
    days = [step.on for step in found.milestones]
    assert found.latest_start is not None
    assert found.deadline is not None
    assert all(map(is_working_day, (*days, found.latest_start)))
    assert days == sorted(days)
    assert found.latest_start <= days[0]
    assert days[-1] < found.deadline
    passed = [step for step in found.milestones if step.passed]
    assert passed == [step for step in found.milestones if step.on < today]
    if passed:
        said = f"{len(passed)} of {len(days)} steps", f"with it all {len(days)} steps"
        assert any(words in found.words for words in said)
    assert (found.left is TimeLeft.ENOUGH) == (today <= found.latest_start)


@given(deadline=MOMENTS, before=OFFSETS, hours=st.integers(-12, 14))
@settings(max_examples=150, deadline=None)
def test_the_zone_in_which_a_moment_is_given_changes_nothing(
    deadline: datetime, before: timedelta, hours: int
) -> None:
    as_of = deadline + before
    zone = timezone(timedelta(hours=hours))
    expected = _plan(deadline, as_of)
    assert _plan(deadline.astimezone(zone), as_of.astimezone(zone)) == expected
    assert _plan(deadline.astimezone(UTC), as_of.astimezone(ZoneInfo("Asia/Tokyo"))) == expected


def test_the_work_is_spread_by_working_days() -> None:
    as_of = datetime(2026, 8, 10, 9, tzinfo=LONDON)
    found = _plan(as_of=as_of)
    quarters = quarters_of(found, as_of, 60)
    worked = {
        "2026-Q3": 1,  # 30 September
        "2026-Q4": len(list(working_days(date(2026, 10, 1), date(2026, 12, 31)))),
        "2027-Q1": len(list(working_days(date(2027, 1, 1), date(2027, 3, 3)))),
    }
    assert list(quarters) == list(worked)
    for quarter, number in worked.items():
        assert quarters[quarter] == pytest.approx(60 * number / sum(worked.values()))
    assert months_of(found, as_of) == frozenset(
        {"2026-09", "2026-10", "2026-11", "2026-12", "2027-01", "2027-02", "2027-03"}
    )


@given(deadline=MOMENTS, before=OFFSETS, days=st.floats(0, 500))
@settings(max_examples=100, deadline=None)
def test_all_work_is_spread_and_none_before_today(
    deadline: datetime, before: timedelta, days: float
) -> None:
    as_of = deadline + before
    found = _plan(deadline, as_of)
    quarters, months = quarters_of(found, as_of, days), months_of(found, as_of)
    assert bool(quarters) == bool(months)
    if quarters:
        assert sum(quarters.values()) == pytest.approx(days)
        assert min(months) >= f"{as_of.astimezone(LONDON):%Y-%m}"
        assert max(months) <= f"{deadline:%Y-%m}"
    assert {f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}" for month in months} == set(quarters)


@pytest.mark.parametrize(
    ("required", "pounds", "size"),
    [
        (False, 999_999, BidSize.SINGLE),
        (False, 1_000_000, BidSize.PARTNERS),
        (False, None, BidSize.PARTNERS),
        (None, 500_000, BidSize.PARTNERS),
        (True, 500_000, BidSize.PARTNERS),
        (None, None, BidSize.PARTNERS),
        (None, 9_999_999, BidSize.PARTNERS),
        (None, 10_000_000, BidSize.PROGRAMME),
        (False, 60_000_000, BidSize.PROGRAMME),
    ],
)
def test_the_size_of_a_bid_follows_the_award_and_what_is_said_of_partners(
    required: bool | None, pounds: int | None, size: BidSize
) -> None:
    amount = None if pounds is None else Decimal(pounds)
    call = bare_call("x", consortium_required=required)
    assert size_of(call, amount, CITY.thresholds, NORMS) is size
