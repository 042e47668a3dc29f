"""The export of NIHR Open Data: any size in constant memory, cut off, or with odd rows."""

import json
import tracemalloc
from decimal import Decimal
from typing import Any
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.award import Award
from models.money import Money
from models.report import SourceOutcome
from scrapers.client import HttpClient, HttpSettings
from scrapers.contract import Context
from scrapers.listing import walk_listing
from scrapers.visit import Visit
from tests.scrapers.awards.award_pages import (
    READ_AT,
    SOURCES,
    collect,
    context_of,
    expecting,
    page_of,
    path_of,
    reasons,
    start_of,
)
from tests.scrapers.local_server import LocalServer, truncated

SOURCE = SOURCES["nihr_awards"]
START = start_of(SOURCE, context_of(SOURCE))
# What the walk keeps of an award in memory, its id and its fingerprint, in CPython; the rest lies
# in a file as soon as it is more than the spool's few megabytes.
_PER_ID = 1_000  # bytes
_SPOOL = 4_000_000  # bytes


def row(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "project_id": f"NIHR{number}",
        "project_title": f"Research into question {number}",
        "funding_and_awards_link": f"https://fundingawards.nihr.ac.uk/award/NIHR{number}",
        "funder": "NIHR (non-ODA)",
        "programme": "Health Technology Assessment",
        "contracted_organisation": "University of Leeds",
        "award_amount_from_dh": 1000.0 + number,
        "start_date": "2024-04-01",
        "end_date": "2028-09-30",
        "plain_english_abstract": "Plain words. " * 250,
        "ukcrc_value": "Stroke",
    } | changes


def export(rows: list[dict[str, Any]]) -> bytes:
    return json.dumps(rows).encode()


def read(rows: bytes, context: Context | None = None) -> list[Award]:
    told = context or context_of(SOURCE)
    cards = SOURCE.parser.parse_listing(page_of(START, rows), told).cards
    awards = (SOURCE.parser.parse_award(card, None, told) for card in cards)
    return [award for award in awards if award is not None]


def peak_of_walk(site: LocalServer, count: int) -> tuple[int, int]:
    """Walk an export of so many awards; returns the most memory it took, and its size."""
    body = export([row(number) for number in range(count)])
    site.page(path_of(START), body, "application/json")
    http = HttpSettings(base_overrides={"nihr_awards": site.address}, wait_scale=0)
    with Visit(HttpClient(http), SOURCE.definition, READ_AT) as visit:
        tracemalloc.start()
        walk = walk_listing(SOURCE, visit, context_of(SOURCE))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert len(walk.found) == count
    assert not walk.broken
    return peak, len(body)


def test_eleven_thousand_awards_take_no_more_memory_than_their_ids(site: LocalServer) -> None:
    few, _ = peak_of_walk(site, 500)
    many, size = peak_of_walk(site, 11_000)
    assert many < few + _SPOOL + 10_500 * _PER_ID
    assert many < size // 2


def test_eleven_thousand_awards_are_read(site: LocalServer) -> None:
    rows = [row(number, plain_english_abstract="In brief.") for number in range(11_000)]
    site.page(path_of(START), export(rows), "application/json")
    collected = collect(SOURCE, site)
    assert collected.report.outcome is SourceOutcome.OK
    assert len({award.key for award in collected.items}) == 11_000


def test_ten_thousand_are_not_enough_and_nothing_is_stored(site: LocalServer) -> None:
    rows = [row(number, plain_english_abstract="") for number in range(10_000)]
    site.page(path_of(START), export(rows), "application/json")
    collected = collect(SOURCE, site)
    assert collected.report.outcome is SourceOutcome.REFUSED
    assert list(collected.items) == []
    assert "10000 calls came where at least 10500 are expected" in reasons(collected)[-1]


def test_an_export_that_breaks_off_is_partly_read_or_refused(site: LocalServer) -> None:
    body = export([row(number) for number in range(60)])
    site.page(path_of(START), body[: len(body) // 2], "application/json")
    collected = collect(expecting("nihr_awards", 5), site)
    assert collected.report.outcome is SourceOutcome.PARTLY
    assert 5 < len(list(collected.items)) < 60
    assert any("it breaks off" in reason for reason in reasons(collected))
    assert collect(expecting("nihr_awards", 50), site).report.outcome is SourceOutcome.REFUSED


def test_a_connection_that_breaks_stores_nothing(site: LocalServer) -> None:
    site.answer(path_of(START), truncated)
    collected = collect(expecting("nihr_awards"), site)
    assert collected.report.outcome is SourceOutcome.FAILED


def test_only_the_columns_that_are_read_are_asked_for() -> None:
    assert START.large
    asked = START.params["select"]
    assert "contracted_organisation" in asked
    assert not any(word in asked for word in ("holder", "orcid", "involvement"))


def test_a_missing_column_is_said_and_not_taken_for_an_empty_one() -> None:
    rows = [row(1)]
    del rows[0]["award_amount_from_dh"]
    with pytest.raises(KeyError, match="award_amount_from_dh"):
        read(export(rows))


def test_a_column_that_changed_its_form_throughout_loses_no_stored_amounts(
    site: LocalServer,
) -> None:
    rows = [
        row(n, award_amount_from_dh="confidential", plain_english_abstract="") for n in range(300)
    ]
    site.page(path_of(START), export(rows), "application/json")
    collected = collect(expecting("nihr_awards", 200), site)
    assert collected.report.outcome is SourceOutcome.REFUSED
    assert any("amount cannot be read in 100 awards or more" in why for why in reasons(collected))


_NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
_SINGLE = st.none() | st.booleans() | _NUMBERS | st.text(st.characters(), max_size=30)


@given(
    st.recursive(
        _SINGLE,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=6,
    ),
    st.sampled_from(sorted(row(1))),
)
@settings(max_examples=60, deadline=None)
def test_any_value_in_any_column_gives_an_award_or_a_plain_report(value: Any, column: str) -> None:
    context = context_of(SOURCE)
    body = json.dumps([row(1, **{column: value}), row(2)]).encode()
    awards = read(body, context)
    assert awards[-1].source_id == "NIHR2"
    for award in awards:
        assert award.amount is None or isinstance(award.amount, Money)
        assert not any(category(character) in ("Cc", "Cs") for character in award.title)


def test_amounts_are_exact_to_the_penny() -> None:
    (award,) = read(export([row(1, award_amount_from_dh=3000.006500006)]))
    assert award.amount == Money(Decimal("3000.01"), "GBP")


def test_halves_of_characters_and_bytes_that_are_no_text_cost_only_themselves() -> None:
    body = export([row(1), row(2)]).replace(b"question 1", b"\\ud800 one \xff")
    first, second = read(body)
    assert first.title.encode().startswith(b"Research into")
    assert " one " in first.title
    assert second.source_id == "NIHR2"
