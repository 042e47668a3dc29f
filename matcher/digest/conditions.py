"""Who may bid and on which conditions, in a reader's words: only what the call says."""

from collections.abc import Iterator

from models.applicants import Applicant, Part
from models.call import Call

_BODIES = {
    Applicant.UNIVERSITY: "universities",
    Applicant.NHS: "NHS bodies",
    Applicant.COUNCIL: "councils",
    Applicant.COMPANY: "companies",
    Applicant.CHARITY: "charities",
}


def conditions_words(call: Call) -> tuple[str, ...]:
    """Say each condition that the call states in a few words; empty where it states none."""
    return tuple(_conditions(call))


def _conditions(call: Call) -> Iterator[str]:
    leads = _bodies(call, Part.LEAD, admitted=True)
    barred = _bodies(call, Part.LEAD, admitted=False)
    partners = [body for body in _bodies(call, Part.APPLY, admitted=True) if body not in leads]
    for opening, bodies in (
        ("may lead", leads),
        ("may not lead", barred),
        ("may take part", partners),
        ("may not take part", _bodies(call, Part.APPLY, admitted=False)),
    ):
        if bodies:
            yield f"{opening}: {', '.join(bodies)}"
    if call.consortium_required is not None:
        yield "partners needed" if call.consortium_required else "one organisation may bid alone"
    if call.match_funding_required:
        yield "match funding needed"
    if call.bids_per_organisation is not None:
        number = call.bids_per_organisation
        yield f"at most {number} {'bid' if number == 1 else 'bids'} per organisation"
    if call.expression_of_interest:
        yield "an expression of interest comes first"


def _bodies(call: Call, part: Part, *, admitted: bool) -> list[str]:
    return [name for body, name in _BODIES.items() if call.admits(body, part) is admitted]
