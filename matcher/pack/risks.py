"""What speaks against a bid: only facts that are stored, a sentence each."""

from collections.abc import Iterator

from matcher.digest.words import list_words
from matcher.strategy.eligibility import Verdict, may_bid
from models.call import CallStatus
from models.shortlist import Bid
from models.timetable import TimeLeft

_TIME = {
    TimeLeft.TOO_LATE: "It is too late to build a new consortium for a bid of this size.",
    TimeLeft.TIGHT: "Less time is left than a bid of this size usually takes.",
    TimeLeft.NOT_STATED: "The call states no deadline.",
}


def risks_of(bid: Bid) -> tuple[str, ...]:
    """List what speaks against a bid, the gravest first; empty where nothing stored does.

    Conditions of the call that need somebody's yes (unclear eligibility, a limit of bids,
    match funding, an expression of interest) stand among the flags of the consortium.
    """
    return tuple(_risks(bid))


def _risks(bid: Bid) -> Iterator[str]:
    if may_bid(bid.row.call).verdict is Verdict.NOT_ELIGIBLE:
        yield "The call takes no new bid from the UK."
    if bid.timetable.left in _TIME:
        yield _TIME[bid.timetable.left]
    if bid.consortium.missing:
        roles = list_words(tuple(role.value for role in bid.consortium.missing))
        yield f"Nobody in the city is known to fill: {roles}."
    yield from bid.consortium.flags
    if bid.row.call.award_min is None and bid.row.call.award_max is None:
        yield "What one award pays is not stated."
    if bid.row.status is CallStatus.FORECASTED:
        yield "The call is announced, not open yet."
