"""What the last matching found, as it stands now: read from the store, without a model.

A matching encodes and scores; reading what it found takes a fraction of a second. So
whatever is asked for often is made from here.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Engine

from matcher.city.holders import with_awards
from matcher.decisions.beside import decided_now, marked
from matcher.identity.join import merged_calls
from matcher.identity.merge import Merged
from matcher.judged import marks_of
from matcher.learning.layer import score_before
from matcher.matching import City, other_pages, rank_for_city
from matcher.store import (
    MatchSet,
    load_awards,
    load_decisions,
    load_judgements,
    load_matches,
    seen_times,
)
from matcher.strategy.eligibility import Verdict, may_bid
from models.award import Award
from models.call import CallStatus
from models.digest import RankedCall
from models.match import Match, TargetKind
from models.seen import Seen

_BIDDABLE = (CallStatus.OPEN, CallStatus.FORECASTED)


@dataclass(frozen=True, slots=True)
class LastMatching:
    """The calls that the last matching brings before readers, and what a shortlist needs."""

    rows: tuple[RankedCall, ...]  # best first; also calls that have closed or were put aside
    seen: Mapping[str, Seen]  # by key of the call
    matches: tuple[Match, ...]  # with needs and organisations, of these calls
    awards: tuple[Award, ...]
    matched_for: datetime  # the moment that the matching was made for


def load_last_matching(engine: Engine, city: City) -> LastMatching | None:
    """Return the calls that answer a need, as they stood at the moment they were matched for.

    What people have judged and decided since then counts. None where the city was never
    matched. Raises StoreError as for the store.
    """
    found = load_matches(engine, city.folder)
    if found is None:
        return None
    awards = load_awards(engine)
    city = replace(city, profile=with_awards(city.profile, awards))
    merged = merged_calls(engine, _answering(found, city))
    keys = {each.call.key for each in merged}
    matches = [match for match in found.matches if match.call_key in keys]
    return LastMatching(
        rows=_rows(engine, city, merged, matches, found.as_of),
        seen=_seen(engine, merged),
        matches=tuple(matches),
        awards=tuple(awards),
        matched_for=found.as_of,
    )


def with_others(
    engine: Engine, city: City, found: LastMatching, others: Collection[str]
) -> LastMatching:
    """Return what was found with further stored calls (keys) after it, which answer no need."""
    known = {key for call, seen in found.seen.items() for key in (call, seen.name)}
    missing = set(others) - known
    if not missing:
        return found
    shown = {row.call.key for row in found.rows}
    merged = [each for each in merged_calls(engine, missing) if each.call.key not in shown]
    return replace(
        found,
        rows=(*found.rows, *_rows(engine, city, merged, [], found.matched_for)),
        seen={**found.seen, **_seen(engine, merged)},
    )


def may_be_shown(row: RankedCall, now: datetime) -> bool:
    """Whether a reader is shown the call: open or announced, open to a bid, not put aside."""
    return (
        row.call.status(now) in _BIDDABLE
        and not row.dismissed
        and may_bid(row.call).verdict is not Verdict.NOT_ELIGIBLE
    )


def _answering(found: MatchSet, city: City) -> set[str]:
    """Return the keys of the calls that answer a need well enough to be shown."""
    least = city.profile.thresholds.match_score
    return {
        match.call_key
        for match in found.matches
        if match.target_kind is TargetKind.NEED and max(match.score, score_before(match)) >= least
    }


def _rows(
    engine: Engine, city: City, merged: Sequence[Merged], matches: list[Match], as_of: datetime
) -> tuple[RankedCall, ...]:
    """Put the calls beside their matches, and beside what people judged and decided."""
    decided = decided_now(engine, load_decisions(engine, city.folder), merged, as_of)
    marks = marks_of(engine, load_judgements(engine, city.folder), merged, decided)
    calls = [each.call for each in merged]
    rows = rank_for_city(calls, matches, city, as_of, other_pages(merged))
    return tuple(marked(marks.marked(row, city.profile), decided) for row in rows)


def _seen(engine: Engine, merged: Sequence[Merged]) -> dict[str, Seen]:
    members = {each.call.key: [member.key for member in each.members] for each in merged}
    times = seen_times(engine, [key for keys in members.values() for key in keys])
    seen = {}
    for call, keys in members.items():
        oldest = min(keys, key=lambda key: (times[key].first_seen, key))
        changed = max(times[key].changed_at for key in keys)
        seen[call] = Seen(oldest, times[oldest].first_seen, changed)
    return seen
