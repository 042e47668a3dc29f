"""The EU portal: topics found in its reference file, read in its search service."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.call import Call, CallStatus, DeadlineKind
from scrapers.contract import Card
from scrapers.eu.reference_file import read_topics
from scrapers.eu.search_service import topic_request
from tests.scrapers.fixture_pages import READ_AT, calls_of, cards_of, context_of, page_of
from tests.scrapers.sources.eu_pages import (
    CARE,
    EU,
    answer_page,
    file_page,
    fixture_records,
    reasons,
)

RECORDED = Path(__file__).parents[4] / "shared" / "samples" / "recorded"


def by_id() -> dict[str, Call]:
    return {call.source_id: call for call in calls_of("eu_funding")[0]}


def test_only_open_and_announced_topics_are_asked_for() -> None:
    found = [card.source_id for card in cards_of(EU, context_of(EU)) if card.detail]
    assert found == [
        *(CARE, "HORIZON-EXAMPLE-2026-01-CARE-02", "HORIZON-EXAMPLE-2026-02-DATA-01"),
        *("EU4H-EXAMPLE-2026-PJ-01", "HORIZON-EXAMPLE-2026-01-CARE-01-LUMP"),
        *("HORIZON-EXAMPLE-2026-01-HOME-01", "DIGITAL-EXAMPLE-2026-01", "LIFE-EXAMPLE-2026-AIR"),
    ]


@pytest.mark.parametrize(
    ("hour", "found"), [("2026-06-11T14:59:59+00:00", 1), ("2026-06-11T15:00:00+00:00", 0)]
)
def test_a_topic_is_over_at_five_in_brussels_on_its_last_deadline(hour: str, found: int) -> None:
    over = [record for record in fixture_records() if "DATA-09" in str(record)]
    context = context_of(EU)
    context.now = datetime.fromisoformat(hour)
    assert len(list(read_topics(file_page(over), context))) == found


def test_the_full_english_row_of_exactly_this_topic_is_taken() -> None:
    call = by_id()[CARE]
    assert call.summary.startswith("Proposals should test how cities")
    assert call.eligibility is not None
    assert "United Kingdom" in call.eligibility
    assert call.funding_type == "HORIZON Research and Innovation Actions"  # the file says IA
    assert call.published_on is not None  # only the file says when
    assert call.tags == (
        *("HORIZON-EXAMPLE-2026-01", "Care", "Older people"),
        "HORIZON.2 Global Challenges and European Industrial Competitiveness",
        "HORIZON.2.1 Health",
    )


def test_a_topic_that_the_search_does_not_know_is_kept_from_the_file_alone() -> None:
    calls, context = calls_of("eu_funding")
    call = next(call for call in calls if call.source_id == "EU4H-EXAMPLE-2026-PJ-01")
    assert call.title == "Announced, nothing more is known"
    assert (call.programme, call.funding_type) == ("EU4Health", "EU4H Project Grants")
    assert call.status(READ_AT) is CallStatus.FORECASTED
    assert call.opens_at is not None
    assert call.opens_at.isoformat() == "2095-03-01T00:00:00+01:00"
    assert [moment.isoformat() for moment in call.deadlines] == ["2096-02-07T17:00:00+01:00"]
    assert call.deadline_kind is DeadlineKind.FIXED
    assert (call.text, call.award_max, call.total_fund, call.eligibility) == ("", None, None, None)
    assert "kept without text and money: EU4H-EXAMPLE-2026-PJ-01" in reasons(context)


def test_without_an_answer_a_card_of_the_file_is_a_call_all_the_same() -> None:
    context = context_of(EU)
    card = cards_of(EU, context)[0]
    call = EU.parser.parse_call(card, None, context)
    assert call is not None
    assert call.title == "Care closer to home & in cities"
    assert call.deadlines == by_id()[CARE].deadlines


def test_twins_under_two_identifiers_share_their_number() -> None:
    calls = by_id()
    twin = calls[f"{CARE}-LUMP"]
    assert calls[CARE].references == (CARE, "ccm2:90000001")
    assert twin.references == (f"{CARE}-LUMP", "ccm2:90000001")
    assert calls["EXAMPLE/2026/CASCADE"].references == ("EXAMPLE/2026/CASCADE",)


def test_hostile_titles_and_numbers_do_no_harm() -> None:
    calls, context = calls_of("eu_funding")
    call = next(call for call in calls if call.source_id.endswith("HOME-01"))
    assert call.title == "Warm homes & lungs"
    assert [moment.date().isoformat() for moment in call.deadlines] == ["2096-11-06"]
    assert "deadlineDatesLong of HORIZON-EXAMPLE-2026-01-HOME-01 cannot be read" in reasons(context)


def test_what_the_file_or_the_search_says_anew_is_reported() -> None:
    _, context = calls_of("eu_funding")
    for words in (
        "unknown label 'novelty'",
        "unknown status '31094599'",
        "unknown programme '99999998'",
        "unknown deadline model 'multi-stage'",
        "records of type '7' left out",
        "a topic without a usable identifier: ''",
        "a topic without a usable identifier: 'HORIZON-\"QUOTED\"'",
        "reference file and search differ in status of DIGITAL-EXAMPLE-2026-01",
        "reference file and search differ in deadlineDate of DIGITAL-EXAMPLE-2026-01",
        "deadlineDate cannot be read: 'someday'",
        "the budget overview does not mention HORIZON-EXAMPLE-2026-01-HOME-01",
    ):
        assert words in reasons(context)
    assert by_id()["DIGITAL-EXAMPLE-2026-01"].programme == "A programme of tomorrow (NEW)"


def test_calls_that_the_file_lacks_come_from_the_pages_of_the_search() -> None:
    calls = by_id()
    found = [card.source_id for card in cards_of(EU, context_of(EU)) if card.detail is None]
    assert found == ["EXAMPLE/2026/CASCADE", "EXAMPLE/2026/VOUCHERS", "EuropeAid/100001/DD/ACT/XX"]
    assert "voucher" in calls["EXAMPLE/2026/VOUCHERS"].match_text()
    assert calls["EXAMPLE/2026/CASCADE"].url.endswith("/competitive-calls-cs/1234")


def test_one_wrong_byte_costs_no_record() -> None:
    whole = json.dumps({"fundingData": {"GrantTenderObj": fixture_records()}}).encode()
    body = b"\xef\xbb\xbf" + whole.replace(b"Care closer to home", b"Care \xff closer to home", 1)
    rows = list(read_topics(file_page(body), context_of(EU)))
    assert len(rows) == 9
    assert rows[0]["title"] == ["Care \ufffd closer to home &amp; in cities"]


def test_a_search_that_knows_no_topic_at_all_is_noticed() -> None:
    record = next(r for r in fixture_records() if isinstance(r, dict) and r["type"] == 1)
    records = [{**record, "identifier": f"TOPIC-{number}"} for number in range(110)]
    context = context_of(EU)
    cards = list(EU.parser.parse_listing(file_page(records), context).cards)
    for card in cards[:100]:
        assert EU.parser.parse_call(card, answer_page(card.source_id, []), context) is not None
    for card in cards[100:]:
        with pytest.raises(ValueError, match="no longer answers"):
            EU.parser.parse_call(card, answer_page(card.source_id, []), context)


def test_recorded_records_and_answers_can_be_read() -> None:
    if not RECORDED.is_dir():
        pytest.skip("the recorded answers are not on this machine")
    context = context_of(EU)
    body = (RECORDED / "eu_grantsTenders_grantsTenders_two_health_records.json").read_bytes()
    cards = list(EU.parser.parse_listing(file_page(body), context).cards)
    boost, support = [EU.parser.parse_call(card, None, context) for card in cards]
    assert boost is not None
    assert support is not None
    assert boost.deadlines[0].isoformat() == "2026-09-15T17:00:00+02:00"
    assert boost.status(READ_AT) is CallStatus.OPEN
    assert boost.references == ("HORIZON-MISS-2026-02-CANCER-05", "ccm2:50135695")
    assert support.funding_type == "HORIZON Coordination and Support Actions"
    assert support.status(READ_AT) is CallStatus.FORECASTED
    assert not context.unknown

    name = "HORIZON-CL4-2025-04-DATA-03"
    card = Card(name, {"identifier": [name], "title": ["As the file has it"]}, topic_request(name))
    page = answer_page(name, [])
    mixed = replace(page, body=(RECORDED / "eu_sedia_search_unfiltered.json").read_bytes())
    call = EU.parser.parse_call(card, mixed, context)
    assert call is not None
    assert (
        call.title
        == "Software Engineering for AI and generative AI (RIA) (AI/Data/Robotics Partnership)"
    )
    money = (call.award_min, call.award_max, call.total_fund)
    assert [str(amount) for amount in money] == ["€4m", "€6m", "€15m"]
    assert call.stated_status is CallStatus.CLOSED
    assert call.deadlines[0].isoformat() == "2025-10-02T17:00:00+02:00"
    assert call.eligibility is not None
    assert "United Kingdom" in call.eligibility
    news = replace(page, body=(RECORDED / "eu_sedia_topic.json").read_bytes())
    alone = EU.parser.parse_call(card, news, context)
    assert alone is not None
    assert (alone.title, alone.text) == ("As the file has it", "")


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.sampled_from(["1", 1, 31094502, 10**30, -1, 1789430400000]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "abbreviation", "description"]), inner, max_size=3)
    ),
    max_leaves=6,
)
_KEYS = sorted({key for record in fixture_records() if isinstance(record, dict) for key in record})


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(_KEYS), _JSON, max_size=8))
def test_no_shape_of_a_record_breaks_the_reading_of_the_next(changes: dict[str, Any]) -> None:
    good = next(r for r in fixture_records() if isinstance(r, dict) and r["type"] == 1)
    context = context_of(EU)
    cards = list(EU.parser.parse_listing(file_page([good | changes, good]), context).cards)
    assert cards[-1].source_id == CARE
    for card in cards:
        card.fingerprint()
        try:
            call = EU.parser.parse_call(card, answer_page(card.source_id, []), context)
        except ValueError:
            continue  # no title, or one that closes before it opens
        assert call is not None
        assert call.title.strip()


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_no_shape_of_an_answer_breaks_the_reading(data: st.DataObject) -> None:
    context = context_of(EU)
    card = cards_of(EU, context)[0]
    assert card.detail is not None
    answer = json.loads(page_of(EU, card.detail).body)
    metadata = answer["results"][-1]["metadata"]
    for key in data.draw(st.lists(st.sampled_from(sorted(metadata)), max_size=4)):
        metadata[key] = data.draw(_JSON)
    page = answer_page(card.source_id, answer["results"])
    try:
        call = EU.parser.parse_call(card, page, context)
    except ValueError:
        return
    assert call is not None
    assert call.source_id == CARE


def test_times_without_a_clock_are_those_of_the_day() -> None:
    context = context_of(EU)
    context.now = None
    context.today = datetime(2026, 6, 12, tzinfo=UTC).date()
    ids = [row["identifier"][0] for row in read_topics(file_page(fixture_records()), context)]
    assert "HORIZON-EXAMPLE-2026-02-DATA-09" not in ids
