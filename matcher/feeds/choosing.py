"""Which calls a feed or a calendar is about, from what the last matching found."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from matcher.decisions.words import verdict_words
from matcher.digest.rows import Names, row_in_words
from matcher.digest.safe import clip
from matcher.digest.words import NOT_CERTAIN, sentence_case
from matcher.feeds.desk import Desk, last_matching
from matcher.feeds.entries import Entry, entry_of, last_moment, newest_first
from matcher.feeds.events import Dated
from matcher.last_matching import LastMatching, may_be_shown
from matcher.mail.wishes import asked_for, may_be_told
from matcher.strategy.calendar_file import utc
from matcher.strategy.scoping import background_of
from matcher.strategy.shortlist import choose_rows, wishes_of
from matcher.strategy.timetable import plan, size_of
from models.call import CallStatus
from models.decision import DecisionVerdict
from models.digest import RankedCall
from models.feed_link import FeedLink, FeedWhat
from models.subscriber import SavedSearch, Subscriber

_WITHDRAWN = "The page says that the call is closed before its deadline."
_PUT_ASIDE = "Put aside by people."
_ELSEWHERE = {
    FeedWhat.DEADLINES: "No longer among what this calendar follows.",
    FeedWhat.SHORTLIST_DEADLINES: "No longer put up for decision.",
}


def entries_for(desk: Desk, link: FeedLink, version: str, now: datetime) -> tuple[Entry, ...]:
    """Return the entries of a feed as it stands at `now` (aware), the newest first."""
    keys = () if link.search is None else _found(desk, link.search, version, now)
    found = last_matching(desk, version, keys)
    if found is None:
        return ()
    names = names_of(desk)
    profile = desk.city.profile
    rows = _rows(desk, link, found, version, now)
    return newest_first(
        entry_of(row, found.seen[row.call.key], link.what, profile, names, now) for row in rows
    )


def dated_for(
    desk: Desk,
    link: FeedLink,
    person: Subscriber | None,
    version: str,
    remembered: Iterable[str],
    now: datetime,
) -> list[Dated]:
    """Return the calls of a calendar with their days, those shown before (`remembered`) too."""
    before = set(remembered)
    found = last_matching(desk, version, before)
    if found is None:
        return []
    shown = {row.call.key for row in _rows(desk, link, found, version, now, person)}
    names = names_of(desk)
    calls = []
    for row in found.rows:
        here = row.call.key in shown
        if here or found.seen[row.call.key].name in before:
            reason = "" if here else _why_not(row, link.what, now)
            calls.append(_dated(desk, row, found, names, link.what, reason, now))
    return calls


def names_of(desk: Desk) -> Names:
    """Return what the ids and currencies of the city stand for."""
    profile = desk.city.profile
    return Names(
        {need.id: need for need in profile.needs},
        {organisation.id: organisation for organisation in profile.organisations},
        {currency: rate.pounds for currency, rate in desk.city.rates.items()},
    )


def _rows(
    desk: Desk,
    link: FeedLink,
    found: LastMatching,
    version: str,
    now: datetime,
    person: Subscriber | None = None,
) -> list[RankedCall]:
    rows = [row for row in found.rows if may_be_shown(row, now)]
    if link.search is not None:
        keys = frozenset(_found(desk, link.search, version, now))
        return [row for row in rows if row.call.key in keys]
    if link.what is FeedWhat.NEW:
        return [row for row in rows if row.needs]
    if link.what is FeedWhat.DEADLINES:
        return [row for row in rows if person is not None and _follows(person, row, now)]
    chosen = desk.kept.get(("set",), version, lambda: _put_up(desk, found))
    return [row for row in rows if row.call.key in chosen]


def _follows(person: Subscriber, row: RankedCall, now: datetime) -> bool:
    as_it_stands = replace(row, status=row.call.status(now))
    return asked_for(row, person, ()) and may_be_told(as_it_stands, person)


def _found(desk: Desk, search: SavedSearch, version: str, now: datetime) -> Sequence[str]:
    return desk.kept.get(("found", search), version, lambda: tuple(desk.find(search, now)))


def _put_up(desk: Desk, found: LastMatching) -> frozenset[str]:
    """Return the keys of the set put up for decision, as the digest of that matching has it."""
    profile = desk.city.profile
    background = background_of(
        profile, desk.city.rates, desk.norms, found.awards, found.matches, found.matched_for
    )
    wishes = wishes_of(found.rows, profile.thresholds.decisions)
    return frozenset(row.call.key for row in choose_rows(found.rows, background, wishes))


def _why_not(row: RankedCall, what: FeedWhat, now: datetime) -> str:
    """Say why a call that a calendar has shown no longer belongs there; "" where it stays.

    It stays where it has closed at its time, and where a bid is made for it.
    """
    decided = row.decided
    if decided is not None and decided.put_aside:
        return f"Decided against: {verdict_words(decided.decision)}."
    ahead = bool(row.call.deadlines) and row.call.deadlines[-1] > now
    if row.call.stated_status is CallStatus.CLOSED and ahead:
        return _WITHDRAWN
    if row.dismissed:
        return _PUT_ASIDE
    going = decided is not None and decided.decision.verdict is DecisionVerdict.GO
    kept = going and what is FeedWhat.SHORTLIST_DEADLINES
    if kept or row.call.status(now) is CallStatus.CLOSED:
        return ""
    return _ELSEWHERE[what]


def _dated(
    desk: Desk,
    row: RankedCall,
    found: LastMatching,
    names: Names,
    what: FeedWhat,
    reason: str,
    now: datetime,
) -> Dated:
    seen = found.seen[row.call.key]
    updated = last_moment(row, seen, now)
    words = row_in_words(replace(row, leads=()), updated, names)
    needs = tuple(sorted(need.name for need in words.needs))
    parts = [words.by, "; ".join(words.amounts), f"{words.stage}; {words.eligibility}"]
    parts += [f"answers {'; '.join(needs)}"] if needs else []
    parts += [f"the deadline is {NOT_CERTAIN}"] if "deadlines" in row.call.doubtful else []
    deadlines = row.call.deadlines
    with_starts = what is FeedWhat.SHORTLIST_DEADLINES
    return Dated(
        key=seen.name,
        title=clip(row.call.title, 150),
        url=row.call.url,
        text=" ".join(f"{sentence_case(part)}." for part in parts),
        categories=needs,
        updated=updated,
        deadlines=deadlines,
        starts=_starts(desk, row, now) if with_starts else {},
        cancelled=reason,
    )


def _starts(desk: Desk, row: RankedCall, now: datetime) -> dict[datetime, date]:
    """Return the latest start of work towards the next deadline."""
    closes_at, kind = row.call.closes_at(now), row.call.deadline_kind
    size = size_of(row.call, row.scale.pounds, desk.city.profile.thresholds, desk.norms)
    start = plan(closes_at, kind, size, now, desk.norms).latest_start
    return {utc(closes_at): start} if closes_at is not None and start is not None else {}
