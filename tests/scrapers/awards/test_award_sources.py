"""Every source of awards against its fixture, from a real server, faults included."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from models.report import SourceOutcome
from tests.scrapers.awards.award_pages import (
    FIXTURES,
    READ_AT,
    SOURCES,
    as_json,
    collect,
    context_of,
    expecting,
    fixture_pages,
    path_of,
    reasons,
    serve,
    start_of,
)
from tests.scrapers.local_server import Handler, LocalServer, status, truncated

_FOLDERS = sorted(
    path.name
    for path in (Path(__file__).parents[3] / "scrapers" / "award_sources").iterdir()
    if (path / "source.yaml").is_file()
)
_TRUNCATED_JSON = b'[{"project_id": "NIHR1", "project_ti'


def first_path(name: str) -> str:
    return path_of(start_of(SOURCES[name], context_of(SOURCES[name])))


def test_the_three_sources_are_found() -> None:
    assert _FOLDERS == ["gateway_to_research", "nihr_awards", "three_sixty_giving"]
    assert sorted(SOURCES) == _FOLDERS


@pytest.mark.parametrize("name", _FOLDERS)
def test_a_source_gives_the_expected_awards(name: str, site: LocalServer) -> None:
    serve(name, site)
    found = as_json(list(collect(expecting(name), site).items))
    expected = FIXTURES / name / "expected.json"
    if not expected.is_file():
        expected.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
        pytest.fail(f"wrote awards/{name}/expected.json: read it through, then run again")
    assert found == json.loads(expected.read_text("utf-8"))


@pytest.mark.parametrize("name", _FOLDERS)
def test_no_person_no_contact_and_no_script_comes_through(name: str, site: LocalServer) -> None:
    pages = b"".join(fixture_pages(name).values()).decode()
    assert "Sample" in pages
    assert re.search(r"[\w.]+@[\w.]+\.example", pages)
    serve(name, site)
    collected = collect(expecting(name), site)
    stored = json.dumps(as_json(list(collected.items)), ensure_ascii=False)
    told = stored + str(collected.report.issues)
    assert not re.search(r"\w@\w|01632|Sample|Robin|Alex|0000-0001|steal|\u202e", told)
    assert "<" not in stored


@pytest.mark.parametrize("name", _FOLDERS)
def test_fixtures_show_awards_with_and_without_amounts(name: str, site: LocalServer) -> None:
    serve(name, site)
    awards = list(collect(expecting(name), site).items)
    assert len(awards) >= 4
    assert any(award.amount is None for award in awards)
    assert any(award.amount is not None for award in awards)
    assert all(award.url.startswith("https://") for award in awards)


@pytest.mark.parametrize("name", _FOLDERS)
def test_a_second_collection_asks_only_conditionally(
    name: str, site: LocalServer, tmp_path: Path
) -> None:
    serve(name, site)
    first = collect(expecting(name), site, tmp_path)
    second = collect(expecting(name), site, tmp_path, READ_AT + timedelta(hours=1))
    assert list(second.items) == list(first.items)
    assert second.report.requests == second.report.not_modified > 0


@pytest.mark.parametrize("name", _FOLDERS)
def test_the_real_expectation_refuses_a_handful(name: str, site: LocalServer) -> None:
    serve(name, site)
    collected = collect(SOURCES[name], site)
    assert collected.report.outcome is SourceOutcome.REFUSED
    assert list(collected.items) == []


@pytest.mark.parametrize("name", _FOLDERS)
@pytest.mark.parametrize(
    ("content_type", "body", "reason"),
    [
        ("text/html", b"<!doctype html><title>Back soon</title>", "JSON was promised"),
        ("application/json", _TRUNCATED_JSON, "JSON was promised"),
        ("application/json", b'{"error_code": "ODSQLError"}', "cannot be read"),
        ("application/json", b"[]", "cannot be read"),
        ("application/json", b"[" * 100_000, "cannot be read"),
        ("application/json", b'["Not an award"]', "cannot be read"),
    ],
)
def test_something_else_for_the_first_page_fails_the_source(
    name: str, site: LocalServer, content_type: str, body: bytes, reason: str
) -> None:
    site.page(first_path(name), body, content_type)
    collected = collect(expecting(name), site)
    assert collected.report.outcome is SourceOutcome.FAILED
    assert list(collected.items) == []
    assert reason in "\n".join(reasons(collected))


@pytest.mark.parametrize("name", _FOLDERS)
def test_a_first_page_that_cannot_be_had_fails_the_source(name: str, site: LocalServer) -> None:
    site.answer(first_path(name), truncated)
    collected = collect(expecting(name), site)
    assert collected.report.outcome is SourceOutcome.FAILED
    assert reasons(collected) == ["the connection broke before the page was complete"]


@pytest.mark.parametrize("name", _FOLDERS)
def test_too_many_requests_are_waited_out(name: str, site: LocalServer) -> None:
    serve(name, site)
    site.faults(first_path(name), status(429, Retry_After="30"))
    collected = collect(expecting(name), site, retries=1)
    assert collected.report.outcome is not SourceOutcome.FAILED
    assert collected.report.requests == len(fixture_pages(name)) + 1


def test_a_search_that_answers_404_is_reported(site: LocalServer) -> None:
    def nothing(handler: Handler) -> None:
        message = b"Page requested exceeds maximum available: 0"
        handler.reply(404, message, Content_Type="text/plain")

    site.answer("/api/search/project", nothing)
    collected = collect(expecting("gateway_to_research"), site)
    assert collected.report.outcome is SourceOutcome.FAILED
    assert reasons(collected) == ["the site answered 404"]


def test_an_organisation_that_answers_404_is_named_and_the_next_ones_are_read(
    site: LocalServer,
) -> None:
    serve("three_sixty_giving", site)
    missing = "/api/v1/org/GB-CHC-1170369/grants_received/?limit=100&offset=0"
    site.answer(missing, status(404))
    collected = collect(expecting("three_sixty_giving"), site)
    assert collected.report.outcome is SourceOutcome.PARTLY
    told = [issue for issue in collected.report.issues if issue.reason == "the site answered 404"]
    assert [issue.address for issue in told] == [f"https://api.threesixtygiving.org{missing}"]
    assert len(list(collected.items)) == 6


def test_robots_txt_is_obeyed(site: LocalServer) -> None:
    for name in _FOLDERS:
        serve(name, site)
    site.page("/robots.txt", "User-agent: *\nDisallow: /\n", "text/plain")
    for name in _FOLDERS:
        assert collect(expecting(name), site).report.outcome is SourceOutcome.FAILED
    assert site.asked() == []
