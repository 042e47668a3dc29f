"""Choose who fills which role: the best fit, other bodies first, those outside the city last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matcher.city.holders import folded, held_in_city, plain_name
from matcher.strategy.consortium.flags import (
    body_of,
    cap_flags,
    caution_flags,
    condition_flags,
    lead_flag,
)
from matcher.strategy.consortium.roles import PARTNERS, can_fill
from matcher.strategy.consortium.together import past_work
from matcher.strategy.leading import (
    caution_about,
    known_for,
    lineage,
    may_join,
    may_lead,
    needs_of,
    possible_leads,
)
from models.award import Award
from models.city import CityProfile
from models.consortium import BidRole, Consortium, Member
from models.digest import RankedCall
from models.match import Match, TargetKind
from models.organisation import Organisation

_PARTNER_SHARE = 0.5
"""Least fit of a partner, as a share of the city's `match_score`: partners are many and
a person confirms them, while a lead is held to more (`row.leads`)."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """One call with everybody who could join a bid for it."""

    row: RankedCall
    city: str
    known: Mapping[str, Organisation]
    held: Mapping[str, Sequence[Award]]
    suited: tuple[Match, ...]  # fit well enough and may take part, cautions aside


_Filled = dict[BidRole, Match]


def propose(
    row: RankedCall,
    organisation_matches: Sequence[Match],
    profile: CityProfile,
    awards: Sequence[Award],
    rivals: Sequence[str] = (),
) -> Consortium:
    """Propose a lead and a partner for each other role; roles that nobody fills are `missing`.

    `organisation_matches` are those of this call with any organisation of the
    profile, whatever their score; `awards` all that are stored; `rivals` the ids of
    organisations that are known to make a bid of their own. Past work is shown and
    never decides: at equal fit, who has no known award comes first. Raises KeyError
    for an organisation that the profile does not have.
    """
    scene = _scene(row, organisation_matches, profile, awards)
    leads = possible_leads(row, profile)
    filled: _Filled = {BidRole.LEAD: leads[0]} if leads else {}
    for role in PARTNERS:
        best = _best(role, filled, scene)
        if best is not None:
            filled[role] = best
    return Consortium(
        members=_members(filled, scene, awards),
        missing=tuple(role for role in BidRole if role not in filled),
        flags=(
            *(_without_lead(scene) if not leads else ()),
            *cap_flags(row.call, leads, rivals, scene.known),
            *condition_flags(row.call),
            *caution_flags(row, _would_serve(scene), scene.known),
        ),
    )


def _scene(
    row: RankedCall, matches: Sequence[Match], profile: CityProfile, awards: Sequence[Award]
) -> _Scene:
    known = {organisation.id: organisation for organisation in profile.organisations}
    least = _PARTNER_SHARE * profile.thresholds.match_score
    suited = (
        match
        for match in matches
        if (match.target_kind, match.call_key) == (TargetKind.ORGANISATION, row.call.key)
        and match.score >= least
        and may_join(known[match.target_id], row.call, known) is not False
    )
    best_first = tuple(sorted(suited, key=lambda match: (-match.score, match.target_id)))
    return _Scene(row, profile.name, known, held_in_city(awards, profile), best_first)


def _best(role: BidRole, filled: _Filled, scene: _Scene) -> Match | None:
    """Take the first by `_order` of those who can fill the role and no caution holds back."""
    asked = needs_of(scene.row)
    able = [
        match
        for match in scene.suited
        if can_fill(scene.known[match.target_id], role, scene.known)
        and caution_about(scene.known[match.target_id], asked, scene.known) is None
    ]
    return min(able, key=lambda match: _order(match, filled, scene), default=None)


def _order(match: Match, filled: _Filled, scene: _Scene) -> tuple[bool, int, float, bool, str]:
    organisation = scene.known[match.target_id]
    return (
        not organisation.in_city,
        _taken(organisation, filled, scene),
        -match.score,
        _has_awards(organisation, scene),
        organisation.id,
    )


def _taken(organisation: Organisation, filled: _Filled, scene: _Scene) -> int:
    """Say how far it is in the bid already: 0 not, 1 by another part of its body, 2 itself."""
    ids = [match.target_id for match in filled.values()]
    if organisation.id in ids:
        return 2
    body = body_of(organisation, scene.known)
    return int(any(body_of(scene.known[each], scene.known).id == body.id for each in ids))


def _has_awards(organisation: Organisation, scene: _Scene) -> bool:
    """Whether an award is known of it or of what it belongs to, which signs for it."""
    return any(
        each.awards or folded(plain_name(each)) in scene.held
        for each in lineage(organisation, scene.known)
    )


def _members(filled: _Filled, scene: _Scene, awards: Sequence[Award]) -> tuple[Member, ...]:
    ids = dict.fromkeys(match.target_id for match in filled.values())
    together = past_work([scene.known[each] for each in ids], scene.known, awards, scene.held)
    members, before = [], _Filled()
    for role, match in filled.items():
        known_work = together[match.target_id]
        organisation = scene.known[match.target_id]
        members.append(
            Member(
                organisation_id=organisation.id,
                role=role,
                fit=match.score,
                reason=_reason(match, organisation, _taken(organisation, before, scene), scene),
                together=known_work,
                newcomer=not known_work and not _has_awards(organisation, scene),
            )
        )
        before[role] = match
    return tuple(members)


def _reason(match: Match, organisation: Organisation, taken: int, scene: _Scene) -> str:
    words = known_for(match, organisation)
    notes = [words[:1].upper() + words[1:]]
    if taken == 1:
        notes.append(f"of one body with another member: {body_of(organisation, scene.known).name}")
    elif taken:
        notes.append("a second role, as nobody else in the city fits it")
    if not organisation.in_city:
        notes.append(f"outside {scene.city}")
    return f"{'; '.join(notes)}."


def _would_serve(scene: _Scene) -> list[str]:
    """Return the ids of those who would be put forward for some role if no caution were."""
    leads = [match.target_id for match in scene.row.leads]
    partners = [
        match.target_id
        for match in scene.suited
        if any(can_fill(scene.known[match.target_id], role, scene.known) for role in PARTNERS)
    ]
    return list(dict.fromkeys((*leads, *partners)))


def _without_lead(scene: _Scene) -> list[str]:
    """Name who comes nearest to leading; empty where nobody could."""
    asked = needs_of(scene.row)
    for match in scene.suited:
        organisation = scene.known[match.target_id]
        if (
            organisation.can_lead
            and organisation.in_city
            and may_lead(organisation, scene.row.call, scene.known) is not False
            and caution_about(organisation, asked, scene.known) is None
        ):
            return [lead_flag(match, scene.known)]
    return []
