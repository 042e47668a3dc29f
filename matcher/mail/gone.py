"""Calls that readers were told of and that are no longer matched: withdrawn, or not for the UK.

Whoever was told of one is told that it went; nobody else is (`matcher.mail.news`).
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from matcher.identity.merge import Merged, leads_of
from matcher.mail.news import withdrawn
from matcher.matching import City, other_pages, rank_for_city
from models.call import Call, CallStatus
from models.digest import RankedCall


def gone_rows(
    merged: Sequence[Merged],
    told: Collection[str],
    matched: Sequence[RankedCall],
    city: City,
    as_of: datetime,
) -> tuple[RankedCall, ...]:
    """Return the calls with keys in `told` that were not `matched`, though no deadline passed.

    Such a call is not matched anew for a few words: it has no match and no score, and
    no days left. One that merely closed on its own date is no news and left out. Pure.
    """
    leads = leads_of(merged)
    wanted = {leads.get(key, key) for key in told} - {row.call.key for row in matched}
    calls = [each.call for each in merged if each.call.key in wanted and _went(each.call, as_of)]
    rows = rank_for_city(calls, (), city, as_of, other_pages(merged))
    return tuple(replace(row, days_left=None) for row in rows)


def _went(call: Call, as_of: datetime) -> bool:
    return call.status(as_of) is not CallStatus.CLOSED or withdrawn(call, as_of)
