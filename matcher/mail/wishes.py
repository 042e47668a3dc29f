"""Which calls a reader asked to hear of. Pure."""

from collections.abc import Mapping, Sequence

from matcher.strategy.eligibility import Verdict, may_bid
from models.call import CallStatus
from models.digest import RankedCall
from models.subscriber import Subscriber


def found_by(row: RankedCall, found: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Name the saved searches that found the call, in the order given."""
    return tuple(search for search, keys in found.items() if row.call.key in keys)


def asked_for(row: RankedCall, subscriber: Subscriber, searches: Sequence[str]) -> bool:
    """Whether the call answers something that the reader follows, or a saved search found it.

    Empty needs and organisations mean all of the city's needs.
    """
    if searches:
        return True
    if not subscriber.need_ids and not subscriber.organisation_ids:
        return bool(row.needs)
    return _answers(row, subscriber.need_ids) or _suits(row, subscriber.organisation_ids)


def may_be_told(row: RankedCall, subscriber: Subscriber) -> bool:
    """Whether a call may be told for the first time: it can be bid for and is large enough.

    A call whose amount is not known is large enough. One that does not say whether
    it is open waits until it does, as in the digest.
    """
    least, pounds = subscriber.min_award_gbp, row.scale.pounds
    return (
        row.status in (CallStatus.OPEN, CallStatus.FORECASTED)
        and (least is None or pounds is None or pounds >= least)
        and may_be_bid_for(row)
    )


def may_be_bid_for(row: RankedCall) -> bool:
    """Whether the call's own words do not exclude a bid from the UK."""
    return may_bid(row.call).verdict is not Verdict.NOT_ELIGIBLE


def own_score(row: RankedCall, subscriber: Subscriber) -> float:
    """Return how well the call answers the needs that the reader follows, 0 to 1.

    That of the best of them; who follows none has all of the city's.
    """
    followed = subscriber.need_ids
    scores = (match.score for match in row.needs if not followed or match.target_id in followed)
    return max(scores, default=0.0)


def _answers(row: RankedCall, need_ids: Sequence[str]) -> bool:
    return any(match.target_id in need_ids for match in row.needs)


def _suits(row: RankedCall, organisation_ids: Sequence[str]) -> bool:
    return bool(row.needs) and any(match.target_id in organisation_ids for match in row.leads)
