"""Choose the few strategic bids that are put up for decision."""

import math
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from matcher.strategy.eligibility import Verdict, may_bid
from models.call import CallStatus
from models.digest import RankedCall, Shortlist
from models.scale import Scale, Track


def worth(row: RankedCall, strategic_gbp: Decimal) -> float:
    """Return what a bid is worth looking at first: its city score, more for a larger award.

        worth = score x (1 + log10(award / strategic threshold)), for awards above the threshold

    Ten times the money counts double. An award that is not stated counts as the
    threshold. The few bids are meant to raise the city's ambition, so a bid of £60m
    for a middling need comes before one of £6m for a slightly higher one.
    """
    pounds = row.scale.pounds
    if pounds is None or pounds <= strategic_gbp:
        return row.score
    return row.score * (1 + math.log10(pounds / strategic_gbp))


def choose_few(rows: Sequence[RankedCall], size: int, strategic_gbp: Decimal) -> Shortlist:
    """Choose at most `size` strategic bids by their worth, spread over the city's needs.

    Step by step the best remaining bid is taken among those whose top need has fewest bids so
    far: a need gets a second bid only when no other need has a strategic bid to put up. A row's
    needs are those above the match threshold, so a row without needs is no match. Raises
    ValueError for a negative size.
    """
    if size < 0:
        raise ValueError(f"a shortlist cannot have {size} rows")

    def best_first(row: RankedCall) -> tuple[float, str]:
        return -worth(row, strategic_gbp), row.call.key

    remaining = sorted(filter(_is_strategic_bid, rows), key=best_first)
    considered = len(remaining)
    chosen: list[RankedCall] = []
    bids: Counter[str] = Counter()
    while remaining and len(chosen) < size:
        row = min(remaining, key=lambda candidate: bids[_top_need(candidate)])
        remaining.remove(row)
        bids[_top_need(row)] += 1
        chosen.append(row)
    return Shortlist(rows=tuple(sorted(chosen, key=best_first)), considered=considered)


def _is_strategic_bid(row: RankedCall) -> bool:
    return (
        row.scale.scale is Scale.STRATEGIC
        and row.track.track is Track.RESEARCH
        and row.status is not CallStatus.CLOSED
        and bool(row.needs)
        and may_bid(row.call).verdict is not Verdict.NOT_ELIGIBLE
    )


def _top_need(row: RankedCall) -> str:
    return row.needs[0].target_id
