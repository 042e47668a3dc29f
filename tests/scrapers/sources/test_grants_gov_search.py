"""Grants.gov's interface: the search for the newest calls, and their details."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from scrapers.contract import Card
from scrapers.grants_gov.opportunity import from_detail, from_extract
from tests.scrapers.sources.grants_gov_pages import (
    FOLDER,
    NO_HITS,
    SEARCH_URL,
    SOURCE,
    context,
    json_page,
    page,
    search_request,
)

_RECORDED = Path(__file__).parents[4] / "shared" / "samples" / "recorded"


def _search_answer(**changes: Any) -> dict[str, Any]:
    return {**NO_HITS, "data": {**NO_HITS["data"], **changes}}


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"errorcode": 5, "msg": "Too busy"}, "reports an error: 'Too busy'"),
        ([], "reports an error"),
        ({"errorcode": 0, "data": None}, "no data in the answer"),
        (_search_answer(oppHits=None), "no list of oppHits"),
        (_search_answer(hitCount="7"), "hitCount in the JSON is not a number"),
        (_search_answer(startRecord=25), "begins elsewhere than asked"),
        (_search_answer(searchParams={"startRecordNum": 0, "oppStatuses": ""}), "is not for"),
        (_search_answer(oppHits=[]), "1 hits, but none from 0 on"),
    ],
)
def test_an_answer_that_is_not_the_search_asked_for_is_refused(answer: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        SOURCE.parser.parse_listing(json_page(answer), context())


def test_a_search_without_hits_or_out_of_order_is_reported() -> None:
    told = context()
    SOURCE.parser.parse_listing(json_page(_search_answer(hitCount=0, oppHits=[])), told)
    assert "finds nothing at all" in told.issues[0].reason
    days = ["06/14/2026", "06/15/2026"]
    hits = [{"id": str(i), "openDate": day, "oppStatus": "posted"} for i, day in enumerate(days)]
    listing = SOURCE.parser.parse_listing(json_page(_search_answer(hitCount=9, oppHits=hits)), told)
    assert "not sorted" in told.issues[1].reason
    assert search_request(listing.next)["startRecordNum"] == 2


@pytest.mark.parametrize("name", ["id", "openDate", "title", "docType", "oppStatus", "closeDate"])
def test_hits_may_lack_any_field(name: str) -> None:
    hit = json.loads((FOLDER / "search_0.json").read_text("utf-8"))["data"]["oppHits"][0]
    del hit[name]
    told = context()
    cards = tuple(SOURCE.parser.parse_listing(json_page(_search_answer(oppHits=[hit])), told).cards)
    assert bool(cards) is (name not in ("id", "oppStatus"))
    assert bool(told.issues) is (name in ("id", "oppStatus", "openDate"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"id": 8, "synopsis": {}}, "another opportunity than 7"),
        ({"id": 7, "synopsis": None, "forecast": None}, "neither a synopsis nor a forecast"),
    ],
)
def test_a_detail_that_is_none_is_refused(data: dict[str, Any], words: str) -> None:
    detail = json_page({"errorcode": 0, "data": data})
    with pytest.raises(ValueError, match=words):
        SOURCE.parser.parse_call(Card("7", {}), detail, context())


def test_the_same_record_reads_the_same_from_extract_and_interface() -> None:
    detail = json.loads((FOLDER / "detail_900112.json").read_text("utf-8"))["data"]
    forecast = detail["forecast"]
    fields = {
        "kind": "forecast",
        "OpportunityNumber": detail["opportunityNumber"],
        "OpportunityTitle": detail["opportunityTitle"],
        "AgencyName": detail["agencyDetails"]["agencyName"],
        "FundingInstrumentType": ("CA",),
        "CategoryOfFundingActivity": ("HL",),
        "CFDANumbers": ("93.242",),
        "AdditionalInformationOnEligibility": "N/A",
        "PostDate": "06142026",
        "LastUpdatedDate": "06142026",
        "EstimatedSynopsisPostDate": "11162026",
        "EstimatedSynopsisCloseDate": "01192027",
        "EstimatedSynopsisCloseDateExplanation": forecast["estApplicationResponseDateDesc"],
        "AwardCeiling": "900000",
        "AwardFloor": "750000",
        "EstimatedTotalProgramFunding": "15000000",
        "ExpectedNumberOfAwards": "6",
        "Description": forecast["forecastDesc"],
        "CostSharingOrMatchingRequirement": "No",
        "ArchiveDate": "05192027",
    }
    assert from_extract(fields) == from_detail(detail)


def test_recorded_answers_can_be_read() -> None:
    if not _RECORDED.is_dir():
        pytest.skip("the recorded answers are not on this machine")
    told = replace(context(), now=datetime(2026, 9, 1, tzinfo=UTC))
    detail = page((_RECORDED / "grants_gov_fetchOpportunity.json").read_bytes(), SEARCH_URL)
    call = SOURCE.parser.parse_call(Card("348985", {}), detail, told)
    assert call is not None
    assert [str(amount) for amount in (call.award_min, call.award_max)] == ["$5,000", "$500,000"]
    assert (str(call.total_fund), call.expected_awards) == ("$84.8m", 1350)
    assert call.deadlines[0].isoformat() == "2027-08-18T23:59:00-04:00"
    assert call.tags[1:] == ("CFDA 47.041",)
    assert told.issues == []
    search = json.loads((_RECORDED / "grants_gov_search2.json").read_text("utf-8"))
    search["data"]["searchParams"]["oppStatuses"] = "forecasted|posted"  # recorded with another
    listing = SOURCE.parser.parse_listing(json_page(search), told)
    assert (tuple(listing.cards), listing.next) == ((), None)
