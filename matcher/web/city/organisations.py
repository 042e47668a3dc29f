"""The city's organisations in words, with the calls that suit them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.city.holders import folded, held_in_city, plain_name
from matcher.digest.safe import clip, plain, web_address
from matcher.strategy.leading import lineage
from matcher.strategy.scoping import Background
from matcher.web.call.view import AwardLine, award_line
from matcher.web.lines import CallLine, line_of
from models.award import Award
from models.digest import RankedCall
from models.match import Match
from models.organisation import Organisation, PastAward

_CALLS, _AWARDS = 40, 25  # shown at most


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation in the list of all."""

    id: str
    name: str
    kind: str
    in_city: bool
    can_lead: bool
    calls: int  # open or announced calls that suit it


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """Everything on an organisation's page."""

    id: str
    name: str
    kind: str
    parent: str
    website: str | None
    caution: str
    capabilities: tuple[tuple[str, str], ...]  # what it is known for, and where that was read
    needs: tuple[tuple[str, str], ...]  # id and name
    calls: tuple[CallLine, ...]
    left_out: int
    awards: tuple[AwardLine, ...]
    award_count: int
    holder: str  # whose awards these are: the organisation's, or of what it belongs to
    known_awards: tuple[str, ...]  # that the city's file names


def organisation_rows(background: Background, rows: Sequence[RankedCall]) -> list[OrganisationRow]:
    """Return all organisations: those of the city first, then by name."""
    suited = _suited(background, rows)
    ordered = sorted(
        background.profile.organisations, key=lambda each: (not each.in_city, each.name)
    )
    return [
        OrganisationRow(
            id=each.id,
            name=plain(each.name),
            kind=plain(each.kind),
            in_city=each.in_city,
            can_lead=each.can_lead,
            calls=len(suited.get(each.id, ())),
        )
        for each in ordered
    ]


def organisation_page(
    organisation: Organisation, background: Background, rows: Sequence[RankedCall]
) -> OrganisationPage:
    """Put an organisation into words, with its awards and the calls that suit it, best first."""
    profile = background.profile
    known = {each.id: each for each in profile.organisations}
    names = {need.id: plain(need.name) for need in profile.needs}
    found = _suited(background, rows).get(organisation.id, [])
    holder, awards = _awards(organisation, background)
    parent = known.get(organisation.parent or "")
    return OrganisationPage(
        id=organisation.id,
        name=plain(organisation.name),
        kind=plain(organisation.kind),
        parent=plain(parent.name) if parent else "",
        website=web_address(organisation.website or ""),
        caution=plain(organisation.caution or ""),
        capabilities=tuple((plain(c.text), plain(c.source)) for c in organisation.capabilities),
        needs=tuple((each, names[each]) for each in organisation.need_ids if each in names),
        calls=tuple(line_of(row, background, match.score) for row, match in found[:_CALLS]),
        left_out=max(0, len(found) - _CALLS),
        awards=tuple(map(award_line, awards[:_AWARDS])),
        award_count=len(awards),
        holder=holder,
        known_awards=tuple(map(_known_award, organisation.awards)),
    )


def _suited(
    background: Background, rows: Sequence[RankedCall]
) -> dict[str, list[tuple[RankedCall, Match]]]:
    """Sort out which calls suit whom well enough to be shown, best first."""
    least = background.profile.thresholds.match_score
    found: dict[str, list[tuple[RankedCall, Match]]] = {}
    for row in rows:
        for match in background.fits.get(row.call.key, ()):
            if match.score >= least and row.needs:
                found.setdefault(match.target_id, []).append((row, match))
    for suited in found.values():
        suited.sort(key=lambda pair: (-pair[1].score, pair[0].call.key))
    return found


def _awards(organisation: Organisation, background: Background) -> tuple[str, list[Award]]:
    """Return whose awards are shown and the awards, the largest first."""
    known = {each.id: each for each in background.profile.organisations}
    held = held_in_city(background.city_awards, background.profile)
    for each in lineage(organisation, known):
        own = held.get(folded(plain_name(each)))
        if own:
            return plain(each.name), sorted(own, key=_largest_first)
    return "", []


def _known_award(award: PastAward) -> str:
    amount = f", {award.amount}" if award.amount else ""
    period = f", {plain(award.period)}" if award.period else ""
    return f"{clip(award.title, 200)} ({plain(award.funder)}{amount}{period})"


def _largest_first(award: Award) -> tuple[float, str]:
    amount = award.amount
    return (-float(amount.amount) if amount else 0.0), award.title
