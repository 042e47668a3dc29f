"""The targets that read what sites send: every source's pages, feeds, robots.txt, tables."""

import io
import zipfile
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from matcher.neutral import neutral
from matcher.serial import dump_json, load_json
from models.award import Award
from models.call import Call
from scrapers.contract import Card, Context, RawPage, Request
from scrapers.feed import feed_links
from scrapers.grants_gov.extract import records
from scrapers.indicators.fingertips.parse import parse_fingertips
from scrapers.indicators.table import open_text
from scrapers.listing import PARSER_FAULTS
from scrapers.pace import retry_after
from scrapers.robots import read_rules
from scrapers.source import AwardSource, Source
from tests.fuzz.target import Sample, Target
from tests.scrapers import fixture_pages as calls
from tests.scrapers.awards import award_pages as awards
from tests.scrapers.indicators.tables import FIXTURE, wanted

_PAGE_FAULTS = PARSER_FAULTS  # each costs its page, and is reported in words
_LISTING = "listing "
_MOST_CARDS = 40  # of one listing
_MOST_CALLS = 4  # read to their end from one listing

_FEED = b"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Opportunities</title>
<item><title>Healthy ageing</title><link>https://www.ukri.org/opportunity/a/?utm=1</link></item>
<item><title>Clean air &amp; lungs</title><link>https://www.ukri.org/opportunity/b/#top</link></item>
</channel></rss>"""
_ROBOTS = b"""# who may read what
User-agent: *
Crawl-delay: 10
Disallow: /admin/*.php$
Allow: /calls
User-agent: BidMatcher
Request-rate: 1/5s
Disallow: /private
Sitemap: https://www.example.org/sitemap.xml
"""


def targets() -> Iterator[Target]:
    """Yield one target for each source of calls and of awards, and those of other pages."""
    for source in calls.SOURCES.values():
        yield Target(
            source.name, tuple(_call_samples(source)), partial(_calls, source), _PAGE_FAULTS, 2
        )
    for award_source in awards.SOURCES.values():
        samples = tuple(_award_samples(award_source))
        yield Target(award_source.name, samples, partial(_awards, award_source), _PAGE_FAULTS, 2)
    extract = (calls.FIXTURES / "grants_gov" / "extract.xml").read_bytes()
    yield Target("grants_gov extract", (Sample("xml", extract),), _extract, (ValueError,), 2)
    yield Target("feed", (Sample("rss", _FEED),), _feed, (ValueError,))
    waits = (Sample("date", b"Mon, 15 Jun 2026 08:00:00 GMT"), Sample("seconds", b"120"))
    yield Target("Retry-After", waits, _retry_after, ())
    yield Target("robots.txt", (Sample("robots", _ROBOTS),), _robots, ())
    table = FIXTURE.read_bytes()
    yield Target("fingertips", (Sample("csv", table),), _fingertips, (ValueError,), 2)


def _call_samples(source: Source) -> Iterator[Sample]:
    """Yield the pages of a listing, then the page of every call; a page is known by its place."""
    context = calls.context_of(source)
    seen = set()
    for place, page in enumerate(calls.listing_pages(source, context)):
        if page.body in seen:
            continue
        seen.add(page.body)
        yield Sample(f"{_LISTING}{place}", page.body)
    for place, card in enumerate(calls.cards_of(source, context)):
        if card.detail is not None:
            yield Sample(str(place), calls.page_of(source, card.detail).body)


def _calls(source: Source, about: str, body: bytes) -> None:
    context = calls.context_of(source)
    if about.startswith(_LISTING):
        page = _listing(source, int(about.removeprefix(_LISTING)))
        listing = source.parser.parse_listing(_with(page, body), context)
        cards = list(islice(listing.cards, _MOST_CARDS))
        for card in cards:
            _check_card(card)
        for card in cards[:_MOST_CALLS]:
            _check_call(source, card, _detail(source, card), context)
        return
    card = _cards(source)[int(about)]
    assert card.detail is not None
    _check_call(source, card, _with(calls.page_of(source, card.detail), body), context)


def _check_card(card: Card) -> None:
    assert card.source_id, "an entry without an identity"
    card.fingerprint()


def _detail(source: Source, card: Card) -> RawPage | None:
    """Return the page behind an entry; that of another where the entry leads nowhere we have."""
    if card.detail is None:
        return None
    try:
        return calls.page_of(source, card.detail)
    except (KeyError, ValueError):
        other = next((each.detail for each in _cards(source) if each.detail), None)
        return calls.page_of(source, other) if other else None


def _check_call(source: Source, card: Card, page: RawPage | None, context: Context) -> None:
    call = source.parser.parse_call(card, page, context)
    if call is not None:
        assert (call.source, call.source_id) == (source.name, card.source_id)
        assert call.title.strip(), "a call without a title"
        _stored(neutral(call), Call)


def _stored(item: Call | Award, kind: type[Call] | type[Award]) -> None:
    """What comes out can be stored, and is the same when it is read again."""
    item.content_hash()
    assert load_json(kind, dump_json(item)) == item, "it is another one once it was stored"


def _with(page: RawPage, body: bytes) -> RawPage:
    return RawPage(page.url, page.final_url, 200, page.content_type, body, page.fetched_at)


_KEPT: dict[tuple[str, str], object] = {}


def _listing(source: Source, place: int) -> RawPage:
    key = (source.name, "listing")
    if key not in _KEPT:
        _KEPT[key] = calls.listing_pages(source, calls.context_of(source))
    pages = _KEPT[key]
    assert isinstance(pages, list)
    return pages[place]


def _cards(source: Source) -> list[Card]:
    key = (source.name, "cards")
    if key not in _KEPT:
        _KEPT[key] = calls.cards_of(source, calls.context_of(source))
    cards = _KEPT[key]
    assert isinstance(cards, list)
    return cards


def _award_samples(source: AwardSource) -> Iterator[Sample]:
    for path, body in awards.fixture_pages(source.name).items():
        yield Sample(path, body)


def _awards(source: AwardSource, _: str, body: bytes) -> None:
    """Read a page as a listing, and as the page of each award that the fixture lists."""
    context = awards.context_of(source)
    page = awards.page_of(awards.start_of(source, context), body)
    listing = source.parser.parse_listing(page, context)
    for card in islice(listing.cards, _MOST_CARDS):
        _check_card(card)
        detail = None if card.detail is None else awards.page_of(Request(card.detail.url), body)
        try:
            award = source.parser.parse_award(card, detail, context)
        except _PAGE_FAULTS:
            continue
        if award is not None:
            _stored(neutral(award), Award)


def _extract(_: str, body: bytes) -> None:
    """The daily extract is a zip file: what is broken here is the XML inside."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("extract.xml", body)
    page = RawPage(
        "https://a.example/x.zip", "", 200, "application/zip", packed.getvalue(), calls.READ_AT
    )
    for record in islice(records(page), _MOST_CARDS):
        assert record


def _feed(_: str, body: bytes) -> None:
    page = RawPage("https://a.example/feed", "", 200, "application/rss+xml", body, calls.READ_AT)
    assert all(feed_links(page)), "an address that is none"


def _retry_after(_: str, body: bytes) -> None:
    wait = retry_after(body.decode("latin-1"), calls.READ_AT)
    assert wait is None or wait >= 0


def _robots(_: str, body: bytes) -> None:
    rules = read_rules(body)
    rules.allow("https://www.example.org/calls?page=2")
    assert rules.delay >= 0


def _fingertips(_: str, body: bytes) -> None:
    names = wanted(93721, 90366, 93088, 93563, 93861)
    parse_fingertips(open_text(io.BytesIO(body)), names, Path("table.csv").name)
