"""The real sources collected from a real server on this machine, by the client as it is."""

from datetime import datetime, timedelta
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
    expect = source.definition.expect.model_copy(update={"min_calls": min_calls, "min_listed": 0})
    return Source(source.definition.model_copy(update={"expect": expect}), source.parser)


def _collect(source: Source, site: LocalServer, folder: Path, now: datetime = READ_AT) -> Collected:
    settings = HttpSettings(
        base_overrides={source.name: site.address},
        archive_folder=folder,
        wait_scale=0,
        retries=0,
    )
    return collect_source(source, HttpClient(settings), now)


@pytest.mark.parametrize("name", _NAMES)
def test_what_the_server_gives_is_what_the_files_give(
    name: str, site: LocalServer, tmp_path: Path
) -> None:
    serve(name, site)
    collected = _collect(_small(name), site, tmp_path)
    expected, _ = calls_of(name)
    assert list(collected.items) == expected
    assert collected.report.outcome is SourceOutcome.OK
    assert collected.report.calls_seen == len(expected)
    assert all(call.url.startswith("https://") for call in collected.items)


@pytest.mark.parametrize("name", _NAMES)
def test_a_second_collection_within_the_hour_asks_only_conditionally(
    name: str, site: LocalServer, tmp_path: Path
) -> None:
    serve(name, site)
    first = _collect(_small(name), site, tmp_path)
    second = _collect(_small(name), site, tmp_path, READ_AT + timedelta(hours=1))
    assert list(second.items) == list(first.items)
    assert second.report.not_modified == second.report.requests


@pytest.mark.parametrize("name", ["ukri", "nihr", "innovate_uk", "find_a_grant", "eu_funding"])
def test_the_real_expectation_refuses_a_handful_of_calls(
    name: str, site: LocalServer, tmp_path: Path
) -> None:
    serve(name, site)
    collected = _collect(SOURCES[name], site, tmp_path)
    assert collected.report.outcome is SourceOutcome.REFUSED
    assert list(collected.items) == []


@pytest.mark.parametrize("name", _NAMES)
def test_robots_txt_is_obeyed(name: str, site: LocalServer, tmp_path: Path) -> None:
    serve(name, site)
    site.page("/robots.txt", "User-agent: *\nDisallow: /\n", "text/plain")
    collected = _collect(_small(name), site, tmp_path)
    kept_by_hand = name == "wellcome"
    assert (collected.report.outcome is SourceOutcome.FAILED) != kept_by_hand
    assert site.asked() == []


@pytest.mark.parametrize("name", ["ukri", "nihr", "innovate_uk", "find_a_grant"])
def test_one_lost_page_costs_one_call(name: str, site: LocalServer, tmp_path: Path) -> None:
    serve(name, site)
    expected, _ = calls_of(name)
    path = expected[0].url.removeprefix("https://").partition("/")[2]
    site.answer(f"/{path}", status(404))
    collected = _collect(_small(name), site, tmp_path)
    assert list(collected.items) == expected[1:]
    assert collected.report.outcome is SourceOutcome.PARTLY
