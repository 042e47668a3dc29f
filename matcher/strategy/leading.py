"""Whether an organisation may lead or join a bid: what the call says, and cautions. Pure."""

from collections.abc import Collection, Iterator, Mapping

from models.applicants import Applicant, Part
from models.call import Call
from models.city import CityProfile
from models.digest import RankedCall
from models.match import Match
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
    return _admits(organisation, call, organisations, Part.LEAD)


def may_join(
    organisation: Organisation, call: Call, organisations: Mapping[str, Organisation]
) -> bool | None:
    """Say what the call says of that kind of body taking part at all; None as in `may_lead`."""
    return _admits(organisation, call, organisations, Part.APPLY)


def possible_leads(row: RankedCall, profile: CityProfile) -> tuple[Match, ...]:
    """Return the row's leads, best first, without those whom the call or a caution rules out.

    Raises KeyError for an organisation that the profile does not have.
    """
    known = {organisation.id: organisation for organisation in profile.organisations}
    asked = needs_of(row)
    return tuple(
        match
        for match in row.leads
        if may_lead(known[match.target_id], row.call, known) is not False
        and caution_about(known[match.target_id], asked, known) is None
    )


def needs_of(row: RankedCall) -> frozenset[str]:
    """Return the ids of the needs that a reader sees beside the call."""
    return frozenset(match.target_id for match in row.needs)


def caution_about(
    organisation: Organisation,
    need_ids: Collection[str],
    organisations: Mapping[str, Organisation],
) -> str | None:
    """Return why a person must decide before it is put forward for one of the needs; else None.

    A caution on what it belongs to counts too: that is who would sign the bid.
    """
    for each in lineage(organisation, organisations):
        about = each.caution_need_ids
        if each.caution is not None and (not about or not set(about).isdisjoint(need_ids)):
            return each.caution
    return None


def known_for(match: Match, organisation: Organisation) -> str:
    """Say by which of its capabilities or awards it suits the call, in the words of its file."""
    phrase = match.explanation.phrase
    if not phrase:
        return "suits the call by all that is known of it"
    stated = any(phrase in capability.text for capability in organisation.capabilities)
    awarded = any(phrase in award.title for award in organisation.awards)
    return f"{'has held' if awarded and not stated else 'known for'} “{phrase}”"


def lineage(
    organisation: Organisation, organisations: Mapping[str, Organisation]
) -> Iterator[Organisation]:
    """Yield the organisation, what it belongs to, what that belongs to, and so on."""
    current: Organisation | None = organisation
    for _ in range(_MOST_PARENTS):
        if current is None:
            return
        yield current
        current = organisations.get(current.parent or "")


def _admits(
    organisation: Organisation, call: Call, organisations: Mapping[str, Organisation], part: Part
) -> bool | None:
    for each in lineage(organisation, organisations):
        if each.kind in _BODIES:
            return call.admits(_BODIES[each.kind], part)
    return None
