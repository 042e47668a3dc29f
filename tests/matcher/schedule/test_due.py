"""What is due when: a clock moved by hand over years, outages and changes of the clocks."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from matcher.places import LONDON
from matcher.schedule.due import is_due, slot
from matcher.schedule.service import Service, do_due
from matcher.schedule.times import Plan, Times, load_times, plans_of
from matcher.settings import Settings
from models.report import Issue, Run, Severity
from tests.matcher.schedule.services import Clock, a_service, first_ran

PLANS = {plan.name: plan for plan in plans_of(Times())}
MONDAY = datetime(2026, 11, 30, 7, tzinfo=LONDON)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
ERROR = (Issue(Severity.ERROR, "digest", "no"),)


def fires(plan: Plan, first: datetime, last: datetime) -> list[datetime]:
    """All the times of a plan between two moments."""
    found, trigger = [], plan.trigger()
    moment = trigger.get_next_fire_time(None, first)
    while moment <= last:
        found.append(moment)
        moment = trigger.get_next_fire_time(moment, moment)
    return found


@pytest.mark.parametrize("year", [2026, 2027])
@pytest.mark.parametrize("name", ["collect", "backup"])
def test_what_is_nightly_comes_once_a_day_over_both_changes_of_the_clocks(
    year: int, name: str
) -> None:
    first = datetime(year, 1, 1, tzinfo=LONDON)
    found = fires(PLANS[name], first, datetime(year + 1, 1, 1, tzinfo=LONDON))
    days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    wall = [moment.astimezone(LONDON) for moment in found]
    assert [each.date() for each in wall] == [date(year, 1, 1) + timedelta(n) for n in range(days)]
    assert len({each.time() for each in wall}) == 1
    utc = [moment.astimezone(UTC) for moment in found]
    steps = {after - before for before, after in pairwise(utc)}
    assert steps == {timedelta(hours=hours) for hours in (23, 24, 25)}


@pytest.mark.parametrize("year", [2026, 2027])
def test_every_monday_of_a_year_has_one_digest_at_seven(year: int) -> None:
    first = datetime(year, 1, 1, tzinfo=LONDON)
    found = fires(PLANS["digest"], first, datetime(year, 12, 31, 23, tzinfo=LONDON))
    mondays = [date(year, 1, 1) + timedelta(n) for n in range(365)]
    mondays = [day for day in mondays if day.weekday() == 0]
    wall = [moment.astimezone(LONDON) for moment in found]
    assert [each.date() for each in wall] == mondays
    assert {each.time() for each in wall} == {time(7)}


OUTAGES = (  # a change of the clocks, a Monday, and both at once
    (datetime(2026, 10, 24, 20, tzinfo=LONDON), datetime(2026, 10, 25, 12, tzinfo=LONDON)),
    (datetime(2026, 12, 6, 9, tzinfo=LONDON), datetime(2026, 12, 9, 9, tzinfo=LONDON)),
    (datetime(2027, 3, 27, 20, tzinfo=LONDON), datetime(2027, 3, 29, 8, tzinfo=LONDON)),
)


def live(service: Service, clock: Clock, moments: set[datetime], last: datetime) -> None:
    """Move the clock from moment to moment, but for the outages, and look at each twice."""
    moments |= {end for _, end in OUTAGES if clock.at < end < last}
    for moment in sorted(moments, key=datetime.timestamp):
        if not any(begin <= moment < end for begin, end in OUTAGES):
            clock.at = moment
            do_due(service)
            assert do_due(service) == 0, "what is done is not done again"


def test_a_year_moved_by_hand_has_one_digest_a_week(settings: Settings, engine: Engine) -> None:
    done: list[tuple[str, datetime]] = []
    clock = Clock(datetime(2026, 10, 1, 12, tzinfo=LONDON))
    first, last = clock.at, datetime(2027, 10, 1, tzinfo=LONDON)
    first_ran(engine, first)
    service = a_service(settings, engine, clock, done)
    service = replace(service, jobs={"digest": service.jobs["digest"]})
    live(service, clock, set(fires(PLANS["collect"], first, last)) | mondays(first, last), last)
    weeks = [at.astimezone(LONDON).isocalendar()[:2] for _, at in done]
    assert len(weeks) == len(set(weeks)) == 52
    exact = {at for _, at in done if at.astimezone(LONDON).time() == time(7)}
    late = [at for _, at in done if at not in exact]
    assert late == [OUTAGES[1][1], OUTAGES[2][1]]
    assert exact == mondays(first, last) - {
        datetime(2026, 12, 7, 7, tzinfo=LONDON),
        datetime(2027, 3, 29, 7, tzinfo=LONDON),
    }


def mondays(first: datetime, last: datetime) -> set[datetime]:
    return set(fires(PLANS["digest"], first, last))


def test_all_jobs_over_a_change_of_the_clocks(settings: Settings, engine: Engine) -> None:
    done: list[tuple[str, datetime]] = []
    clock = Clock(datetime(2026, 10, 5, 12, tzinfo=LONDON))
    first, last = clock.at, datetime(2026, 11, 5, tzinfo=LONDON)
    first_ran(engine, first)
    moments = {at for plan in PLANS.values() if plan.when for at in fires(plan, first, last)}
    live(a_service(settings, engine, clock, done), clock, moments, last)
    times = {name: [at.astimezone(LONDON) for what, at in done if what == name] for name in PLANS}
    for name in ("collect", "backup"):
        days = [at.date() for at in times[name]]
        assert days == [date(2026, 10, 6) + timedelta(n) for n in range(30)]
    assert times["match"] == times["collect"]
    assert [at.day for at in times["digest"]] == [12, 19, 26, 2]
    assert [at.date() for at in times["indicators"]] == [date(2026, 10, 7), date(2026, 11, 4)]
    assert [at.date() for at in times["awards"]] == [date(2026, 10, 14)]


def ended(job: str, began: datetime, issues: tuple[Issue, ...] = ()) -> Run:
    return Run(job, began, began + timedelta(minutes=1), {}, issues)


@dataclass(frozen=True)
class Case:
    runs: tuple[Run, ...]  # newest first
    now: datetime
    due: bool


CASES = {
    "never done": Case((), MONDAY, True),
    "a second too early": Case((), MONDAY - timedelta(days=7, seconds=1), False),
    "done": Case((ended("digest", MONDAY),), MONDAY + timedelta(days=6), False),
    "done last week": Case((ended("digest", MONDAY - timedelta(days=6)),), MONDAY, True),
    "missed for days": Case((), MONDAY + timedelta(days=5), True),
    "failed just now": Case(
        (ended("digest", MONDAY, ERROR),), MONDAY + timedelta(minutes=30), False
    ),
    "failed, an hour on": Case(
        (ended("digest", MONDAY, ERROR),), MONDAY + timedelta(minutes=61), True
    ),
    "failed three times": Case(
        tuple(ended("digest", MONDAY + timedelta(hours=n), ERROR) for n in (4, 2, 0)),
        MONDAY + timedelta(hours=9),
        False,
    ),
    "died": Case(
        (Run("digest", MONDAY, None, {}),), MONDAY + timedelta(minutes=1), True
    ),
    "dies again and again": Case(
        tuple(Run("digest", MONDAY + timedelta(minutes=n), None, {}) for n in (2, 1, 0)),
        MONDAY + timedelta(minutes=3),
        False,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_due(name: str) -> None:
    case = CASES[name]
    since = MONDAY - timedelta(days=6)
    assert is_due(PLANS["digest"], {"digest": case.runs}, case.now, since) is case.due


def test_what_was_before_the_service_first_ran_is_not_missed() -> None:
    assert not is_due(PLANS["digest"], {}, MONDAY, since=MONDAY + timedelta(seconds=1))
    assert is_due(PLANS["digest"], {}, MONDAY, since=MONDAY)


def test_matching_follows_each_collection_that_succeeded() -> None:
    collected = ended("collect", MONDAY)
    later = MONDAY + timedelta(hours=1)
    match = PLANS["match"]
    assert not is_due(match, {}, later, LONG_AGO)
    assert is_due(match, {"collect": [collected]}, later, LONG_AGO)
    assert not is_due(match, {"collect": [ended("collect", MONDAY, ERROR)]}, later, LONG_AGO)
    history = {"collect": [collected], "match": [ended("match", MONDAY + timedelta(minutes=1))]}
    assert not is_due(match, history, later, LONG_AGO)


@given(st.timedeltas(timedelta(0), timedelta(days=730)))
def test_the_slot_is_the_last_time_that_has_come(after: timedelta) -> None:
    moment = LONG_AGO + after
    for plan in PLANS.values():
        if plan.when is None:
            continue
        found = slot(plan, {}, moment)
        assert found is not None
        assert found <= moment < plan.trigger().get_next_fire_time(found, found)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("digest: mon 00:30", "clocks change"),
        ("digest: mon 02:59", "clocks change"),
        ("digest: monday 07:00", "is not like"),
        ("digest: 5th mon 07:00", "is not like"),
        ("backups_kept: 0", "greater than or equal to 1"),
        ("digset: mon 07:00", "digset"),
    ],
)
def test_a_wrong_schedule_is_named(tmp_path: Path, words: str, said: str) -> None:
    (tmp_path / "schedule.yaml").write_text(words)
    with pytest.raises(ValueError, match=said) as raised:
        load_times(tmp_path)
    assert "schedule.yaml" in str(raised.value)


def test_a_city_without_a_schedule_has_the_usual_one(tmp_path: Path) -> None:
    assert load_times(tmp_path) == Times()
    leeds = load_times(Path(__file__).parents[3] / "data" / "leeds")
    assert plans_of(leeds) == plans_of(Times())
    assert leeds.silent_after("weekly") == Times().silent_after("weekly") == 15
    for words in ("daily 00:29", "daily 03:00", "4th sun 23:59"):
        assert Times(digest=words).digest == words
