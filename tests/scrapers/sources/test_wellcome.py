"""Wellcome: the public list, and the list kept by hand for a site that says no."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from models.call import Call, CallStatus, DeadlineKind
from models.report import Severity, SourceOutcome
from scrapers.client import HttpClient, HttpSettings
from scrapers.collect import Collected, collect_source
from scrapers.contract import Card, Context
from scrapers.registry import load_source, when_refused
from scrapers.source import Source
from tests.scrapers.fixture_pages import SOURCES, calls_of, context_of, page_of, serve, start_of
from tests.scrapers.local_server import LocalServer, closed_port, status

_SOURCE = SOURCES["wellcome"]
_FOLDER = Path(__file__).parents[3] / "scrapers" / "sources" / "wellcome"
_WRITTEN = date(2026, 11, 22)
_PATH = "/research-funding/schemes"


@pytest.fixture
def kept() -> list[Call]:
    context = context_of(_SOURCE)
    return list(_kept_calls(context))


def _without_the_site(source: Source, context: Context) -> list[Card]:
    read = when_refused(source)
    assert read is not None
    return list(read("the site answered 202", context).cards)


def _kept_calls(context: Context) -> Iterator[Call]:
    for card in _without_the_site(_SOURCE, context):
        call = _SOURCE.parser.parse_call(card, None, context)
        assert call is not None
        yield call


def _collect(source: Source, site: LocalServer, now: datetime) -> Collected[Call]:
    settings = HttpSettings(base_overrides={"wellcome": site.address}, wait_scale=0, retries=0)
    return collect_source(source, HttpClient(settings), now)


def test_the_public_list_gives_amounts_dates_and_how_often() -> None:
    calls = {call.source_id: call for call in calls_of("wellcome")[0]}
    place = calls["example-place-award"]
    assert place.url == "https://wellcome.org/research-funding/schemes/example-place-award"
    assert (str(place.award_max), place.tags) == ("£3.5m", ("recurring",))
    assert place.eligibility is not None
    assert place.eligibility.startswith("Administering organisation location: UK, Republic of")
    starters = calls["example-starters-award"]
    assert (starters.deadline_kind, starters.award_max) == (DeadlineKind.ROLLING, None)
    heat = calls["example-heat-award"]
    assert (str(heat.award_min), str(heat.award_max), heat.tags) == ("£1m", "£3m", ())
    assert heat.stated_status is CallStatus.FORECASTED
    assert calls["example-older-award"].stated_status is CallStatus.CLOSED


def test_the_public_list_reports_what_it_cannot_read() -> None:
    _, context = calls_of("wellcome")
    reasons = {issue.reason for issue in context.issues}
    assert {
        "unknown label 'scheme_topics'",
        "unknown status 'Paused'",
        "Closes for applications cannot be read: 'in spring'",
        "Level of funding cannot be read: 'Between 1 and 2'",
        "a scheme without a title or a usable url: 'Not ours'",
    } <= reasons
    assert any("lacks schemes of the kept list: climate-impacts-awards" in one for one in reasons)


@pytest.mark.parametrize(
    "body", [b"<html></html>", b"<script id=__NEXT_DATA__>{}</script>", b"", b"[1]"]
)
def test_another_page_is_refused_in_words(body: bytes) -> None:
    context = context_of(_SOURCE)
    with pytest.raises(ValueError, match=r"layout has changed.* on the page|JSON was promised"):
        _SOURCE.parser.parse_listing(page_of(_SOURCE, start_of(_SOURCE, context), body), context)


def test_a_list_without_schemes_is_refused() -> None:
    data = json.dumps({"props": {"pageProps": {"initialListings": [None, {"title": "x"}]}}})
    body = f"<script id=__NEXT_DATA__>{data}</script>".encode()
    context = context_of(_SOURCE)
    with pytest.raises(ValueError, match="no schemes with url and title on the page"):
        _SOURCE.parser.parse_listing(page_of(_SOURCE, start_of(_SOURCE, context), body), context)


def test_the_kept_list_names_the_source_of_every_fact(kept: list[Call]) -> None:
    assert 15 <= len(kept) <= 25
    assert len({call.key for call in kept}) == len(kept)
    for call in kept:
        assert call.evidence
        assert all("kept by hand; source: " in item.sentence for item in call.evidence)
        assert call.url.startswith(("https://wellcome.org/", "https://wellcome.ac.uk/"))
        assert call.summary


def test_the_kept_list_never_makes_a_passed_deadline_look_open(kept: list[Call]) -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    by_id = {call.source_id: call for call in kept}
    for call in kept:
        if call.deadlines:
            assert call.status(now) is CallStatus.CLOSED
    assert {call.source_id for call in kept if call.status(now) is CallStatus.OPEN} == {
        "wellcome-discovery-awards",
        "wellcome-early-career-awards",
    }
    impacts = by_id["climate-impacts-awards"]
    assert f"{impacts.deadlines[0]:%Y-%m-%d}" == "2026-04-08"
    assert (str(impacts.award_max), impacts.tags) == ("£2.5m", ("recurring",))
    unknown = by_id["genomics-in-context-awards"]
    assert (unknown.deadlines, unknown.status(now)) == ((), None)


def test_kept_schemes_have_the_ids_of_the_bundled_catalogue(kept: list[Call]) -> None:
    catalogue = Path(__file__).parents[3] / "data" / "catalogue" / "uk_calls.jsonl"
    rows = [json.loads(line) for line in catalogue.read_text("utf-8").splitlines()]
    known = {row["source_id"] for row in rows if row["source"] == "wellcome"}
    assert known
    assert known <= {call.source_id for call in kept}


@pytest.mark.parametrize(("days", "old"), [(0, False), (120, False), (121, True)])
def test_the_date_of_the_kept_list_is_told_and_its_age_once_it_is_old(days: int, old: bool) -> None:
    context = context_of(_SOURCE)
    context.today = _WRITTEN + timedelta(days=days)
    list(_kept_calls(context))
    told = context.issues[0]
    assert told.severity is Severity.WARNING
    assert "list kept by hand on 22 November 2026" in told.reason
    assert ("write it anew" in told.reason) is old


@pytest.mark.parametrize("code", [202, 403])
def test_a_no_brings_the_kept_list_and_one_question(code: int, site: LocalServer) -> None:
    site.answer(_PATH, status(code))
    now = datetime.combine(_WRITTEN, datetime.min.time(), UTC)
    collected = _collect(_SOURCE, site, now)
    assert collected.report.outcome is SourceOutcome.OK
    assert collected.report.calls_seen == len(list(_kept_calls(context_of(_SOURCE))))
    assert site.asked() == [_PATH]
    reasons = [issue.reason for issue in collected.report.issues]
    assert any(f"the site answered {code}" in reason for reason in reasons)
    assert any("kept by hand on 22 November 2026" in reason for reason in reasons)


def test_a_site_out_of_reach_is_no_answer_and_brings_nothing() -> None:
    with closed_port() as port:
        base = {"wellcome": f"http://127.0.0.1:{port}"}
        http = HttpSettings(base_overrides=base, wait_scale=0, retries=0)
        collected = collect_source(_SOURCE, HttpClient(http), datetime(2026, 11, 23, tzinfo=UTC))
    assert collected.report.outcome is SourceOutcome.FAILED
    assert len(collected.items) == 0


def test_a_list_that_answers_is_read_and_the_kept_one_is_not(site: LocalServer) -> None:
    serve("wellcome", site)
    expect = _SOURCE.definition.expect.model_copy(update={"min_calls": 4})
    small = Source(_SOURCE.definition.model_copy(update={"expect": expect}), _SOURCE.parser)
    collected = _collect(small, site, datetime(2026, 6, 15, 6, 0, tzinfo=UTC))
    assert list(collected.items) == calls_of("wellcome")[0]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("written_on: 2026-11-22", "written_on: soon", "schemes.yaml: written_on: "),
        ("    source: The funder", "    sauce: The funder", "schemes.yaml: schemes.2.source: "),
        ("schemes:\n", "schemes: [\n", "schemes.yaml: not readable as YAML"),
    ],
)
def test_a_mistake_in_the_kept_list_is_named(
    before: str, after: str, words: str, tmp_path: Path
) -> None:
    folder = tmp_path / "wellcome"
    shutil.copytree(_FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    path = folder / "schemes.yaml"
    path.write_text(path.read_text("utf-8").replace(before, after, 1), "utf-8")
    assert load_source(folder).name == "wellcome"
    with pytest.raises(ValueError, match=words):
        _without_the_site(load_source(folder), context_of(_SOURCE))
