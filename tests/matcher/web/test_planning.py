"""The calendar, what opens next, and how the sources stand."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import icalendar
import pytest

from matcher.digest.words import NOT_CERTAIN
from matcher.places import LONDON
from matcher.schedule.times import Times
from matcher.source_state import SourceState, source_states
from matcher.store import load_calls, save_source_report, start_run
from matcher.strategy.coming import coming
from matcher.web.planning.calendar import months_shown
from matcher.web.planning.events import (
    DayKind,
    Wanted,
    days_of,
    doubt_about,
    entries_of,
    wanted_rows,
)
from matcher.web.planning.pipeline import pipeline_of
from matcher.web.planning.sources import source_view
from matcher.web.site import Site
from matcher.web.snapshot import renewed, snapshot
from models.call import Call, CallStatus
from models.pipeline import Round
from models.report import Issue, Severity, SourceOutcome, SourceReport
from tests.matcher.web import people
from tests.matcher.web.boards import main_of, words
from tests.matcher.web.sample_site import AS_OF, bundled_calls, make_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    made = make_site(tmp_path_factory.mktemp("home"), calls=list(map(opening, bundled_calls())))
    renewed(made)
    return made


def opening(call: Call) -> Call:
    """The call, with a day on which it opens where it is announced without one."""
    announced = call.status(AS_OF) is CallStatus.FORECASTED and call.opens_at is None
    return replace(call, opens_at=AS_OF + timedelta(days=40)) if announced else call


# -- The calendar


def test_days_are_still_to_come_and_in_order(site: Site) -> None:
    picture = snapshot(site)
    days = days_of(wanted_rows(picture.rows, Wanted()), picture.background, AS_OF)
    assert {day.kind for day in days} == set(DayKind)
    assert [day.on for day in days] == sorted(day.on for day in days)
    assert min(day.on for day in days) >= AS_OF.date()
    closes = {(day.on, day.row.call.key) for day in days if day.kind is DayKind.CLOSES}
    stated = {
        (moment.astimezone(LONDON).date(), row.call.key)
        for row in picture.rows
        if row.needs and row.status
        for moment in row.call.deadlines
        if moment > AS_OF
    }
    assert closes == stated


def test_a_calendar_is_about_what_is_wanted(site: Site) -> None:
    picture = snapshot(site)
    every = list(wanted_rows(picture.rows, Wanted()))
    need = every[0].needs[0].target_id
    lead = next(row for row in every if row.leads).leads[0].target_id
    for wanted, has in (
        (Wanted(need=need), lambda row: need in [m.target_id for m in row.needs]),
        (Wanted(organisation=lead), lambda row: lead in [m.target_id for m in row.leads]),
        (Wanted(large=True), lambda row: row.scale.scale != "small"),
    ):
        assert list(wanted_rows(picture.rows, wanted)) == [row for row in every if has(row)]


def test_the_page_shows_months_and_says_where_the_others_are(site: Site) -> None:
    client = people.browser_as(site)
    picture = snapshot(site)
    days = days_of(wanted_rows(picture.rows, Wanted()), picture.background, AS_OF)
    months = sorted({f"{day.on:%Y-%m}" for day in days})
    assert months_shown(days, "") == months[:3]
    assert months_shown(days, months[2]) == months[2:5]
    assert months_shown(days, "9999-01") == months[-3:]
    page = client.get(f"/calendar?month={months[-1]}")
    shown = main_of(page.text)
    assert len(shown.css(".days li")) == sum(f"{day.on:%Y-%m}" == months[-1] for day in days)
    assert len(shown.css(".months a")) == len(months)
    assert len(shown.css(".months [aria-current]")) == 1


def test_the_file_has_the_same_days(site: Site) -> None:
    client, picture = people.browser_as(site), snapshot(site)
    rows = list(wanted_rows(picture.rows, Wanted(large=True)))
    answer = client.get("/calendar.ics?size=large")
    assert answer.headers["content-type"].startswith("text/calendar")
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    titles = [str(event["summary"]) for event in events]
    days = days_of(rows, picture.background, AS_OF)
    for kind, heading in ((DayKind.OPENS, "Opens: "), (DayKind.START, "Latest start: ")):
        wanted = sum(day.kind is kind for day in days)
        assert sum(title.startswith(heading) for title in titles) == wanted > 0
    entries = list(entries_of(rows, picture.background, AS_OF))
    assert sum(title.startswith("Deadline: ") for title in titles) == sum(
        entry.deadline is not None for entry in entries
    )


def test_days_that_were_read_with_doubt_are_told_as_such(site: Site) -> None:
    picture = snapshot(site)
    days = days_of(wanted_rows(picture.rows, Wanted()), picture.background, AS_OF)
    day = next(day for day in days if day.kind is DayKind.CLOSES)
    assert doubt_about(day) == ""
    row = replace(day.row, call=replace(day.row.call, doubtful=("deadlines",)))
    assert doubt_about(replace(day, row=row)) == f" ({NOT_CERTAIN})"
    (entry,) = entries_of([row], picture.background, AS_OF)
    assert entry.timetable.words.endswith(f" The deadline is {NOT_CERTAIN}.")


@pytest.mark.parametrize("query", ["need=none-such", "organisation=nobody"])
def test_what_the_city_does_not_have_is_said(site: Site, query: str) -> None:
    for path in ("/calendar", "/calendar.ics"):
        answer = people.browser_as(site).get(f"{path}?{query}")
        assert answer.status_code == 422
        assert "no such" in words(answer.text)


def test_nothing_to_show_says_where_to_look(tmp_path: Path) -> None:
    empty = make_site(tmp_path, calls=[])
    assert "no call" not in words(people.browser_as(empty).get("/calendar").text).lower()
    assert "what may open next" in words(people.browser_as(empty).get("/calendar").text)


# -- What opens next


def test_what_opens_next_is_what_the_command_says(site: Site) -> None:
    picture = snapshot(site)
    rounds = [Round(each.call, each.previous_key) for each in load_calls(site.engine)]
    assert pipeline_of(picture) == coming(picture.rows, rounds, picture.background, AS_OF)


def test_the_page_leaves_out_what_is_small_until_asked(site: Site) -> None:
    client, found = people.browser_as(site), pipeline_of(snapshot(site))
    large = [each for each in found if each.is_large]
    assert found, "the bundled calls have announced ones"
    page = main_of(client.get("/pipeline").text)
    assert len(page.css(".calls > li")) == len(large)
    every = main_of(client.get("/pipeline?size=all").text)
    assert len(every.css(".calls > li")) == len(found)
    for each in large:
        assert each.opening.words in " ".join(page.text(separator=" ").split())


# -- Sources


def report(outcome: SourceOutcome, at: datetime, **changes: object) -> SourceReport:
    times = {"started_at": at, "finished_at": at}
    counts = {"calls_seen": 100, "requests": 3, "not_modified": 0, "new": 4, "changed": 2}
    made = SourceReport(source="ukri", title="UKRI", outcome=outcome, **times, **counts)  # type: ignore[arg-type]
    return replace(made, **changes)  # type: ignore[arg-type]


def tell(site: Site, made: SourceReport) -> None:
    """Have a collection on record."""
    save_source_report(site.engine, start_run(site.engine, "collect", made.started_at), made)


def state(site: Site, name: str = "ukri") -> SourceState:
    return next(each for each in source_states(site.engine) if each.name == name)


@pytest.fixture
def own(tmp_path: Path) -> Site:
    return make_site(tmp_path)


def test_a_source_is_well_silent_or_in_trouble(own: Site) -> None:
    times, now = Times(), AS_OF

    def seen() -> str:
        return source_view(state(own), times, None, now, 5).state

    assert seen() == "never"
    bad = report(SourceOutcome.FAILED, now - timedelta(days=9))
    tell(
        own,
        replace(
            bad,
            calls_seen=0,
            issues=(Issue(Severity.ERROR, "ukri", "the page <b>did not</b> answer"),),
        ),
    )
    assert seen() == "trouble"
    tell(own, report(SourceOutcome.OK, now - timedelta(days=4)))
    assert seen() == "silent", "a daily source is silent after three days"
    good = report(SourceOutcome.OK, now, filled={"award_max": 50, "deadlines": 90})
    tell(own, good)
    view = source_view(state(own), times, None, now, 5)
    assert view.state == "well"
    assert view.states == ("50% state an amount", "90% state a deadline")
    assert view.here == "5 calls of it stored"
    assert "100 read, 4 new, 2 changed" in view.new


def test_the_page_names_every_source_and_what_nobody_covers(own: Site) -> None:
    bad = report(
        SourceOutcome.REFUSED, AS_OF, issues=(Issue(Severity.ERROR, "ukri", "only <b>3</b> calls"),)
    )
    tell(own, bad)
    page = main_of(people.browser_as(own).get("/sources").text)
    titles = [each.text().strip() for each in page.css(".source h3")]
    for each in source_states(own.engine):
        assert any(each.definition.title in title for title in titles)
    assert "UKRI Funding Finder" in titles[0], "what needs looking at stands first"
    shown = " ".join(page.text(separator=" ").split())
    assert "only <b>3</b> calls" in shown
    assert "too few calls, so nothing was changed" in shown
    for name in own.city.profile.not_covered:
        assert name in shown


def test_award_sources_are_not_called_silent(own: Site) -> None:
    view = source_view(
        state(own, "gateway_to_research"), Times(), AS_OF - timedelta(days=99), AS_OF, 0
    )
    assert (view.state, view.here) == ("never", "")
