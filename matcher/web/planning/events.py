"""The days of calls: when they open and close, and by when work on a bid must begin. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from matcher.digest.words import LONDON, day_month_year, doubt_words
from matcher.strategy.calendar_file import CalendarEntry
from matcher.strategy.scoping import Background, planned
from models.call import CallStatus
from models.digest import RankedCall
from models.scale import Scale
from models.timetable import Milestone


class DayKind(StrEnum):
    """What happens on a day."""

    OPENS = "opens"
    START = "start by"
    CLOSES = "closes"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of one call, in the UK."""

    on: date
    kind: DayKind
    row: RankedCall


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which calls a calendar is about; empty texts leave nothing out."""

    need: str = ""  # id
    organisation: str = ""  # id, of who could lead
    large: bool = False  # without those that are known to be small


def wanted_rows(rows: Iterable[RankedCall], wanted: Wanted) -> Iterator[RankedCall]:
    """Yield the calls that answer a need, that nobody put aside, and that are wanted."""
    for row in rows:
        if row.dismissed or not row.needs or row.status in (None, CallStatus.CLOSED):
            continue
        if wanted.need and all(match.target_id != wanted.need for match in row.needs):
            continue
        leads = [match.target_id for match in row.leads]
        if wanted.organisation and wanted.organisation not in leads:
            continue
        if wanted.large and row.scale.scale is Scale.SMALL:
            continue
        yield row


def days_of(rows: Iterable[RankedCall], background: Background, as_of: datetime) -> list[Day]:
    """Return the days that are still to come, today's too, the next first."""
    found = [day for row in rows for day in _days(row, background, as_of)]
    order = list(DayKind)
    return sorted(found, key=lambda day: (day.on, order.index(day.kind), day.row.call.title))


def _days(row: RankedCall, background: Background, as_of: datetime) -> Iterator[Day]:
    today = as_of.astimezone(LONDON).date()
    opens = row.call.opens_at
    if opens is not None and opens > as_of:
        yield Day(opens.astimezone(LONDON).date(), DayKind.OPENS, row)
    start = planned(row, background, as_of).latest_start
    if start is not None and start >= today:
        yield Day(start, DayKind.START, row)
    for deadline in row.call.deadlines:
        if deadline > as_of:
            yield Day(deadline.astimezone(LONDON).date(), DayKind.CLOSES, row)


def entries_of(
    rows: Iterable[RankedCall], background: Background, as_of: datetime
) -> Iterator[CalendarEntry]:
    """Yield the same days for a calendar file: openings and latest starts as whole days."""
    for row in rows:
        timetable = planned(row, background, as_of)
        days = [day for day in _days(row, background, as_of) if day.kind is not DayKind.CLOSES]
        steps = tuple(Milestone(_STEPS[day.kind], day.on, _why(day), passed=False) for day in days)
        if steps or row.closes_at is not None:
            call = row.call
            plan = replace(timetable, milestones=steps)
            yield CalendarEntry(call.key, call.title, call.url, row.closes_at, plan)


_FIELDS = {DayKind.OPENS: "opens_at", DayKind.CLOSES: "deadlines"}


def doubt_about(day: Day) -> str:
    """Return what is put behind a day that was read with doubt; "" for any other."""
    return doubt_words(day.row.call, _FIELDS.get(day.kind, ""))


_STEPS = {DayKind.OPENS: "opens", DayKind.START: "latest start"}


def _why(day: Day) -> str:
    if day.kind is DayKind.OPENS:
        return f"the call opens on {day_month_year(day.on)}, as it states{doubt_about(day)}"
    return "a bid begun later has less time than the norm"
