"""The EU portal on a local server: what is asked, what a fault costs, how much memory it takes."""

import json
import tracemalloc
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from models.call import Call
from models.report import Severity, SourceOutcome
from scrapers.addresses import full_address
from scrapers.client import HttpClient, HttpSettings
from scrapers.eu.search_service import topic_request
from scrapers.listing import walk_listing
from scrapers.visit import Visit
from tests.scrapers.fixture_pages import READ_AT, context_of, serve
from tests.scrapers.local_server import LocalServer
from tests.scrapers.sources.eu_pages import CARE, EU, FILE, FOLDER, SEARCH, collect, fixture_records


def test_of_two_records_under_one_identifier_the_latest_news_counts(
    site: LocalServer, tmp_path: Path
) -> None:
    serve("eu_funding", site)
    http = HttpSettings(
        base_overrides={"eu_funding": site.address}, archive_folder=tmp_path, wait_scale=0
    )
    with Visit(HttpClient(http), EU.definition, READ_AT) as visit:
        walk = walk_listing(EU, visit, context_of(EU))
        cards = {card.source_id: card for card in walk.current()}
    assert cards["HORIZON-EXAMPLE-2026-01-CARE-02"].fields["title"] == ["Healthy cities by design"]


def test_every_question_is_sent_in_parts_and_a_topic_whatever_its_status(
    site: LocalServer, tmp_path: Path
) -> None:
    serve("eu_funding", site)
    collect(site, tmp_path)
    posts = [seen for seen in site.seen if seen.method == "POST"]
    texts = [parse_qs(urlsplit(seen.path).query)["text"][0] for seen in posts]
    assert texts[:3] == ["***", "***", f'"{CARE}"']
    assert len(texts) == len(set(texts)) + 1 == 10
    for seen, text in zip(posts, texts, strict=True):
        assert seen.headers["content-type"].startswith("multipart/form-data")
        assert seen.body.count(b"application/json") == 3
        for part in (b'name="query"', b'name="languages"', b'name="sort"'):
            assert part in seen.body
        assert (b"31094502" in seen.body) == (text == "***")
        assert (b'["2", "8"]' in seen.body) == (text == "***")


def test_an_unchanged_topic_is_not_asked_for_again_for_a_week(
    site: LocalServer, tmp_path: Path
) -> None:
    serve("eu_funding", site)
    first = collect(site, tmp_path)
    asked = len(site.asked())
    second = collect(site, tmp_path, READ_AT + timedelta(days=1))
    assert list(second.items) == [
        replace(call, stated_on=call_day(call, 1)) for call in first.items
    ]
    assert [path.partition("?")[0] for path in site.asked()[asked:]] == [FILE, SEARCH, SEARCH]
    asked = len(site.asked())
    collect(site, tmp_path, READ_AT + timedelta(days=8))
    assert len(site.asked()[asked:]) == 11


def call_day(call: Call, days: int) -> Any:
    return None if call.stated_on is None else call.stated_on + timedelta(days=days)


def test_news_about_a_topic_makes_it_be_asked_for_again(site: LocalServer, tmp_path: Path) -> None:
    serve("eu_funding", site)
    collect(site, tmp_path)
    body = (FOLDER / "grantsTenders.json").read_text("utf-8")
    start = body.index(f'"identifier": "{CARE}"')
    body = body[:start] + body[start:].replace("2026-05-12T10:49:10.129", "2026-06-15T10:00:00", 1)
    site.page(FILE, body, "application/json")
    asked = len(site.asked())
    collect(site, tmp_path, READ_AT + timedelta(days=1))
    topics = [path for path in site.asked()[asked:] if "%22" in path]
    assert [parse_qs(urlsplit(path).query)["text"] for path in topics] == [[f'"{CARE}"']]


def test_a_file_that_breaks_off_gives_what_came_before_and_an_error(
    site: LocalServer, tmp_path: Path
) -> None:
    serve("eu_funding", site)
    body = (FOLDER / "grantsTenders.json").read_bytes()
    site.page(FILE, body[: body.index(b"HORIZON-EXAMPLE-2026-01-HOME-01")], "application/json")
    collected = collect(site, tmp_path)
    assert collected.report.outcome is SourceOutcome.PARTLY
    assert [call.source_id for call in collected.items][:2] == [
        *(CARE, "HORIZON-EXAMPLE-2026-01-CARE-02"),
    ]
    assert len(collected.items) == 5
    errors = [issue for issue in collected.report.issues if issue.severity is Severity.ERROR]
    assert len(errors) == 1
    assert "it breaks off" in errors[0].reason
    assert errors[0].address == EU.definition.url


def test_an_answer_that_is_none_loses_the_call_rather_than_its_stored_text(
    site: LocalServer, tmp_path: Path
) -> None:
    serve("eu_funding", site)
    path = f"{SEARCH}?{urlsplit(full_address(topic_request(CARE))).query}"
    site.page(path, "<html>We are down</html>")
    collected = collect(site, tmp_path)
    assert collected.report.outcome is SourceOutcome.PARTLY
    assert CARE not in {call.source_id for call in collected.items}
    assert len(collected.items) == 10
    assert any("HTML page came" in issue.reason for issue in collected.report.issues)


def many_topics(count: int, still_open: int) -> bytes:
    """A reference file of so many topics, a few of them open."""
    first = next(r for r in fixture_records() if isinstance(r, dict) and r["type"] == 1)
    left_out = ("actions", "latestInfos", "programmeDivision", "topicMGAs")
    record = {key: value for key, value in first.items() if key not in left_out}
    states = ({"id": 31094502}, {"id": 31094503})
    records = [
        {**record, "identifier": f"TOPIC-{n}", "status": states[n >= still_open]}
        for n in range(count)
    ]
    return json.dumps({"fundingData": {"GrantTenderObj": records}}).encode()


def peak_of_walk(site: LocalServer, folder: Path, count: int, still_open: int) -> int:
    """Walk the listing; returns the most memory that it took, in bytes."""
    serve("eu_funding", site)
    site.page(FILE, many_topics(count, still_open), "application/json")
    http = HttpSettings(
        base_overrides={"eu_funding": site.address}, archive_folder=folder, wait_scale=0
    )
    with Visit(HttpClient(http), EU.definition, READ_AT) as visit:
        tracemalloc.start()
        walk = walk_listing(EU, visit, context_of(EU))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert len(walk.found) == still_open + 3
    assert not walk.broken
    return peak


def test_ten_thousand_topics_take_no_more_memory_than_one_thousand(
    site: LocalServer, tmp_path: Path
) -> None:
    few = peak_of_walk(site, tmp_path / "few", 1_000, 100)
    many = peak_of_walk(site, tmp_path / "many", 10_000, 100)
    assert many < few + 500_000
    assert many < len(many_topics(10_000, 100)) // 4
