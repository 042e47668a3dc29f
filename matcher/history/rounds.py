"""When the text at a known address is another call: the next round, or its next stage.

Funders reuse addresses: an outline call becomes the call for full bids by
invitation, and last year's scheme becomes this year's. A new round starts where

1. the old call had closed by its own dates, which are not doubtful, and the new text
   opens or closes after that closing, or announces a call without dates;
2. the stage went from outline to full or invited, unless the later deadline was
   already stated beside the earlier one: then one competition goes on;
3. the title's round, call, cohort or competition number, or its year, went up,
   and no date says that the new text is as early as the old.

It is the same call where an announcement becomes its call, a deadline is moved
before it passes, a text is corrected, or an unknown date becomes known. A closing
moved by a month or less, with the opening as before, is an extension also where
it is seen only after the old closing had passed.
"""

from datetime import datetime, timedelta

from matcher.identity.designators import SERIAL, serial_number
from models.call import Call, CallStatus, Stage

_EXTENSION = timedelta(days=31)  # longest that a late-seen extension is taken to be
_LATER_STAGES = frozenset({Stage.FULL, Stage.INVITED})


def starts_new_round(before: Call, after: Call, seen_at: datetime) -> bool:
    """Whether `after`, seen at `seen_at` (aware) at the address of `before`, is another call."""
    if before.stage is Stage.PRE_ANNOUNCEMENT or _is_only_announced(before):
        return _closed(before, seen_at) and _opens_after(before, after)
    return (
        _reopened(before, after, seen_at)
        or _next_stage(before, after)
        or (_number_went_up(before, after) and not _as_early(before, after, seen_at))
    )


def _is_only_announced(call: Call) -> bool:
    if call.deadlines:
        return False
    return call.stage is Stage.PRE_ANNOUNCEMENT or call.stated_status is CallStatus.FORECASTED


def _closed(call: Call, seen_at: datetime) -> bool:
    sure = bool(call.deadlines) and "deadlines" not in call.doubtful
    return sure and call.deadlines[-1] <= seen_at


def _reopened(before: Call, after: Call, seen_at: datetime) -> bool:
    if not _closed(before, seen_at):
        return False
    if _is_only_announced(after):
        return True
    if _opens_after(before, after):
        return True
    if not after.deadlines:
        return False
    return after.deadlines[-1] > before.deadlines[-1] and not _is_extension(before, after)


def _opens_after(before: Call, after: Call) -> bool:
    """Whether the new text opens after the closing of the old one, which has a closing."""
    return after.opens_at is not None and after.opens_at > before.deadlines[-1]


def _is_extension(before: Call, after: Call) -> bool:
    """Whether the opening is as before and the closing moved by no more than a month."""
    same_opening = before.opens_at is not None and before.opens_at == after.opens_at
    return same_opening and after.deadlines[-1] - before.deadlines[-1] <= _EXTENSION


def _next_stage(before: Call, after: Call) -> bool:
    if before.stage is not Stage.OUTLINE or after.stage not in _LATER_STAGES:
        return False
    going_on = bool(after.deadlines) and after.deadlines[-1] in before.deadlines
    return not going_on


def _number_went_up(before: Call, after: Call) -> bool:
    for kind in SERIAL:
        old, new = serial_number(before.title, kind), serial_number(after.title, kind)
        if old is not None and new is not None and new > old:
            return True
    return False


def _as_early(before: Call, after: Call, seen_at: datetime) -> bool:
    """Whether a date says that the new text is no later than the old one."""
    if before.deadlines and after.deadlines:
        return after.deadlines[-1] <= before.deadlines[-1]
    if before.deadlines:
        return not _closed(before, seen_at)
    if before.opens_at is not None and after.opens_at is not None:
        return after.opens_at <= before.opens_at
    return False
