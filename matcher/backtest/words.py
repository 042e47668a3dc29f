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
    yield "first week  weeks  live  match  large  strategic"
    for alike in _runs(live):
        week = alike[0]
        yield (
            f"{week.as_of.date()}  {len(alike):5}  {week.live:4}  {week.matching:5}"
            f"  {week.large:5}  {week.strategic:9}"
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


def _runs(weeks: Sequence[Week]) -> Iterator[list[Week]]:
    """Put weeks that follow each other with the same numbers, and nothing new, in one line."""
    run: list[Week] = []
    for week in weeks:
        if run and (week.new or _numbers(week) != _numbers(run[-1]) or _gap(run[-1], week)):
            yield run
            run = []
        run.append(week)
    if run:
        yield run


def _numbers(week: Week) -> tuple[int, ...]:
    return week.live, week.matching, week.large, week.strategic


def _gap(before: Week, after: Week) -> bool:
    return (after.as_of.date() - before.as_of.date()).days > 7


def _showing(showing: Showing, city: CityProfile, rates: Mapping[str, Decimal]) -> Iterator[str]:
    row, place = showing.row, showing.place
    left = days_left_words(row.days_left) or "deadline not stated"
    star = "*" if showing.read_later else ""
    yield f"    new: {clip(row.call.title, _TITLE)}{star}"
    yield (
        f"         {place.score:.2f} for the city, place {place.rank} of {place.of}, "
        f"under {place.heading}; {city.need(row.needs[0].target_id).name}"
    )
    yield f"         {'; '.join(amount_words(row.call, rates))}; {left}"


def award_lines(part: AwardPart, city: CityProfile) -> Iterator[str]:
    """Write what the past weeks knew before each award, and how the profile ranks the awards."""
    found = [trace for trace in part.traces if trace.nearest is not None]
    near = [trace for trace in found if trace.nearest is not None and trace.nearest.near]
    yield (
        f"{city.name} holds {count_words(len(part.traces), 'award')}. Of them "
        f"{len(part.traces) - len(found)} had no stored call open in the two years before, so "
        f"nothing can be said; {len(found) - len(near)} had calls, none near in meaning; "
        f"{len(near)} had one near:"
    )
    for trace in near:
        yield from _trace(trace)
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
            f"      best place {best.rank} of {best.of}, city score {best.score:.2f}; "
            f"shown in {shown} of {count_words(len(nearest.places), 'week')}"
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
