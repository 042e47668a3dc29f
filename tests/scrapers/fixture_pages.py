"""The fixture pages of a source: what answers which request, read offline or served."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from models.call import Call
from scrapers.addresses import full_address
from scrapers.contract import Card, Context, RawPage, Request
from scrapers.facts.schedule import DayJudge
from scrapers.registry import first_request, load_sources
from scrapers.source import Source
from tests.scrapers.local_server import Answer, Handler, LocalServer

FIXTURES = Path(__file__).parents[1] / "fixtures"
READ_AT = datetime(2026, 6, 15, 6, 0, tzinfo=UTC)
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/rss+xml",
    ".zip": "application/zip",
    ".csv": "text/csv; charset=utf-8",
}
_MOST_PAGES = 100

SOURCES = {source.name: source for source in load_sources()}


def context_of(source: Source, judge: DayJudge | None = None) -> Context:
    url, lookups = source.definition.url, source.definition.lookups
    return Context(source.name, url, READ_AT.date(), lookups, now=READ_AT, judge=judge)


def page_of(source: Source, request: Request, body: bytes | None = None) -> RawPage:
    """Answer a request from the fixture; KeyError names a request that it does not hold."""
    address = full_address(request)
    parts = urlsplit(address)
    path = f"{parts.path}?{parts.query}".rstrip("?")
    for entry in _entries(source.name):
        if entry.answers(request.method, path, request.json_body):
            content, content_type = _content(entry.file)
            return RawPage(
                address, address, 200, content_type, content if body is None else body, READ_AT
            )
    raise KeyError(f"{request.method} {path} {dict(request.json_body)}")


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
            earlier = found.get(card.source_id)
            if earlier is None or earlier.version < card.version:
                found.pop(card.source_id, None)  # it stands where its latest entry stands
                found[card.source_id] = card
    return list(found.values())


def call_of(source: Source, card: Card, context: Context) -> Call | None:
    detail = page_of(source, card.detail) if card.detail else None
    return source.parser.parse_call(card, detail, context)


def calls_of(name: str, judge: DayJudge | None = None) -> tuple[list[Call], Context]:
    """Read all calls of a source's fixture."""
    source = SOURCES[name]
    context = context_of(source, judge)
    calls = [call_of(source, card, context) for card in cards_of(source, context)]
    return [call for call in calls if call is not None], context


def serve(name: str, site: LocalServer) -> None:
    """Put a source's fixture pages on the local server."""
    entries = _entries(name)
    for entry in entries:
        if entry.body:
            rivals = [other for other in entries if other.path == entry.path]
            site.answer(entry.path, _by_body(rivals))
        else:
            site.page(entry.path, *_content(entry.file))


def fixture_files(name: str) -> list[str]:
    """Return the path and query of every page of a source's fixture."""
    return list(dict.fromkeys(entry.path for entry in _entries(name)))


def read_fixture(name: str, path: str) -> tuple[bytes, str]:
    """Return the body and content type behind a path of a source's fixture."""
    return _content(next(entry.file for entry in _entries(name) if entry.path == path))


@dataclass(frozen=True, slots=True)
class _Entry:
    """One page of a fixture: what asks for it, and where it lies."""

    method: str
    path: str
    file: Path
    body: dict[str, Any]  # what the question must say, where several have one address

    def answers(self, method: str, path: str, question: Mapping[str, Any]) -> bool:
        said = all(question.get(name) == value for name, value in self.body.items())
        return (self.method, self.path) == (method, path) and said


def _entries(name: str) -> list[_Entry]:
    folder = FIXTURES / name
    if not folder.is_dir():
        folder = FIXTURES / "awards" / name
    entries = json.loads((folder / "pages.json").read_text("utf-8"))
    return [
        _Entry(entry["method"], entry["path"], folder / entry["file"], entry.get("body", {}))
        for entry in entries
    ]


def _content(file: Path) -> tuple[bytes, str]:
    return file.read_bytes(), _TYPES[file.suffix]


def _by_body(entries: list[_Entry]) -> Answer:
    """Answer a question in JSON by what it says."""

    def answer(handler: Handler) -> None:
        question = json.loads(handler.server.site.seen[-1].body)
        for entry in entries:
            if entry.answers(handler.command, handler.path, question):
                body, content_type = _content(entry.file)
                handler.reply(200, body, Content_Type=content_type)
                return
        handler.reply(404)

    return answer
