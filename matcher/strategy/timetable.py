"""Plan the work on a bid back from its deadline, by the norms for its size. Pure.

Days are those of Europe/London. Work can begin on the first working day from
today on, so the time left is counted from there to the day of the deadline, in
whole weeks. A plan to a date is kept even where it is too late, with the steps
that have passed marked as such.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import accumulate

from matcher.digest.words import LONDON
from matcher.strategy.timetable_words import passed_words, time_words, undated_words
from matcher.strategy.working_days import (
    next_working_day,
    previous_working_day,
    working_days,
    working_days_before,
)
from models.call import Call, DeadlineKind
from models.city import Thresholds
from models.norms import Norms, SizeNorm, StepNorm
from models.timetable import BidSize, Milestone, TimeLeft, Timetable


def size_of(call: Call, pounds: Decimal | None, thresholds: Thresholds, norms: Norms) -> BidSize:
    """Say how many organisations write a bid for the call. `pounds`: one award, None if unknown.

    1. An award of `norms.programme_times` the strategic threshold or more is a PROGRAMME:
       work on that scale needs several teams, whether or not the call asks for partners.
    2. A bid is SINGLE only if the call says that no partners are needed and the award is
       known to be below large.
    3. Everything else is of several PARTNERS. Where the call does not say, this is the
       careful reading: a start that is too early costs less than one that is too late.
    """
    if pounds is not None and pounds >= thresholds.strategic_gbp * norms.programme_times:
        return BidSize.PROGRAMME
    small = pounds is not None and pounds < thresholds.large_gbp
    return BidSize.SINGLE if small and call.consortium_required is False else BidSize.PARTNERS


def plan(
    deadline: datetime | None,
    kind: DeadlineKind,
    size: BidSize,
    as_of: datetime,
    norms: Norms,
) -> Timetable:
    """Plan a bid of that size back from the deadline (aware; None: not known).

    Milestones are working days in ascending order, none after the deadline and none before
    the latest start. A funder that takes bids at any time gives no day to plan back from,
    so a rolling call has no milestones. Raises ValueError for a time without a zone.
    """
    norm = norms.sizes[size]
    today = _london_day(as_of)
    if deadline is None or kind is DeadlineKind.ROLLING:
        rolling = kind is DeadlineKind.ROLLING
        left = TimeLeft.ROLLING if rolling else TimeLeft.NOT_STATED
        return Timetable(size, None, None, (), left, undated_words(norm, left))
    day = _london_day(deadline)
    start = previous_working_day(day - timedelta(weeks=norm.usual_from.value))
    milestones = _milestones(norm, day, today)
    if deadline <= as_of:
        words = passed_words(day, len(milestones))
        return Timetable(size, day, start, milestones, TimeLeft.TOO_LATE, words)
    weeks = max(0, (day - next_working_day(today)).days) // 7
    left = _time_left(weeks, norm)
    passed = sum(milestone.passed for milestone in milestones)
    staged = kind is DeadlineKind.STAGED
    words = time_words(norm, left, weeks, start, (passed, len(milestones)), staged=staged)
    return Timetable(size, day, start, milestones, left, words)


def quarters_of(timetable: Timetable, as_of: datetime, days: float) -> Mapping[str, float]:
    """Spread `days` person-days evenly over the working days of the preparation, by quarter.

    Keys are calendar quarters, "2026-Q4", ascending. The preparation lasts from the latest
    start, or from `as_of` if that has passed, to the day of the deadline. Empty where there
    is no deadline or no working day is left.
    """
    counts = Counter(
        f"{day.year}-Q{(day.month + 2) // 3}" for day in _preparation(timetable, as_of)
    )
    total = counts.total()
    return {quarter: days * count / total for quarter, count in counts.items()}


def months_of(timetable: Timetable, as_of: datetime) -> frozenset[str]:
    """Return the calendar months ("2026-11") in which the preparation has a working day.

    It lasts as in `quarters_of`.
    """
    months = {(day.year, day.month) for day in _preparation(timetable, as_of)}
    return frozenset(f"{year}-{month:02}" for year, month in months)


def _preparation(timetable: Timetable, as_of: datetime) -> tuple[date, ...]:
    if timetable.deadline is None or timetable.latest_start is None:
        return ()
    first = max(timetable.latest_start, _london_day(as_of))
    return tuple(working_days(first, timetable.deadline))


def _london_day(moment: datetime) -> date:
    if moment.tzinfo is None:
        raise ValueError(f"time without a zone: {moment.isoformat()}")
    return moment.astimezone(LONDON).date()


def _milestones(norm: SizeNorm, deadline: date, today: date) -> tuple[Milestone, ...]:
    """Place the steps. One that holidays push past the next is done on the day of the next."""
    days = [_day_of(step, deadline) for step in norm.steps]
    ordered = list(accumulate(reversed(days), min))[::-1]
    return tuple(
        Milestone(step.name, day, _why(step), passed=day < today)
        for step, day in zip(norm.steps, ordered, strict=True)
    )


def _day_of(step: StepNorm, deadline: date) -> date:
    if step.weeks is not None:
        return previous_working_day(deadline - timedelta(weeks=step.weeks))
    return working_days_before(deadline, step.working_days or 0)


def _why(step: StepNorm) -> str:
    number, unit = (
        (step.weeks, "week") if step.weeks is not None else (step.working_days, "working day")
    )
    plural = "" if number == 1 else "s"
    return f"{number} {unit}{plural} before the deadline: {step.ground.words}"


def _time_left(weeks: int, norm: SizeNorm) -> TimeLeft:
    if weeks >= norm.usual_from.value:
        return TimeLeft.ENOUGH
    return TimeLeft.TIGHT if weeks >= norm.minimum.value else TimeLeft.TOO_LATE
