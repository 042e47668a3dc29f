"""The digest of every past week, made again from what was known in it. Pure.

Texts are encoded once, before. Everything that depends on the other calls of a
week (what is usual for a need, how rare a word is) is counted anew from the
calls of that week, so that no later call has a say in it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from matcher.backtest.known import CallHistory, KnownCall, known_at
from matcher.city_matches import KEPT
from matcher.digest.build import build_digest
from matcher.matching import City, rank_for_city, without_excluded
from matcher.ranking.corpus import Document, build_corpus
from matcher.ranking.match import Vectors, match_needs
from matcher.strategy.scoping import background_of
from matcher.strategy.shortlist import Wishes, choose_rows
from models.digest import RankedCall, SectionKind
from models.match import Match
from models.norms import Norms
from models.scale import Scale

# Where a digest shows big research bids. The rest of it is small calls and other tracks.
_BIG = (SectionKind.DECIDE, SectionKind.LARGE, SectionKind.ANNOUNCED)


@dataclass(frozen=True, slots=True)
class KnownWeek:
    """The calls that a digest could have shown at a moment: not closed, not excluding the city."""

    as_of: datetime
    calls: tuple[KnownCall, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where one week's digest had a call."""

    rank: int  # from 1, in the city's order of all calls of the week
    of: int  # how many calls that were
    score: float  # city score, 0 to 1
    heading: SectionKind | None  # None: not shown in full


@dataclass(frozen=True, slots=True)
class Showing:
    """A strategic call in the first week that shows it."""

    group: str
    row: RankedCall
    place: Place
    read_later: bool  # judged by a text that was read after that week


@dataclass(frozen=True, slots=True)
class Week:
    """What one week's digest would have said."""

    as_of: datetime
    matching: int  # calls that answer a need
    large: int  # large or strategic calls shown
    strategic: int  # strategic calls shown
    read_later: int  # calls judged by a text that was read after that week
    new: tuple[Showing, ...]  # strategic calls that no earlier week had shown, best first
    places: Mapping[str, Place]  # of every call, by its group

    @property
    def live(self) -> int:
        """How many calls could be bid for."""
        return len(self.places)


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """Weeks made again, with what they were made from."""

    known: tuple[KnownWeek, ...]
    weeks: tuple[Week, ...]  # one for each of `known`
    documents: Mapping[str, Document]  # the encoded texts, by text


def span(histories: Sequence[CallHistory], now: datetime) -> tuple[date, date] | None:
    """Return the first Monday with a known call and the last day with one; None without any.

    The last day is never after `now`.
    """
    if not histories:
        return None
    first = min(history.known_from for history in histories).astimezone(now.tzinfo).date()
    monday = first + timedelta(days=-first.weekday() % 7)
    ends = [history.readings[-1].call.deadlines[-1:] for history in histories]
    last = max((end[0] for end in ends if end), default=now) if all(ends) else now
    return monday, min(last, now).astimezone(now.tzinfo).date()


def week_days(first: date, last: date) -> list[date]:
    """Return every seventh day from `first` to `last`; ValueError if `last` is before `first`."""
    if last < first:
        raise ValueError(f"the last day ({last}) is before the first ({first})")
    return [first + timedelta(days=days) for days in range(0, (last - first).days + 1, 7)]


def known_week(histories: Sequence[CallHistory], as_of: datetime) -> KnownWeek:
    """Put together what could be bid for at `as_of`, as it was known then."""
    known = known_at(histories, as_of)
    eligible = {call.key for call in without_excluded(each.call for each in known)}
    return KnownWeek(as_of, tuple(each for each in known if each.call.key in eligible))


def replay(
    weeks: Sequence[KnownWeek],
    city: City,
    norms: Norms,
    documents: Mapping[str, Document],
    vectors: Vectors,
) -> Iterator[Week]:
    """Make each week's digest again, the earliest first.

    `documents` holds each call's encoded text by that text, `vectors` the needs'
    as for `match_needs`. Organisations are left out: who could lead a bid, and
    whether they have the time, moves no choice here.
    """
    shown: set[str] = set()
    before: tuple[tuple[str, str], ...] | None = None
    matches: list[Match] = []
    for week in weeks:
        texts = tuple((each.call.key, each.call.match_text()) for each in week.calls)
        if texts != before:
            corpus = build_corpus([replace(documents[text], key=key) for key, text in texts])
            matches = match_needs(city.profile.needs, corpus, vectors, KEPT)
            before = texts
        told = _week(week, matches, city, norms, shown)
        shown.update(showing.group for showing in told.new)
        yield told


def _week(
    week: KnownWeek, matches: Sequence[Match], city: City, norms: Norms, shown: set[str]
) -> Week:
    ranked = rank_for_city([each.call for each in week.calls], matches, city, week.as_of)
    headings = _headings(ranked, city, norms, week.as_of)
    known = {each.call.key: each for each in week.calls}
    places = {
        known[row.call.key].group: Place(rank, len(ranked), row.score, headings.get(row.call.key))
        for rank, row in enumerate(ranked, start=1)
    }
    big = [row for row in ranked if headings.get(row.call.key) in _BIG]
    strategic = [row for row in big if row.scale.scale is Scale.STRATEGIC]
    showings = (_showing(row, known[row.call.key], places) for row in strategic)
    return Week(
        as_of=week.as_of,
        matching=sum(bool(row.needs) for row in ranked),
        large=sum(row.scale.scale in (Scale.STRATEGIC, Scale.LARGE) for row in big),
        strategic=len(strategic),
        read_later=sum(each.read_later for each in week.calls),
        new=tuple(showing for showing in showings if showing.group not in shown),
        places=places,
    )


def _showing(row: RankedCall, known: KnownCall, places: Mapping[str, Place]) -> Showing:
    return Showing(known.group, row, places[known.group], known.read_later)


def _headings(
    ranked: Sequence[RankedCall], city: City, norms: Norms, as_of: datetime
) -> dict[str, SectionKind]:
    """Say under which heading the digest shows each call; a call that closes soon has two."""
    background = background_of(city.profile, city.rates, norms, (), (), as_of)
    wishes = Wishes(city.profile.thresholds.decisions)
    digest = build_digest(
        city=city.profile,
        ranked=ranked,
        decide=choose_rows(ranked, background, wishes),
        as_of=as_of,
        made_at=as_of,
        catalogue_date=None,
        sources=(),
        credits=(),
    )
    found: dict[str, SectionKind] = {}
    for section in digest.sections:
        for row in section.rows:
            found.setdefault(row.call.key, section.kind)
    return found
