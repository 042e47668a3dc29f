"""The watched funders, each against its fixture pages."""

import pytest

from models.call import Call, CallStatus, DeadlineKind
from scrapers.watching.parser import WatchParser
from tests.scrapers.fixture_pages import READ_AT, SOURCES, calls_of
from tests.scrapers.watching.watched import deadlines

FUNDERS = sorted(name for name, source in SOURCES.items() if source.definition.watch)


def _call(name: str, source_id: str) -> Call:
    return next(call for call in calls_of(name)[0] if call.source_id == source_id)


def _reasons(name: str) -> set[str]:
    return {issue.reason for issue in calls_of(name)[1].issues}


def test_the_funders_that_are_watched() -> None:
    assert [
        *("alzheimers_research_uk", "british_heart_foundation", "cancer_research_uk"),
        *("diabetes_uk", "health_foundation", "nihr_schools", "sbri_healthcare"),
        *("stroke_association", "versus_arthritis", "yorkshire_cancer_research"),
    ] == FUNDERS


@pytest.mark.parametrize("name", FUNDERS)
def test_what_a_watched_funder_changes_waits_for_a_person(name: str) -> None:
    definition = SOURCES[name].definition
    assert isinstance(SOURCES[name].parser, WatchParser)
    assert definition.review
    assert definition.schedule == "weekly"
    assert definition.http.min_interval_s >= 2
    assert definition.knowledge.unconfirmed


@pytest.mark.parametrize("name", FUNDERS)
def test_a_passed_deadline_closes_a_call(name: str) -> None:
    for call in calls_of(name)[0]:
        if call.deadlines and call.deadlines[-1] < READ_AT:
            assert call.status(READ_AT) is CallStatus.CLOSED


def test_cancer_research_uk_reads_its_key_information() -> None:
    assert len(calls_of("cancer_research_uk")[0]) == 4
    trial = _call("cancer_research_uk", "example-prevention-trial-award")
    assert deadlines(trial) == ["2026-02-03 23:59", "2026-07-02 17:00"]
    assert (str(trial.award_min), str(trial.award_max)) == ("£500,000", "£4m")
    assert (trial.duration, trial.tags) == ("4 to 7 years", ("recurring",))
    prize = _call("cancer_research_uk", "example-data-prize")
    assert (prize.title, prize.award_max) == ("Example Data Prize for hospitals", None)
    assert prize.text.endswith("How to apply\nBy form, once the date is set.")


def test_british_heart_foundation_reads_prose_and_a_time_for_all_dates() -> None:
    study = _call("british_heart_foundation", "example-clinical-study")
    assert deadlines(study) == ["2026-07-08 17:00", "2027-01-13 17:00"]
    assert str(study.award_min) == "£500,000"
    outline = _call("british_heart_foundation", "example-programme-grant")
    assert outline.deadline_kind is DeadlineKind.ROLLING
    assert str(_call("british_heart_foundation", "example-project-grant").award_max) == "£350,000"


def test_arthritis_uk_reads_bold_lines() -> None:
    call = _call("versus_arthritis", "example-mental-health-consortium")
    assert deadlines(call) == ["2026-09-09 16:00"]
    assert (str(call.award_max), call.opens_at, call.duration) == ("£3m", None, "Up to 60 months")
    assert call.eligibility is not None
    assert call.eligibility.endswith("Companies can be partners.")
    assert _call("versus_arthritis", "example-nursing-fellowship").award_max is None
    assert _reasons("versus_arthritis") == set()


def test_alzheimers_research_uk_reads_boxes_and_one_deadline_a_day() -> None:
    call = _call("alzheimers_research_uk", "example-major-project")
    assert deadlines(call) == ["2026-06-24 17:00"]
    assert (str(call.award_min), str(call.award_max)) == ("£50,000", "£350,000")
    rolling = _call("alzheimers_research_uk", "example-network-support")
    assert rolling.deadline_kind is DeadlineKind.ROLLING


def test_stroke_association_reports_a_day_that_does_not_exist() -> None:
    assert deadlines(_call("stroke_association", "example-project-grants")) == ["2026-06-26 12:00"]
    closed = _call("stroke_association", "example-priority-programme")
    assert closed.stated_status is CallStatus.CLOSED
    assert "Deadline cannot be read: '31 June 2026'" in _reasons("stroke_association")


def test_diabetes_uk_never_guesses_a_year() -> None:
    assert deadlines(_call("diabetes_uk", "example-project-grants")) == ["2026-12-01 23:59"]
    twice = _call("diabetes_uk", "example-remission-programme")
    assert deadlines(twice) == ["2026-06-01 23:59", "2026-12-01 23:59"]
    assert "Deadline cannot be read: '1 June and 1 December each year'" in _reasons("diabetes_uk")


def test_health_foundation_reads_its_words_for_the_status() -> None:
    economies = _call("health_foundation", "example-economies-and-health")
    assert (str(economies.award_max), str(economies.total_fund)) == ("£500,000", "£2.5m")
    assert economies.stated_status is CallStatus.OPEN
    cities = _call("health_foundation", "example-city-partnerships")
    assert (cities.stated_status, str(cities.total_fund)) == (CallStatus.FORECASTED, "£6m")
    assert _reasons("health_foundation") == {"unknown status 'Paused'"}


def test_nihr_schools_read_open_and_closed_and_report_labels_that_no_page_shows() -> None:
    call = _call("nihr_schools", "example-development-awards-2026")
    assert (call.stated_status, deadlines(call)) == (CallStatus.OPEN, ["2026-09-24 17:00"])
    assert deadlines(_call("nihr_schools", "example-leaders-awards")) == ["2026-03-03 16:30"]
    assert _reasons("nihr_schools") == {
        "no page read shows the label 'Funding available' or 'Award amount' (amount)",
        "no page read shows the label 'Duration' (duration)",
    }


def test_sbri_healthcare_leaves_out_questions_and_guidance() -> None:
    assert len(calls_of("sbri_healthcare")[0]) == 4
    call = _call("sbri_healthcare", "example-competition-31-frailty")
    assert f"{call.opens_at:%Y-%m-%d}" == "2026-06-09"
    assert (deadlines(call), str(call.award_max)) == (["2026-07-22 13:00"], "£100,000")
    assert _call("sbri_healthcare", "example-competition-30-stroke").stated_status == "closed"


def test_yorkshire_cancer_research_reads_its_timeline_upwards() -> None:
    call = _call("yorkshire_cancer_research", "example-2026-funding-round")
    assert f"{call.opens_at:%Y-%m-%d}" == "2026-05-28"
    assert deadlines(call) == ["2026-07-20 12:00", "2026-11-16 12:00"]
    assert (str(call.total_fund), str(call.award_max)) == ("£10m", "£1.5m")
    closed = _call("yorkshire_cancer_research", "example-2025-funding-round")
    assert closed.stated_status is CallStatus.CLOSED
