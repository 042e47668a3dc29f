"""Dates, days, money and scores in words."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from matcher.digest import words
from matcher.strategy.eligibility import Verdict
from models.call import CallStatus, DeadlineKind, Stage
from models.money import Money
from models.scale import Scale, ScaleAssessment, ScaleBasis, Track
from tests.matcher.digest.samples import AS_OF, BRUSSELS, LONDON, bare_call, call, euros, pounds

EURO_RATE = {"EUR": Decimal("0.85")}


def test_a_date_has_its_weekday() -> None:
    assert words.date_words(date(2026, 9, 15)) == "Tue 15 September 2026"
    assert words.day_month_year(date(2026, 1, 2)) == "2 January 2026"


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 9, 15, 16, tzinfo=LONDON), "Tue 15 September 2026, 16:00 UK time"),
        (
            datetime(2026, 9, 15, 17, tzinfo=BRUSSELS),
            "Tue 15 September 2026, 17:00 Brussels time (16:00 in the UK)",
        ),
        (
            datetime(2026, 9, 15, 22, tzinfo=ZoneInfo("America/New_York")),
            "Tue 15 September 2026, 22:00 New York time (03:00 on Wed 16 September 2026 in the UK)",
        ),
        (
            datetime(2026, 9, 15, 17, tzinfo=ZoneInfo("Europe/Lisbon")),
            "Tue 15 September 2026, 17:00 Lisbon time",
        ),
        (
            datetime(2026, 9, 15, 23, 59, tzinfo=LONDON),
            "Tue 15 September 2026, end of the day UK time",
        ),
    ],
)
def test_a_moment_is_told_in_its_own_zone_and_in_the_uks(moment: datetime, expected: str) -> None:
    assert words.moment_words(moment) == expected


def test_summer_time_is_kept_apart_from_winter_time() -> None:
    assert "17:00 UK" in words.moment_words(datetime(2026, 7, 1, 16, tzinfo=UTC))
    assert "16:00 UK" in words.moment_words(datetime(2026, 12, 1, 16, tzinfo=UTC))
    # The clocks go back at 02:00 on 25 October 2026.
    assert "01:30 UK" in words.moment_words(datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
    assert "01:30 UK" in words.moment_words(datetime(2026, 10, 25, 1, 30, tzinfo=UTC))


def test_an_offset_without_a_place_becomes_uk_time() -> None:
    moment = datetime(2026, 9, 16, 0, 30, tzinfo=timezone(timedelta(hours=2)))
    assert words.moment_words(moment) == "Tue 15 September 2026, 23:30 UK time"


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, "today"), (1, "tomorrow"), (2, "2 days left"), (1200, "1,200 days left"), (None, "")],
)
def test_days_left(days: int | None, expected: str) -> None:
    assert words.days_left_words(days) == expected


def test_days_that_are_over_are_not_counted() -> None:
    assert words.days_left_words(-1) == ""


def test_a_missing_deadline_is_not_a_rolling_one() -> None:
    assert words.deadline_words(bare_call("a"), None, AS_OF) == "deadline not stated"
    rolling = bare_call("a", deadline_kind=DeadlineKind.ROLLING)
    assert words.deadline_words(rolling, None, AS_OF) == "no closing date (rolling)"


def test_a_staged_call_tells_its_next_and_its_last_deadline() -> None:
    first = datetime(2026, 9, 15, 16, tzinfo=LONDON)
    last = datetime(2027, 3, 4, 16, tzinfo=LONDON)
    staged = call("a", deadlines=(first, last), deadline_kind=DeadlineKind.STAGED)
    assert words.deadline_words(staged, first, AS_OF) == (
        "next deadline Tue 15 September 2026, 16:00 UK time; last deadline Thu 4 March 2027"
    )
    assert words.deadline_words(staged, last, AS_OF) == "closes Thu 4 March 2027, 16:00 UK time"


def test_a_call_that_is_over_is_said_to_have_closed() -> None:
    past = datetime(2026, 8, 1, 16, tzinfo=LONDON)
    over = call("a", deadlines=(past,))
    assert words.deadline_words(over, past, AS_OF).startswith("closed Sat 1 August 2026")


def test_a_doubtful_deadline_is_not_told_as_a_fact() -> None:
    closing = datetime(2026, 9, 15, 16, tzinfo=LONDON)
    told = words.deadline_words(
        call("a", deadlines=(closing,), doubtful=("deadlines",)), closing, AS_OF
    )
    assert (
        told == "closes Tue 15 September 2026, 16:00 UK time (not certain: check the original page)"
    )


def test_a_call_that_the_site_calls_open_may_have_closed_by_a_doubtful_deadline() -> None:
    past = datetime(2026, 8, 1, 16, tzinfo=LONDON)
    facts = {"deadlines": (past,), "doubtful": ("deadlines",), "stated_status": CallStatus.OPEN}
    told = words.deadline_words(call("a", **facts), past, AS_OF)
    assert (
        told
        == "may have closed Sat 1 August 2026, 16:00 UK time (not certain: check the original page)"
    )


def test_opening_is_told_only_before_it() -> None:
    later = call("a", opens_at=datetime(2026, 9, 1, 9, tzinfo=LONDON))
    assert words.opening_words(later, AS_OF) == "opens Tue 1 September 2026"
    doubted = replace(later, doubtful=("opens_at",))
    assert words.opening_words(doubted, AS_OF).endswith(" (not certain: check the original page)")
    assert words.opening_words(call("a"), AS_OF) == ""
    announced = bare_call("a", stage=Stage.PRE_ANNOUNCEMENT)
    assert words.opening_words(announced, AS_OF) == "opening date not stated"


def test_every_amount_carries_its_role() -> None:
    everything = call(
        "a", award_max=None, project_cost_max=pounds(4_000_000), total_fund=pounds(42_000_000),
        expected_awards=6,
    )  # fmt: skip
    assert words.amount_words(everything, {}) == (
        "largest project £4m (full cost)",
        "pot of £42m for all awards",
        "6 awards expected",
    )


@pytest.mark.parametrize(
    ("least", "most", "expected"),
    [
        (None, pounds(7_000_000), "up to £7m per award"),
        (pounds(0), pounds(7_000_000), "up to £7m per award"),
        (pounds(750_000), pounds(1_500_000), "£750,000 to £1.5m per award"),
        (pounds(2_000_000), pounds(2_000_000), "£2m per award"),
        (pounds(2_000_000), None, "at least £2m per award"),
        (None, None, "amount not stated"),
    ],
)
def test_awards(least: Money | None, most: Money | None, expected: str) -> None:
    assert words.amount_words(call("a", award_min=least, award_max=most), {}) == (expected,)


def test_a_number_of_awards_is_not_an_amount() -> None:
    counted = bare_call("a", expected_awards=1)
    assert words.amount_words(counted, {}) == ("amount not stated", "1 award expected")


def test_foreign_money_has_pounds_beside_it_where_the_rate_is_known() -> None:
    assert words.money_words(euros(7_000_000), EURO_RATE) == "€7m (about £6m)"
    assert words.money_words(euros(7_000_000), {}) == "€7m"
    assert words.money_words(pounds(7_000_000), EURO_RATE) == "£7m"


def test_the_scale_says_what_it_rests_on() -> None:
    stated = ScaleAssessment(
        Scale.STRATEGIC, ScaleBasis.AWARD_MAX, pounds(7_000_000), Decimal(7_000_000), "Up to £7m."
    )
    assert words.scale_words(stated) == "strategic (£7m, the most that one award may be)"
    by_words = ScaleAssessment(Scale.LARGE, ScaleBasis.WORDS, None, None, "A centre.")
    assert words.scale_words(by_words).startswith("large (by the words of the call")
    nothing = ScaleAssessment(Scale.NOT_STATED, ScaleBasis.NOTHING, None, None, "")
    assert words.scale_words(nothing) == "amount not stated"


def test_every_scale_basis_stage_status_and_track_has_words() -> None:
    for scale in Scale:
        for basis in ScaleBasis:
            assert words.scale_words(ScaleAssessment(scale, basis, None, None, ""))
    assert all(words.stage_words(stage) for stage in [*Stage, None])
    assert all(words.status_words(status) for status in [*CallStatus, None])
    assert len({words.eligibility_words(verdict) for verdict in Verdict}) == len(Verdict)
    assert [track for track in Track if not words.track_words(track)] == [Track.RESEARCH]


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (0.82, "strong match 0.82"),
        (0.75, "strong match 0.75"),
        (0.6, "good match 0.60"),
        (0.5, "possible match 0.50"),
    ],
)
def test_scores(score: float, expected: str) -> None:
    assert words.score_words(score) == expected


def test_counts_and_lists() -> None:
    assert words.count_words(0, "match", "matches") == "no matches"
    assert words.count_words(1, "match", "matches") == "1 match"
    assert words.count_words(1200, "call") == "1,200 calls"
    assert words.list_words(("a",)) == "a"
    assert words.list_words(("a", "b", "c")) == "a, b and c"
    assert words.figure_words(1094.9) == "1,094.9"
    assert words.figure_words(0.0) == "0"
