"""Grants.gov: the extract streamed, the newest calls asked for, and what hostile files do."""

import json
import re
import tracemalloc
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import defusedxml.ElementTree
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from models.call import Call, CallStatus, DeadlineKind, Stage
from models.report import SourceOutcome
from scrapers.client import HttpClient, HttpSettings
from scrapers.collect import Collected, collect_source
from scrapers.contract import Context
from scrapers.grants_gov.extract import MOST_IN_ONE_RECORD, REPEATED, check_extract, records
from scrapers.grants_gov.opportunity import KNOWN_IN_EXTRACT
from scrapers.registry import first_request
from tests.scrapers.fixture_pages import READ_AT
from tests.scrapers.local_server import LocalServer, status
from tests.scrapers.sources.grants_gov_pages import (
    EXTRACT,
    EXTRACT_URL,
    FOLDER,
    NAMESPACE,
    SOURCE,
    asked_bodies,
    cards_of,
    context,
    expecting,
    extract_of,
    health_call,
    page,
    serve,
    serve_fixture,
    zipped,
)

DAY_BEFORE = EXTRACT.replace("20260614", "20260613")
DAY_BEFORE_URL = EXTRACT_URL.replace("20260614", "20260613")
_RECORDED = Path(__file__).parents[4] / "shared" / "samples" / "recorded"
# An id with its version and fingerprint in the walk, and a key with its hash in the harvest, take
# about 550 bytes in CPython. The record and the call below take 6,000 together.
_PER_ID = 1_000  # bytes


def _collect(
    site: LocalServer, min_calls: int = 1, folder: Path | None = None, now: datetime = READ_AT
) -> Collected[Call]:
    address = {"grants_gov": site.address}
    kept = HttpSettings(base_overrides=address, wait_scale=0, retries=0, archive_folder=folder)
    return collect_source(expecting(min_calls), HttpClient(kept), now)


def _reasons(collected: Collected[Call]) -> str:
    return "\n".join(issue.reason for issue in collected.report.issues)


def _call(record: dict[str, Any], told: Context | None = None) -> Call | None:
    (card,) = cards_of(zipped(extract_of([record])), told)
    return SOURCE.parser.parse_call(card, None, told or context())


def test_the_fixture_gives_its_calls_from_a_server(site: LocalServer) -> None:
    serve_fixture(site)
    collected = _collect(site)
    calls = {call.source_id: call for call in collected.items}
    assert list(calls) == ["900101", "900102", "900108", "900105", "900110", "900111", "900112"]
    assert collected.report.outcome is SourceOutcome.OK
    assert "listed twice" not in _reasons(collected)
    assert "page loop" not in _reasons(collected)
    assert collected.report.unknown_labels == (
        *("label 'SomethingNew'", "category 'ZZ'", "label 'unheardOf'", "instrument 'XX'"),
    )
    stored = json.dumps(
        [TypeAdapter(Call).dump_python(call, mode="json") for call in calls.values()]
    )
    assert not re.search(r"\w@\w|703|Sample|hidden words|\\u202e|nbsp|&amp;", stored)
    expected = json.loads((FOLDER / "expected.json").read_text("utf-8"))
    assert json.loads(stored) == expected


def test_the_extract_gives_amounts_dates_and_forecasts(site: LocalServer) -> None:
    serve_fixture(site)
    calls = {call.source_id: call for call in _collect(site).items}
    ageing, rolling, forecast = calls["900101"], calls["900102"], calls["900105"]
    amounts = (ageing.award_min, ageing.award_max, ageing.total_fund)
    assert [str(amount) for amount in amounts] == ["$500,000", "$2.5m", "$12m"]
    assert ageing.deadlines[0].isoformat() == "2026-09-30T17:00:00-04:00"
    assert rolling.deadline_kind is DeadlineKind.ROLLING
    assert (rolling.award_max, rolling.award_min, rolling.deadlines) == (None, None, ())
    assert forecast.stage is Stage.PRE_ANNOUNCEMENT
    assert forecast.status(READ_AT) is CallStatus.FORECASTED
    assert (forecast.award_max, str(forecast.total_fund)) == (None, "$5m")
    assert calls["900108"].status(READ_AT) is CallStatus.OPEN
    assert calls["900108"].deadline_kind is DeadlineKind.UNKNOWN


def test_a_forecast_becomes_its_call_under_the_same_key(site: LocalServer) -> None:
    serve_fixture(site)
    call = next(call for call in _collect(site).items if call.key == "grants_gov:900110")
    assert call.title == "Digital Care After Hospital & at Home"
    assert (call.status(READ_AT), str(call.award_max)) == (CallStatus.OPEN, "$3m")
    assert asked_bodies(site, "/v1/api/fetchOpportunity")[0] == {"opportunityId": 900110}


