"""Collects a source's fixture pages from a server on this machine, window after window."""

import json
from datetime import UTC, datetime
from pathlib import Path

from models.call import Call
from scrapers.client import HttpClient, HttpSettings
from scrapers.collect import Collected, collect_source
from scrapers.registry import SOURCES, load_source
from tests.scrapers.local_server import LocalServer

READ_AT = datetime(2026, 6, 15, 6, 0, tzinfo=UTC)
_FIXTURES = Path(__file__).parents[2] / "fixtures"


def serve(name: str, site: LocalServer) -> list[str]:
    """Put the fixture's pages on the site; returns their paths in the order of the listing."""
    entries = json.loads((_FIXTURES / name / "pages.json").read_text("utf-8"))
    for entry in entries:
        body = (_FIXTURES / name / entry["file"]).read_bytes()
        site.page(entry["path"], body, "application/json")
    return [entry["path"] for entry in entries]


def collect(
    name: str, site: LocalServer, folder: Path, since: datetime | None = None
) -> Collected[Call]:
    settings = HttpSettings(
        base_overrides={name: site.address}, archive_folder=folder, wait_scale=0, retries=0
    )
    return collect_source(load_source(SOURCES / name), HttpClient(settings), READ_AT, since=since)


def by_number(collected: Collected[Call]) -> dict[str, Call]:
    """The calls by the last part of their ids."""
    return {
        call.source_id.removeprefix("ocds-").partition("-")[2]: call for call in collected.items
    }
