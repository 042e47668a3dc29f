"""Conditions gathered into a call, each with the words that state it."""

from models.applicants import Admission, Applicant, Part
from models.call import Evidence
from scrapers.facts.gather import Facts, add_conditions

_URL = "https://example.org/call"


def test_the_first_text_that_states_a_condition_counts() -> None:
    facts = Facts(_URL)
    add_conditions(facts, ("Awards are for up to 3 years.", "", "Awards are for up to 5 years."))
    assert facts.values["duration"] == "up to 3 years"
    assert facts.evidence == [Evidence("duration", "Awards are for up to 3 years.", _URL)]


def test_a_condition_from_a_label_stays() -> None:
    facts = Facts(_URL)
    facts.add("match_funding_required", False, "Cost sharing: No")
    add_conditions(facts, ("Match funding of at least 50% is required.",))
    assert facts.values["match_funding_required"] is False
    assert len(facts.evidence) == 1


def test_a_no_is_kept_as_a_fact() -> None:
    facts = Facts(_URL)
    add_conditions(facts, ("The expression of interest is not mandatory.",))
    assert facts.values["expression_of_interest"] is False


def test_who_may_bid_comes_from_all_texts_and_keeps_its_words() -> None:
    facts = Facts(_URL)
    add_conditions(facts, ("NHS trusts can apply.", "Charities may be included as partners."))
    lead, apply = Part.LEAD, Part.APPLY
    assert facts.values["applicants"] == (
        Admission(Applicant.NHS, lead, True),
        Admission(Applicant.NHS, apply, True),
        Admission(Applicant.CHARITY, apply, True),
    )
    assert [item.fact for item in facts.evidence] == [
        admission.fact for admission in facts.values["applicants"]
    ]


def test_texts_that_contradict_each_other_leave_it_open() -> None:
    facts = Facts(_URL)
    add_conditions(facts, ("Universities cannot lead.", "Universities can lead."))
    assert facts.values["applicants"] == (Admission(Applicant.UNIVERSITY, Part.APPLY, True),)


def test_silence_sets_nothing() -> None:
    facts = Facts(_URL)
    add_conditions(facts, ("", "Research on health.", ""))
    assert facts.values == {}
    assert facts.evidence == []
