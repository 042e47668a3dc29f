"""Under which value of each facet a call is listed. Pure."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from matcher.digest.safe import plain
from matcher.strategy.eligibility import Verdict
from matcher.web.calls.asked import NOT_STATED, Facet
from models.call import CallStatus, DeadlineKind
from models.city import CityProfile
from models.digest import RankedCall
from models.scale import Scale, ScaleBasis, Track

# The most days left at which a call is listed under a window, and the window's words.
_WINDOWS = (
    (14, "2-weeks", "within 2 weeks"),
    (30, "1-month", "in 15 to 30 days"),
    (91, "3-months", "in 1 to 3 months"),
    (182, "6-months", "in 3 to 6 months"),
)
_LATER = ("later", "in more than 6 months")
_ROLLING = ("rolling", "no closing date (rolling)")
_OVER = ("over", "closed already")

# Pounds from which an award is listed under a band.
_BANDS = (
    (Decimal(0), "under-100k", "under £100,000"),
    (Decimal(100_000), "100k-500k", "£100,000 to £500,000"),
    (Decimal(500_000), "500k-1m", "£500,000 to £1m"),
    (Decimal(1_000_000), "1m-5m", "£1m to £5m"),
    (Decimal(5_000_000), "5m-10m", "£5m to £10m"),
    (Decimal(10_000_000), "10m", "£10m and more"),
)
_ROLES = {
    ScaleBasis.AWARD_MAX: ("award", "the most for one award"),
    ScaleBasis.POT_PER_AWARD: ("pot-per-award", "the pot divided by awards"),
    ScaleBasis.PROJECT_COST: ("project", "the cost of one project"),
    ScaleBasis.AWARD_MIN: ("least", "the least for one award"),
}
_POT = ("pot", "only the pot for all awards")
_TRACKS = {
    Track.RESEARCH: ("research", "research"),
    Track.COMPANY: ("company", "company scale-up"),
    Track.CAPACITY: ("capacity", "research capacity"),
    Track.DATA: ("data", "shared data"),
}
_STRATEGIC = ("strategic", "strategic bid: large research")
_VERDICTS = {
    Verdict.ELIGIBLE: ("yes", "names UK bids as welcome"),
    Verdict.NOT_ELIGIBLE: ("no", "takes no new bid from the UK"),
}
_STATUSES = {
    CallStatus.OPEN: "open",
    CallStatus.FORECASTED: "announced",
    CallStatus.CLOSED: "closed",
}
_STAGES = {
    "pre-announcement": "pre-announcement",
    "outline": "outline application",
    "full": "full application",
    "invited": "by invitation only",
}


def values_of(row: RankedCall, verdict: Verdict) -> Iterator[tuple[Facet, str]]:
    """Yield every value the call is listed under: at least one of each facet."""
    yield Facet.STATUS, row.status.value if row.status else NOT_STATED
    yield Facet.TRACK, _track(row)
    yield from _or_not_stated(Facet.NEED, (match.target_id for match in row.needs))
    yield from _or_not_stated(Facet.LEAD, (match.target_id for match in row.leads))
    yield Facet.CLOSES, _window(row)
    yield Facet.AMOUNT, _band(row.scale.pounds)
    yield Facet.ROLE, _role(row)
    yield Facet.ELIGIBLE, _VERDICTS.get(verdict, (NOT_STATED,))[0]
    yield Facet.STAGE, row.call.stage.value if row.call.stage else NOT_STATED
    yield Facet.FUNDER, funder_value(row.call.funder)


def funder_value(name: str | None) -> str:
    """Return the value under which a funder is listed: its name however it is spaced and cased."""
    return " ".join(plain(name or "").casefold().split())[:200].strip() or NOT_STATED


def labels_of(profile: CityProfile) -> dict[Facet, dict[str, str]]:
    """Return what values are called, in their order; funders have their own names."""
    needs = sorted(profile.needs, key=lambda need: (-need.weight, need.id))
    return {
        Facet.STATUS: {status.value: words for status, words in _STATUSES.items()},
        Facet.TRACK: dict((_STRATEGIC, *_TRACKS.values())),
        Facet.NEED: {need.id: need.name for need in needs},
        Facet.LEAD: {each.id: each.name for each in profile.organisations if each.can_lead},
        Facet.CLOSES: {
            **{value: words for _, value, words in _WINDOWS},
            **dict((_LATER, _ROLLING, _OVER)),
        },
        Facet.AMOUNT: {value: words for _, value, words in _BANDS},
        Facet.ROLE: dict((*_ROLES.values(), _POT)),
        Facet.ELIGIBLE: dict(_VERDICTS.values()),
        Facet.STAGE: dict(_STAGES),
        Facet.FUNDER: {},
    }


def headings(city: str) -> Mapping[Facet, str]:
    """Return what each facet is called."""
    return {
        Facet.STATUS: "Status",
        Facet.TRACK: "What it is for",
        Facet.NEED: "Need it answers",
        Facet.LEAD: "Who could lead",
        Facet.CLOSES: "Closes",
        Facet.AMOUNT: "Amount for one award",
        Facet.ROLE: "What the amount is",
        Facet.ELIGIBLE: f"Open to bids from {city}",
        Facet.STAGE: "Stage",
        Facet.FUNDER: "Funder",
    }


def _or_not_stated(facet: Facet, values: Iterator[str]) -> Iterator[tuple[Facet, str]]:
    found = list(dict.fromkeys(values))
    yield from ((facet, value) for value in found or [NOT_STATED])


def _track(row: RankedCall) -> str:
    track = row.track.track
    if track is Track.RESEARCH and row.scale.scale is Scale.STRATEGIC:
        return _STRATEGIC[0]
    return _TRACKS[track][0]


def _window(row: RankedCall) -> str:
    if row.status is CallStatus.CLOSED:
        return _OVER[0]
    if row.days_left is None:
        rolling = row.call.deadline_kind is DeadlineKind.ROLLING
        return _ROLLING[0] if rolling else NOT_STATED
    for most, value, _ in _WINDOWS:
        if row.days_left <= most:
            return value
    return _LATER[0]


def _band(pounds: Decimal | None) -> str:
    if pounds is None:
        return NOT_STATED
    for (_, value, _), (upper, _, _) in pairwise(_BANDS):
        if pounds < upper:
            return value
    return _BANDS[-1][1]


def _role(row: RankedCall) -> str:
    if row.scale.basis in _ROLES:
        return _ROLES[row.scale.basis][0]
    return _POT[0] if row.call.total_fund is not None else NOT_STATED
