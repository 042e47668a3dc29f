"""A kind of body that a call shuts out is never taken for one that could lead."""

from dataclasses import replace

from matcher.strategy.leading import caution_about, known_for, may_join, may_lead, possible_leads
from models.applicants import Admission, Applicant, Part
from models.call import Call
from models.organisation import Capability, Organisation, PastAward
from tests.matcher.digest.samples import CITY, call, match, ranked


def _organisation(id_: str, kind: str, parent: str | None = None) -> Organisation:
    return Organisation(id_, id_.title(), kind, True, (), ("lead",), (), parent=parent)


UNIVERSITY = _organisation("uni", "university")
CENTRE = _organisation("centre", "centre", parent="uni")
LOOP = _organisation("loop", "centre", parent="loop")
KNOWN = {each.id: each for each in (UNIVERSITY, CENTRE, LOOP)}


def _call(*admissions: Admission) -> Call:
    return Call(source="toy", source_id="1", title="A call", url="", applicants=admissions)


def test_silence_says_nothing() -> None:
    assert may_lead(UNIVERSITY, _call(), KNOWN) is None


def test_a_centre_counts_as_what_it_belongs_to() -> None:
    shut_out = _call(Admission(Applicant.UNIVERSITY, Part.LEAD, admitted=False))
    assert may_lead(UNIVERSITY, shut_out, KNOWN) is False
    assert may_lead(CENTRE, shut_out, KNOWN) is False
    let_in = _call(Admission(Applicant.UNIVERSITY, Part.LEAD, admitted=True))
    assert may_lead(CENTRE, let_in, KNOWN) is True


def test_taking_part_is_not_leading() -> None:
    partners = _call(Admission(Applicant.UNIVERSITY, Part.APPLY, admitted=True))
    assert may_lead(UNIVERSITY, partners, KNOWN) is None


def test_an_unknown_kind_or_a_parent_that_is_its_own_says_nothing() -> None:
    shut_out = _call(Admission(Applicant.UNIVERSITY, Part.LEAD, admitted=False))
    assert may_lead(LOOP, shut_out, KNOWN) is None


def test_taking_part_may_be_shut_out_too() -> None:
    shut_out = _call(Admission(Applicant.UNIVERSITY, Part.APPLY, admitted=False))
    assert may_join(CENTRE, shut_out, KNOWN) is False
    assert may_join(LOOP, shut_out, KNOWN) is None
    assert may_join(UNIVERSITY, _call(), KNOWN) is None


def test_a_caution_counts_for_its_needs_and_for_what_belongs_to_the_body() -> None:
    trust = replace(UNIVERSITY, caution="an inquiry", caution_need_ids=("birth",))
    known = {**KNOWN, "uni": trust}
    assert caution_about(trust, {"birth", "falls"}, known) == "an inquiry"
    assert caution_about(CENTRE, {"birth"}, known) == "an inquiry"
    assert caution_about(trust, {"falls"}, known) is None
    assert caution_about(LOOP, {"birth"}, known) is None


def test_a_caution_without_needs_is_about_all() -> None:
    trust = replace(UNIVERSITY, caution="an inquiry")
    assert caution_about(trust, {"falls"}, {"uni": trust}) == "an inquiry"


def test_possible_leads_are_those_that_neither_the_call_nor_a_caution_rules_out() -> None:
    both = ("trust", "university")
    falls, asthma = (ranked(call("hub"), needs=(need,), leads=both) for need in ("falls", "asthma"))
    assert [match.target_id for match in possible_leads(falls, CITY)] == [*both]
    assert [match.target_id for match in possible_leads(asthma, CITY)] == ["university"]
    closed = call("hub", applicants=(Admission(Applicant.UNIVERSITY, Part.LEAD, admitted=False),))
    assert possible_leads(ranked(closed, leads=both), CITY) == ()


def test_what_it_is_known_for_is_told_from_what_it_has_won() -> None:
    award = PastAward("A funder", "Balance at home: a trial", None, None, "p")
    known = replace(CENTRE, capabilities=(Capability("falls in old age", "p"),), awards=(award,))

    def said(phrase: str) -> str:
        return known_for(match(call("hub"), "centre", 0.7, phrase=phrase), known)

    assert said("falls in old age") == "known for “falls in old age”"
    assert said("Balance at home") == "has held “Balance at home”"
    assert said("") == "suits the call by all that is known of it"
