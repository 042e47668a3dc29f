"""Pages of the EU portal made for a test, and its fixture collected from a local server."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from models.call import Call
from scrapers.addresses import full_address
from scrapers.client import HttpClient, HttpSettings
from scrapers.collect import Collected, collect_source
from scrapers.contract import Context, RawPage
from scrapers.eu.search_service import topic_request
from scrapers.source import Source
from tests.scrapers.fixture_pages import FIXTURES, READ_AT, SOURCES
from tests.scrapers.local_server import LocalServer

EU = SOURCES["eu_funding"]
FOLDER = FIXTURES / "eu_funding"
FILE = "/info/funding-tenders/opportunities/data/referenceData/grantsTenders.json"
SEARCH = "/search-api/prod/rest/search"
CARE = "HORIZON-EXAMPLE-2026-01-CARE-01"


def small() -> Source:
    expect = EU.definition.expect.model_copy(update={"min_calls": 4})
    return Source(EU.definition.model_copy(update={"expect": expect}), EU.parser)


def collect(site: LocalServer, folder: Path, now: datetime = READ_AT) -> Collected[Call]:
    http = HttpSettings(
        base_overrides={"eu_funding": site.address}, archive_folder=folder, wait_scale=0, retries=0
    )
    return collect_source(small(), HttpClient(http), now)


def file_page(records: Iterable[Any] | bytes) -> RawPage:
    """The reference file with these records, or as these bytes."""
    data = {"fundingData": {"GrantTenderObj": records}}
    body = records if isinstance(records, bytes) else json.dumps(data).encode()
    url = EU.definition.url
    return RawPage(url, url, 200, "application/json", body, READ_AT)


def fixture_records() -> list[Any]:
    data = json.loads((FOLDER / "grantsTenders.json").read_text("utf-8"), parse_float=str)
    records: list[Any] = data["fundingData"]["GrantTenderObj"]
    return records


def answer_page(identifier: str, rows: list[dict[str, Any]]) -> RawPage:
    """An answer of the search service to the question for one topic."""
    body = {"totalResults": len(rows), "pageNumber": 1, "pageSize": 20, "results": rows}
    address = full_address(topic_request(identifier))
    return RawPage(address, address, 200, "application/json", json.dumps(body).encode(), READ_AT)


def reasons(context: Context) -> str:
    return "\n".join(issue.reason for issue in context.issues)
