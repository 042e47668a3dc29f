"""What a back-test found, as lines for people."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from matcher.backtest.chance import Separation
from matcher.backtest.nearest import AwardTrace
from matcher.backtest.profile import TOP_SHARES, NeedFit, ProfileFit
from matcher.backtest.report import AwardPart, CallCounts
from matcher.backtest.weeks import Showing, Week
from matcher.digest.safe import clip
from matcher.digest.words import amount_words, count_words, days_left_words
from matcher.evaluation.metrics import Estimate
from models.city import CityProfile

_TITLE = 90  # characters of a title
_NEED = 36


def calls_lines(
    counts: CallCounts, weeks: Sequence[Week], city: CityProfile, rates: Mapping[str, Decimal]
) -> Iterator[str]:
    """Write a table of the weeks, each with the strategic calls that were new in it."""
    live = [week for week in weeks if week.live]
    yield (
        f"{count_words(len(weeks), 'week')} from {weeks[0].as_of.date()} to "
        f"{weeks[-1].as_of.date()}; {len(live)} with a call that could be bid for:"
    )
    yield "week        live  match  large  strategic"
    for week in live:
        yield (
            f"{week.as_of.date()}  {week.live:4}  {week.matching:5}  {week.large:5}"
            f"  {week.strategic:9}"
        )
        for showing in week.new:
            yield from _showing(showing, city, rates)
    yield (
        f"{count_words(counts.records, 'record')} of calls; {counts.undated} name no day of their "
        f"own and count as known from the day they were first read; {counts.never_open} had closed "
        "before they were known and are in no week."
    )
    later = sum(week.read_later > 0 for week in live)
    if later:
        yield (
            f"In {count_words(later, 'week')} some calls are judged by a text that was read after "
            "it: what they said before is not stored."
        )


def _showing(showing: Showing, city: CityProfile, rates: Mapping[str, Decimal]) -> Iterator[str]:
    row, place = showing.row, showing.place
    left = days_left_words(row.days_left) or "deadline not stated"
    star = "*" if showing.read_later else ""
    yield f"    new: {clip(row.call.title, _TITLE)}{star}"
    yield (
        f"         {place.score:.2f} for the city, place {place.rank}, under {place.heading}; "
        f"{city.need(row.needs[0].target_id).name}"
    )
    yield f"         {'; '.join(amount_words(row.call, rates))}; {left}"


def award_lines(part: AwardPart, city: CityProfile) -> Iterator[str]:
    """Write what the past weeks knew before each award, and how the profile ranks the awards."""
    traced = [trace for trace in part.traces if trace.nearest is not None]
    yield (
        f"{city.name} holds {count_words(len(part.traces), 'award')}; before {len(traced)} of "
        "them a stored call was open in the two years before:"
    )
    for trace in traced:
        yield from _trace(trace)
    if len(traced) < len(part.traces):
        yield "For the others nothing can be said: no stored call is known to have been open then."
    if part.fit is None:
        yield "All stored awards are the city's or none is: nothing to compare."
    else:
        yield ""
        yield from _fit_lines(part.fit, city)


def _trace(trace: AwardTrace) -> Iterator[str]:
    nearest = trace.nearest
    if nearest is None:
        return
    yield f"  {trace.award.source_id}, {trace.day}: {clip(trace.award.title, _TITLE)}"
    yield (
        f"      nearest of {trace.candidates}: {clip(nearest.call.title, _TITLE)} "
        f"({nearest.closeness:.2f})"
    )
    if nearest.places:
        best = min((place for _, place in nearest.places), key=lambda place: place.rank)
        shown = sum(place.heading is not None for _, place in nearest.places)
        yield (
            f"      best place {best.rank}, city score {best.score:.2f}; shown in {shown} of "
            f"{count_words(len(nearest.places), 'week')}"
        )


def _fit_lines(fit: ProfileFit, city: CityProfile) -> Iterator[str]:
    yield (
        f"All {fit.awards:,} awards ranked by the profile of {city.name}; "
        f"{count_words(fit.held, 'award')} of its own among them."
    )
    yield from _separation("needs (city score)", fit.by_needs)
    if fit.by_capabilities is not None:
        yield from _separation("capabilities (best organisation)", fit.by_capabilities)
    tops = "".join(f"  own in top {share:.0%} (chance)".rjust(30) for share in TOP_SHARES)
    yield f"{'need'.ljust(_NEED)}  own  others{tops}"
    for each in fit.needs:
        yield _need_line(each)
    yield "own, others: awards that reach the match score. Chance: 95 % of random draws."


def _separation(name: str, found: Separation) -> Iterator[str]:
    yield (
        f"  {name}: mean percentile {_estimate(found.marked)}, others "
        f"{_estimate(found.others)}; AUC {_estimate(found.auc)}, p {found.tail:.2g}"
    )


def _need_line(fit: NeedFit) -> str:
    cells = "".join(
        f"{top.found} of {top.marked} ({top.low}-{top.high}), p {top.tail:.2g}".rjust(30)
        for top in fit.tops
    )
    name = clip(fit.need.name, _NEED).ljust(_NEED)
    return f"{name}  {fit.matching:3}  {fit.others_matching:6}{cells}"


def _estimate(found: Estimate) -> str:
    return f"{found.value:.3f} ({found.low:.3f}-{found.high:.3f})"
