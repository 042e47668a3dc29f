"""`bid-matcher collect` against a server that plays every source, faults included."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from matcher.cli import main
from matcher.identity.join import merged_calls
from matcher.jobs import collect
from matcher.store import (
    award_totals,
    last_runs,
    latest_source_reports,
    load_calls,
    load_review_queue,
    open_store,
    statistics,
)
from models.report import SourceOutcome
from scrapers.client import HttpSettings
from scrapers.registry import load_award_sources
from scrapers.source import Source, without_minimum
from tests.rehearsal.faults import FAULTS
from tests.rehearsal.server import Rehearsal
from tests.scrapers.fixture_pages import READ_AT, SOURCES, calls_of
from tests.scrapers.local_server import closed_port

EXPECTED = {name: {call.key for call in calls_of(name)[0]} for name in SOURCES}
AWARDS = {source.name for source in load_award_sources()}
# One source of each kind to go wrong: pages, JSON in pages, a question, a file, windows, a watch.
VICTIMS = ("ukri", "find_a_grant", "eu_funding", "grants_gov", "find_a_tender", "diabetes_uk")


@pytest.fixture
def rehearsal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Rehearsal]:
    with Rehearsal() as server:
        for variable, value in server.environment():
            monkeypatch.setenv(variable, value)
        yield server


def run(home: Path, *arguments: str) -> int:
    return main(["--home", str(home), *arguments])


def store_of(home: Path) -> Engine:
    return open_store(f"sqlite:///{home / 'bid-matcher.db'}")


def test_every_source_yields_its_calls_and_a_second_run_asks_only_conditionally(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    assert run(tmp_path, "collect", "--allow-few") == 0
    engine = store_of(tmp_path)
    stored = {each.call.key for each in load_calls(engine)}
    waiting = {each.call.key for each in load_review_queue(engine)}
    for name, expected in EXPECTED.items():
        assert expected <= (waiting if SOURCES[name].definition.review else stored), name
    before = statistics(engine)
    for site in rehearsal.sites.values():
        site.seen.clear()
    assert run(tmp_path, "collect", "--allow-few") == 0
    asked = [seen for site in rehearsal.sites.values() for seen in site.seen]
    pages = [seen for seen in asked if seen.path != "/robots.txt"]
    assert pages
    assert all(seen.method == "GET" and "if-none-match" in seen.headers for seen in pages)
    newest = last_runs(engine)[0]
    assert (newest.counts["new"], newest.counts["changed"], newest.counts["waiting"]) == (0, 0, 0)
    for kind in ("calls", "call versions"):
        assert statistics(engine)[kind] == before[kind]
    engine.dispose()


def test_what_was_watched_is_stored_once_a_person_accepts_it(
    rehearsal: Rehearsal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "collect", "--allow-few", "--source", "diabetes_uk") == 0
    capsys.readouterr()
    assert run(tmp_path, "review", "list") == 0
    assert "diabetes_uk:" in capsys.readouterr().out
    engine = store_of(tmp_path)
    assert load_calls(engine) == []
    assert run(tmp_path, "review", "accept", "--all") == 0
    assert {each.call.key for each in load_calls(engine)} == EXPECTED["diabetes_uk"]
    assert run(tmp_path, "collect", "--allow-few", "--source", "diabetes_uk") == 0
    assert load_review_queue(engine) == []
    assert rehearsal.sites["diabetes_uk"].asked()
    engine.dispose()


def test_calls_listed_twice_are_shown_once(rehearsal: Rehearsal, tmp_path: Path) -> None:
    assert run(tmp_path, "collect", "--allow-few") == 0
    engine = store_of(tmp_path)
    pages = [tuple(call.source for call in each.members) for each in merged_calls(engine)]
    assert ("innovate_uk", "find_a_grant") in pages
    assert rehearsal.sites["innovate_uk"].asked()
    engine.dispose()


def test_health_is_shown_as_a_table_and_for_machines(
    rehearsal: Rehearsal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "collect", "--allow-few", "--source", "ukri", "--source", "nihr") == 0
    capsys.readouterr()
    assert run(tmp_path, "sources", "--json") == 0
    rows = {row["source"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["ukri"]["new"] == rows["ukri"]["calls"] == len(EXPECTED["ukri"])
    assert 0 < rows["ukri"]["filled"]["deadlines"] <= 1
    assert "label 'Interview date'" in rows["nihr"]["unknown_labels"]
    assert rows["wellcome"]["last_outcome"] is None
    assert run(tmp_path, "sources") == 0
    table = capsys.readouterr().out
    assert "UKRI Funding Finder" in table
    assert "not collected yet" in table
    assert rehearsal.sites["ukri"].asked()


def test_a_feed_without_unknown_pages_asks_for_nothing_more(
    rehearsal: Rehearsal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    links = [call.url for call in calls_of("ukri")[0]]
    site = rehearsal.sites["ukri"]
    site.page("/opportunity/feed/", feed(links), "application/rss+xml")
    assert run(tmp_path, "collect", "--allow-few", "--when-new", "--source", "ukri") == 0
    assert len(site.asked()) > 2
    site.seen.clear()
    assert run(tmp_path, "collect", "--allow-few", "--when-new", "--source", "ukri") == 0
    assert site.asked() == ["/opportunity/feed/"]
    assert "nothing was collected" in capsys.readouterr().out
    page = feed([*links, "https://www.ukri.org/opportunity/brand-new/?utm_source=rss"])
    site.page("/opportunity/feed/", page, "application/rss+xml")
    assert run(tmp_path, "collect", "--allow-few", "--when-new", "--source", "ukri") == 0
    assert len(site.asked()) > 2


def test_awards_are_collected_and_shown(
    rehearsal: Rehearsal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "awards", "collect", "--allow-few") == 0
    engine = store_of(tmp_path)
    assert {total.source for total in award_totals(engine)} == AWARDS
    assert all(rehearsal.sites[name].asked() for name in AWARDS)
    capsys.readouterr()
    assert run(tmp_path, "awards", "show") == 0
    assert "University of Leeds" in capsys.readouterr().out
    assert run(tmp_path, "awards", "collect", "--allow-few") == 0
    counts = last_runs(engine)[0].counts
    assert (counts["new"], counts["changed"], counts["failed"]) == (0, 0, 0)
    engine.dispose()


def test_with_no_site_in_reach_the_digest_is_made_of_the_bundled_calls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BID_MATCHER_WAIT_SCALE", "0")
    with closed_port() as port:
        for name in SOURCES:
            monkeypatch.setenv(f"BID_MATCHER_BASE_{name.upper()}", f"http://127.0.0.1:{port}")
        assert run(tmp_path, "digest") == 0
    assert "bundled" in capsys.readouterr().err
    engine = store_of(tmp_path)
    assert statistics(engine)["calls"] == 0
    engine.dispose()
    assert (tmp_path / "digests" / "2026-08-10" / "digest.html").is_file()


def feed(links: list[str]) -> str:
    items = "".join(f"<item><title>A call</title><link>{link}</link></item>" for link in links)
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'


def hasty(source: Source) -> Source:
    """The source, content with any number of calls and short of patience."""
    plain = without_minimum(source)
    http = plain.definition.http.model_copy(update={"timeout_s": 0.6, "max_bytes": 5_000_000})
    return Source(plain.definition.model_copy(update={"http": http}), plain.parser)


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_with_each_fault_the_others_finish(fault: str, tmp_path: Path) -> None:
    victim = VICTIMS[sorted(FAULTS).index(fault) % len(VICTIMS)]
    engine = store_of(tmp_path)
    with Rehearsal() as rehearsal:
        rehearsal.spoil(victim, FAULTS[fault])
        http = HttpSettings(
            base_overrides=rehearsal.bases,
            archive_folder=tmp_path / "pages",
            wait_scale=0,
            retries=1,
            longest_wait_s=1,
        )
        sources = [hasty(source) for source in SOURCES.values()]
        collect(engine, sources, http, lambda _what, _done, _total: None, lambda: READ_AT)
    reports = {report.source: report for report in latest_source_reports(engine)}
    stored = {each.call.key for each in load_calls(engine)}
    stored |= {each.call.key for each in load_review_queue(engine)}
    for name, expected in EXPECTED.items():
        if name != victim:
            assert reports[name].outcome is SourceOutcome.OK, name
            assert expected <= stored
    spoilt = reports[victim]
    assert spoilt.issues
    assert all(issue.where == victim and issue.reason for issue in spoilt.issues)
    engine.dispose()