def test_the_search_asks_for_the_newest_and_stops_at_the_extract(site: LocalServer) -> None:
    serve_fixture(site)
    _collect(site)
    bodies = asked_bodies(site, "/v1/api/search2")
    assert [body["startRecordNum"] for body in bodies] == [0, 2]
    assert {body["oppStatuses"] for body in bodies} == {"forecasted|posted"}
    assert {body["sortBy"] for body in bodies} == {"openDate|desc"}


def test_a_second_run_transfers_no_extract_and_asks_no_detail(
    site: LocalServer, tmp_path: Path
) -> None:
    serve_fixture(site)
    first = _collect(site, folder=tmp_path)
    second = _collect(site, folder=tmp_path, now=READ_AT + timedelta(hours=13))
    assert list(second.items) == list(first.items)
    assert (first.report.requests, second.report.requests) == (6, 3)
    assert second.report.not_modified == 1


def test_the_extract_asked_for_is_yesterdays_in_the_us_east() -> None:
    begin = first_request(SOURCE)
    assert begin is not None
    told = context()
    told.now = datetime(2026, 6, 15, 3, 59, tzinfo=UTC)  # 14 June, 23:59 in New York
    assert begin(told).url == EXTRACT_URL.replace("20260614", "20260613")
    told.now = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)
    assert begin(told).url == EXTRACT_URL
    assert begin(told).large


@pytest.mark.parametrize("code", [403, 404])
def test_a_missing_extract_is_named_and_that_of_the_day_before_is_read(
    site: LocalServer, code: int
) -> None:
    serve_fixture(site)
    site.answer(EXTRACT, status(code))
    collected = _collect(site)
    assert collected.report.outcome is SourceOutcome.FAILED
    assert [issue.address for issue in collected.report.issues] == [EXTRACT_URL, DAY_BEFORE_URL]
    assert len(collected.items) == 0
    site.page(DAY_BEFORE, (FOLDER / "extract.zip").read_bytes(), "application/zip")
    collected = _collect(site)
    assert len(collected.items) > 0
    assert collected.report.issues[0].address == EXTRACT_URL


def test_ten_thousand_calls_need_no_more_memory_than_their_ids(site: LocalServer) -> None:
    few, many = _peak(site, 1_000), _peak(site, 10_000)
    assert many < few + 9_000 * _PER_ID


def _peak(site: LocalServer, count: int) -> int:
    """Collect so many calls and return the most memory that Python held, in bytes."""
    words = "Cities and universities study how people stay well at home. "
    unseen = "Words for the browser only. " * 150
    calls = (
        health_call(number, Description=f"<style>{unseen}</style><p>{words}{number}</p>")
        for number in range(count)
    )
    serve(site, zipped(extract_of(calls)))
    tracemalloc.start()
    try:
        collected = _collect(site, count)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert collected.report.outcome is SourceOutcome.OK
    assert len(collected.items) == count
    return peak


def test_the_later_of_two_records_counts(site: LocalServer) -> None:
    older = health_call(7, OpportunityTitle="Older health", LastUpdatedDate="01022026")
    newer = health_call(7, OpportunityTitle="Newer health", LastUpdatedDate="02012026")
    for records_ in ([older, newer], [newer, older]):
        serve(site, zipped(extract_of(records_)))
        collected = _collect(site)
        assert [call.title for call in collected.items] == ["Newer health"]
        assert "twice" not in _reasons(collected)


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({"CloseDate": "06152026"}, True),  # closes tonight
        ({"CloseDate": "06142026"}, False),
        ({"ArchiveDate": "06152026"}, False),
        ({"CloseDate": "", "ArchiveDate": "06162026"}, True),
        ({"CloseDate": "", "LastUpdatedDate": "06202024"}, True),
        ({"CloseDate": "", "LastUpdatedDate": "06012024"}, False),  # forgotten
        ({"CloseDate": "13452026"}, True),  # not a date: reported, not absorbed
    ],
)
def test_only_what_is_open_or_to_come_is_listed(changes: dict[str, str], kept: bool) -> None:
    assert bool(cards_of(zipped(extract_of([health_call(7, **changes)])))) is kept


def test_far_off_days_stand_for_no_day_and_odd_dates_are_reported() -> None:
    told = context()
    assert (call := _call(health_call(7, CloseDate="01012099"), told)) is not None
    assert (call.deadlines, call.deadline_kind) == ((), DeadlineKind.UNKNOWN)
    assert (call := _call(health_call(7, CloseDate="09302034"), told)) is not None
    assert call.deadlines[0].isoformat() == "2034-09-30T23:59:00-04:00"
    assert (call := _call(health_call(7, CloseDate="13452026"), told)) is not None
    assert call.deadlines == ()
    assert [issue.reason for issue in told.issues] == ["not a date: CloseDate '13452026'"]


