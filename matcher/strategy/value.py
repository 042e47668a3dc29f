"""What a bid is worth to the city: how well it answers needs, times how good a bid it is.

    total = need x (c x capability + s x scale + t x time) / (c + s + t)

with the weights c, s and t of `strategy.weights` in `city.yaml`. Eligibility is no part
of it: a call that takes no bid from the UK (`eligibility.py`) is left out before anything
is weighed. History is none either (`ambition.py`): it says what is new, not what is bad.
"""

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal

from matcher.strategy.amounts import pays_words
from matcher.strategy.leading import known_for, possible_leads
from models.city import CityProfile, Strategy, Thresholds
from models.digest import RankedCall
from models.money import Money
from models.scale import Scale, ScaleAssessment
from models.shortlist import Part, Value
from models.timetable import TimeLeft, Timetable

_Points = tuple[float, str]  # 0 to 1, and the reason

_NAMED = 3  # needs named in a reason at most; the best come first
_THRESHOLD = 0.5  # points of an award where strategic begins; ten times as much has 1
_NOT_STATED = 0.5  # neither good nor bad
_PLAIN = {
    TimeLeft.ENOUGH: (1.0, "Enough time is left"),
    TimeLeft.TIGHT: (1.0, "Time is tight"),
    TimeLeft.TOO_LATE: (0.0, "It is too late for a new bid of this size"),
    TimeLeft.ROLLING: (1.0, "Bids are taken at any time"),
    TimeLeft.NOT_STATED: (_NOT_STATED, "No deadline is stated: counted as half"),
}


def value_of(row: RankedCall, profile: CityProfile, timetable: Timetable) -> Value:
    """Return what the bid is worth, 0 to 1, in parts that each give their reason.

    The need's points are the city score (docs/ranking.md); `timetable` is that of the
    same call, and its `left` was judged on the day that `row.days_left` counts from.
    Raises KeyError for a need or an organisation that the profile does not have.
    """
    need = Part("need", row.score, 1.0, _need_words(row, profile))
    found = {
        "capability": _capability(row, profile),
        "scale": _scale(row.scale, profile.thresholds),
        "time": _time(row, timetable),
    }
    shares = _shares(profile.strategy)
    parts = [Part(name, points, shares[name], why) for name, (points, why) in found.items()]
    return Value(total=need.points * _mean(parts), parts=(need, *parts))


def gains(row: RankedCall, value: Value) -> Mapping[str, float]:
    """Return what the bid would add to each need that the row shows, 0 to 1, by need id.

    That is how well the call fits the need, times the mean of the other parts that
    makes its value.
    """
    good = _mean(value.parts[1:])
    return {match.target_id: match.score * good for match in row.needs}


def _mean(parts: Sequence[Part]) -> float:
    """Weigh the parts by their shares, which add up to 1 but for rounding."""
    return min(1.0, sum(part.weight * part.points for part in parts))


def _shares(strategy: Strategy) -> dict[str, float]:
    weights = {name: getattr(strategy, name) for name in ("capability", "scale", "time")}
    return {name: weight / sum(weights.values()) for name, weight in weights.items()}


def _need_words(row: RankedCall, profile: CityProfile) -> str:
    if not row.needs:
        return "It answers no need of the city well enough to be shown."
    named = [
        f"{profile.need(match.target_id).name} (fit {match.score:.2f})"
        for match in row.needs[:_NAMED]
    ]
    more = len(row.needs) - len(named)
    others = f" and {more} more" if more else ""
    return f"It answers {', '.join(named)}{others}: {row.score:.2f} with the weights of the needs."


def _capability(row: RankedCall, profile: CityProfile) -> _Points:
    leads = possible_leads(row, profile)
    if not leads:
        return 0.0, "No organisation of the city that could lead suits it well enough."
    best, organisation = leads[0], profile.organisation(leads[0].target_id)
    known = known_for(best, organisation)
    return best.score, f"{organisation.name} could lead, {known} (fit {best.score:.2f})."


def _scale(scale: ScaleAssessment, thresholds: Thresholds) -> _Points:
    """Give 0.5 + 0.5 log10(pounds / strategic threshold), held between 0 and 1.

    An award that is not known in pounds counts as the least that the call's words make it.
    """
    half = f"{Money(thresholds.strategic_gbp, 'GBP')} for one award counts {_THRESHOLD}"
    pays = pays_words(scale)
    if scale.pounds is not None and pays is not None:
        return _points(scale.pounds, thresholds), f"It {pays}; {half}."
    strategic = scale.scale is Scale.STRATEGIC
    least = thresholds.strategic_gbp if strategic else thresholds.large_gbp
    said = f"It {pays}" if pays else "No amount is stated"
    words = f", but the words “{scale.sentence}”" if scale.sentence and not pays else ""
    counted = (
        f"counted as {Money(least, 'GBP')}, where {'strategic' if strategic else 'large'} begins"
    )
    return _points(least, thresholds), f"{said}{words}: {counted}."


def _points(pounds: Decimal, thresholds: Thresholds) -> float:
    if pounds <= 0:
        return 0.0
    times = math.log10(pounds / thresholds.strategic_gbp)
    return min(1.0, max(0.0, _THRESHOLD + (1 - _THRESHOLD) * times))


def _time(row: RankedCall, timetable: Timetable) -> _Points:
    """Give the share of the usual time that is left, where it is tight; else all, none or half."""
    points, words = _PLAIN[timetable.left]
    if row.days_left is None or timetable.deadline is None or timetable.latest_start is None:
        return points, f"{words}."
    usual = (timetable.deadline - timetable.latest_start).days
    days = f"{row.days_left} days are left, and a bid by {timetable.size} usually takes {usual}"
    if timetable.left is TimeLeft.TIGHT and usual > 0:
        points = min(1.0, max(0.0, row.days_left / usual))
    return points, f"{words}: {days}."
