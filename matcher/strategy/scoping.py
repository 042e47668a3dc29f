"""Strategic calls, scoped far enough to be chosen among: when, who, worth what. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from matcher.city.holders import held_in_city
from matcher.digest.words import NOT_CERTAIN
from matcher.strategy.choice import Candidate, Option
from matcher.strategy.consortium import propose
from matcher.strategy.eligibility import Verdict, may_bid
from matcher.strategy.leading import possible_leads
from matcher.strategy.timetable import months_of, plan, quarters_of, size_of
from matcher.strategy.value import gains, value_of
from models.award import Award
from models.call import CallStatus
from models.city import CityProfile, ExchangeRate
from models.consortium import BidRole, Consortium
from models.digest import RankedCall
from models.match import Match, TargetKind
from models.norms import Norms
from models.scale import Scale, Track
from models.shortlist import Value
from models.timetable import Timetable


@dataclass(frozen=True, slots=True)
class Background:
    """What calls are scoped beside."""

    profile: CityProfile
    rates: Mapping[str, ExchangeRate]
    norms: Norms
    awards: Sequence[Award]  # all that are stored
    city_awards: Sequence[Award]  # of them, those that somebody in the city holds
    fits: Mapping[str, Sequence[Match]]  # matches with organisations, by key of the call
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Scoped:
    """A call with its timetable, what it is worth, and a bid by each who could lead it."""

    row: RankedCall
    timetable: Timetable
    value: Value
    candidate: Candidate


def background_of(
    profile: CityProfile,
    rates: Mapping[str, ExchangeRate],
    norms: Norms,
    awards: Sequence[Award],
    matches: Iterable[Match],
    as_of: datetime,
) -> Background:
    """Sort out what calls are scoped beside. `matches` are with needs and organisations."""
    held = [award for each in held_in_city(awards, profile).values() for award in each]
    return Background(profile, rates, norms, awards, held, _fits_by_call(matches), as_of)


def _fits_by_call(matches: Iterable[Match]) -> dict[str, list[Match]]:
    """Sort out the matches with organisations, by key of the call."""
    found: dict[str, list[Match]] = defaultdict(list)
    for match in matches:
        if match.target_kind is TargetKind.ORGANISATION:
            found[match.call_key].append(match)
    return found


def strategic(rows: Iterable[RankedCall]) -> Iterator[RankedCall]:
    """Yield the calls that may be put up for decision.

    Those are research of strategic size that answers a need, that may still be bid for from the
    city, and that nobody has put aside.
    """
    for row in rows:
        if (
            row.scale.scale is Scale.STRATEGIC
            and row.track.track is Track.RESEARCH
            and row.status not in (None, CallStatus.CLOSED)
            and row.needs
            and not row.dismissed
            and may_bid(row.call).verdict is not Verdict.NOT_ELIGIBLE
        ):
            yield row


def scope(row: RankedCall, background: Background) -> Scoped:
    """Scope one call. Raises KeyError for a need or organisation the profile does not have."""
    profile = background.profile
    timetable = planned(row, background, background.as_of)
    value = value_of(row, profile, timetable)
    leads = [match.target_id for match in possible_leads(row, profile)] or [""]
    options = tuple(_option(row, lead, timetable, background) for lead in leads)
    return Scoped(row, timetable, value, Candidate(row.call.key, gains(row, value), options))


def planned(row: RankedCall, background: Background, as_of: datetime) -> Timetable:
    """Plan a bid for a call back from its deadline, and say so if that was read with doubt."""
    thresholds, norms = background.profile.thresholds, background.norms
    size = size_of(row.call, row.scale.pounds, thresholds, norms)
    made = plan(row.closes_at, row.call.deadline_kind, size, as_of, norms)
    if made.deadline is None or "deadlines" not in row.call.doubtful:
        return made
    return replace(made, words=f"{made.words} The deadline is {NOT_CERTAIN}.")


def proposal(
    row: RankedCall, lead: str, background: Background, awards: Sequence[Award]
) -> Consortium:
    """Propose who makes the bid under that lead, "" where nobody could lead.

    Work that members have done together is looked for in `awards`.
    """
    leads = sorted(row.leads, key=lambda match: match.target_id != lead)
    fits = background.fits.get(row.call.key, ())
    return propose(replace(row, leads=tuple(leads)), fits, background.profile, awards)


def _option(row: RankedCall, lead: str, timetable: Timetable, background: Background) -> Option:
    """Say what the bid takes of whom, and in which months the lead prepares it."""
    norm, as_of = background.norms.sizes[timetable.size], background.as_of
    effort: defaultdict[tuple[str, str], float] = defaultdict(float)
    for member in proposal(row, lead, background, background.city_awards).members:
        leading = member.role is BidRole.LEAD
        if leading or member.organisation_id != lead:
            days = (norm.lead_days if leading else norm.partner_days).value
            for quarter, share in quarters_of(timetable, as_of, days).items():
                effort[member.organisation_id, quarter] += share
    months = months_of(timetable, as_of) if lead else frozenset()
    return Option(lead, effort, frozenset((lead, month) for month in months))
