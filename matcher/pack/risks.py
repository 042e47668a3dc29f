"""What speaks against a bid: only facts that are stored, a sentence each."""

from collections.abc import Iterator

from matcher.digest.words import list_words
from matcher.strategy.eligibility import Verdict, may_bid
from models.call import Call, CallStatus
from models.shortlist import Bid
from models.timetable import TimeLeft

_TIME = {
    TimeLeft.TOO_LATE: "It is too late to build a new consortium for a bid of this size.",
    TimeLeft.TIGHT: "Less time is left than a bid of this size usually takes.",
    TimeLeft.NOT_STATED: "The call states no deadline.",
}
_ELIGIBILITY = {
    Verdict.NOT_ELIGIBLE: "The call takes no new bid from the UK.",
    Verdict.UNKNOWN: "The call does not say whether a bid from the UK may be made.",
}


def risks_of(bid: Bid) -> tuple[str, ...]:
    """List what speaks against a bid, the gravest first; empty where nothing stored does."""
    return tuple(_risks(bid))


def _risks(bid: Bid) -> Iterator[str]:
    verdict = may_bid(bid.row.call).verdict
    if verdict is Verdict.NOT_ELIGIBLE:
        yield _ELIGIBILITY[verdict]
    if bid.timetable.left in _TIME:
        yield _TIME[bid.timetable.left]
    if bid.consortium.missing:
        roles = list_words(tuple(role.value for role in bid.consortium.missing))
        yield f"Nobody in the city is known to fill: {roles}."
    yield from bid.consortium.flags
    yield from _conditions(bid.row.call)
    if verdict is Verdict.UNKNOWN:
        yield _ELIGIBILITY[verdict]
    if bid.row.status is CallStatus.FORECASTED:
        yield "The call is announced, not open yet."


def _conditions(call: Call) -> Iterator[str]:
    if call.match_funding_required:
        yield "The call asks for match funding."
    if call.bids_per_organisation is not None:
        bids = "bid" if call.bids_per_organisation == 1 else "bids"
        yield f"An organisation may make at most {call.bids_per_organisation} {bids}."
    if call.expression_of_interest:
        yield "An expression of interest has to come before the bid."
    if call.award_min is None and call.award_max is None:
        yield "What one award pays is not stated."
