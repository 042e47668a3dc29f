"""The mappings that ship with the project, on the real files they are for."""

import gzip
import json
from collections import Counter
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from matcher.imports import ImportResult, load_catalogue, load_mapping, read_calls
from models.call import Call, CallStatus, DeadlineKind, Evidence

ROOT = Path(__file__).parents[3]
CALLS = ROOT.parent / "shared" / "data" / "calls"
EU, UK = CALLS / "eu_topics_2026-08-10.jsonl.gz", CALLS / "uk_calls.jsonl"
DAY = date(2026, 8, 10)
AT = datetime(2026, 8, 10, 12, tzinfo=UTC)

pytestmark = pytest.mark.skipif(
    not CALLS.is_dir(), reason="the captured calls are not beside the project"
)


@cache
def eu_topics() -> ImportResult:
    return read_calls(EU, load_mapping(ROOT / "data" / "mappings" / "eu_topics.yaml"), DAY)


@cache
def eu_rows() -> dict[str, dict[str, Any]]:
    with gzip.open(EU, "rt", encoding="utf-8") as lines:
        return {row["topicId"]: row for row in map(json.loads, lines)}


def uk_calls() -> ImportResult:
    return read_calls(UK, load_mapping(ROOT / "data" / "mappings" / "uk_calls.yaml"), DAY)


def test_every_topic_is_read() -> None:
    result = eu_topics()
    assert len(result.calls) + len(result.rejected) == 629
    assert result.rejected == ()
    assert {call.source_id for call in result.calls} == set(eu_rows())
    assert {call.source for call in result.calls} == {"eu_funding"}
    assert Counter(call.status(AT) for call in result.calls) == {
        CallStatus.OPEN: 363,
        CallStatus.FORECASTED: 262,
        CallStatus.CLOSED: 4,
    }


def test_amounts_and_dates_are_those_of_the_structured_fields() -> None:
    for call in eu_topics().calls:
        row = eu_rows()[call.source_id]
        assert (call.award_min.amount if call.award_min else 0) == (row["budgetMin"] or 0)
        assert (call.award_max.amount if call.award_max else 0) == (row["budgetMax"] or 0)
        assert {m.currency for m in (call.award_min, call.award_max) if m} <= {"EUR"}
        if row["expectedGrants"] is not None:  # where it is, the text may say more
            assert call.expected_awards == row["expectedGrants"]
        assert [moment.strftime("%Y-%m-%d %H:%M") for moment in call.deadlines] == [
            f"{row['deadline']} 17:00"
        ]
        assert call.url == row["portalUrl"]


def test_the_way_of_closing_comes_from_the_deadline_model() -> None:
    kinds = Counter(call.deadline_kind for call in eu_topics().calls)
    assert kinds == {DeadlineKind.FIXED: 577, DeadlineKind.STAGED: 31, DeadlineKind.UNKNOWN: 21}


def test_no_broken_characters_glued_headings_or_contact_details_are_left() -> None:
    assert eu_topics().repaired == 610
    for call in eu_topics().calls:
        words = "\n".join([call.title, call.text, call.eligibility or "", call.programme or ""])
        assert "\u00e2\u20ac" not in words, call.key
        assert "\u00c3" not in words, call.key
        assert "Scope:P" not in words, call.key
        assert "Expected Outcome:P" not in words, call.key
        assert len(call.eligibility or "") <= 20_000
        assert "@ec.europa.eu" not in words, call.key


def test_the_portal_s_key_words_are_not_matched() -> None:
    plants = next(c for c in eu_topics().calls if c.source_id == "EUBA-EFSA-2026-PLANTS-01")
    assert eu_rows()[plants.source_id]["keywords"] not in plants.match_text()
    assert plants.tags == ()


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    first = {call.key: call.content_hash() for call in uk_calls().calls}
    assert first == {call.key: call.content_hash() for call in uk_calls().calls}
    some = tmp_path / "some_topics.jsonl"
    with gzip.open(EU, "rb") as lines:
        some.write_bytes(b"".join(next(lines) for _ in range(60)))
    mapping = load_mapping(ROOT / "data" / "mappings" / "eu_topics.yaml")
    hashes = {call.key: call.content_hash() for call in eu_topics().calls}
    later = read_calls(some, mapping, date(2026, 11, 22)).calls
    assert len(later) == 60
    assert all(call.content_hash() == hashes[call.key] for call in later)


def test_the_list_of_uk_calls_gives_the_same_calls_as_the_catalogue() -> None:
    result = uk_calls()
    assert result.rejected == ()
    bundled = {call.key: call for call in load_catalogue(ROOT / "data" / "catalogue").calls}
    assert {call.key for call in result.calls} <= set(bundled)
    assert len(result.calls) == 83
    open_now = {c.key for c in result.calls if c.status(AT) is CallStatus.OPEN}
    assert open_now == {
        c.key
        for c in bundled.values()
        if c.source != "eu_funding" and c.status(AT) is CallStatus.OPEN
    }


def test_the_catalogue_s_topics_agree_with_the_full_ones() -> None:
    full = {call.key: call for call in eu_topics().calls}
    for call in load_catalogue(ROOT / "data" / "catalogue").calls:
        if call.source == "eu_funding":
            other = full[call.key]
            assert (call.title, call.url) == (other.title, other.url)
            assert _of_columns(call) == _of_columns(other)


def _of_columns(call: Call) -> list[Evidence]:
    """What columns say; the shorter texts of the catalogue say less on who may bid."""
    conditions = ("applicants", "consortium", "match_funding", "bids_per", "expression_of")
    return [words for words in call.evidence if not words.fact.startswith(conditions)]
