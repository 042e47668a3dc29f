"""One call out of several records: whose word counts, and what is filled from where."""

from datetime import date
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.identity.merge import Merged, lead_of, merge_calls
from models.applicants import Admission, Applicant, Part
from models.call import Call, CallStatus, DeadlineKind, Evidence, Stage
from models.money import Money
from tests.matcher.identity.examples import make, on, pounds
from tests.matcher.store.examples import any_call

CLOSES = on(2026, 11, 5, 11)
UNIVERSITY_LEADS = Admission(Applicant.UNIVERSITY, Part.LEAD, admitted=True)


def said(fact: str, sentence: str, url: str = "https://example.org") -> Evidence:
    return Evidence(fact, sentence, url)


def own(**facts: Any) -> Call:
    usual: dict[str, Any] = {"funder": "Innovate UK"}
    return make("innovate_uk:2186", **(usual | facts))


def listed(**facts: Any) -> Call:
    usual: dict[str, Any] = {"funder": "DSIT, run by Innovate UK", "references": ("2186",)}
    return make("find_a_grant:x-1", "Hubs", **(usual | facts))


def gaps(merged: Merged) -> list[tuple[str, str, str]]:
    return [(each.field, each.shown, each.other) for each in merged.disagreements]


@pytest.mark.parametrize(
    ("members", "lead"),
    [
        ([listed(), own()], "innovate_uk:2186"),
        ([make("ukri:x", funder="Innovate UK"), listed(), own()], "innovate_uk:2186"),
        ([make("ukri:x", funder="MRC"), make("nihr:y", funder="MRC")], "ukri:x"),
        ([make("ukri:x", funder="NIHR"), make("nihr:y", funder="NIHR")], "nihr:y"),
        ([make("find_a_grant:x", funder="MRC"), make("ukri:y", funder="MRC")], "ukri:y"),
        ([own(stage=Stage.PRE_ANNOUNCEMENT), listed(deadlines=CLOSES)], "find_a_grant:x-1"),
        ([own(stated_status=CallStatus.FORECASTED), listed(deadlines=CLOSES)], "find_a_grant:x-1"),
        (
            [own(stated_status=CallStatus.FORECASTED, deadlines=CLOSES), listed()],
            "innovate_uk:2186",
        ),
    ],
)
def test_the_funders_own_page_leads_and_a_forecast_does_not(members: list[Call], lead: str) -> None:
    assert lead_of(members).key == lead
    merged = merge_calls(members)
    assert merged.call.key == lead
    assert merged.members[0].key == lead


def test_a_certain_date_stands_before_a_doubtful_one_of_the_lead() -> None:
    read = said("deadlines", "Bids are looked at from 4 October")
    lead = own(deadlines=on(2026, 10, 4), doubtful=("deadlines",), evidence=(read,))
    labelled = said("deadlines", "Closing date: 5 November", "https://grants.example/x-1")
    other = listed(deadlines=CLOSES, evidence=(labelled,))
    merged = merge_calls([lead, other])
    assert merged.call.deadlines == CLOSES
    assert merged.call.doubtful == ()
    assert merged.call.evidence == (labelled,)
    assert merged.origins["deadlines"] == other.key
    assert [each.other_key for each in merged.disagreements] == [lead.key]


@pytest.mark.parametrize("certain_opening", [True, False])
def test_a_doubtful_date_stands_where_no_other_is_certain(*, certain_opening: bool) -> None:
    lead = own(deadlines=CLOSES, doubtful=("deadlines",))
    opens = on(2026, 11, 20)[0] if certain_opening else None
    other = listed(deadlines=on(2026, 12, 4), opens_at=opens, doubtful=("deadlines",))
    merged = merge_calls([lead, other])
    assert merged.call.deadlines == CLOSES
    assert merged.call.doubtful == ("deadlines",)
    assert merged.origins["deadlines"] == lead.key


def test_a_doubtful_date_fills_a_gap_and_stays_doubtful() -> None:
    other = listed(deadlines=CLOSES, doubtful=("deadlines",))
    merged = merge_calls([own(), other])
    assert (merged.call.deadlines, merged.call.doubtful) == (CLOSES, ("deadlines",))


def test_what_the_lead_leaves_open_comes_from_the_others_with_its_evidence() -> None:
    page = said("total_fund", "Total award: £85m", "https://grants.example/x-1")
    lead = own(deadlines=CLOSES, deadline_kind=DeadlineKind.FIXED, references=("OPP1284",))
    other = listed(
        total_fund=pounds(85_000_000),
        programme="Obesity",
        evidence=(page, said("deadlines", "Closes 5 November")),
        deadlines=CLOSES,
    )
    merged = merge_calls([other, lead])
    assert merged.call.title == lead.title
    assert merged.call.total_fund == pounds(85_000_000)
    assert merged.origins["total_fund"] == merged.origins["programme"] == other.key
    assert merged.origins["deadlines"] == merged.origins["title"] == lead.key
    assert merged.call.evidence == (page,), "the lead's own closing has its own evidence"
    assert merged.call.references == ("OPP1284", "2186")
    assert merged.disagreements == ()


