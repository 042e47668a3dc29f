"""A kind of body that a call shuts out is never taken for one that could lead."""

from matcher.strategy.leading import may_lead
from models.applicants import Admission, Applicant, Part
from models.call import Call
from models.organisation import Organisation


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
