"""360Giving: one organisation after another; licences, people and odd answers."""

import json
from typing import Any

import pytest

from models.award import Award
from scrapers.contract import Context
from tests.scrapers.awards.award_pages import SOURCES, context_of, page_of, start_of

SOURCE = SOURCES["three_sixty_giving"]


def grant(**data: Any) -> dict[str, Any]:
    usual = {
        "title": "Night nurses",
        "currency": "GBP",
        "amountAwarded": 48000,
        "awardDate": "2024-03-22",
        "recipientOrganization": [{"id": "XI-ROR-024mrxd33", "name": "University of Leeds"}],
    }
    return {"grant_id": "360G-Example-1", "data": usual | data}


def read(result: dict[str, Any], context: Context | None = None) -> Award | None:
    told = context or context_of(SOURCE)
    body = json.dumps({"count": 1, "next": None, "results": [result]}).encode()
    cards = list(SOURCE.parser.parse_listing(page_of(start_of(SOURCE, told), body), told).cards)
    return SOURCE.parser.parse_award(cards[0], None, told) if cards else None


@pytest.mark.parametrize(
    ("licence", "kept"),
    [
        ("Creative Commons Attribution 4.0 International (CC-BY)", True),
        ("Creative Commons Attribution-ShareAlike 4.0", True),
        ("Open Government Licence 3.0 (United Kingdom)", True),
        ("Creative Commons Public Domain Dedication 1.0 Universal", True),
        ("CC0", True),
        (None, True),
        ("Creative Commons Attribution-NonCommercial 4.0", False),
        ("CC BY-ND 4.0", False),
        ("All rights reserved", False),
    ],
)
def test_only_what_is_openly_licensed_is_kept(licence: str | None, kept: bool) -> None:
    context = context_of(SOURCE)
    found = read(grant() | {"data_license": {"name": licence}}, context)
    assert (found is not None) is kept
    assert bool(context.issues) is not kept


@pytest.mark.parametrize(
    "person",
    [
        {"recipientIndividual": {"id": "360G-IND-1", "name": "Robin Sample"}},
        {"recipientIndividual": {"name": "Robin Sample"}, "recipientOrganization": None},
        {"recipientOrganization": []},
        {"recipientOrganization": [{"id": "360G-IND-1"}]},
    ],
)
def test_grants_to_people_are_dropped_without_a_word_of_them(person: dict[str, Any]) -> None:
    context = context_of(SOURCE)
    assert read(grant(**person), context) is None
    assert context.issues == []


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2023-03-22", "2023-03-22"),
        ("2020-05-29T00:00:00+00:00", "2020-05-29"),
        ("13/06/2019", "2019-06-13"),
        ("2024-02-07T00:00:00Z", "2024-02-07"),
    ],
)
def test_days_of_award_come_in_several_forms(written: str, iso: str) -> None:
    found = read(grant(awardDate=written))
    assert found is not None
    assert str(found.awarded_on) == iso


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ({"currency": "eur"}, "€48,000"),
        ({"currency": None}, "None"),
        ({"currency": "pounds"}, "None"),
        ({"amountAwarded": "£48,000.00"}, "£48,000"),
        ({"amountAwarded": None}, "None"),
    ],
)
def test_amounts_keep_their_currency(data: dict[str, Any], shown: str) -> None:
    found = read(grant(**data))
    assert found is not None
    assert str(found.amount) == shown


def test_an_empty_page_that_promises_more_is_refused() -> None:
    context = context_of(SOURCE)
    body = json.dumps({"count": 300, "next": "https://api.example/?offset=100", "results": []})
    with pytest.raises(ValueError, match="says there are more"):
        SOURCE.parser.parse_listing(page_of(start_of(SOURCE, context), body.encode()), context)


def test_no_address_of_the_answer_is_followed() -> None:
    context = context_of(SOURCE)
    answer = {"count": 300, "next": "https://elsewhere.example/?offset=9", "results": [grant()]}
    body = json.dumps(answer).encode()
    following = SOURCE.parser.parse_listing(page_of(start_of(SOURCE, context), body), context).next
    assert following is not None
    assert following.url.startswith("https://api.threesixtygiving.org/api/v1/org/XI-ROR-024mrxd33/")
    assert following.params["offset"] == "100"


def test_no_organisation_is_said() -> None:
    with pytest.raises(ValueError, match=r"lookups\.organisations names no organisation"):
        start_of(SOURCE, context_of(SOURCE, organisations={}))
