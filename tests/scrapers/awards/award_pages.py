"""The fixture pages of the sources of awards: read offline, or served."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import TypeAdapter

from models.award import Award
from scrapers.addresses import full_address
from scrapers.client import HttpClient, HttpSettings
from scrapers.collect import Collected, collect_awards
from scrapers.contract import Context, RawPage, Request
from scrapers.registry import first_request, load_award_sources
from scrapers.source import AwardSource
from tests.scrapers.local_server import LocalServer

FIXTURES = Path(__file__).parents[2] / "fixtures" / "awards"
READ_AT = datetime(2026, 6, 15, 6, 0, tzinfo=UTC)
SOURCES = {source.name: source for source in load_award_sources()}
_ADAPTER = TypeAdapter(Award)


def context_of(source: AwardSource, **lookups: dict[str, str]) -> Context:
    """A context for the source; lookups given by name replace the source's own."""
    definition = source.definition
    tables = {**definition.lookups, **lookups}
    return Context(source.name, definition.url, READ_AT.date(), tables, now=READ_AT)


def serve(name: str, site: LocalServer) -> None:
    """Put a source's fixture pages on the local server."""
    for path, body in fixture_pages(name).items():
        site.page(path, body, "application/json")


def fixture_pages(name: str) -> dict[str, bytes]:
    """Return the body behind each path and query of a source's fixture."""
    entries = json.loads((FIXTURES / name / "pages.json").read_text("utf-8"))
    return {entry["path"]: (FIXTURES / name / entry["file"]).read_bytes() for entry in entries}


def page_of(request: Request, body: bytes, content_type: str = "application/json") -> RawPage:
    address = full_address(request)
    return RawPage(address, address, 200, content_type, body, READ_AT)


def path_of(request: Request) -> str:
    parts = urlsplit(full_address(request))
    return f"{parts.path}?{parts.query}"


def start_of(source: AwardSource, context: Context) -> Request:
    begin = first_request(source)
    assert begin is not None
    return begin(context)


def expecting(name: str, least: int = 1, **changes: Any) -> AwardSource:
    """The source, told to expect so many awards; `changes` are of its definition."""
    source = SOURCES[name]
    expect = source.definition.expect.model_copy(update={"min_calls": least, "min_listed": 0})
    definition = source.definition.model_copy(update={"expect": expect, **changes})
    return AwardSource(definition, source.parser)


def collect(
    source: AwardSource,
    site: LocalServer,
    folder: Path | None = None,
    now: datetime = READ_AT,
    retries: int = 0,
) -> Collected[Award]:
    http = HttpSettings(
        base_overrides={source.name: site.address},
        archive_folder=folder,
        wait_scale=0,
        retries=retries,
    )
    return collect_awards(source, HttpClient(http), now)


def as_json(awards: list[Award]) -> list[dict[str, Any]]:
    return [_ADAPTER.dump_python(award, mode="json") for award in awards]


def reasons(collected: Collected[Award]) -> list[str]:
    return [issue.reason for issue in collected.report.issues]
