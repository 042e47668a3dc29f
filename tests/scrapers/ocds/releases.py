"""Releases and pages for tests of what all OCDS services share."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from models.call import Call
from scrapers.contract import Card, Context, RawPage
from scrapers.ocds.call import read_call
from scrapers.ocds.listing import read_listing
from scrapers.ocds.service import Service
from scrapers.ocds.windows import Windows

NOW = datetime(2026, 6, 15, 6, tzinfo=UTC)
WINDOWS = Windows(
    step=timedelta(hours=6),
    look_back=timedelta(days=2),
    overlap=timedelta(hours=3),
    since="from",
    until="to",
)
SERVICE = Service(
    packages="https://notices.example/packages",
    windows=WINDOWS,
    notice="https://notices.example/Notice/",
    number=re.compile(r"\d{6}-\d{4}"),
)
ADDRESS = f"{SERVICE.packages}?from=2026-06-15T00%3A00%3A00&to=2026-06-15T06%3A00%3A00&limit=100"
LOOKUPS = {
    "tag": {"planning": "planning", "tender": "tender", "tenderUpdate": "tender", "award": "over"},
    "status": {"planned": "forecasted", "active": "open", "cancelled": "dropped"},
}
_RECORDED = Path("../shared/samples/recorded/contracts_finder_releases.jsonl")


def context_at(now: datetime | None = NOW, since: datetime | None = None) -> Context:
    return Context("notices", SERVICE.packages, NOW.date(), LOOKUPS, now=now, since=since)


def release(number: int = 1, tag: str = "tender", **tender: Any) -> dict[str, Any]:
    """One release about research, unless told otherwise."""
    about = {
        "title": "Research on sleep",
        "description": "A study.",
        "status": "active",
        "items": [{"id": "1", "additionalClassifications": [{"scheme": "CPV", "id": "73110000"}]}],
    }
    return {
        "ocid": f"ocds-abc123-{number:06d}",
        "id": f"{number:06d}-2026",
        "date": "2026-06-15T05:00:00+01:00",
        "tag": [tag],
        "buyer": {"name": "Example Trust"},
        "tender": {**about, **tender},
    }


def page(releases: list[Any], link: str | None = None, address: str = ADDRESS) -> RawPage:
    package: dict[str, Any] = {"releases": releases}
    if link is not None:
        package["links"] = {"next": link}
    return raw_page(json.dumps(package), address)


def raw_page(text: str, address: str = ADDRESS) -> RawPage:
    return RawPage(address, address, 200, "application/json", text.encode(), NOW)


def cards(context: Context, *releases: Any) -> list[Card]:
    return list(read_listing(SERVICE, page(list(releases)), context).cards)


def call_from(context: Context, one: dict[str, Any]) -> Call | None:
    (card,) = cards(context, one)
    return read_call(SERVICE, card, context)


def recorded() -> list[dict[str, Any]]:
    """Releases of Contracts Finder of early 2025; the test is skipped where they are absent."""
    if not _RECORDED.is_file():
        pytest.skip("the recorded releases are not on this machine")
    return [json.loads(line) for line in _RECORDED.read_text("utf-8").splitlines()]
