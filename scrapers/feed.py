"""Reads a feed for one thing only: whether it names a page that we do not know.

A feed is a window of the newest entries without dates and amounts, so calls
are never read from it.
"""

from urllib.parse import urlsplit

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from scrapers.contract import RawPage, Request
from scrapers.errors import ArchiveError, FetchError
from scrapers.source import Source
from scrapers.visit import Visit

_MOST_LINKS = 1_000


def feed_links(page: RawPage) -> tuple[str, ...]:
    """Return the addresses that an RSS 2.0 feed links to, without queries and final slashes.

    ValueError if the page is not such a feed, or declares entities. An encoding that nobody
    knows is a LookupError of the XML parser's, one that it cannot read a ValueError.
    """
    try:
        root = ElementTree.fromstring(page.body)
    except (ElementTree.ParseError, DefusedXmlException, LookupError, ValueError) as error:
        raise ValueError(f"a feed was promised, something else came from {page.url}") from error
    items = root.findall("./channel/item")
    if root.tag != "rss" or not items:
        raise ValueError(f"a feed without entries came from {page.url}")
    links = ((item.findtext("link") or "").strip() for item in items[:_MOST_LINKS])
    return tuple(dict.fromkeys(bare_address(link) for link in links if link))


def bare_address(link: str) -> str:
    """Return an address without query, fragment and final slash, as two sites may write it."""
    parts = urlsplit(link)
    return f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/")


def news_in_feed(source: Source, visit: Visit, known: frozenset[str]) -> tuple[str, ...]:
    """Return the pages that the source's feed names and that are not among the known ones.

    `known` holds addresses as `bare_address` writes them. ValueError if the
    source has no feed, or it cannot be had or read: the sentence says which.
    """
    if source.definition.feed is None:
        raise ValueError(f"{source.name} has no feed")
    try:
        links = feed_links(visit.fetch(Request(source.definition.feed)))
    except (FetchError, ArchiveError) as error:
        raise ValueError(f"the feed of {source.name} could not be read: {error}") from error
    return tuple(link for link in links if link not in known)
