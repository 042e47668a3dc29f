"""Why a call is in a reader's mail, or is not. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from matcher.digest.forms import Forms, forms_of
from matcher.mail.facts import Facts, change_lines
from matcher.mail.ledger import Known, to_tell
from matcher.mail.wishes import asked_for, may_be_bid_for, may_be_told
from models.call import Call, CallStatus
from models.digest import RankedCall
from models.letter import LetterRow, News
from models.subscriber import Subscriber

WITHDRAWN = "withdrawn: the page says that the call is closed"
_REOPENED = "open again: the page no longer says that the call is closed"
_SPLIT = "told before as one call with another: it is a call of its own"


def news_of(
    row: RankedCall,
    subscriber: Subscriber,
    known: Known | None,
    searches: Sequence[str],
    as_of: datetime,
) -> LetterRow | None:
    """Return the row with the strongest reason to tell of it; None where there is none.

    `known` is None for a call that the reader was never told of: it is new whatever
    its dates.
    """
    if not asked_for(row, subscriber, searches) and not (known and is_gone(row)):
        return None
    forms = forms_of(subscriber.language)
    changes = tuple(_changes(row, known, as_of, forms)) if known and not row.dismissed else ()
    closing = closes_soon(row, subscriber)
    news = _reason(row, subscriber, known, bool(changes), closing)
    if news is None:
        return None
    told = to_tell(row, known or Known(), closing=closing)
    return LetterRow(row, news, changes, tuple(searches), told)


def is_gone(row: RankedCall) -> bool:
    """Whether a call was left out of the matching: it is closed, or excludes a UK bid."""
    return row.status is CallStatus.CLOSED or not may_be_bid_for(row)


def closes_soon(row: RankedCall, subscriber: Subscriber) -> bool:
    """Whether an open call closes within the reader's notice time."""
    days = row.days_left
    return (
        row.status is CallStatus.OPEN and days is not None and 0 <= days <= subscriber.notice_days
    )


def _reason(
    row: RankedCall,
    subscriber: Subscriber,
    known: Known | None,
    changed: bool,
    closing: bool,
) -> News | None:
    if known is None and not may_be_told(row, subscriber):
        return None
    if known is None and not row.dismissed:
        return News.NEW
    if changed:
        return News.CHANGED
    if is_gone(row):
        return None
    if known and closing and not row.dismissed and not known.named(row.closes_at):
        return News.CLOSING
    return News.DECIDED if _decided_anew(row, known or Known()) else None


def _decided_anew(row: RankedCall, known: Known) -> bool:
    """Whether there is a decision, or a day to revisit, that the reader was not told of."""
    if row.decided is None:
        return False
    due = row.decided.due
    return row.decided.decision.id not in known.decisions or (
        due is not None and not known.reminded(due)
    )


def _changes(row: RankedCall, known: Known, as_of: datetime, forms: Forms) -> Iterator[str]:
    """Say what has changed since the reader was told; of a closed call, only that it went."""
    before = known.facts(row.call.key)
    if row.status is CallStatus.CLOSED:
        if before is not None and not before.closed and withdrawn(row.call, as_of):
            yield WITHDRAWN
        return
    if before is None:
        yield _SPLIT
        return
    if len(known.apart) > 1:
        yield f"merged: what you were told of as {len(known.apart)} calls is one"
    yield from _since(before, row, as_of, forms)


def _since(before: Facts, row: RankedCall, as_of: datetime, forms: Forms) -> Iterator[str]:
    if before.closed:
        yield _REOPENED
    yield from change_lines(before, row.call, as_of, forms)


def withdrawn(call: Call, as_of: datetime) -> bool:
    """Whether the site says that a call is closed that by its own dates is not."""
    closes_at = call.closes_at(as_of)
    return call.stated_status is CallStatus.CLOSED and (closes_at is None or closes_at > as_of)
