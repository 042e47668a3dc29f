"""Contracts Finder: windows of fifteen days, damaged words, and every recorded notice."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from models.call import Call, CallStatus, Stage
from models.report import SourceOutcome
from scrapers.contract import Card, Context, RawPage
from scrapers.registry import SOURCES, load_source
from tests.scrapers.local_server import LocalServer, status
from tests.scrapers.ocds.collecting import READ_AT, by_number, collect, serve
from tests.scrapers.ocds.releases import recorded

_NAME = "contracts_finder"
_SOURCE = load_source(SOURCES / _NAME)
_ADDRESS = f"{_SOURCE.definition.url}?publishedFrom=2025-02-26T00:00:00&publishedTo=x&limit=100"


def _context() -> Context:
    definition = _SOURCE.definition
    return Context(_NAME, definition.url, READ_AT.date(), definition.lookups, now=READ_AT)


def _cards(releases: list[dict[str, Any]], context: Context) -> list[Card]:
    body = json.dumps({"releases": releases}).encode()
    page = RawPage(_ADDRESS, _ADDRESS, 200, "application/json", body, READ_AT)
    return list(_SOURCE.parser.parse_listing(page, context).cards)


def test_three_windows_hold_four_calls(site: LocalServer, tmp_path: Path) -> None:
    serve(_NAME, site)
    collected = collect(_NAME, site, tmp_path)
    calls = by_number(collected)
    assert [number[:8] for number in calls] == ["00000001", "00000002", "00000004", "00000006"]
    assert collected.report.outcome is SourceOutcome.OK
    assert (collected.report.requests, collected.report.listed) == (4, 6)
    assert [issue.reason for issue in collected.report.issues] == [
        "Value is not an amount: '0' GBP"
    ]


def test_words_are_mended_and_nobody_is_named(site: LocalServer, tmp_path: Path) -> None:
    serve(_NAME, site)
    calls = list(collect(_NAME, site, tmp_path).items)
    assert calls[0].summary == (
        "The trust seeks a partner for research on waiting lists.\nAdditional information:\n"
        "The budget is for one year.\n- Questions: [e-mail address removed], "
        "[telephone number removed]\nModernLot and mRNA stay as they are. "
        "The trust’s aim is fairness."
    )
    assert not re.search(r"\w@\w|01632|Sample|hidden words", repr(calls))


def test_facts_of_a_plan_and_of_a_tender(site: LocalServer, tmp_path: Path) -> None:
    serve(_NAME, site)
    _, plan, sbri, trial = collect(_NAME, site, tmp_path).items
    assert (plan.stage, plan.funding_type) == (
        Stage.PRE_ANNOUNCEMENT,
        "Contract (innovation partnership)",
    )
    assert plan.opens_at is not None
    assert plan.opens_at.isoformat() == "2026-11-01T23:59:59+00:00"
    assert plan.url.endswith("/Notice/00000002-0000-4000-8000-000000000000")
    assert (str(sbri.total_fund), str(sbri.award_max)) == ("£2m", "£500,000")
    assert (trial.deadlines, trial.total_fund) == ((), None)


def test_a_second_run_asks_conditionally(site: LocalServer, tmp_path: Path) -> None:
    serve(_NAME, site)
    first = collect(_NAME, site, tmp_path)
    second = collect(_NAME, site, tmp_path, since=READ_AT)
    assert second.report.not_modified == second.report.requests == 1
    assert list(second.items) == [list(first.items)[-1]]


def test_a_refusal_ends_the_reading_at_once(site: LocalServer, tmp_path: Path) -> None:
    paths = serve(_NAME, site)
    site.answer(paths[1], status(403))
    collected = collect(_NAME, site, tmp_path)
    assert collected.report.outcome is SourceOutcome.PARTLY
    assert site.asked("/Published") == paths[:2]
    assert [call.source_id[-36:-28] for call in collected.items] == ["00000001", "00000002"]


def test_no_recorded_notice_is_a_call_for_us() -> None:
    context = _context()
    found = _cards(recorded(), context)
    why = Counter(str(card.fields.get("left_out")) for card in found)
    assert why == {"not open, or no longer": 86, "not research": 14}
    assert [_SOURCE.parser.parse_call(card, None, context) for card in found] == [None] * 100
    assert context.unknown == []


def _as_open_research(release: dict[str, Any]) -> dict[str, Any]:
    """The same notice, as it would be if it were for us."""
    code = [{"scheme": "CPV", "id": "73000000"}]
    tender = {**release["tender"], "status": "active", "additionalClassifications": code}
    return {**release, "tag": ["tender"], "tender": tender}


def _read_all(context: Context) -> list[tuple[dict[str, Any], Call]]:
    rows = recorded()
    cards = _cards([_as_open_research(row) for row in rows], context)
    calls = [_SOURCE.parser.parse_call(card, None, context) for card in cards]
    return [(row, call) for row, call in zip(rows, calls, strict=True) if call is not None]


def test_every_recorded_notice_can_be_read() -> None:
    context = _context()
    read = _read_all(context)
    assert len(read) == 100
    for row, call in read:
        tender = row["tender"]
        assert call.funder == " ".join(row["buyer"]["name"].split())
        assert bool(call.deadlines) == bool(tender.get("tenderPeriod", {}).get("endDate"))
        assert call.references[0] == row["ocid"] == call.source_id
        assert call.stated_status is CallStatus.OPEN
        amount = tender.get("value", {}).get("amount", 0)
        stated = None if call.total_fund is None else float(call.total_fund.amount)
        assert stated == (amount if amount >= 100 else None)
        assert not re.search(r"rnrn|â€|\w@\w", f"{call.title} {call.match_text()}")
    assert {issue.reason for issue in context.issues} == {
        "a full page without a link to the next: notices may be missing",
        "Value is not an amount: '0.01' GBP",
    }
