"""A feed is only asked whether it names an unknown page."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.contract import RawPage
from scrapers.feed import bare_address, feed_links
from tests.scrapers.visiting import NOW

_STRUCTURE = Path(__file__).parents[3] / "shared" / "samples" / "structure" / "ukri_feed.xml"


def page(body: bytes) -> RawPage:
    address = "https://www.ukri.org/opportunity/feed/"
    return RawPage(address, address, 200, "application/rss+xml", body, NOW)


def feed(*links: str) -> bytes:
    items = "".join(f"<item><link>{link}</link></item>" for link in links)
    return f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()


def test_links_come_without_tracking_and_once() -> None:
    one, two = "https://www.ukri.org/opportunity/one/", "https://www.ukri.org/opportunity/two"
    found = feed_links(page(feed(f"{one}?utm_source=rss&amp;utm_medium=x", one, f" {two} ", "")))
    assert found == (bare_address(one), two)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><title>Down</title></html>",
        b"<rss><channel></channel></rss>",
        b'<!DOCTYPE r [<!ENTITY a "aaaa">]><rss><channel><item><link>&a;</link></item></channel>'
        b"</rss>",
        b"<rss><channel><item>",
    ],
)
def test_what_is_no_feed_is_said(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"from https://www\.ukri\.org/opportunity/feed/"):
        feed_links(page(body))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_feed_or_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match="feed"):
        feed_links(page(body))


def test_the_feed_of_the_structure_page_is_read() -> None:
    if not _STRUCTURE.is_file():
        pytest.skip("the structure pages are not on this machine")
    assert feed_links(page(_STRUCTURE.read_bytes()))
