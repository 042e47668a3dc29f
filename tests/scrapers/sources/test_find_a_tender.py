"""Find a Tender: windows of six hours, the latest notice of each process, no people."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from models.call import Call, CallStatus, DeadlineKind, Stage
from models.report import SourceOutcome
from scrapers.collect import Collected
from scrapers.contract import Context, RawPage
from scrapers.registry import SOURCES, first_request, load_source
from scrapers.source import SourceDefinition
from tests.scrapers.local_server import LocalServer, status
from tests.scrapers.ocds.collecting import READ_AT, by_number, collect, serve

_NAME = "find_a_tender"
_PATH = "/api/1.0/ocdsReleasePackages"


@dataclass(frozen=True, slots=True)
class Whole:
    """A collection, the site it came from, and the folder of its archived pages."""

    site: LocalServer
    folder: Path
    collected: Collected[Call]


def _context(definition: SourceDefinition) -> Context:
    return Context(_NAME, definition.url, READ_AT.date(), definition.lookups, now=READ_AT)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    """One collection as far back as it goes: 61 windows, one of them of two pages."""
    folder = tmp_path_factory.mktemp("pages")
    with LocalServer() as server:
        serve(_NAME, server)
        yield Whole(server, folder, collect(_NAME, server, folder))


def test_every_window_is_asked_once_in_order_and_without_the_stages(whole: Whole) -> None:
    asked = [seen.path for seen in whole.site.seen if seen.path.startswith(_PATH)][:62]
    starts = [match[1] for path in asked if (match := re.search(r"updatedFrom=([^&]+)", path))]
    assert (len(asked), len(set(asked)), starts) == (62, 62, sorted(starts))
    assert starts[0] == "2026-05-31T06%3A00%3A00"
    assert starts[-1] == "2026-06-15T06%3A00%3A00"
    assert not any("stages" in path for path in asked)


def test_the_calls_are_those_about_research(whole: Whole) -> None:
    calls = by_number(whole.collected)
    assert sorted(calls) == ["0abc01", "0abc02", "0abc03", "0abc04", "0abc05"]
    assert whole.collected.report.outcome is SourceOutcome.OK
    assert whole.collected.report.listed == 11
    assert calls["0abc03"].stage is Stage.PRE_ANNOUNCEMENT
    assert calls["0abc03"].status(READ_AT) is CallStatus.FORECASTED
    assert calls["0abc04"].deadline_kind is DeadlineKind.STAGED
    assert calls["0abc05"].total_fund is None


def test_the_latest_notice_of_a_process_counts(whole: Whole) -> None:
    call = by_number(whole.collected)["0abc01"]
    assert call.url == "https://www.find-tender.service.gov.uk/Notice/090300-2026"
    assert call.deadlines[0].isoformat() == "2026-07-22T12:00:00+01:00"
    assert (str(call.total_fund), str(call.award_max)) == ("£4m", "£2.5m")
    assert call.title == "SBRI Example competition: finding heart failure sooner"
    assert call.references == ("ocds-h6vhtk-0abc01", "090300-2026")


def test_what_cannot_be_read_is_said(whole: Whole) -> None:
    assert {issue.reason for issue in whole.collected.report.issues} == {
        "a release without a usable ocid and id: 'None' and '090098-2026'",
        "figures that are no JSON numbers count as unknown: 1",
        "only what changed is told of ocds-h6vhtk-0abc05: its earlier notice stands",
        "Value is not an amount: '0.01' GBP",
        "Value is not an amount: 'inf' GBP",
        "unknown label 'flyingCarpet'",
        "unknown tag 'surprise'",
    }


def test_nobody_is_named(whole: Whole) -> None:
    found = repr(list(whole.collected.items))
    assert not re.search(r"\w@\w|01632|Sample|hidden words|[\u202a-\u202e]", found)


def test_a_second_run_asks_the_same_addresses_conditionally(whole: Whole) -> None:
    second = collect(_NAME, whole.site, whole.folder)
    assert second.report.not_modified == second.report.requests == 62
    assert list(second.items) == list(whole.collected.items)
    third = collect(_NAME, whole.site, whole.folder, since=READ_AT)
    assert third.report.not_modified == third.report.requests == 5


def test_a_window_that_fails_ends_the_reading_and_keeps_what_came(
    site: LocalServer, tmp_path: Path
) -> None:
    paths = serve(_NAME, site)
    site.answer(paths[7], status(429, retry_after="120"))
    collected = collect(_NAME, site, tmp_path)
    assert collected.report.outcome is SourceOutcome.PARTLY
    assert collected.report.requests == 8
    assert "0abc01" in by_number(collected)


def test_a_service_that_shows_nothing_at_all_is_refused(site: LocalServer, tmp_path: Path) -> None:
    serve(_NAME, site)
    collected = collect(_NAME, site, tmp_path, since=READ_AT)
    assert (collected.report.requests, collected.report.listed) == (5, 0)
    assert collected.report.outcome is SourceOutcome.REFUSED


def test_pages_of_the_known_structure_can_be_read() -> None:
    source = load_source(SOURCES / _NAME)
    context = _context(source.definition)
    address = (
        "https://www.find-tender.service.gov.uk/api/1.0/ocdsReleasePackages"
        "?updatedFrom=2026-06-01T00:00:00&updatedTo=2026-06-01T06:00:00"
    )
    release = {
        "ocid": "ocds-h6vhtk-0abc12",
        "id": "083685-2026",
        "date": "2026-06-01T02:00:00+01:00",
        "tag": ["tender"],
        "buyer": {"name": "EXAMPLE HEALTH INNOVATION NETWORK"},
        "tender": {
            "title": "Example SBRI competition: cardiovascular prevention",
            "status": "active",
            "classification": {"scheme": "CPV", "id": "73000000"},
            "value": {"amount": 1000000, "currency": "GBP"},
            "tenderPeriod": {"endDate": "2026-10-15T12:00:00+01:00"},
        },
    }
    link = f"{source.definition.url}?cursor=abc"
    body = json.dumps({"releases": [release], "links": {"next": link}}).encode()
    page = RawPage(address, address, 200, "application/json", body, READ_AT)
    listing = source.parser.parse_listing(page, context)
    (card,) = listing.cards
    call = source.parser.parse_call(card, None, context)
    assert call is not None
    assert (str(call.total_fund), call.stated_status) == ("£1m", CallStatus.OPEN)
    assert listing.next is not None
    assert "cursor=abc" in listing.next.url
    assert "updatedFrom=2026-06-01T00%3A00%3A00" in listing.next.url


def test_a_week_without_a_reading_is_caught_up_and_more_is_said() -> None:
    source = load_source(SOURCES / _NAME)
    for days, reported in ((7, False), (14, False), (31, True)):
        context = _context(source.definition)
        context.since = READ_AT - timedelta(days=days)
        begin = first_request(source)
        assert begin is not None
        assert "updatedFrom=2026-0" in begin(context).url
        assert any("are not read" in issue.reason for issue in context.issues) is reported
