"""When the text at a known address is another call, on histories that really happened."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.digest.words import LONDON
from matcher.history.rounds import starts_new_round
from models.call import Call, CallStatus, DeadlineKind, Stage
from models.money import Money


def on(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 16, tzinfo=LONDON)


def call(title: str = "Applied global health research", **facts: Any) -> Call:
    return Call(source="ukri", source_id="page", title=title, url="https://www.ukri.org/", **facts)


def pounds(amount: int) -> Money:
    return Money(Decimal(amount), "GBP")


SPRING, SUMMER, AUTUMN = on(2025, 3, 1), on(2025, 6, 1), on(2025, 9, 1)


def test_an_outline_that_becomes_an_invited_full_application_is_another_call() -> None:
    title = "MRC Centre of Research Excellence: round two: "
    outline = call(f"{title}outline application", stage=Stage.OUTLINE, award_max=pounds(26_500_000))
    invited = call(
        f"{title}invited full application", stage=Stage.INVITED, award_max=pounds(21_000_000)
    )
    assert starts_new_round(outline, invited, SUMMER)
    assert starts_new_round(outline, replace(invited, stage=Stage.FULL), SUMMER)


def test_a_two_stage_topic_that_stated_both_deadlines_goes_on() -> None:
    kind = DeadlineKind.STAGED
    first = call(stage=Stage.OUTLINE, deadlines=(SPRING, AUTUMN), deadline_kind=kind)
    assert not starts_new_round(first, replace(first, stage=Stage.FULL), SUMMER)
    assert not starts_new_round(
        first, replace(first, stage=Stage.FULL, deadlines=(AUTUMN,)), SUMMER
    )


def test_an_address_used_again_after_the_old_call_closed() -> None:
    old = call(opens_at=on(2024, 12, 1), deadlines=(SPRING,))
    assert starts_new_round(old, call(opens_at=SUMMER, deadlines=(AUTUMN,)), SUMMER)
    assert starts_new_round(old, call(deadlines=(AUTUMN,)), SUMMER)
    assert starts_new_round(old, call(opens_at=SUMMER), SUMMER), "opening known, closing not"


def test_a_closing_that_was_read_with_doubt_ends_no_round() -> None:
    old = call(deadlines=(SPRING,), doubtful=("deadlines",))
    assert not starts_new_round(old, call(deadlines=(AUTUMN,)), SUMMER)


def test_several_rounds_named_one_after_the_other_on_one_page() -> None:
    covid = call("Recovery, renewal, reset", deadlines=(on(2020, 7, 16),))
    assert starts_new_round(covid, replace(covid, deadlines=(on(2020, 9, 10),)), on(2020, 7, 20))


def test_a_closed_call_whose_page_announces_the_next_without_dates() -> None:
    old = call(deadlines=(SPRING,))
    assert starts_new_round(old, call(stage=Stage.PRE_ANNOUNCEMENT), SUMMER)
    assert starts_new_round(old, call(stated_status=CallStatus.FORECASTED), SUMMER)
    assert not starts_new_round(old, call(stage=Stage.PRE_ANNOUNCEMENT), on(2025, 2, 1))


def test_an_announcement_becomes_its_call() -> None:
    title = "Population health improvement network of clusters"
    announced = call(
        f"Pre-announcement: {title}",
        stage=Stage.PRE_ANNOUNCEMENT,
        award_min=pounds(5_000_000),
        award_max=pounds(7_000_000),
    )
    opened = call(title, award_min=pounds(4_500_000), award_max=pounds(7_000_000))
    assert not starts_new_round(announced, opened, SUMMER)
    dated = replace(opened, opens_at=SUMMER, deadlines=(AUTUMN,))
    assert not starts_new_round(announced, dated, SUMMER)
    forecast = call(title, stated_status=CallStatus.FORECASTED)
    assert not starts_new_round(forecast, dated, SUMMER)
    assert not starts_new_round(forecast, replace(dated, stage=Stage.OUTLINE), SUMMER)


def test_an_announcement_that_slipped_past_its_planned_dates_is_still_the_same() -> None:
    planned = call("Hubs 2025", stage=Stage.PRE_ANNOUNCEMENT, deadlines=(SPRING,))
    assert not starts_new_round(planned, call("Hubs 2025", deadlines=(AUTUMN,)), SUMMER)


def test_a_deadline_moved_before_it_passed() -> None:
    before = call(deadlines=(SUMMER,))
    assert not starts_new_round(before, call(deadlines=(AUTUMN,)), SPRING)


def test_an_extension_seen_late_has_the_same_opening_and_a_closing_soon_after() -> None:
    before = call(opens_at=on(2025, 1, 1), deadlines=(SPRING,))
    fortnight = replace(before, deadlines=(SPRING + timedelta(days=14),))
    assert not starts_new_round(before, fortnight, SPRING + timedelta(days=3))
    next_year = replace(before, deadlines=(SPRING + timedelta(days=365),))
    assert starts_new_round(before, next_year, SPRING + timedelta(days=3))


def test_corrected_text_and_amounts() -> None:
    before = call(deadlines=(SPRING,), text="a partership", award_max=pounds(100))
    after = call(deadlines=(SPRING,), text="This call has been merged into one.")
    assert not starts_new_round(before, after, SUMMER)


def test_an_unknown_date_that_becomes_known() -> None:
    assert not starts_new_round(call(), call(deadlines=(AUTUMN,)), SUMMER)
    assert not starts_new_round(call(deadlines=(SPRING,)), call(), SUMMER), "or is dropped"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("CoRE: round two: outline application", "CoRE: round three: outline application"),
        ("NIHR Incubator Competition (Cohort 4)", "NIHR Incubator Competition (Cohort 5)"),
        ("Policy research initiative: call 3", "Policy research initiative: call IV"),
        ("Academy Member Event Fund 2025", "Academy Member Event Fund 2026"),
    ],
)
def test_a_number_in_the_title_that_goes_up(before: str, after: str) -> None:
    old, new = call(before, deadlines=(SUMMER,)), call(after, deadlines=(AUTUMN,))
    assert starts_new_round(old, new, SPRING), "although the old one was still open"
    assert starts_new_round(call(before), call(after), SPRING), "no date is known"
    same_dates = replace(new, deadlines=old.deadlines)
    assert not starts_new_round(old, same_dates, SPRING), "a slip of the pen corrected"
    assert not starts_new_round(new, replace(old, deadlines=(on(2025, 10, 1),)), SPRING)


def test_an_announcement_for_next_year_that_slips_is_not_another_call() -> None:
    announced = call("Rare disease fund 2025", stage=Stage.PRE_ANNOUNCEMENT)
    opened = call("Rare disease fund 2026", opens_at=SUMMER, deadlines=(AUTUMN,))
    assert not starts_new_round(announced, opened, SUMMER)


_DAYS = st.datetimes(datetime(2024, 1, 1), datetime(2026, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=LONDON)
)


@given(
    st.lists(_DAYS, max_size=3).map(sorted).map(tuple),
    st.none() | st.sampled_from(Stage),
    st.none() | st.sampled_from(CallStatus),
    _DAYS,
)
@settings(max_examples=100, deadline=None)
def test_a_text_is_never_a_new_round_of_itself(
    deadlines: tuple[datetime, ...], stage: Stage | None, status: CallStatus | None, seen: datetime
) -> None:
    same = call("Round two 2025", deadlines=deadlines, stage=stage, stated_status=status)
    assert not starts_new_round(same, replace(same, stated_on=seen.date()), seen)
