"""Runs, the health of sources and issues are kept as they happened."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from matcher.store import (
    StoreError,
    finish_run,
    last_complete,
    last_runs,
    last_success,
    latest_source_reports,
    save_source_report,
    source_history,
    start_run,
    statistics,
)
from models.report import Issue, Run, Severity, SourceOutcome, SourceReport
from tests.matcher.store.examples import LATER, NOON

ISSUES = (
    Issue(Severity.WARNING, "ukri", "unknown status 'Paused'", "https://example.org/1"),
    Issue(Severity.ERROR, "ukri", "no answer \x00 from \ud800"),
)
CLEANED = (ISSUES[0], Issue(Severity.ERROR, "ukri", "no answer \ufffd from \ufffd"))


def make_report(
    source: str,
    outcome: SourceOutcome = SourceOutcome.OK,
    finished: datetime = NOON,
    issues: tuple[Issue, ...] = (),
) -> SourceReport:
    started = finished - timedelta(seconds=5)
    return SourceReport(source, source.upper(), outcome, started, finished, 12, 3, 1, issues)


def test_a_finished_run_is_kept_whole(engine: Engine) -> None:
    run_id = start_run(engine, "collect", NOON)
    finish_run(engine, run_id, LATER, {"new": 3, "changed": 0}, ISSUES)
    assert last_runs(engine) == [Run("collect", NOON, LATER, {"new": 3, "changed": 0}, CLEANED)]


def test_a_run_that_died_has_no_end(engine: Engine) -> None:
    start_run(engine, "collect", NOON)
    assert last_runs(engine) == [Run("collect", NOON, None, {}, ())]
    assert statistics(engine)["unfinished runs"] == 1


def test_runs_come_newest_first_by_job(engine: Engine) -> None:
    for job in ("collect", "match", "collect"):
        finish_run(engine, start_run(engine, job, NOON), NOON, {}, ())
    last = start_run(engine, "digest", NOON)
    assert [run.job for run in last_runs(engine)] == ["digest", "collect", "match", "collect"]
    assert [run.job for run in last_runs(engine, limit=2)] == ["digest", "collect"]
    assert [run.job for run in last_runs(engine, "match")] == ["match"]
    assert last_runs(engine, "serve") == last_runs(engine, limit=0) == []
    assert last == 4


def test_finishing_twice_keeps_the_second_end(engine: Engine) -> None:
    run_id = start_run(engine, "match", NOON)
    save_source_report(engine, run_id, make_report("ukri", issues=ISSUES))
    finish_run(engine, run_id, NOON, {"scored": 1}, ISSUES)
    finish_run(engine, run_id, LATER, {"scored": 2}, ISSUES[:1])
    assert last_runs(engine) == [Run("match", NOON, LATER, {"scored": 2}, ISSUES[:1])]
    assert latest_source_reports(engine)[0].issues == CLEANED


def test_a_run_that_never_was_is_refused(engine: Engine) -> None:
    with pytest.raises(ValueError, match="there is no run 7"):
        finish_run(engine, 7, NOON, {}, ISSUES)
    with pytest.raises(StoreError, match="refused a contradictory change"):
        save_source_report(engine, 7, make_report("ukri", issues=ISSUES))
    assert set(statistics(engine).values()) == {0}


def test_the_last_report_of_each_source_counts(engine: Engine) -> None:
    first, second = start_run(engine, "collect", NOON), start_run(engine, "collect", LATER)
    failed = make_report("ukri", SourceOutcome.FAILED, LATER, ISSUES)
    for report in (make_report("ukri"), make_report("nihr", issues=ISSUES[:1])):
        save_source_report(engine, first, report)
    save_source_report(engine, second, failed)
    nihr, ukri = latest_source_reports(engine)
    assert nihr == make_report("nihr", issues=ISSUES[:1])
    assert ukri == make_report("ukri", SourceOutcome.FAILED, LATER, CLEANED)


def test_success_means_that_calls_were_stored(engine: Engine) -> None:
    run_id = start_run(engine, "collect", NOON)
    for source, outcomes in {
        "ukri": [SourceOutcome.OK, SourceOutcome.FAILED],
        "nihr": [SourceOutcome.OK, SourceOutcome.PARTLY],
        "eu": [SourceOutcome.REFUSED],
    }.items():
        for moment, outcome in zip((NOON, LATER), outcomes, strict=False):
            save_source_report(engine, run_id, make_report(source, outcome, moment))
    assert last_success(engine) == {"ukri": NOON, "nihr": LATER}


def test_a_report_keeps_all_that_it_says(engine: Engine) -> None:
    said = replace(
        make_report("ukri"),
        listed=90,
        new=4,
        changed=3,
        waiting=2,
        filled={"award_max": 11, "opens_at": 0},
        unknown_labels=("Clôture", "Co-funder"),
    )
    save_source_report(engine, start_run(engine, "collect", NOON), said)
    assert latest_source_reports(engine) == [said]


def test_the_history_of_a_source_comes_newest_first(engine: Engine) -> None:
    days = [NOON + timedelta(days=day) for day in range(3)]
    for day in days:
        run_id = start_run(engine, "collect", day)
        for source in ("ukri", "nihr"):
            save_source_report(engine, run_id, make_report(source, finished=day, issues=ISSUES[:1]))
    expected = [make_report("ukri", finished=day, issues=ISSUES[:1]) for day in reversed(days)]
    assert source_history(engine, "ukri", 9) == expected
    assert source_history(engine, "ukri", 2) == expected[:2]
    assert source_history(engine, "ukri", 0) == source_history(engine, "ukri", -1) == []
    assert source_history(engine, "wellcome", 9) == []


def test_complete_means_read_to_the_end_and_counts_from_the_beginning(engine: Engine) -> None:
    run_id = start_run(engine, "collect", NOON)
    for outcome, moment in ((SourceOutcome.OK, NOON), (SourceOutcome.PARTLY, LATER)):
        save_source_report(engine, run_id, make_report("ukri", outcome, moment))
    save_source_report(engine, run_id, make_report("nihr", SourceOutcome.FAILED))
    assert last_complete(engine) == {"ukri": make_report("ukri").started_at}
