"""Conditions are said as the call says them, and silence stays silence."""

from matcher.digest.conditions import conditions_words
from models.applicants import Admission, Applicant, Part
from models.call import Call


def _call(**stated: object) -> Call:
    return Call(source="toy", source_id="1", title="A call", url="https://x.example", **stated)  # type: ignore[arg-type]  # each test states other fields


def test_a_silent_call_has_no_conditions() -> None:
    assert conditions_words(_call()) == ()


def test_who_may_lead_and_who_may_not() -> None:
    said = (
        Admission(Applicant.NHS, Part.LEAD, admitted=True),
        Admission(Applicant.NHS, Part.APPLY, admitted=True),
        Admission(Applicant.UNIVERSITY, Part.APPLY, admitted=True),
        Admission(Applicant.COMPANY, Part.LEAD, admitted=False),
        Admission(Applicant.UK, Part.LEAD, admitted=True),
    )
    assert conditions_words(_call(applicants=said)) == (
        "may lead: NHS bodies",
        "may not lead: companies",
        "may take part: universities",
    )


def test_the_other_conditions() -> None:
    call = _call(
        consortium_required=True,
        match_funding_required=True,
        bids_per_organisation=1,
        expression_of_interest=True,
    )
    assert conditions_words(call) == (
        "partners needed",
        "match funding needed",
        "at most 1 bid per organisation",
        "an expression of interest comes first",
    )
    assert conditions_words(_call(consortium_required=False, match_funding_required=False)) == (
        "one organisation may bid alone",
    )
