"""What a back-test found, as values that the json module writes."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from matcher.backtest.nearest import AwardTrace
from matcher.backtest.profile import NeedFit, ProfileFit
from matcher.backtest.weeks import Place, Showing, Week
from matcher.digest.words import amount_words


@dataclass(frozen=True, slots=True)
class CallCounts:
    """What the past weeks rest on."""

    records: int
    undated: int  # name no day of their own: known only from the day they were first read
    never_open: int  # had closed before the first moment they are known from


@dataclass(frozen=True, slots=True)
class AwardPart:
    """The awards' side of a back-test."""

    traces: tuple[AwardTrace, ...]  # one for each award the city holds
    fit: ProfileFit | None  # None where there is nobody to compare the city with


@dataclass(frozen=True, slots=True)
class Backtest:
    """Both sides of a back-test; either may be missing."""

    city: str
    model_id: str
    counts: CallCounts
    weeks: tuple[Week, ...]
    awards: AwardPart | None


def backtest_as_json(found: Backtest, rates: Mapping[str, Decimal]) -> dict[str, Any]:
    """Return plain values; `rates` gives pounds for one unit of a currency."""
    return {
        "city": found.city,
        "model": found.model_id,
        "calls": asdict(found.counts),
        "weeks": [_week(week, rates) for week in found.weeks],
        "awards": None if found.awards is None else _awards(found.awards),
    }


def _week(week: Week, rates: Mapping[str, Decimal]) -> dict[str, Any]:
    return {
        "as_of": week.as_of.isoformat(),
        "live": week.live,
        "matching": week.matching,
        "large": week.large,
        "strategic": week.strategic,
        "read_later": week.read_later,
        "new_strategic": [_showing(showing, rates) for showing in week.new],
    }


def _showing(showing: Showing, rates: Mapping[str, Decimal]) -> dict[str, Any]:
    row = showing.row
    return {
        "key": row.call.key,
        "title": row.call.title,
        "url": row.call.url,
        "need": row.needs[0].target_id,
        "need_score": row.needs[0].score,
        "amounts": list(amount_words(row.call, rates)),
        "pounds": None if row.scale.pounds is None else float(row.scale.pounds),
        "status": row.status,
        "closes_at": row.closes_at.isoformat() if row.closes_at else None,
        "days_left": row.days_left,
        "read_later": showing.read_later,
        **_place(showing.place),
    }


def _place(place: Place) -> dict[str, Any]:
    return {"rank": place.rank, "of": place.of, "city_score": place.score, "heading": place.heading}


def _awards(part: AwardPart) -> dict[str, Any]:
    fit = part.fit
    return {
        "traces": [_trace(trace) for trace in part.traces],
        "profile": None if fit is None else {**asdict(fit), "needs": _needs(fit.needs)},
    }


def _needs(fits: Sequence[NeedFit]) -> list[dict[str, Any]]:
    return [
        {
            "need": fit.need.id,
            "matching": fit.matching,
            "others_matching": fit.others_matching,
            "tops": [asdict(top) | {"recall": top.recall} for top in fit.tops],
        }
        for fit in fits
    ]


def _trace(trace: AwardTrace) -> dict[str, Any]:
    nearest = trace.nearest
    return {
        "award": trace.award.key,
        "title": trace.award.title,
        "day": trace.day.isoformat() if trace.day else None,
        "weeks": trace.weeks,
        "candidates": trace.candidates,
        "nearest": None
        if nearest is None
        else {
            "key": nearest.call.key,
            "title": nearest.call.title,
            "closeness": nearest.closeness,
            "near": nearest.near,
            "weeks": [{"as_of": at.isoformat(), **_place(place)} for at, place in nearest.places],
        },
    }
