"""What was known of a call at a past moment. Pure.

A digest of a past week may use nothing that became known later: not the call
before it opened, not a later text, not the site's later word that it has closed.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from matcher.identity.merge import merge_calls
from models.call import Call, CallStatus

_LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a call said from the moment it was read until the next reading."""

    seen_at: datetime
    call: Call


@dataclass(frozen=True, slots=True)
class CallHistory:
    """One record of a call with everything it has said."""

    readings: tuple[Reading, ...]  # oldest first, at least one
    group: str  # the same for all records that are one call
    known_from: datetime  # earliest of: opened, published, stated by the site, first seen
    dated: bool  # whether the record itself names that day; else it is when we first saw it


@dataclass(frozen=True, slots=True)
class KnownCall:
    """A call as it was known at a moment."""

    call: Call
    group: str
    read_later: bool  # the text is the first that was read, which was after that moment


def history_of(readings: Sequence[Reading], group: str) -> CallHistory:
    """Lay out what a record has said, oldest first.

    A day without a time counts from its end: nobody knows at which hour a page
    of that day appeared. Raises ValueError without a reading.
    """
    if not readings:
        raise ValueError(f"{group} has never been read")
    first = readings[0]
    calls = [reading.call for reading in readings]
    days = [day for call in calls for day in (call.stated_on, call.published_on) if day]
    own = [*map(_end_of, days), *(call.opens_at for call in calls if call.opens_at)]
    # The site's dated word proves what the text said on that day, not only when it was read.
    stated_on = first.call.stated_on
    seen_at = min(first.seen_at, _end_of(stated_on)) if stated_on else first.seen_at
    return CallHistory(
        readings=(replace(first, seen_at=seen_at), *readings[1:]),
        group=group,
        known_from=min([seen_at, *own]),
        dated=bool(own) and min(own) < first.seen_at,
    )


def known_at(histories: Sequence[CallHistory], as_of: datetime) -> list[KnownCall]:
    """Return every call that may still be bid for at `as_of`, as it was known then, by group.

    Records that are one call are merged as far as they were known.
    """
    groups: dict[str, list[tuple[Call, bool]]] = defaultdict(list)
    for history in histories:
        if history.known_from <= as_of:
            groups[history.group].append(_as_read(history, as_of))
    calls = (_merged(group, members) for group, members in sorted(groups.items()))
    return [known for known in calls if known.call.status(as_of) is not CallStatus.CLOSED]


def never_open(histories: Sequence[CallHistory]) -> int:
    """Count the records that had closed before the first moment they are known from."""
    return sum(
        _as_read(history, history.known_from)[0].status(history.known_from) is CallStatus.CLOSED
        for history in histories
    )


def _as_read(history: CallHistory, as_of: datetime) -> tuple[Call, bool]:
    read = [reading.call for reading in history.readings if reading.seen_at <= as_of]
    if read:
        return read[-1], False
    # The first text is the nearest there is. The site's own word is of the later day.
    return replace(history.readings[0].call, stated_status=None, stated_on=None), True


def _merged(group: str, members: Sequence[tuple[Call, bool]]) -> KnownCall:
    calls = [call for call, _ in members]
    call = calls[0] if len(calls) == 1 else merge_calls(calls).call
    return KnownCall(call, group, any(later for _, later in members))


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(0), _LONDON)
