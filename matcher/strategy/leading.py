"""Whether an organisation of the city is one that the call lets lead. Pure."""

from collections.abc import Mapping

from models.applicants import Applicant, Part
from models.call import Call
from models.organisation import Organisation

_BODIES = {
    "university": Applicant.UNIVERSITY,
    "NHS trust": Applicant.NHS,
    "NHS commissioner": Applicant.NHS,
    "council": Applicant.COUNCIL,
    "combined authority": Applicant.COUNCIL,
    "hospice": Applicant.CHARITY,
    "company cluster": Applicant.COMPANY,
}
_MOST_PARENTS = 5  # a centre stands in an institute, that in a university


def may_lead(
    organisation: Organisation, call: Call, organisations: Mapping[str, Organisation]
) -> bool | None:
    """Say what the call says of that kind of body leading; None where it says nothing.

    A centre counts as what it belongs to. `organisations` are the city's, by id.
    """
    body = _body(organisation, organisations)
    return None if body is None else call.admits(body, Part.LEAD)


def _body(
    organisation: Organisation, organisations: Mapping[str, Organisation]
) -> Applicant | None:
    current: Organisation | None = organisation
    for _ in range(_MOST_PARENTS):
        if current is None:
            return None
        if current.kind in _BODIES:
            return _BODIES[current.kind]
        current = organisations.get(current.parent or "")
    return None
