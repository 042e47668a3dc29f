"""Walking a listing: to its end, not in circles, and not for ever."""

from pathlib import Path

import pytest

from models.report import SourceOutcome
from scrapers.registry import load_sources
from scrapers.source import Source
from tests.scrapers.collecting import PUBLIC, collect, reasons
from tests.scrapers.local_server import (
    LocalServer,
    status,
)
from tests.scrapers.toy_source import call_page, fill, listing, toy_source


@pytest.fixture
def site(site: LocalServer) -> LocalServer:
    fill(site)
    return site


@pytest.fixture
def source(tmp_path: Path) -> Source:
    return toy_source(tmp_path / "sources", http={"timeout_s": 0.5})


def test_a_listing_that_breaks_off_is_not_whole(
    site: LocalServer, source: Source, tmp_path: Path
) -> None:
    site.answer("/calls?page=2", status(500))
    collected = collect(source, site, tmp_path)
    assert collected.report.outcome is SourceOutcome.PARTLY
    assert len(collected.items) == 3
    assert f"the site answered 500 @ {PUBLIC}/calls?page=2" in reasons(collected)


@pytest.mark.parametrize(
    "second",
    [
        listing([4, 5], "/calls"),
        listing([1, 2, 3], "/calls?page=3"),
        listing([3, 2, 1], "/calls?page=3"),
    ],
    ids=["back to the first address", "the same page", "the same calls"],
)
def test_a_listing_that_turns_in_circles_is_left(
    site: LocalServer, source: Source, tmp_path: Path, second: str
) -> None:
    site.page("/calls?page=2", second)
    site.page("/calls?page=3", listing([4, 5], "/calls?page=2"))
    collected = collect(source, site, tmp_path)
    assert collected.report.outcome is SourceOutcome.PARTLY
    assert "page loop" in reasons(collected)
    assert [path for path in site.asked() if "/calls/" not in path] == ["/calls", "/calls?page=2"]


def test_a_listing_without_end_is_left(site: LocalServer, tmp_path: Path) -> None:
    source = toy_source(tmp_path / "sources", http={"max_pages": 4})
    for number in range(2, 9):
        site.page(f"/calls?page={number}", listing([number + 2], f"/calls?page={number + 1}"))
        site.page(f"/calls/{number + 2}", call_page(number + 2))
    collected = collect(source, site, tmp_path)
    assert "the listing goes on after 4 pages" in reasons(collected)
    assert len(site.asked("/calls?page")) == 3


def test_an_empty_page_in_the_middle_is_reported(
    site: LocalServer, source: Source, tmp_path: Path
) -> None:
    site.page("/calls?page=2", listing([], "/calls?page=3"))
    collected = collect(source, site, tmp_path)
    assert len(collected.items) == 3
    assert "an empty page in the middle" in reasons(collected)


def test_a_call_listed_twice_is_read_once(
    site: LocalServer, source: Source, tmp_path: Path
) -> None:
    site.page("/calls?page=2", listing([3, 4]))
    collected = collect(source, site, tmp_path)
    assert [call.source_id for call in collected.items] == ["1", "2", "3", "4"]
    assert collected.report.issues == ()
    site.page("/calls?page=2", listing([3, 4]).replace("Call 3", "Call three"))
    assert "call 3 is listed twice, differently" in reasons(collect(source, site, tmp_path))


def test_a_stated_total_that_differs_is_reported(site: LocalServer, tmp_path: Path) -> None:
    source = toy_source(tmp_path / "sources")
    parser = (tmp_path / "sources" / "toy_fund" / "parser.py").read_text("utf-8")
    stated = parser.replace("if target else None)", "if target else None, stated_total=6)")
    assert stated != parser
    (tmp_path / "sources" / "toy_fund" / "parser.py").write_text(stated, "utf-8")
    (source,) = load_sources(tmp_path / "sources")
    collected = collect(source, site, tmp_path)
    assert "has 6 calls; its listing shows 5" in reasons(collected)