@pytest.mark.parametrize("words", ["1e9999", " 000,", "-5", "9" * 400, "٣٠٠", "1,000"])
def test_amounts_that_are_none_are_reported_and_left_out(words: str) -> None:
    told = context()
    call = _call(health_call(7, AwardCeiling=words, ExpectedNumberOfAwards=words), told)
    assert call is not None
    assert (call.award_max, call.expected_awards) == (None, None)
    assert len(told.issues) == 2


def test_a_script_in_a_title_and_a_title_of_megabytes_do_no_harm() -> None:
    call = _call(health_call(7, OpportunityTitle="<script>alert(1)</script>Healthy &lt;b&gt;towns"))
    assert call is not None
    assert call.title == "Healthy towns"
    call = _call(health_call(7, OpportunityTitle="health " * 200_000))
    assert call is not None
    assert len(call.title) <= 400


def _bomb() -> bytes:
    entities = '<!DOCTYPE Grants [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return f'<?xml version="1.0"?>{entities}<Grants xmlns="{NAMESPACE}">&b;</Grants>'.encode()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<html>We are down</html>", "a zip file was promised, an HTML page came"),
        (b"", "a zip file was promised"),
        (zipped(extract_of([health_call(7)]))[:-40], "a zip file was promised, a part of one came"),
        (zipped(extract_of([health_call(7)]), "readme.txt"), "one XML file was promised, 0 came"),
        (zipped(_bomb()), "declares entities, which is refused"),
        (zipped("<html/>"), "the extract is a 'html' now"),
        (zipped(f'<Grants xmlns="{NAMESPACE}"/>'), "no opportunity is in the extract"),
        (zipped(extract_of([health_call(7)])[:-20]), "the XML is broken"),
        (
            zipped(extract_of([health_call(7, Description="a" * (2 * MOST_IN_ONE_RECORD))])),
            "a record of more than",
        ),
    ],
)
def test_a_file_that_is_not_the_extract_is_refused_in_words(
    body: bytes, words: str, site: LocalServer
) -> None:
    with pytest.raises(ValueError, match=words):
        cards_of(body)
    serve(site, body)
    collected = _collect(site)
    assert collected.report.outcome is SourceOutcome.FAILED
    assert words in _reasons(collected)


def test_a_zip_bomb_is_stopped_by_what_it_says_and_by_what_it_does() -> None:
    body = zipped(extract_of(health_call(number) for number in range(2_000)))
    with pytest.raises(ValueError, match="unpacks to more than 100,000 bytes"):
        check_extract(page(body), most_bytes=100_000)
    size = ZipFile(BytesIO(body)).infolist()[0].file_size
    lying = body.replace(size.to_bytes(4, "little"), (90_000).to_bytes(4, "little"))
    assert lying != body
    with pytest.raises(ValueError, match=r"a zip file was promised|the XML is broken|unpacks"):
        list(records(page(lying), most_bytes=100_000))


def test_damage_in_the_middle_keeps_what_came_before(site: LocalServer) -> None:
    whole = extract_of(health_call(number) for number in range(50))
    serve(site, zipped(whole[: len(whole) // 2]))
    collected = _collect(site)
    assert collected.report.outcome is SourceOutcome.PARTLY
    assert 10 < len(collected.items) < 50
    assert "the XML is broken" in _reasons(collected)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_damaged_extracts_raise_only_value_errors(data: st.DataObject) -> None:
    body = bytearray((FOLDER / "extract.zip").read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    told = context()
    try:
        cards = cards_of(bytes(body), told)
    except ValueError:
        return
    for card in cards:
        call = SOURCE.parser.parse_call(card, None, told)
        assert call is None or call.source_id == card.source_id


def test_the_fixture_zip_holds_the_readable_xml() -> None:
    with ZipFile(FOLDER / "extract.zip") as archive:
        assert archive.read(archive.namelist()[0]) == (FOLDER / "extract.xml").read_bytes()


def test_element_names_are_those_of_the_published_schema() -> None:
    path = _RECORDED / "grants_gov_extract.xsd"
    if not path.is_file():
        pytest.skip("the recorded schema is not on this machine")
    schema = "{http://www.w3.org/2001/XMLSchema}element"
    root = defusedxml.ElementTree.parse(path).getroot()
    assert root is not None
    declared = {e.attrib["name"]: e.attrib for e in root.iter(schema) if "type" in e.attrib}
    read = {name for name in declared if not name.startswith("GrantorContact")}
    assert read == set(KNOWN_IN_EXTRACT) - {"kind"}
    repeated = {name for name, said in declared.items() if said["maxOccurs"] == "unbounded"}
    assert repeated == REPEATED
