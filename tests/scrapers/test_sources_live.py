"""The real sources collected from a real server on this machine, by the client as it is."""

from pathlib import Path

import pytest

from models.report import SourceOutcome
from scrapers.client import HttpClient, HttpSettings
from scrapers.collect import Collected, collect_source
from scrapers.source import Source
from tests.scrapers.fixture_pages import READ_AT, SOURCES, calls_of, serve
from tests.scrapers.local_server import LocalServer, status

_NAMES = sorted(SOURCES)


def _small(name: str, min_calls: int = 4) -> Source:
    """The source, told to expect as many calls as its fixture holds."""
    source = SOURCES[name]
    expect = source.definition.expect.model_copy(update={"min_calls": min_calls})
    return Source(source.definition.model_copy(update={"expect": expect}), source.parser)


def _collect(source: Source, site: LocalServer, folder: Path) -> Collected:
    settings = HttpSettings(
        base_overrides={source.name: site.address},
        archive_folder=folder,
        wait_scale=0,
        retries=0,
    )
    return collect_source(source, HttpClient(settings), READ_AT)


@pytest.mark.parametrize("name", _NAMES)
def test_what_the_server_gives_is_what_the_files_give(
    name: str, site: LocalServer, tmp_path: Path
) -> None:
    serve(name, site)
    collected = _collect(_small(name), site, tmp_path)
    expected, _ = calls_of(name)
    assert list(collected.calls) == expected
    assert collected.report.outcome is SourceOutcome.OK
    assert collected.report.calls_seen == len(expected)
    assert all(call.url.startswith("https://") for call in collected.calls)


@pytest.mark.parametrize("name", _NAMES)
def test_a_second_collection_transfers_only_what_cannot_be_asked_conditionally(
    name: str, site: LocalServer, tmp_path: Path
) -> None:
    serve(name, site)
    first = _collect(_small(name), site, tmp_path)
    second = _collect(_small(name), site, tmp_path)
    assert second.calls == first.calls
    by_post = sum(seen.method == "POST" for seen in site.seen) // 2
    assert second.report.not_modified == second.report.requests - by_post
    assert by_post == (3 if name == "eu_funding" else 0)


@pytest.mark.parametrize("name", _NAMES)
def test_the_real_expectation_refuses_a_handful_of_calls(
    name: str, site: LocalServer, tmp_path: Path
) -> None:
    serve(name, site)
    collected = _collect(SOURCES[name], site, tmp_path)
    assert collected.report.outcome is SourceOutcome.REFUSED
    assert collected.calls == ()


@pytest.mark.parametrize("name", _NAMES)
def test_robots_txt_is_obeyed(name: str, site: LocalServer, tmp_path: Path) -> None:
    serve(name, site)
    site.page("/robots.txt", "User-agent: *\nDisallow: /\n", "text/plain")
    collected = _collect(_small(name), site, tmp_path)
    assert collected.report.outcome is SourceOutcome.FAILED
    assert site.asked() == []


@pytest.mark.parametrize("name", ["ukri", "nihr", "innovate_uk", "find_a_grant"])
def test_one_lost_page_costs_one_call(name: str, site: LocalServer, tmp_path: Path) -> None:
    serve(name, site)
    expected, _ = calls_of(name)
    path = expected[0].url.removeprefix("https://").partition("/")[2]
    site.answer(f"/{path}", status(404))
    collected = _collect(_small(name), site, tmp_path)
    assert list(collected.calls) == expected[1:]
    assert collected.report.outcome is SourceOutcome.PARTLY


def test_the_eu_search_is_asked_in_parts_page_by_page(site: LocalServer, tmp_path: Path) -> None:
    serve("eu_funding", site)
    _collect(_small("eu_funding"), site, tmp_path)
    posts = [seen for seen in site.seen if seen.method == "POST"]
    assert [seen.path[-1] for seen in posts] == ["1", "2", "3"]
    for seen in posts:
        assert seen.headers["content-type"].startswith("multipart/form-data")
        for part in (b'name="query"', b'name="languages"', b'name="sort"', b'["31094501", "310945'):
            assert part in seen.body
        assert seen.body.count(b"application/json") == 3
