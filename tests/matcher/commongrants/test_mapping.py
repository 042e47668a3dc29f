"""Calls and awards in the protocol's words: what is known is exact, what is not is left out."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from matcher.commongrants.award import award
from matcher.commongrants.custom import DESCRIPTIONS, Names
from matcher.commongrants.identity import award_id, opportunity_id, organisation_id
from matcher.commongrants.opportunity import Told, opportunity
from matcher.matching import rank_for_city
from models.award import Award
from models.call import Call, DeadlineKind
from models.match import Explanation, Match, TargetKind
from models.money import Money
from tests.matcher.web.api.examples import BARE, CLOSED, FULL, NASTY, ROLLING
from tests.matcher.web.sample_site import AS_OF, sample_city

SEEN = datetime(2026, 8, 1, 6, tzinfo=UTC)
NAMES = Names({"dementia": "Dementia"}, {})
WHY = Explanation("Dementia prevention in cities.", "dementia", ("dementia",), ())
FITS = Match(FULL.key, TargetKind.NEED, "dementia", 0.9, WHY)


def told(call: Call, *, compared: bool = False, decide: bool = False) -> Told:
    (row,) = rank_for_city([call], (), sample_city(), AS_OF)
    return Told(replace(row, needs=(FITS,), score=0.4), compared, decide, SEEN, AS_OF)


def written(call: Call, **facts: Any) -> dict[str, Any]:
    mapped = opportunity(told(call, **facts), NAMES, detailed=True)
    return mapped.model_dump(mode="json", by_alias=True, exclude_none=True)


def custom(found: dict[str, Any]) -> dict[str, Any]:
    return {name: field["value"] for name, field in found["customFields"].items()}


def test_a_call_that_states_everything() -> None:
    found = written(FULL)
    assert found["id"] == str(opportunity_id("ukri:full"))
    assert found["status"] == {"value": "open"}
    assert found["description"] == FULL.summary
    assert found["source"] == FULL.url
    assert found["createdAt"] == "2026-08-01T06:00:00Z"
    assert found["lastModifiedAt"] == "2026-08-10T07:00:00Z"
    assert found["funding"] == {
        "totalAmountAvailable": {"amount": "12000000", "currency": "GBP"},
        "minAwardAmount": {"amount": "1000000.50", "currency": "GBP"},
        "maxAwardAmount": {"amount": "3000000", "currency": "GBP"},
        "estimatedAwardCount": 4,
    }


def test_moments_keep_their_own_clock_and_say_their_offset() -> None:
    dates = written(FULL)["keyDates"]
    assert dates["postDate"] == {
        "name": "Published",
        "eventType": "singleDate",
        "date": "2026-06-01",
    }
    assert dates["closeDate"]["date"] == "2026-09-15"
    assert dates["closeDate"]["time"] == "17:00:00"
    assert dates["closeDate"]["description"].endswith("2026-09-15T17:00:00+02:00")
    others = dates["otherDates"]
    assert set(others) == {"opens", "deadline2"}
    for event in others.values():  # a day of which no hour is known
        assert "time" not in event


def test_admissions_become_applicant_types_and_refusals_do_not() -> None:
    found = written(FULL)["acceptedApplicantTypes"]
    assert [each["value"] for each in found] == ["custom", "custom"]
    assert [each["customValue"] for each in found] == ["university: may lead", "nhs: may take part"]


def test_facts_without_a_field_are_custom_and_described() -> None:
    found = written(FULL)
    values = custom(found)
    assert values["funders"] == ["MRC", "NIHR"]
    assert values["projectCostMax"] == {"amount": "3750000", "currency": "GBP"}
    assert values["deadlines"] == ["2026-09-15T17:00:00+02:00", "2027-02-01T23:59:59+00:00"]
    assert (values["consortiumRequired"], values["matchFundingRequired"]) == (True, False)
    assert values["scale"]["scale"] == "large"
    assert values["evidence"][0]["sentence"] == "Up to £3 million."
    kinds = {name: field["fieldType"] for name, field in found["customFields"].items()}
    assert kinds["bidsPerOrganisation"] == "integer"
    assert kinds["consortiumRequired"] == "boolean"
    for name, field in found["customFields"].items():
        assert (field["name"], field["description"]) == (name, DESCRIPTIONS[name])


def test_dates_that_were_read_with_doubt_are_named() -> None:
    assert "datesToCheck" not in custom(written(FULL))
    doubted = replace(FULL, doubtful=("opens_at", "deadlines"))
    assert custom(written(doubted))["datesToCheck"] == ["opens", "deadlines"]


def test_scores_come_with_their_reasons_and_only_where_there_was_a_comparison() -> None:
    values = custom(written(FULL, compared=True, decide=True))
    assert values["cityScore"] == 0.4
    assert values["upForDecision"] is True
    assert values["needMatches"] == [
        {
            "need": "dementia",
            "name": "Dementia",
            "score": 0.9,
            "sentence": "Dementia prevention in cities.",
            "phrase": "dementia",
            "terms": ["dementia"],
        }
    ]
    assert not {"cityScore", "needMatches", "upForDecision"} & custom(written(FULL)).keys()


def test_what_a_call_does_not_state_is_left_out() -> None:
    found = written(BARE)
    assert found["status"] == {"value": "custom", "customValue": "not stated"}
    assert found["description"] == ""
    assert not {"funding", "keyDates", "source", "acceptedApplicantTypes"} & found.keys()
    assert custom(found).keys() == {"track"}


def test_a_rolling_call_has_a_closing_without_a_day() -> None:
    found = written(ROLLING)
    assert found["status"]["value"] == "open"
    assert found["keyDates"]["closeDate"]["eventType"] == "other"


def test_dates_win_over_a_stale_word() -> None:
    assert written(CLOSED)["status"]["value"] == "closed"


@pytest.mark.parametrize("call", NASTY, ids=lambda call: call.source_id)
def test_addresses_that_are_none_are_left_out(call: Call) -> None:
    found = written(call)
    assert found["title"] == call.title
    assert found.get("source", "https://").startswith("https://")


def test_a_text_stands_in_for_a_summary_cut_between_words() -> None:
    found = written(replace(BARE, text="word " * 1000))
    assert len(found["description"]) <= 1000
    assert found["description"].endswith("word…")


def test_a_day_without_a_deadline_kind_is_no_custom_field() -> None:
    assert "deadlineKind" not in custom(written(replace(BARE, deadline_kind=DeadlineKind.UNKNOWN)))


def test_ids_never_change() -> None:
    """Somebody else has stored them."""
    assert opportunity_id("ukri:full") == UUID("348ae583-1dda-5a1d-bf04-d6fcc3d0cf94")
    assert award_id("nihr_awards:NIHR1") == UUID("7c1c5ce8-ee92-5533-861c-17d05e5d9426")
    assert organisation_id("University of  LEEDS") == organisation_id("university of leeds")


HELD = Award(
    source="nihr_awards",
    source_id="NIHR1",
    title="A trial",
    url="https://fundingawards.nihr.ac.uk/award/NIHR1",
    funder="NIHR",
    programme="HTA",
    organisation="University of Leeds",
    amount=Money(Decimal("1434393.08"), "GBP"),
    starts_on=date(2024, 11, 1),
    ends_on=date(2028, 12, 31),
)


def award_written(ours: Award) -> dict[str, Any]:
    mapped = award(ours, AS_OF.date(), SEEN, AS_OF)
    return mapped.model_dump(mode="json", by_alias=True, exclude_none=True)


def test_an_award_with_its_holder_and_its_work() -> None:
    found = award_written(HELD)
    assert found["status"] == {"value": "awarded"}
    assert found["funding"] == {
        "details": "Programme: HTA",
        "awardedAmount": {"amount": "1434393.08", "currency": "GBP"},
    }
    period = found["keyDates"]["periodOfPerformance"]
    assert (period["startDate"], period["endDate"]) == ("2024-11-01", "2028-12-31")
    assert found["recipientOrganizations"]["primary"]["name"] == "University of Leeds"
    assert found["identifiers"]["otherIds"]["awd:nihr_awards:reference"]["id"] == "NIHR1"


@pytest.mark.parametrize(
    ("ends", "status"),
    [(date(2026, 8, 9), "completed"), (date(2026, 8, 10), "awarded"), (None, "custom")],
)
def test_an_award_is_over_when_its_work_is(ends: date | None, status: str) -> None:
    found = award_written(replace(HELD, ends_on=ends))
    assert found["status"]["value"] == status
    if ends is None:
        assert found["keyDates"]["otherDates"]["starts"]["date"] == "2024-11-01"


def test_an_award_that_states_nothing_else() -> None:
    found = award_written(Award(source="imported", source_id="2", title="Bare"))
    assert found.keys() == {
        "id",
        "title",
        "identifiers",
        "description",
        "status",
        "createdAt",
        "lastModifiedAt",
    }
