"""Collecting a source from a real server: whatever the site does, a report comes of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.report import SourceOutcome
from scrapers.client import HttpClient
from scrapers.collect import collect_source
from scrapers.registry import load_sources
from scrapers.source import Source
from tests.scrapers.collecting import NOW, PUBLIC, collect, reasons, settings_for
from tests.scrapers.local_server import (
    Handler,
    LocalServer,
    closed_port,
    endless,
    hang,
    hang_up,
    redirect,
    status,
    truncated,
)
from tests.scrapers.toy_source import call_page, fill, listing, toy_source


@pytest.fixture
def site(site: LocalServer) -> LocalServer:
    fill(site)
    return site


@pytest.fixture
def source(tmp_path: Path) -> Source:
    return toy_source(tmp_path / "sources", http={"timeout_s": 0.5})


def test_a_fifth_source_is_two_files_and_nothing_else(site: LocalServer, tmp_path: Path) -> None:
    toy_source(tmp_path / "sources")
    files = sorted(path.name for path in (tmp_path / "sources").rglob("*") if path.is_file())
    assert files == ["parser.py", "source.yaml"]
    (source,) = load_sources(tmp_path / "sources")
    collected = collect(source, site, tmp_path)
    assert [call.key for call in collected.items] == [
        f"toy_fund:{number}" for number in range(1, 6)
    ]
    assert next(iter(collected.items)).url == f"{PUBLIC}/calls/1"
    assert next(iter(collected.items)).summary == "Money for need 1."
    assert next(iter(collected.items)).stated_on == NOW.date()
    report = collected.report
    assert (report.outcome, report.calls_seen, report.issues) == (SourceOutcome.OK, 5, ())
    assert (report.requests, report.not_modified) == (7, 0)
    assert report.started_at == NOW <= report.finished_at


def test_a_second_run_asks_only_whether_anything_changed(
    site: LocalServer, source: Source, tmp_path: Path
) -> None:
    first = collect(source, site, tmp_path)
    site.seen.clear()
    second = collect(source, site, tmp_path)
    assert list(second.items) == list(first.items)
    assert (second.report.requests, second.report.not_modified) == (7, 7)
    assert all("if-none-match" in seen.headers for seen in site.seen if seen.path != "/robots.txt")


def test_one_changed_page_costs_one_whole_page(
    site: LocalServer, source: Source, tmp_path: Path
) -> None:
    collect(source, site, tmp_path)
    site.page("/calls/3", call_page(3).replace("need 3", "another need"))
    second = collect(source, site, tmp_path)
    assert list(second.items)[2].summary == "Money for another need."
    assert second.report.not_modified == 6


def test_robots_txt_that_says_no_ends_the_collection(
    site: LocalServer, source: Source, tmp_path: Path
) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /\n", "text/plain")
    collected = collect(source, site, tmp_path)
    assert collected.report.outcome is SourceOutcome.FAILED
    assert (list(collected.items), site.asked()) == ([], [])
    assert "robots.txt asks us not to read this" in reasons(collected)


def wrong_page(handler: Handler) -> None:
    handler.reply(200, b'{"error": "down"}', Content_Type="application/json")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (status(500), "the site answered 500"),
        (status(404), "the site answered 404"),
        (status(403), "the site answered 403"),
        (hang, "did not come within 0.5 seconds"),
        (hang_up, "connection broke"),
        (truncated, "connection broke"),
        (redirect("http://169.254.169.254/"), "private address"),
        (redirect("http://10.0.0.1/"), "private address"),
        (redirect("/calls"), "more than 5 redirects"),
        (endless(b"x" * 65_536, []), "larger than 10,000,000 bytes"),
        (wrong_page, "HTML was promised, 'application/json' came"),
    ],
)
def test_a_listing_that_cannot_be_had_fails_the_source(
    site: LocalServer,
    source: Source,
    tmp_path: Path,
    answer: Callable[[Handler], None],
    reason: str,
) -> None:
    site.answer("/calls", answer)
    collected = collect(source, site, tmp_path)
    assert collected.report.outcome is SourceOutcome.FAILED
    assert list(collected.items) == []
    assert reason in reasons(collected)
    assert (
        PUBLIC in reasons(collected)
        or "169.254" in reasons(collected)
        or "10.0." in reasons(collected)
    )


def test_no_network_is_a_report_too(source: Source, tmp_path: Path) -> None:
    with closed_port() as port:
        client = HttpClient(settings_for(f"http://127.0.0.1:{port}", tmp_path))
        collected = collect_source(source, client, NOW)
    assert collected.report.outcome is SourceOutcome.FAILED
    assert "does not accept connections" in reasons(collected)


@pytest.mark.parametrize(
    ("body", "count"),
    [(listing([]), 0), ("<html>maintenance</html>", 0), ("", 0), (listing([1, 2]), 2)],
)
def test_too_few_calls_are_refused_and_their_pages_not_even_read(
    site: LocalServer, source: Source, tmp_path: Path, body: str, count: int
) -> None:
    site.page("/calls", body)
    collected = collect(source, site, tmp_path)
    assert collected.report.outcome is SourceOutcome.REFUSED
    assert (list(collected.items), collected.report.calls_seen) == ([], count)
    assert f"{count} calls came where at least 3 are expected" in reasons(collected)
    assert site.asked("/calls/") == []
    again = collect(source, site, tmp_path)
    assert again.report.not_modified == 0  # a refused listing is fetched whole next time


def test_too_many_calls_are_stored_with_a_warning(
    site: LocalServer, source: Source, tmp_path: Path
) -> None:
    few = source.definition.expect.model_copy(update={"max_calls": 4})
    modest = replace(source, definition=source.definition.model_copy(update={"expect": few}))
    collected = collect(modest, site, tmp_path)
    assert (collected.report.outcome, len(collected.items)) == (SourceOutcome.OK, 5)
    assert "at most 4 are expected" in reasons(collected)


def test_a_call_that_cannot_be_read_is_left_out_and_fetched_whole_next_time(
    site: LocalServer, source: Source, tmp_path: Path
) -> None:
    site.page("/calls/2", call_page(2).replace("Status", "State"))
    site.page("/calls/4", call_page(4).replace("<time", "<b"))
    collected = collect(source, site, tmp_path)
    assert collected.report.outcome is SourceOutcome.PARTLY
    assert [call.source_id for call in collected.items] == ["1", "3", "5"]
    assert f"call 2: the page lacks 'Status' @ {PUBLIC}/calls/2" in reasons(collected)
    assert f"IndexError: list index out of range) @ {PUBLIC}/calls/4" in reasons(collected)
    again = collect(source, site, tmp_path)
    assert again.report.not_modified == 5


def test_one_absent_page_costs_one_call(site: LocalServer, source: Source, tmp_path: Path) -> None:
    site.answer("/calls/2", status(404))
    collected = collect(source, site, tmp_path)
    assert collected.report.outcome is SourceOutcome.PARTLY
    assert len(collected.items) == 4
    assert reasons(collected) == f"call 2: the site answered 404 @ {PUBLIC}/calls/2"


def test_a_site_that_goes_down_is_left_alone(
    site: LocalServer, source: Source, tmp_path: Path
) -> None:
    for number in range(1, 6):
        site.answer(f"/calls/{number}", status(503))
    collected = collect(source, site, tmp_path)
    assert collected.report.outcome is SourceOutcome.REFUSED
    assert list(collected.items) == []
    assert "stopped early: 2 calls were not read" in reasons(collected)
    assert site.asked("/calls/4") == site.asked("/calls/5") == []


def test_bytes_that_are_not_text_are_replaced(
    site: LocalServer, source: Source, tmp_path: Path
) -> None:
    site.page("/calls/1", call_page(1).encode().replace(b"Money", b"\xff\xfe Money"))
    collected = collect(source, site, tmp_path)
    assert next(iter(collected.items)).summary == "\ufffd\ufffd Money for need 1."


def test_a_date_that_is_none_costs_one_call(
    site: LocalServer, source: Source, tmp_path: Path
) -> None:
    site.page("/calls/1", call_page(1).replace("2026-12-01T16:00", "the end of days"))
    collected = collect(source, site, tmp_path)
    assert len(collected.items) == 4
    assert "call 1: Invalid isoformat string" in reasons(collected)


def test_an_unknown_word_and_an_unread_row_are_reported(
    site: LocalServer, source: Source, tmp_path: Path
) -> None:
    page = call_page(1).replace("Open", "Paused").replace("Contact", "Budget")
    site.page("/calls/1", page)
    collected = collect(source, site, tmp_path)
    assert (collected.report.outcome, len(collected.items)) == (SourceOutcome.OK, 5)
    assert "unknown status 'Paused'" in reasons(collected)
    assert "unknown label 'Budget'" in reasons(collected)


def test_a_source_out_of_time_keeps_what_it_has(site: LocalServer, tmp_path: Path) -> None:
    source = toy_source(tmp_path / "sources", http={"min_interval_s": 10, "budget_s": 65})
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    settings = replace(settings_for(site.address, tmp_path), wait_scale=1)
    client = HttpClient(settings, clock=lambda: now[0], sleep=sleep)
    collected = collect_source(source, client, NOW)
    assert collected.report.outcome is SourceOutcome.PARTLY
    assert (
        len(collected.items) == 4
    )  # robots.txt, two listing pages and four calls, ten seconds apart
    assert "65 seconds are used up" in reasons(collected)


def test_a_full_disk_fails_the_source_with_a_clear_reason(
    site: LocalServer, source: Source, tmp_path: Path
) -> None:
    (tmp_path / "pages").write_text("a file where the folder should be")
    collected = collect(source, site, tmp_path)
    assert collected.report.outcome is SourceOutcome.FAILED
    assert "cannot keep a page of toy_fund" in reasons(collected)


def test_progress_is_told(site: LocalServer, source: Source, tmp_path: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    client = HttpClient(settings_for(site.address, tmp_path))
    collect_source(source, client, NOW, lambda *step: told.append(step))
    assert told[0] == ("toy_fund", 0, None)
    assert told[-1] == ("toy_fund", 5, 5)
    assert [step[1] for step in told[1:]] == [0, 1, 2, 3, 4, 5]


def test_the_day_is_that_of_london(site: LocalServer, source: Source, tmp_path: Path) -> None:
    late = datetime(2026, 8, 9, 23, 30, tzinfo=UTC)
    client = HttpClient(settings_for(site.address, tmp_path))
    collected = collect_source(source, client, late)
    assert str(next(iter(collected.items)).stated_on) == "2026-08-10"
    with pytest.raises(ValueError, match="time zone"):
        collect_source(source, client, late.replace(tzinfo=None))