def test_closing_and_way_of_closing_come_from_one_record() -> None:
    rolling = merge_calls([own(deadline_kind=DeadlineKind.ROLLING), listed(deadlines=CLOSES)])
    assert rolling.call.deadlines == ()
    assert gaps(rolling) == [("deadlines", "not stated", "Thu 5 November 2026, 11:00 UK time")]
    staged = listed(deadlines=CLOSES, deadline_kind=DeadlineKind.STAGED)
    filled = merge_calls([own(deadline_kind=DeadlineKind.FIXED), staged]).call
    assert (filled.deadlines, filled.deadline_kind) == (CLOSES, DeadlineKind.STAGED)
    status = merge_calls(
        [own(), listed(stated_status=CallStatus.OPEN, stated_on=date(2026, 9, 1))]
    ).call
    assert (status.stated_status, status.stated_on) == (CallStatus.OPEN, date(2026, 9, 1))


def test_one_figure_in_two_roles_fills_neither() -> None:
    """Find a grant carries Innovate UK's project size where awards belong."""
    merged = merge_calls(
        [own(project_cost_max=pounds(4_500_000)), listed(award_max=pounds(4_500_000))]
    )
    assert merged.call.award_max is None
    assert gaps(merged) == [("award_max", "not stated", "£4.5m")]


def test_the_least_award_is_never_above_the_most() -> None:
    merged = merge_calls([own(award_max=pounds(100)), listed(award_min=pounds(200))])
    assert merged.call.award_min is None
    other_currency = listed(award_min=Money(Decimal(50), "EUR"))
    assert merge_calls([own(award_max=pounds(100)), other_currency]).call.award_min is None
    assert merge_calls([own(award_max=pounds(100)), listed(award_min=pounds(50))]).call.award_min


def test_contradictions_are_listed_and_the_preferred_stands() -> None:
    lead = own(total_fund=pounds(85_000_000), deadlines=on(2026, 11, 19))
    other = listed(total_fund=pounds(80_000_000), deadlines=CLOSES)
    merged = merge_calls([lead, other])
    assert merged.call.total_fund == pounds(85_000_000)
    assert gaps(merged) == [
        (
            "deadlines",
            "Thu 19 November 2026, 16:00 UK time",
            "Thu 5 November 2026, 11:00 UK time",
        ),
        ("total_fund", "£85m", "£80m"),
    ]
    assert {each.other_key for each in merged.disagreements} == {other.key}
    rounded = listed(total_fund=pounds(85_100_000), deadlines=on(2026, 11, 19, 23))
    assert merge_calls([lead, rounded]).disagreements == ()


def test_who_may_apply_is_taken_body_by_body() -> None:
    not_leading = Admission(Applicant.UNIVERSITY, Part.LEAD, admitted=False)
    council = Admission(Applicant.COUNCIL, Part.APPLY, admitted=True)
    words = said(council.fact, "Councils may be partners.")
    merged = merge_calls(
        [
            own(applicants=(UNIVERSITY_LEADS,)),
            listed(applicants=(not_leading, council), evidence=(words,)),
        ]
    )
    assert merged.call.applicants == (UNIVERSITY_LEADS, council)
    assert merged.origins[council.fact] == "find_a_grant:x-1"
    assert words in merged.call.evidence
    assert [each.field for each in merged.disagreements] == ["applicants.lead.university"]


def test_a_forecast_never_makes_an_open_call_a_forecast() -> None:
    forecast = own(stage=Stage.PRE_ANNOUNCEMENT, stated_status=CallStatus.FORECASTED)
    merged = merge_calls([forecast, listed(deadlines=CLOSES)])
    assert merged.call.stage is None
    assert merged.call.stated_status is None


def test_an_opening_after_the_closing_is_not_filled_in() -> None:
    merged = merge_calls([own(deadlines=CLOSES), listed(opens_at=on(2026, 12, 1)[0])])
    assert merged.call.opens_at is None
    merged = merge_calls([own(opens_at=on(2026, 12, 1)[0]), listed(deadlines=CLOSES)])
    assert merged.call.deadlines == ()


def test_the_order_of_the_members_makes_no_difference() -> None:
    members = [own(), listed(total_fund=pounds(5)), make("ukri:x", total_fund=pounds(9))]
    first = merge_calls(members)
    assert all(merge_calls(each) == first for each in permutations(members))


def test_nothing_cannot_be_merged() -> None:
    with pytest.raises(ValueError, match="no call to merge"):
        merge_calls([])


@given(st.lists(any_call(), min_size=1, max_size=3, unique_by=lambda call: call.key))
@settings(max_examples=80, deadline=None)
def test_any_calls_merge_into_a_valid_one_that_invents_nothing(members: list[Call]) -> None:
    merged = merge_calls(members)
    if len(members) == 1:
        assert merged.call == members[0]
    by_key = {call.key: call for call in members}
    for name, key in merged.origins.items():
        if name not in ("references", "applicants") and not name.startswith("applicants."):
            assert getattr(merged.call, name) == getattr(by_key[key], name)
    assert {word for call in members for word in call.references} == set(merged.call.references)
