"""The fixture pages of a source: what answers which request, read offline or served."""

import json
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from models.call import Call
from scrapers.addresses import full_address
from scrapers.contract import Card, Context, RawPage, Request
from scrapers.registry import first_request, load_sources
from scrapers.source import Source
from tests.scrapers.local_server import LocalServer

FIXTURES = Path(__file__).parents[1] / "fixtures"
READ_AT = datetime(2026, 6, 15, 6, 0, tzinfo=UTC)
_TYPES = {".html": "text/html; charset=utf-8", ".json": "application/json"}
_MOST_PAGES = 20

SOURCES = {source.name: source for source in load_sources()}


def context_of(source: Source) -> Context:
    definition = source.definition
    return Context(source.name, definition.url, READ_AT.date(), definition.lookups)


def page_of(source: Source, request: Request, body: bytes | None = None) -> RawPage:
    """Answer a request from the fixture; KeyError names a request that it does not hold."""
    address = full_address(request)
    parts = urlsplit(address)
    path = _files(source.name)[request.method, f"{parts.path}?{parts.query}".rstrip("?")]
    content = path.read_bytes() if body is None else body
    return RawPage(address, address, 200, _TYPES[path.suffix], content, READ_AT)


def start_of(source: Source, context: Context) -> Request:
    begin = first_request(source)
    return begin(context) if begin else Request(source.definition.url)


def listing_pages(source: Source, context: Context) -> list[RawPage]:
    """Follow the listing to its end."""
    pages: list[RawPage] = []
    request: Request | None = start_of(source, context)
    while request is not None and len(pages) < _MOST_PAGES:
        pages.append(page_of(source, request))
        request = source.parser.parse_listing(pages[-1], context).next
    return pages


def cards_of(source: Source, context: Context) -> list[Card]:
    found: dict[str, Card] = {}
    for page in listing_pages(source, context):
        for card in source.parser.parse_listing(page, context).cards:
            found.setdefault(card.source_id, card)
    return list(found.values())


def call_of(source: Source, card: Card, context: Context) -> Call | None:
    detail = page_of(source, card.detail) if card.detail else None
    return source.parser.parse_call(card, detail, context)


def calls_of(name: str) -> tuple[list[Call], Context]:
    """Read all calls of a source's fixture."""
    source = SOURCES[name]
    context = context_of(source)
    calls = [call_of(source, card, context) for card in cards_of(source, context)]
    return [call for call in calls if call is not None], context


def serve(name: str, site: LocalServer) -> None:
    """Put a source's fixture pages on the local server."""
    for (_, path), file in _files(name).items():
        site.page(path, file.read_bytes(), _TYPES[file.suffix])


def _files(name: str) -> dict[tuple[str, str], Path]:
    folder = FIXTURES / name
    entries = json.loads((folder / "pages.json").read_text("utf-8"))
    return {(entry["method"], entry["path"]): folder / entry["file"] for entry in entries}
