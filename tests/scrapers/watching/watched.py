"""A watched funder of our own making, and its pages."""

from datetime import UTC, date, datetime
from typing import Any

from models.call import Call
from scrapers.contract import Card, Context, RawPage, Request
from scrapers.watching.parser import WatchParser
from scrapers.watching.rules import WatchRules

LISTING = "https://www.fund.example/calls/"
CALL = "https://www.fund.example/calls/city-health"
NOW = datetime(2026, 6, 15, 6, 0, tzinfo=UTC)


def rules(**changes: Any) -> WatchRules:
    settings: dict[str, Any] = {
        "funder": "The Example Fund",
        "list_selector": "main a[href]",
        "link_prefixes": ["/calls/"],
        "labels": {"deadline": ["Deadline", "Closing date"], "amount": ["Amount"]},
    }
    return WatchRules.model_validate(settings | changes)


def context() -> Context:
    return Context(
        "example_fund", LISTING, date(2026, 6, 15), {"status": {"Open": "open"}}, now=NOW
    )


def page(main: str, url: str = CALL, final_url: str = "", kind: str = "text/html") -> RawPage:
    body = f"<html><body><nav><a href='/calls/nav'>x</a></nav><main>{main}</main></body></html>"
    return RawPage(url, final_url or url, 200, kind, body.encode(), NOW)


def read(main: str, about: Context | None = None, **changes: Any) -> Call:
    """Read one call's page, of which `main` is the content below the heading."""
    card = Card("city-health", {"url": CALL, "title": "City health"}, Request(CALL))
    parser = WatchParser(rules(**changes))
    call = parser.parse_call(card, page(f"<h1>City health</h1>{main}"), about or context())
    assert call is not None
    return call


def deadlines(call: Call) -> list[str]:
    return [f"{moment:%Y-%m-%d %H:%M}" for moment in call.deadlines]
