"""Filters and orders of the search routes."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from matcher.commongrants.asked import AwardFilters, OpportunityFilters, OpportunitySearch
from matcher.commongrants.opportunity import Told
from matcher.commongrants.select import (
    AwardTold,
    awards,
    opportunities,
    opportunity_order,
    sort_opportunities,
    with_words,
)
from matcher.matching import rank_for_city
from models.award import Award
from models.call import Call
from models.match import Explanation, Match, TargetKind
from models.money import Money
from tests.matcher.web.api.examples import AWARDS, BARE, CLOSED, FULL, ROLLING
from tests.matcher.web.sample_site import AS_OF, sample_city

EUROS = replace(FULL, source_id="euros", award_max=Money(Decimal(3_000_000), "EUR"))
NEED = Match(FULL.key, TargetKind.NEED, "dementia", 0.9, Explanation("a", "b", (), ()))


def told(*calls: Call) -> list[Told]:
    rows = {row.call.key: row for row in rank_for_city(calls, (), sample_city(), AS_OF)}
    made = []
    for number, call in enumerate(calls):
        compared = call is not CLOSED
        needs = (NEED,) if call is FULL else ()
        row = replace(rows[call.key], needs=needs, score=0.9 if needs else 0.1)
        made.append(Told(row, compared, False, AS_OF, AS_OF + timedelta(hours=number)))
    return made


EVERY = told(FULL, BARE, ROLLING, CLOSED, EUROS)


def titles(**filters: Any) -> list[str]:
    selected = opportunities(EVERY, OpportunityFilters.model_validate(filters))
    assert selected.errors == []
    assert selected.applied.keys() == filters.keys()
    return [each.row.call.source_id for each in selected.found]


def span(low: str, high: str, currency: str = "GBP", operator: str = "between") -> dict[str, Any]:
    ends = {
        "min": {"amount": low, "currency": currency},
        "max": {"amount": high, "currency": currency},
    }
    return {"operator": operator, "value": ends}


def days(low: str, high: str, operator: str = "between") -> dict[str, Any]:
    return {"operator": operator, "value": {"min": low, "max": high}}


@pytest.mark.parametrize(
    ("operator", "value", "found"),
    [
        ("in", ["open"], ["full", "rolling", "euros"]),
        ("in", ["closed", "custom"], ["bare", "closed"]),
        ("notIn", ["open"], ["bare", "closed"]),
        ("in", [], []),
        ("in", ["no such status"], []),
    ],
)
def test_status(operator: str, value: list[str], found: list[str]) -> None:
    assert titles(status={"operator": operator, "value": value}) == found


def test_amounts_of_other_currencies_are_left_out() -> None:
    assert titles(maxAwardAmountRange=span("3000000", "3000000.00")) == ["full"]
    assert titles(maxAwardAmountRange=span("1", "2", operator="outside")) == ["full"]
    assert titles(maxAwardAmountRange=span("1", "9000000", "EUR")) == ["euros"]
    assert titles(maxAwardAmountRange=span("9000000", "1")) == []
    assert titles(totalFundingAvailableRange=span("12000000", "12000000")) == ["full", "euros"]


def test_closing_days_and_moments() -> None:
    assert titles(closeDateRange=days("2026-09-15", "2026-09-15")) == ["full", "euros"]
    late, later = "2026-09-15T15:00:00Z", "2026-09-15T15:00:01Z"
    assert titles(closeDateRange=days(late, later)) == ["full", "euros"]
    assert titles(closeDateRange=days(later, later)) == []
    assert titles(closeDateRange=days("2026-02-01", "2027-01-01", "outside")) == ["closed"]


@pytest.mark.parametrize(
    ("name", "operator", "value", "found"),
    [
        ("need", "in", ["dementia", "x"], ["full"]),
        ("need", "notIn", ["dementia"], ["bare", "rolling", "closed", "euros"]),
        ("funder", "like", "nih", ["full", "euros"]),
        ("funder", "eq", "mrc", ["full", "euros"]),
        ("scale", "eq", "large", ["full", "euros"]),
        ("cityScore", "gte", 0.5, ["full"]),
        ("cityScore", "lt", 0.5, ["bare", "rolling", "euros"]),
    ],
)
def test_filters_of_our_own(name: str, operator: str, value: Any, found: list[str]) -> None:
    assert titles(customFilters={name: {"operator": operator, "value": value}}) == found


@pytest.mark.parametrize(
    ("name", "operator", "value"),
    [
        ("unheard", "eq", "x"),
        ("need", "gt", 3),
        ("need", "in", "dementia"),
        ("cityScore", "gte", "high"),
        ("cityScore", "gte", True),
        ("cityScore", "between", None),
    ],
)
def test_what_cannot_be_applied_is_said_and_narrows_nothing(
    name: str, operator: str, value: Any
) -> None:
    asked = {"customFilters": {name: {"operator": operator, "value": value}}, "region": 1}
    selected = opportunities(EVERY, OpportunityFilters.model_validate(asked))
    assert len(selected.found) == len(EVERY)
    assert len(selected.errors) == 2
    assert selected.applied == {}


@pytest.mark.parametrize(
    "body",
    [
        {"pagination": {"page": 0}},
        {"pagination": {"pageSize": 2**31}},
        {"pagination": {"page": True}},
        {"sorting": {"sortBy": "nothing"}},
        {"sorting": {"sortBy": "title", "sortOrder": "up"}},
        {"filters": {"closeDateRange": days("2026-02-30", "2026-03-01")}},
        {"filters": {"closeDateRange": days("2026-02-01T00:00:00", "2026-03-01")}},
        {"filters": {"closeDateRange": days("1767225600", "2026-03-01")}},
        {"filters": {"closeDateRange": {"operator": "between", "value": {"min": "2026-01-01"}}}},
        {"filters": {"maxAwardAmountRange": span("1e6", "2")}},
        {"filters": {"status": {"operator": "like", "value": ["open"]}}},
        {"search": 3},
        {"search": "x" * 5001},
    ],
)
def test_what_makes_no_sense_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        OpportunitySearch.model_validate(body)


@pytest.mark.parametrize(
    ("sorting", "first", "last"),
    [
        ({"sortBy": "title", "sortOrder": "asc"}, "closed", "rolling"),
        ({"sortBy": "keyDates.closeDate", "sortOrder": "asc"}, "closed", "rolling"),
        ({"sortBy": "funding.maxAwardAmount"}, "full", "rolling"),  # euros are fewer pounds
        ({"sortBy": "funding.maxAwardAmount", "sortOrder": "asc"}, "euros", "rolling"),
        ({"sortBy": "lastModifiedAt"}, "euros", "full"),
        ({"sortBy": "custom", "customSortBy": "cityScore"}, "full", "closed"),
    ],
)
def test_orders(sorting: dict[str, str], first: str, last: str) -> None:
    asked = OpportunitySearch.model_validate({"sorting": sorting}).sorting
    order = opportunity_order(asked, searched=False)
    assert order.errors == ()
    ordered = sort_opportunities(EVERY, order, sample_city().rates, {})
    keys = [each.row.call.source_id for each in ordered]
    assert sorted(keys) == sorted(each.row.call.source_id for each in EVERY)
    assert keys[0] == first
    assert keys[-1] == last


def test_an_order_that_is_not_known_is_said() -> None:
    body = {"sorting": {"sortBy": "custom", "customSortBy": "colour"}}
    order = opportunity_order(OpportunitySearch.model_validate(body).sorting, searched=True)
    assert order.sort_by == "lastModifiedAt"
    assert "'colour'" in order.errors[0]


def test_a_text_without_an_order_puts_the_best_first() -> None:
    order = opportunity_order(None, searched=True)
    relevance = {"ukri:bare": 0.9, "ukri:full": 0.1}
    ordered = sort_opportunities(EVERY[:2], order, {}, relevance)
    assert [each.row.call.source_id for each in ordered] == ["bare", "full"]
    assert opportunity_order(None, searched=False).sort_by == "lastModifiedAt"


def held(ours: Award) -> AwardTold:
    return AwardTold(ours, AS_OF, AS_OF)


def test_awards_are_found_by_status_amount_and_words() -> None:
    every = [held(each) for each in AWARDS[:4]]

    def found(**filters: Any) -> list[str]:
        asked = AwardFilters.model_validate(filters)
        return [each.award.source_id for each in awards(every, asked, AS_OF.date()).found]

    assert found(status={"operator": "in", "value": ["completed"]}) == ["3"]
    assert found(status={"operator": "in", "value": ["custom"]}) == ["2", "4"]
    assert found(awardedAmountRange=span("1", "2000000")) == ["NIHR1"]
    assert found(awardDateRange=days("2024-06-01", "2024-06-01")) == ["NIHR1"]
    assert found(opportunityId={"operator": "in", "value": ["x"]}) == []
    assert [each.award.source_id for each in with_words(every, "LEEDS dementia")] == ["NIHR1"]
    assert with_words(every, "leeds asthma") == []
