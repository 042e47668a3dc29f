"""The events of a calendar that people subscribe to: what is new, moved, cancelled. Pure.

An event keeps its UID for as long as it can be told which one it is. So what a calendar
has shown is remembered with it: a deadline that moved is then the same event on another
day, and what is no longer to be shown is cancelled, as RFC 5545 (3.8.1.11) has it, and not
dropped in silence.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType

from matcher.strategy.calendar_file import utc
from models.feed_link import EventKind, ShownEvent

KEPT = timedelta(days=60)
"""How long an event stays after its day."""

_YEARS = range(1970, 9000)  # a deadline outside is a page's way to say that there is none


@dataclass(frozen=True, slots=True)
class Dated:
    """One call with its days."""

    key: str  # names the call for good
    title: str
    url: str
    text: str  # a few plain sentences: amount, needs, where it stands
    categories: tuple[str, ...]
    updated: datetime  # when something last happened to it
    deadlines: tuple[datetime, ...]  # ascending, aware
    starts: Mapping[datetime, date] = field(default_factory=lambda: MappingProxyType({}))
    """The latest start of work towards a deadline."""
    cancelled: str = ""  # why none of it holds any more; empty where it does


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One event as it is to be written."""

    shown: ShownEvent
    heading: str
    title: str
    url: str
    text: str
    categories: tuple[str, ...]


def events_of(
    calls: Iterable[Dated], before: Iterable[ShownEvent], now: datetime
) -> tuple[CalendarEvent, ...]:
    """Return the events of the calls, by day; `before` are those that the calendar has shown.

    Days that have passed are shown only if they were before, for KEPT. What was shown of a
    call that is not among `calls` is forgotten.
    """
    shown: dict[str, list[ShownEvent]] = defaultdict(list)
    for event in before:
        shown[event.call_key].append(event)
    events = [event for call in calls for event in _of_call(call, shown[call.key], now)]
    return tuple(sorted(events, key=lambda each: (each.shown.at, each.shown.call_key)))


def _of_call(call: Dated, before: Sequence[ShownEvent], now: datetime) -> Iterator[CalendarEvent]:
    known = {(event.kind, event.place): event for event in before}
    deadlines = _placed(call, before, now)
    for place, moment in deadlines.items():
        yield from _event(call, EventKind.DEADLINE, place, moment, known, now)
        start = call.starts.get(moment) if moment is not None else None
        midnight = datetime.combine(start, time(), UTC) if start is not None else None
        yield from _event(call, EventKind.START, place, midnight, known, now)


def _placed(call: Dated, before: Sequence[ShownEvent], now: datetime) -> dict[int, datetime | None]:
    """Say which event each deadline is: by place, None for one that the call no longer names.

    What stayed is the same. Of the rest, what lies ahead has moved, the first to the first;
    a call's only deadline has moved even where it had passed. What is over is not new.
    """
    old = {
        event.place: event.at
        for event in before
        # What is forgotten today must not decide today how the others are told apart.
        if event.kind is EventKind.DEADLINE and event.at + KEPT >= now
    }
    named = [utc(each) for each in call.deadlines if each.year in _YEARS]
    placed: dict[int, datetime | None] = {}
    for place, moment in old.items():
        placed[place] = moment if moment in named else None
    left = [moment for moment in named if moment not in old.values()]
    only = len(old) == len(named) == 1
    gone = [place for place, moment in placed.items() if moment is None]
    movable = sorted((old[place], place) for place in gone if only or old[place] > now)
    coming = [moment for moment in left if moment > now]
    for (_, place), moment in zip(movable, coming, strict=False):
        placed[place] = moment
    highest = max((event.place for event in before), default=0)
    return placed | dict(enumerate(coming[len(movable) :], highest + 1))


def _event(
    call: Dated,
    kind: EventKind,
    place: int,
    moment: datetime | None,
    known: Mapping[tuple[EventKind, int], ShownEvent],
    now: datetime,
) -> Iterator[CalendarEvent]:
    """Yield the event as it is to be shown, if it is; `moment` None: there is no such day now."""
    before = known.get((kind, place))
    at = moment if moment is not None else before.at if before is not None else None
    if at is None:
        return
    ends = at + timedelta(days=1) if kind is EventKind.START else at
    over = ends <= now
    if ends + KEPT < now or (before is None and (over or call.cancelled)):
        return
    if before is not None and over and (call.cancelled or moment is None):
        reason = _NO_LONGER if before.cancelled else ""  # what is over is left as it was
    else:
        reason = call.cancelled or ("" if moment is not None else _NO_LONGER)
    yield _written(call, kind, place, at, reason, before, now)


_NO_LONGER = "This day no longer holds."
_HEADINGS = {EventKind.DEADLINE: "Deadline", EventKind.START: "Latest start of a bid"}


def _written(
    call: Dated,
    kind: EventKind,
    place: int,
    at: datetime,
    reason: str,
    before: ShownEvent | None,
    now: datetime,
) -> CalendarEvent:
    heading = f"Cancelled: {_HEADINGS[kind].lower()}" if reason else _HEADINGS[kind]
    text = f"{reason} {call.text}".strip()
    content = "\x1f".join((heading, call.title, call.url, text, *call.categories, at.isoformat()))
    content_hash = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
    sequence, modified = 0, min(call.updated, now)
    if before is not None:
        moved = before.at != at or before.cancelled != bool(reason)
        sequence = before.sequence + moved
        if before.content_hash == content_hash:
            modified = before.modified
        elif modified <= before.modified:
            modified = now
    shown = ShownEvent(
        call_key=call.key,
        kind=kind,
        place=place,
        at=at,
        cancelled=bool(reason),
        sequence=sequence,
        modified=modified.replace(microsecond=0),
        content_hash=content_hash,
    )
    return CalendarEvent(shown, heading, call.title, call.url, text, call.categories)
